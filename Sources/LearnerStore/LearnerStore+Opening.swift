import Foundation
import GRDB

/// An open store, and what the learner should be told about it.
package struct OpenedStore {
  /// The store.
  package let store: LearnerStore
  /// What to tell, in order.
  package let notices: [StoreNotice]
}

extension LearnerStore {
  /// Opens the file, making it and its folder when they are missing.
  ///
  /// A damaged file is renamed to `<name>.damaged-<n>` and a fresh one is begun. A file of a newer program or of another one
  /// is left as it is, and the error says so. `fileSystem` is found out unless it is given.
  package static func open(
    path: String, fileSystem: FileSystemKind? = nil
  ) throws(StoreError) -> OpenedStore {
    let file = URL(fileURLWithPath: path)
    let folder = file.deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .cannotWrite(path: folder.path)
    }
    let kind = fileSystem ?? FileSystemKind.of(folder: folder.path)
    var notices: [StoreNotice] = []
    let store: LearnerStore
    do {
      store = try connect(path: path, kind)
    } catch .damaged {
      notices.append(.setAside(path: try setAside(file)))
      store = try connect(path: path, kind)
    }
    if kind == .shared, try store.setting(toldShared) == nil {
      try store.set(toldShared, to: "told")
      notices.append(.sharedFileSystem)
    }
    return OpenedStore(store: store, notices: notices)
  }

  private static let toldShared = "told.shared-file-system"

  private static func connect(
    path: String, _ kind: FileSystemKind
  ) throws(StoreError) -> LearnerStore {
    var configuration = Configuration()
    configuration.label = "learner"
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      let mode = kind == .local ? "WAL" : "DELETE"
      // A file that is only being made holds nothing that could be lost: it goes to the disk once, when it is whole.
      let isNew = try kind == .local && queue.read { try Int.fetchOne($0, sql: "PRAGMA page_count") == 0 }
      try queue.writeWithoutTransaction { database in
        if isNew { try database.execute(sql: "PRAGMA synchronous = OFF") }
        // Asked first: changing the mode needs a lock, asking does not.
        let current = try String.fetchOne(database, sql: "PRAGMA journal_mode")
        if current?.uppercased() != mode {
          try database.execute(sql: "PRAGMA journal_mode = \(mode)")
        }
      }
      try queue.write(StoreSchema.migrate)
      if isNew {
        try queue.writeWithoutTransaction { database in
          try database.execute(sql: "PRAGMA synchronous = FULL")
          do {
            try database.checkpoint()
          } catch DatabaseError.SQLITE_BUSY {
            // Another shell that begins at the same moment is bringing it to the disk.
          }
        }
      }
      let verdict = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
      guard verdict == "ok" else {
        try queue.close()
        throw StoreError.damaged
      }
      return LearnerStore(path: path, queue: queue)
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Renames the file and what SQLite keeps beside it; gives the file's new path.
  private static func setAside(_ file: URL) throws(StoreError) -> String {
    let files = FileManager.default
    var number = 1
    while files.fileExists(atPath: file.path + ".damaged-\(number)") { number += 1 }
    let aside = file.path + ".damaged-\(number)"
    do {
      for suffix in ["", "-wal", "-shm", "-journal"]
      where suffix.isEmpty || files.fileExists(atPath: file.path + suffix) {
        try files.moveItem(atPath: file.path + suffix, toPath: aside + suffix)
      }
    } catch {
      throw .cannotWrite(path: file.path)
    }
    return aside
  }
}
