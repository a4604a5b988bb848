/// Why an expression cannot be compiled or a search cannot be finished.
package enum JMESPathError: Error, Hashable, Sendable {
  case emptyExpression
  /// Characters that form no token; `position` counts code points from 0.
  case badToken(reason: String, position: Int, expression: String)
  /// A token where it cannot stand; `position` counts code points from 0.
  case unexpectedToken(reason: String, position: Int, token: String, kind: String, expression: String)
  /// An expression that ends too early.
  case incomplete(expression: String)
  case unknownFunction(String)
  case wrongArity(function: String, expected: Int, orMore: Bool, received: Int)
  /// An argument of the wrong type; `value` is in Python's words, `expected` and `received` in JMESPath's.
  case wrongType(function: String, value: String, expected: [String], received: String)
  case zeroSliceStep
  case expressionTooLong(limit: Int)
  case tooDeep(limit: Int)
  case tooManySteps(limit: Int)
}

extension JMESPathError {
  /// The error as the AWS CLI words it, without `Bad value for --query`; may have several lines.
  package var message: String {
    switch self {
    case .emptyExpression: "Invalid JMESPath expression: cannot be empty."
    case .badToken(let reason, let position, let expression):
      "Bad jmespath expression: \(reason):\n\(expression)\n\(caret(position))"
    case .unexpectedToken(let reason, let position, let token, let kind, let expression):
      "\(reason): Parse error at column \(position), token \"\(token)\" (\(kind)), for expression:\n\"\(expression)\"\n"
        + caret(position + 1)
    case .incomplete(let expression):
      "Invalid jmespath expression: Incomplete expression:\n\"\(expression)\"\n"
        + caret(expression.unicodeScalars.count + 1)
    case .unknownFunction(let name): "Unknown function: \(name)()"
    case .wrongArity(let function, let expected, let orMore, let received):
      "Expected \(orMore ? "at least " : "")\(expected) \(expected == 1 ? "argument" : "arguments") "
        + "for function \(function)(), received \(received)"
    case .wrongType(let function, let value, let expected, let received):
      "In function \(function)(), invalid type for value: \(value), expected one of: "
        + "\(Value.array(expected.map(Value.string)).pythonText), received: \"\(received)\""
    case .zeroSliceStep: "slice step cannot be zero"
    case .expressionTooLong(let limit): "Invalid jmespath expression: longer than \(limit) bytes"
    case .tooDeep(let limit): "Invalid jmespath expression: nested deeper than \(limit)"
    case .tooManySteps(let limit): "The jmespath expression needs more than \(limit) steps"
    }
  }

  /// Whether compiling throws this, so that the AWS CLI puts `Bad value for --query EXPRESSION: ` before it.
  package var isSyntaxError: Bool {
    switch self {
    case .emptyExpression, .badToken, .unexpectedToken, .incomplete, .expressionTooLong, .tooDeep: true
    case .unknownFunction, .wrongArity, .wrongType, .zeroSliceStep, .tooManySteps: false
    }
  }

  /// The error as the AWS CLI prints it for `--query EXPRESSION`.
  package func message(forQuery expression: String) -> String {
    isSyntaxError ? "Bad value for --query \(expression): \(message)" : message
  }

  private func caret(_ column: Int) -> String { String(repeating: " ", count: column) + "^" }
}
