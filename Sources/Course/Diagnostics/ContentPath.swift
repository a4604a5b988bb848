import Foundation

/// A path below a content root, looked at without following links.
struct ContentPath: Sendable {
  /// What stands at a path.
  enum Kind: Sendable {
    case file
    case folder
    /// A link, a device, a socket, or anything behind a link.
    case other
  }

  let root: String
  let path: String

  init(root: String, path: String) {
    precondition(!path.split(separator: "/").contains(".."), "a content path stays below its root")
    self.root = root
    self.path = path
  }

  var url: URL { URL(fileURLWithPath: root, isDirectory: true).appendingPathComponent(path) }

  /// What stands at the path; `nil` for nothing.
  ///
  /// The first folder below the root may be a link, since an installation may put the content elsewhere; nothing
  /// deeper may, so that content never reaches outside of its folder.
  var kind: Kind? {
    var url = URL(fileURLWithPath: root, isDirectory: true)
    var kind: Kind? = .folder
    for (depth, part) in path.split(separator: "/").enumerated() {
      guard kind == .folder else { return kind == .file ? nil : kind }
      url.appendPathComponent(String(part))
      kind = Self.kind(of: depth == 0 ? url.resolvingSymlinksInPath() : url)
    }
    return kind
  }

  private static func kind(of url: URL) -> Kind? {
    do {
      switch try FileManager.default.attributesOfItem(atPath: url.path)[.type] as? FileAttributeType {
      case .typeRegular: return .file
      case .typeDirectory: return .folder
      default: return .other
      }
    } catch {
      return nil
    }
  }
}
