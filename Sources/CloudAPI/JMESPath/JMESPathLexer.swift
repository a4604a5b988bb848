/// Cuts an expression into tokens.
struct JMESPathLexer {
  private let expression: String
  private let scalars: [Unicode.Scalar]
  private var position = 0

  init(_ expression: String) {
    self.expression = expression
    scalars = Array(expression.unicodeScalars)
  }

  mutating func tokens() throws(JMESPathError) -> [JMESPathToken] {
    var tokens: [JMESPathToken] = []
    while let token = try next() { tokens.append(token) }
    tokens.append(JMESPathToken(kind: .end, value: "", position: scalars.count))
    return tokens
  }

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func next() throws(JMESPathError) -> JMESPathToken? {
    while let scalar = current, [" ", "\t", "\n", "\r"].contains(scalar) { position += 1 }
    guard let scalar = current else { return nil }
    let start = position
    switch scalar {
    case ".": return symbol(.dot)
    case "*": return symbol(.star)
    case "]": return symbol(.rightBracket)
    case ",": return symbol(.comma)
    case ":": return symbol(.colon)
    case "@": return symbol(.current)
    case "(": return symbol(.leftParenthesis)
    case ")": return symbol(.rightParenthesis)
    case "{": return symbol(.leftBrace)
    case "}": return symbol(.rightBrace)
    case "[":
      if follows("]") { return symbol(.flatten, length: 2) }
      return follows("?") ? symbol(.filter, length: 2) : symbol(.leftBracket)
    case "|": return follows("|") ? symbol(.or, length: 2) : symbol(.pipe)
    case "&": return follows("&") ? symbol(.and, length: 2) : symbol(.expressionReference)
    case "<": return follows("=") ? symbol(.lessOrEqual, length: 2) : symbol(.less)
    case ">": return follows("=") ? symbol(.greaterOrEqual, length: 2) : symbol(.greater)
    case "!": return follows("=") ? symbol(.notEqual, length: 2) : symbol(.not)
    case "=":
      guard follows("=") else { throw badToken("Unknown token '='", at: start) }
      return symbol(.equal, length: 2)
    case "'": return try rawString()
    case "`": return try literal()
    case "\"": return try quotedIdentifier()
    case "-", "0"..."9": return try number()
    case "a"..."z", "A"..."Z", "_":
      let name = text { ("a"..."z").contains($0) || ("A"..."Z").contains($0) || $0 == "_" || $0.isDigit }
      return JMESPathToken(kind: .unquotedIdentifier, value: .string(name), position: start)
    default: throw badToken("Unknown token \(scalar)", at: start)
    }
  }

  private func follows(_ scalar: Unicode.Scalar) -> Bool {
    position + 1 < scalars.count && scalars[position + 1] == scalar
  }

  private mutating func symbol(_ kind: JMESPathToken.Kind, length: Int = 1) -> JMESPathToken {
    let start = position
    position += length
    return JMESPathToken(kind: kind, value: .string(string(start..<position)), position: start)
  }

  private func string(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range])
    return String(text)
  }

  private mutating func text(while belongs: (Unicode.Scalar) -> Bool) -> String {
    let start = position
    while let scalar = current, belongs(scalar) { position += 1 }
    return string(start..<position)
  }

  private mutating func number() throws(JMESPathError) -> JMESPathToken {
    let start = position
    let isNegative = current == "-"
    if isNegative { position += 1 }
    let digits = text(while: \.isDigit)
    guard !digits.isEmpty else { throw badToken("Unknown token '-'", at: start) }
    let magnitude = Int64(digits) ?? .max
    return JMESPathToken(kind: .number, value: .integer(isNegative ? -magnitude : magnitude), position: start)
  }

  private func badToken(_ reason: String, at position: Int) -> JMESPathError {
    .badToken(reason: reason, position: position, expression: expression)
  }
}

extension JMESPathLexer {
  /// What stands up to the closing delimiter, escapes left as they are.
  private mutating func delimited(by delimiter: Unicode.Scalar) throws(JMESPathError) -> String {
    let open = position
    position += 1
    let start = position
    while let scalar = current, scalar != delimiter {
      position += scalar == "\\" ? 2 : 1
    }
    guard position < scalars.count else { throw badToken("Unclosed \(delimiter) delimiter", at: open) }
    defer { position += 1 }
    return string(start..<position)
  }

  private mutating func rawString() throws(JMESPathError) -> JMESPathToken {
    let start = position
    let text = try delimited(by: "'").unescaping("'")
    return JMESPathToken(kind: .literal, value: .string(text), position: start)
  }

  /// A JSON literal; what is no JSON is taken for a string without quotation marks, as the AWS CLI still does.
  private mutating func literal() throws(JMESPathError) -> JMESPathToken {
    let start = position
    let text = try delimited(by: "`").unescaping("`")
    if let value = try json(text) { return JMESPathToken(kind: .literal, value: value, position: start) }
    let bare = text.unicodeScalars.drop { $0.properties.isWhitespace }
    guard let value = try json("\"\(String(bare))\"") else { throw badToken("Bad token \(text)", at: start) }
    return JMESPathToken(kind: .literal, value: value, position: start)
  }

  /// The value of a JSON text, `nil` when it is none.
  private func json(_ text: String) throws(JMESPathError) -> Value? {
    let limit = JMESPath.maximumNesting
    do {
      return try Value(json: text, limits: Value.JSONLimits(depth: limit))
    } catch {
      if error.reason == .tooDeep(limit: limit) { throw .tooDeep(limit: limit) }
      return nil
    }
  }

  private mutating func quotedIdentifier() throws(JMESPathError) -> JMESPathToken {
    let start = position
    let text = try delimited(by: "\"")
    do {
      let value = try Value(json: "\"\(text)\"")
      return JMESPathToken(kind: .quotedIdentifier, value: value, position: start)
    } catch {
      throw badToken(String(error.message.prefix { $0 != ":" }), at: start)
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }
}

extension String {
  /// The text with a backslash before a delimiter taken away.
  fileprivate func unescaping(_ delimiter: Unicode.Scalar) -> String {
    guard unicodeScalars.contains("\\") else { return self }
    var output = String.UnicodeScalarView()
    var pending = false
    for scalar in unicodeScalars {
      if pending, scalar != delimiter { output.append("\\") }
      pending = scalar == "\\"
      if !pending { output.append(scalar) }
    }
    if pending { output.append("\\") }
    return String(output)
  }
}
