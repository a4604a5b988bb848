/// A Pratt parser from tokens to a node.
struct JMESPathParser {
  let expression: String
  private let tokens: [JMESPathToken]
  private var position = 0
  private var nesting = 0
  private var projections = 0

  init(expression: String, tokens: [JMESPathToken]) {
    self.expression = expression
    self.tokens = tokens
  }

  mutating func parse() throws(JMESPathError) -> JMESPathNode {
    let node = try parseExpression(0)
    guard token.kind == .end else { throw unexpected(token, "Unexpected token: \(token.value.pythonText)") }
    guard node.growth <= JMESPath.maximumNesting else { throw .tooDeep(limit: JMESPath.maximumNesting) }
    return node
  }

  private var token: JMESPathToken { tokens[position] }
  private var kind: JMESPathToken.Kind { tokens[position].kind }

  /// The kind of the token after the current one.
  private var nextKind: JMESPathToken.Kind { tokens[min(position + 1, tokens.count - 1)].kind }

  private mutating func advance() -> JMESPathToken {
    let token = tokens[position]
    if position < tokens.count - 1 { position += 1 }
    return token
  }

  private mutating func nest() throws(JMESPathError) {
    nesting += 1
    guard nesting <= JMESPath.maximumNesting else { throw .tooDeep(limit: JMESPath.maximumNesting) }
  }

  private mutating func parseExpression(_ power: Int) throws(JMESPathError) -> JMESPathNode {
    var steps = try parseStart()
    var comparisons = 0
    while power < kind.bindingPower {
      let operation = advance()
      switch operation.kind {
      case .dot: try parseDot(into: &steps)
      case .pipe: steps.append(try parseExpression(operation.kind.bindingPower))
      case .or: steps = [.or(try parseOperands(.or, first: chain(steps)))]
      case .and: steps = [.and(try parseOperands(.and, first: chain(steps)))]
      case .leftBracket: try parseBracket(into: &steps)
      case .flatten: steps += [.flatten, .project(try parseProjected(operation.kind.bindingPower))]
      case .filter: steps.append(try parseFilter())
      case .leftParenthesis: steps = [try parseCall(of: steps)]
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
        comparisons += 1
        guard comparisons <= JMESPath.maximumNesting else { throw .tooDeep(limit: JMESPath.maximumNesting) }
        let right = try parseExpression(operation.kind.bindingPower)
        steps = [.compare(operation.kind.comparison, chain(steps), right)]
      case .star, .not, .leftBrace, .rightBracket, .rightBrace, .rightParenthesis, .comma, .colon, .current,
        .expressionReference, .number, .literal, .unquotedIdentifier, .quotedIdentifier, .end:
        throw unexpected(operation, "invalid token")
      }
    }
    return chain(steps)
  }

  private func chain(_ steps: [JMESPathNode]) -> JMESPathNode { steps.count == 1 ? steps[0] : .chain(steps) }

  private mutating func parseOperands(
    _ kind: JMESPathToken.Kind, first: JMESPathNode
  ) throws(JMESPathError) -> [JMESPathNode] {
    var operands = [first, try parseExpression(kind.bindingPower)]
    while self.kind == kind {
      _ = advance()
      operands.append(try parseExpression(kind.bindingPower))
    }
    return operands
  }

  /// What an expression can begin with.
  private mutating func parseStart() throws(JMESPathError) -> [JMESPathNode] {
    let start = advance()
    switch start.kind {
    case .literal: return [.literal(start.value)]
    case .unquotedIdentifier: return [.field(start.value.pythonText)]
    case .quotedIdentifier:
      guard kind != .leftParenthesis else {
        throw .unexpectedToken(
          reason: "Quoted identifier not allowed for function names.", position: 0,
          token: token.value.pythonText, kind: token.kind.rawValue.uppercased(), expression: expression)
      }
      return [.field(start.value.pythonText)]
    case .star:
      return [.projectValues(kind == .rightBracket ? .current : try parseProjected(start.kind.bindingPower))]
    case .filter: return [try parseFilter()]
    case .leftBrace: return [try parseObject()]
    case .leftParenthesis:
      try nest()
      let node = try parseExpression(0)
      try match(.rightParenthesis)
      nesting -= 1
      return [node]
    case .flatten: return [.flatten, .project(try parseProjected(start.kind.bindingPower))]
    case .not:
      try nest()
      let node = try parseExpression(start.kind.bindingPower)
      nesting -= 1
      return [.not(node)]
    case .leftBracket:
      if kind == .number || kind == .colon || (kind == .star && nextKind == .rightBracket) {
        var steps: [JMESPathNode] = []
        try parseBracket(into: &steps)
        return steps
      }
      return [try parseList()]
    case .current: return [.current]
    case .end: throw .incomplete(expression: expression)
    case .dot, .rightBracket, .rightBrace, .rightParenthesis, .comma, .colon, .expressionReference, .pipe,
      .or,
      .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .number:
      throw unexpected(start, "invalid token")
    }
  }
}

extension JMESPathParser {
  private mutating func parseDot(into steps: inout [JMESPathNode]) throws(JMESPathError) {
    if kind == .star {
      _ = advance()
      steps.append(.projectValues(try parseProjected(JMESPathToken.Kind.dot.bindingPower)))
    } else {
      steps.append(try parseMember(JMESPathToken.Kind.dot.bindingPower))
    }
  }

  /// What may follow a dot.
  private mutating func parseMember(_ power: Int) throws(JMESPathError) -> JMESPathNode {
    if kind == .quotedIdentifier || kind == .unquotedIdentifier || kind == .star {
      return try parseExpression(power)
    }
    if kind == .leftBracket {
      _ = advance()
      return try parseList()
    }
    if kind == .leftBrace {
      _ = advance()
      return try parseObject()
    }
    let allowed: Value = ["quoted_identifier", "unquoted_identifier", "lbracket", "lbrace"]
    throw unexpected(token, "Expecting: \(allowed.pythonText), got: \(kind.rawValue)")
  }

  /// The right side of a projection: what is applied to each element.
  private mutating func parseProjected(_ power: Int) throws(JMESPathError) -> JMESPathNode {
    guard kind.bindingPower >= JMESPathToken.Kind.projectionStop else { return .current }
    projections += 1
    defer { projections -= 1 }
    guard projections <= JMESPath.maximumProjections else {
      throw .tooDeep(limit: JMESPath.maximumProjections)
    }
    if kind == .leftBracket || kind == .filter { return try parseExpression(power) }
    guard kind == .dot else { throw unexpected(token, "syntax error") }
    _ = advance()
    return try parseMember(power)
  }

  /// What follows `[` after a value: an index, a slice or `*`.
  private mutating func parseBracket(into steps: inout [JMESPathNode]) throws(JMESPathError) {
    guard kind == .number || kind == .colon else {
      try match(.star)
      try match(.rightBracket)
      steps.append(.project(try parseProjected(JMESPathToken.Kind.star.bindingPower)))
      return
    }
    if kind == .colon || nextKind == .colon {
      let slice = try parseSlice()
      steps += [slice, .project(try parseProjected(JMESPathToken.Kind.star.bindingPower))]
    } else {
      steps.append(.index(number(advance())))
      try match(.rightBracket)
    }
  }

  private mutating func parseSlice() throws(JMESPathError) -> JMESPathNode {
    var parts: [Int?] = [nil, nil, nil]
    var index = 0
    while kind != .rightBracket {
      if kind == .colon, index < 2 {
        index += 1
      } else if kind == .number {
        parts[index] = number(token)
      } else {
        throw unexpected(token, "syntax error")
      }
      _ = advance()
    }
    try match(.rightBracket)
    return .slice(start: parts[0], stop: parts[1], step: parts[2] ?? 1)
  }

  private func number(_ token: JMESPathToken) -> Int {
    guard case .integer(let integer) = token.value else {
      preconditionFailure("A number token holds an integer.")
    }
    return Int(integer)
  }

  private mutating func parseFilter() throws(JMESPathError) -> JMESPathNode {
    try nest()
    let condition = try parseExpression(0)
    try match(.rightBracket)
    nesting -= 1
    let power = JMESPathToken.Kind.filter.bindingPower
    return .filter(condition: condition, kind == .flatten ? .current : try parseProjected(power))
  }

  private mutating func parseList() throws(JMESPathError) -> JMESPathNode {
    try nest()
    var nodes = [try parseExpression(0)]
    while kind != .rightBracket {
      try match(.comma)
      nodes.append(try parseExpression(0))
    }
    try match(.rightBracket)
    nesting -= 1
    return .list(nodes)
  }

  private mutating func parseObject() throws(JMESPathError) -> JMESPathNode {
    try nest()
    var members: [(key: String, node: JMESPathNode)] = []
    while true {
      guard kind == .quotedIdentifier || kind == .unquotedIdentifier else {
        throw mismatch(expecting: "['quoted_identifier', 'unquoted_identifier']")
      }
      let key = advance().value.pythonText
      try match(.colon)
      members.append((key, try parseExpression(0)))
      if kind == .rightBrace { break }
      try match(.comma)
    }
    try match(.rightBrace)
    nesting -= 1
    return .object(members)
  }

  private mutating func parseCall(of steps: [JMESPathNode]) throws(JMESPathError) -> JMESPathNode {
    guard steps.count == 1, case .field(let name) = steps[0] else {
      let before = tokens[max(position - 2, 0)]
      throw unexpected(before, "Invalid function name '\(before.value.pythonText)'")
    }
    try nest()
    var arguments: [JMESPathArgumentNode] = []
    while kind != .rightParenthesis {
      if !arguments.isEmpty { try match(.comma) }
      if kind == .expressionReference {
        _ = advance()
        arguments.append(.expression(try parseExpression(0)))
      } else {
        arguments.append(.value(try parseExpression(0)))
      }
    }
    try match(.rightParenthesis)
    nesting -= 1
    return .call(name, arguments)
  }

  private mutating func match(_ expected: JMESPathToken.Kind) throws(JMESPathError) {
    guard kind == expected else { throw mismatch(expecting: expected.rawValue) }
    _ = advance()
  }

  private func mismatch(expecting expected: String) -> JMESPathError {
    guard kind != .end else { return .incomplete(expression: expression) }
    return unexpected(token, "Expecting: \(expected), got: \(kind.rawValue)")
  }

  private func unexpected(_ token: JMESPathToken, _ reason: String) -> JMESPathError {
    .unexpectedToken(
      reason: reason, position: token.position, token: token.value.pythonText,
      kind: token.kind.rawValue.uppercased(), expression: expression)
  }
}

extension JMESPathToken.Kind {
  fileprivate var comparison: JMESPathComparison {
    switch self {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .dot, .star, .leftBracket, .rightBracket, .flatten, .filter, .leftBrace, .rightBrace,
      .leftParenthesis,
      .rightParenthesis, .comma, .colon, .current, .expressionReference, .pipe, .or, .and, .not, .number,
      .literal,
      .unquotedIdentifier, .quotedIdentifier, .end:
      preconditionFailure("Only comparison tokens compare.")
    }
  }
}
