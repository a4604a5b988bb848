import Foundation

/// A folder of content, listed without following links.
struct ContentFolder: Sendable {
  private let root: String
  /// The folder's path relative to the content's root.
  let path: String

  init(root: String, path: String) {
    self.root = root
    self.path = path
  }

  /// What stands in the folder by name, in byte order, names that begin with a point left out; empty when there is no
  /// folder, or a link in its place.
  var entries: [(name: String, kind: ContentPath.Kind)] {
    let place = ContentPath(root: root, path: path)
    guard place.kind == .folder else { return [] }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: place.url.path)
    } catch {
      return []
    }
    return names.filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .compactMap { name in
        ContentPath(root: root, path: path + "/" + name).kind.map { (name: name, kind: $0) }
      }
  }

  /// Whether there is such a folder.
  var exists: Bool { ContentPath(root: root, path: path).kind == .folder }

  /// The names of the folders in it.
  var folders: [String] { entries.filter { $0.kind == .folder }.map(\.name) }

  /// A file in the folder.
  func file(_ name: String) -> ContentFile { ContentFile(root: root, path: path + "/" + name) }

  /// A folder in the folder.
  func folder(_ name: String) -> ContentFolder { ContentFolder(root: root, path: path + "/" + name) }
}
