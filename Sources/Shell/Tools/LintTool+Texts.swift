import Foundation
import Texts

extension LintTool {
  /// What is wrong with the sentences of a content root, or with those of a folder or file inside its `texts`.
  static func textItems(_ place: String, in session: Session) -> [Item] {
    let path = URL(fileURLWithPath: place).standardizedFileURL.path
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let folder: String
    let inner: String
    if let index = parts.lastIndex(of: "texts") {
      folder = parts[...index].joined(separator: "/")
      inner = parts[(index + 1)...].joined(separator: "/")
    } else {
      folder = path + "/texts"
      inner = ""
    }
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    return TextCatalogue.inconsistencies(directory: URL(fileURLWithPath: folder))
      .filter { inner.isEmpty || $0.file == inner || $0.file.hasPrefix(inner + "/") }
      .map { item($0, in: session) }
  }

  private static func item(_ found: Inconsistency, in session: Session) -> Item {
    let values: [String: TextValue] = ["id": .string(found.id), "part": .string(found.kind.part)]
    return Item(
      file: "texts/" + found.file, line: found.line, column: 1, code: "text." + found.kind.code,
      message: session.text("lint-tool.text-\(found.kind.code).message", values),
      remedy: session.text("lint-tool.text-\(found.kind.code).remedy", values))
  }
}

extension Inconsistency.Kind {
  /// The last part of its sentences' ids.
  fileprivate var code: String {
    switch self {
    case .broken: "broken"
    case .missingTwin: "missing-twin"
    case .differingPlaceholders: "differs"
    case .badPlaceholder: "placeholder"
    case .bracketedParticle, .fixedParticle: "particle"
    case .foreignFilter: "filter"
    case .controlCharacter: "control"
    case .empty: "empty"
    }
  }

  /// The piece of the sentence that is wrong.
  fileprivate var part: String {
    switch self {
    case .broken, .controlCharacter, .empty, .missingTwin: ""
    case .differingPlaceholders(let ours, let theirs):
      ours.joined(separator: ", ") + " ≠ " + theirs.joined(separator: ", ")
    case .badPlaceholder(let text), .bracketedParticle(let text), .fixedParticle(let text),
      .foreignFilter(let text):
      text
    }
  }
}
