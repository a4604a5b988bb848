/// One finding of the content compiler: where it stands, which rule it breaks and the data its sentence needs.
///
/// The sentence itself stands in `texts/<lang>/lint.yaml` under the code, as `message` and `remedy`.
package struct Diagnostic: Error, Equatable, Sendable, Encodable {
  /// The file, relative to the content's root.
  package let file: String
  /// The line, from 1; 0 when the finding is about the file as a whole.
  package let line: Int
  /// The column in Unicode scalars, from 1; 0 when the finding is about the file as a whole.
  package let column: Int
  /// The rule that was broken.
  package let code: DiagnosticCode
  /// What the sentence names, one value for each name in `code.parameters`.
  package let arguments: [String: DiagnosticValue]

  /// A finding at a place; its arguments are exactly those that the code declares.
  package init(
    file: String, line: Int, column: Int, code: DiagnosticCode,
    arguments: [String: DiagnosticValue] = [:]
  ) {
    precondition(
      Set(arguments.keys) == Set(code.parameters),
      "the arguments of \(code.rawValue) are \(code.parameters)")
    self.file = file
    self.line = line
    self.column = column
    self.code = code
    self.arguments = arguments
  }
}

extension Diagnostic: Comparable {
  /// Orders by file (UTF-8 bytes), then line, column and code.
  package static func < (left: Diagnostic, right: Diagnostic) -> Bool {
    if left.file != right.file { return left.file.utf8.lexicographicallyPrecedes(right.file.utf8) }
    if left.line != right.line { return left.line < right.line }
    if left.column != right.column { return left.column < right.column }
    return left.code.rawValue.utf8.lexicographicallyPrecedes(right.code.rawValue.utf8)
  }
}

/// A value that a diagnostic's sentence names.
package enum DiagnosticValue: Equatable, Sendable, Encodable, ExpressibleByStringLiteral,
  ExpressibleByIntegerLiteral
{
  case text(String)
  case integer(Int)
  case number(Double)

  /// A text.
  package init(stringLiteral value: String) { self = .text(value) }

  /// A whole number.
  package init(integerLiteral value: Int) { self = .integer(value) }

  /// Encodes the bare text or number.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .integer(let integer): try container.encode(integer)
    case .number(let number): try container.encode(number)
    }
  }
}
