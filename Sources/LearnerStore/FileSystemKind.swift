import Foundation

#if canImport(Darwin)
  import Darwin
#endif

/// Whether the memory that SQLite's write-ahead log shares between processes works on a file system.
package enum FileSystemKind: Sendable {
  /// A disk of this machine.
  case local
  /// A network or pass-through file system.
  case shared

  /// The kind of the file system that holds a folder; `local` when it cannot be told.
  package static func of(folder: String) -> FileSystemKind {
    let path = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    #if canImport(Darwin)
      var information = statfs()
      guard statfs(path, &information) == 0 else { return .local }
      return information.f_flags & UInt32(MNT_LOCAL) == 0 ? .shared : .local
    #else
      guard let bytes = FileManager.default.contents(atPath: "/proc/self/mountinfo") else {
        return .local
      }
      return of(folder: path, mounts: String(decoding: bytes, as: UTF8.self))
    #endif
  }

  /// The kind of the mount that holds a folder, from the lines of Linux's `/proc/self/mountinfo`.
  package static func of(folder: String, mounts: String) -> FileSystemKind {
    var nearest: (length: Int, type: Substring) = (-1, "")
    for line in mounts.split(separator: "\n") {
      // `36 35 98:0 /root /mount options optional… - type source options`
      let fields = line.split(separator: " ")
      guard let dash = fields.firstIndex(of: "-"), dash > 4, dash + 1 < fields.count else { continue }
      let mount = fields[4].replacing("\\040", with: " ")
      let isAbove = folder == mount || mount == "/" || folder.hasPrefix(mount + "/")
      // A later mount at the same place hides the earlier one.
      if isAbove, mount.utf8.count >= nearest.length {
        nearest = (mount.utf8.count, fields[dash + 1])
      }
    }
    let isShared = sharedTypes.contains(String(nearest.type)) || nearest.type.hasPrefix("fuse.")
    return isShared ? .shared : .local
  }

  private static let sharedTypes: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "afs", "lustre", "vboxsf", "prl_fs",
    "virtiofs", "gfs2", "ocfs2", "beegfs", "davfs",
  ]
}
