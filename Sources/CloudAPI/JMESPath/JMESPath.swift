/// A compiled JMESPath expression, understood as the `jmespath` library of the AWS CLI understands it.
///
/// Expressions are untrusted: their length, their nesting and the work of a search are bounded.
package struct JMESPath: Sendable {
  /// The longest expression taken, in bytes of UTF-8.
  package static let maximumLength = 64 << 10

  /// How many brackets, parentheses, calls and negations may stand inside one another.
  package static let maximumNesting = 64

  /// How many projections may follow from one another, as in `a[*].b[*].c[*]`.
  package static let maximumProjections = 256

  /// How many steps a search may take unless told; one step is about one value looked at.
  package static let defaultSteps = 10_000_000

  /// The expression as written.
  package let expression: String

  let root: JMESPathNode

  /// Compiles an expression.
  ///
  /// Throws what is wrong with its syntax; unknown functions and wrong argument counts show in `search`, as they do in the AWS CLI.
  package init(_ expression: String) throws(JMESPathError) {
    guard !expression.isEmpty else { throw .emptyExpression }
    guard expression.utf8.count <= Self.maximumLength else {
      throw .expressionTooLong(limit: Self.maximumLength)
    }
    var lexer = JMESPathLexer(expression)
    var parser = JMESPathParser(expression: expression, tokens: try lexer.tokens())
    root = try parser.parse()
    self.expression = expression
  }

  /// The value that the expression selects or makes from another; `.null` where a path leads nowhere.
  ///
  /// Throws a type or arity error of a function, a slice step of zero, or `tooManySteps` when the work or the size of
  /// the result goes beyond `steps`.
  package func search(_ value: Value, steps: Int = defaultSteps) throws(JMESPathError) -> Value {
    var interpreter = JMESPathInterpreter(steps: steps)
    let result = try interpreter.evaluate(root, value)
    try interpreter.charge(for: result)
    return result
  }
}
