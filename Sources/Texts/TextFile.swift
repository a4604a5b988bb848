import Foundation
import Yams

/// One YAML file of texts.
enum TextFile {
  /// One sentence, where it stands in the tree and in the file.
  struct Entry: Equatable {
    let path: String
    let text: String
    let line: Int
  }

  /// Why a file gives no sentences.
  enum Flaw: Error, Equatable {
    case unreadable
    case tooLarge
    case brokenYAML(line: Int)
  }

  /// The most bytes that a file of texts may have.
  static let largest = 1 << 20
  /// The deepest nesting of its maps and lists.
  static let deepest = 8

  /// Whether a name can be the name of a file of texts.
  static func isNamespace(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
  }

  /// Reads the sentences of a file in their order.
  static func read(_ file: URL) -> Result<[Entry], Flaw> {
    guard let data = FileManager.default.contents(atPath: file.path(percentEncoded: false)) else {
      return .failure(.unreadable)
    }
    guard data.count <= largest else { return .failure(.tooLarge) }
    guard let text = String(data: data, encoding: .utf8) else { return .failure(.brokenYAML(line: 1)) }
    do {
      guard let root = try Yams.compose(yaml: text, .basic) else { return .success([]) }
      guard root.mapping != nil else { return .failure(.brokenYAML(line: 1)) }
      var entries: [Entry] = []
      collect(root, path: [], into: &entries)
      return .success(entries)
    } catch {
      return .failure(.brokenYAML(line: line(of: error)))
    }
  }

  private static func collect(_ node: Node, path: [String], into entries: inout [Entry]) {
    guard path.count <= deepest else { return }
    switch node {
    case .scalar(let scalar):
      let line = scalar.mark?.line ?? 1
      entries.append(Entry(path: path.joined(separator: "."), text: scalar.string, line: line))
    case .mapping(let mapping):
      for (key, value) in mapping { collect(value, path: path + [key.string ?? "?"], into: &entries) }
    case .sequence(let sequence):
      for (index, value) in sequence.enumerated() {
        collect(value, path: path + [String(index)], into: &entries)
      }
    case .alias:
      break
    }
  }

  private static func line(of error: any Error) -> Int {
    guard let error = error as? YamlError else { return 1 }
    switch error {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      return mark.line
    case .duplicatedKeysInMapping(_, let context): return context.mark.line
    case .no, .memory, .reader, .writer, .emitter, .representer, .dataCouldNotBeDecoded: return 1
    }
  }
}
