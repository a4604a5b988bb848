import CloudAPI
import Foundation

// Folders below the work folder: what lies in them, and how they come and go.

extension WorkFolder {
  /// A file of the work folder, or a folder below it.
  struct Entry: Sendable, Equatable {
    /// Its name, as it is shown.
    var name: String
    let isFolder: Bool
    /// The bytes of a file.
    let size: Int
    /// When it was last changed, in seconds since 1970.
    let changed: Int
  }

  /// What a name stands for; `.` is the work folder itself.
  func entry(_ name: String) throws(AWSFileError) -> Entry {
    guard let path, Self.isInside(name) else { throw .forbidden }
    try refuseLinks(in: name, of: path)
    guard let found = attributes(of: path + "/" + name) else { throw .missing }
    guard found.type == .typeRegular || found.type == .typeDirectory else { throw .unreadable }
    return Entry(
      name: name, isFolder: found.type == .typeDirectory, size: found.size, changed: found.changed)
  }

  /// The files and folders that lie in a folder, in the order of their names; links are none.
  func entries(of name: String) throws(AWSFileError) -> [Entry] {
    guard let path, try entry(name).isFolder else { throw .unreadable }
    let found: [String]
    do {
      found = try FileManager.default.contentsOfDirectory(atPath: path + "/" + name)
    } catch {
      throw .unreadable
    }
    let names = found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return names.compactMap { file -> Entry? in
      guard let found = attributes(of: path + "/" + name + "/" + file),
        found.type == .typeRegular || found.type == .typeDirectory
      else { return nil }
      return Entry(
        name: file, isFolder: found.type == .typeDirectory, size: found.size, changed: found.changed)
    }
  }

  /// The paths of all folders below the work folder, in order.
  package var folders: [String] {
    guard let path else { return [] }
    let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return found.filter { attributes(of: path + "/" + $0)?.type == .typeDirectory }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes a folder, and those that lead to it.
  func makeFolder(_ name: String) throws(AWSFileError) {
    guard let path, Self.isInside(name) else { throw .forbidden }
    try refuseLinks(in: name, of: path)
    do {
      try FileManager.default.createDirectory(
        atPath: path + "/" + name, withIntermediateDirectories: true)
    } catch {
      throw .unreadable
    }
  }

  /// Deletes a folder below the work folder with what lies in it; a link in it goes, not what it leads to.
  func removeFolder(_ name: String) throws(AWSFileError) {
    let isItself = name.split(separator: "/").allSatisfy { $0 == "." }
    guard let path, !isItself, try entry(name).isFolder else { throw .forbidden }
    do {
      try FileManager.default.removeItem(atPath: path + "/" + name)
    } catch {
      throw .unreadable
    }
  }
}

extension AWSFileError {
  /// The words of the operating system for it.
  var reason: String {
    switch self {
    case .missing: "No such file or directory"
    case .forbidden: "Permission denied"
    case .unreadable: "Input/output error"
    }
  }
}
