package import CloudAPI
import Foundation

/// The one folder of a lab run that lines may read and write; nothing outside it, no links, at most 1 MiB a file.
package struct WorkFolder: Sendable, Equatable {
  /// The most bytes of one file.
  package static let longestFile = 1_048_576

  /// The folder's path; `nil` when there is none, as in a check or a replay.
  package let path: String?

  /// No folder: no file can be read.
  package static let none = WorkFolder(path: nil)

  /// The folder at a path.
  package init(path: String?) { self.path = path }

  /// Whether a name is one of the files that the client keeps at home, which here only `aws configure` writes.
  static func isOfClient(_ name: String) -> Bool {
    [".aws/config", ".aws/credentials"].contains { name.hasSuffix($0) }
  }

  /// Whether a name is a plain file name or a path below the folder.
  package static func isInside(_ name: String) -> Bool {
    guard !name.isEmpty, !name.hasPrefix("/"), !name.hasPrefix("~"), !name.utf8.contains(0) else {
      return false
    }
    return !name.split(separator: "/", omittingEmptySubsequences: false).contains { $0 == ".." }
  }

  /// Whether no part of a name is a link, so that an editor opens a file of this folder.
  package func isPlain(_ name: String) -> Bool {
    guard let path else { return false }
    do throws(AWSFileError) {
      try refuseLinks(in: name, of: path)
      return true
    } catch {
      return false
    }
  }

  /// Reads a file of the folder.
  package func read(_ name: String) throws(AWSFileError) -> [UInt8] {
    guard let path, Self.isInside(name) else { throw .forbidden }
    let full = path + "/" + name
    try refuseLinks(in: name, of: path)
    guard let attributes = attributes(of: full) else { throw .missing }
    guard attributes.type == .typeRegular, attributes.size <= Self.longestFile,
      let data = FileManager.default.contents(atPath: full)
    else { throw .unreadable }
    return Array(data)
  }

  /// Writes a file of the folder, whole or not at all.
  package func write(_ name: String, _ bytes: [UInt8]) throws(AWSFileError) {
    guard let path, Self.isInside(name), bytes.count <= Self.longestFile else { throw .forbidden }
    try refuseLinks(in: name, of: path)
    do {
      let url = URL(fileURLWithPath: path + "/" + name)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url, options: .atomic)
    } catch {
      throw .unreadable
    }
  }

  /// Writes a file of the folder, or puts bytes behind what it holds.
  func write(_ name: String, _ bytes: [UInt8], appends: Bool) throws(AWSFileError) {
    var whole = bytes
    if appends {
      do throws(AWSFileError) {
        whole = try read(name) + bytes
      } catch {
        guard error == .missing else { throw error }
      }
    }
    try write(name, whole)
  }

  /// Deletes a file of the folder.
  package func remove(_ name: String) throws(AWSFileError) {
    guard let path, Self.isInside(name) else { throw .forbidden }
    try refuseLinks(in: name, of: path)
    guard attributes(of: path + "/" + name)?.type == .typeRegular else { throw .missing }
    do {
      try FileManager.default.removeItem(atPath: path + "/" + name)
    } catch {
      throw .unreadable
    }
  }

  /// The names of the folder's files, in order.
  package var names: [String] {
    guard let path else { return [] }
    let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return found.filter { attributes(of: path + "/" + $0)?.type == .typeRegular }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  func refuseLinks(in name: String, of path: String) throws(AWSFileError) {
    var current = path
    for part in name.split(separator: "/") {
      current += "/" + part
      if attributes(of: current)?.type == .typeSymbolicLink { throw .forbidden }
    }
  }

  /// What stands at a path: its type, its bytes, and when it was last changed, in seconds since 1970; links are not followed.
  func attributes(of path: String) -> (type: FileAttributeType, size: Int, changed: Int)? {
    do {
      let found = try FileManager.default.attributesOfItem(atPath: path)
      guard let type = found[.type] as? FileAttributeType else { return nil }
      let changed = (found[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
      // A file may bear any date; those of its programs lie in this century.
      return (type, (found[.size] as? NSNumber)?.intValue ?? 0, Int(min(max(0, changed), 4_102_444_800)))
    } catch {
      return nil
    }
  }
}

/// A file that a line named and that could not be read or written.
package struct FileFailure: Sendable, Equatable {
  package let name: String
  package let error: AWSFileError
  /// Whether it was to be written.
  package var isWriting = false
}

/// Reads and writes files for one line and remembers what it read, for the journal.
final class FileReading: @unchecked Sendable {
  private let folder: WorkFolder
  private let standardInput: [UInt8]?
  private(set) var files: [Journal.File] = []
  /// The name of the last file that could not be read or written, and why.
  private(set) var failure: FileFailure?

  /// The name by which a line reads its here-document.
  static let standardInput = "/dev/stdin"

  /// - Parameter standardInput: the line's here-document; `nil` where it has none.
  init(folder: WorkFolder, standardInput: [UInt8]? = nil) {
    self.folder = folder
    self.standardInput = standardInput
  }

  /// Reads a file; called from the thread that runs the line.
  func read(_ name: String) throws(AWSFileError) -> [UInt8] {
    let bytes: [UInt8]
    if name == Self.standardInput, let standardInput {
      bytes = standardInput
    } else {
      do throws(AWSFileError) {
        bytes = try folder.read(name)
      } catch {
        failure = FileFailure(name: name, error: error)
        throw error
      }
    }
    if !files.contains(where: { $0.name == name }) {
      files.append(Journal.File(name: name, content: Base64.encode(bytes)))
    }
    return bytes
  }

  /// Writes a file; called from the thread that runs the line.
  func write(_ name: String, _ bytes: [UInt8]) throws(AWSFileError) {
    do throws(AWSFileError) {
      try folder.write(name, bytes)
    } catch {
      failure = FileFailure(name: name, error: error, isWriting: true)
      throw error
    }
  }
}
