/// A token of an expression.
struct JMESPathToken {
  /// The kinds of token; the raw values are the names that the AWS CLI's messages use.
  enum Kind: String {
    case dot
    case star
    case leftBracket = "lbracket"
    case rightBracket = "rbracket"
    case flatten
    case filter
    case leftBrace = "lbrace"
    case rightBrace = "rbrace"
    case leftParenthesis = "lparen"
    case rightParenthesis = "rparen"
    case comma
    case colon
    case current
    case expressionReference = "expref"
    case pipe
    case or
    case and
    case not
    case equal = "eq"
    case notEqual = "ne"
    case less = "lt"
    case lessOrEqual = "lte"
    case greater = "gt"
    case greaterOrEqual = "gte"
    case number
    case literal
    case unquotedIdentifier = "unquoted_identifier"
    case quotedIdentifier = "quoted_identifier"
    case end = "eof"
  }

  let kind: Kind

  /// What the token stands for: a name, a number, a literal; for the rest its own characters.
  let value: Value

  /// The code points before it.
  let position: Int
}

extension JMESPathToken.Kind {
  /// How strongly the token binds what is left of it.
  var bindingPower: Int {
    switch self {
    case .rightBracket, .rightBrace, .rightParenthesis, .comma, .colon, .current, .expressionReference,
      .number,
      .literal, .unquotedIdentifier, .quotedIdentifier, .end:
      0
    case .pipe: 1
    case .or: 2
    case .and: 3
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: 5
    case .flatten: 9
    case .star: 20
    case .filter: 21
    case .dot: 40
    case .not: 45
    case .leftBrace: 50
    case .leftBracket: 55
    case .leftParenthesis: 60
    }
  }

  /// Below this power a token ends a projection.
  static let projectionStop = 10
}
