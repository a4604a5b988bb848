import Course
import Terminal
import Texts

/// `skydrill lint`: reports every content error in one run.
package enum LintTool {
  /// One error as scripts read it.
  struct Item: Encodable {
    let file: String
    let line: Int
    let column: Int
    let code: String
    let message: String
    let remedy: String
  }

  /// Lints a folder and shows what was found; 0 nothing, 3 something.
  package static func run(path: String?, in session: Session) -> Int32 {
    let place = path ?? session.data.path
    let texts = textItems(place, in: session)
    let isTextsAlone = place.split(separator: "/").contains("texts")
    let items = texts + (isTextsAlone ? [] : contentItems(place, in: session))
    var document = Document()
    for item in items {
      document.paragraph("\(item.file):\(item.line):\(item.column): \(item.message) \(item.remedy)")
    }
    if items.isEmpty { document.paragraph(session.text("lint-tool.clean"), style: .good) }
    return session.show(CommandOutput(items, document, status: items.isEmpty ? 0 : 3))
  }

  /// What is wrong with lessons, labs and questions.
  private static func contentItems(_ place: String, in session: Session) -> [Item] {
    Linter.lint(place).map { diagnostic in
      let values = diagnostic.arguments.mapValues { $0.textValue }
      return Item(
        file: diagnostic.file, line: diagnostic.line, column: diagnostic.column,
        code: diagnostic.code.rawValue,
        message: session.text("lint.\(diagnostic.code.rawValue).message", values),
        remedy: session.text("lint.\(diagnostic.code.rawValue).remedy", values))
    }
  }
}

extension DiagnosticValue {
  /// The same value for a sentence.
  fileprivate var textValue: TextValue {
    switch self {
    case .text(let text): .string(text)
    case .integer(let number): .integer(number)
    case .number(let number): .number(number)
    }
  }
}
