package import CloudAPI

/// A JMESPath that an author wrote, compiled when it was read.
package struct Query: Equatable, Sendable {
  /// The compiled expression.
  package let path: JMESPath

  /// Compiles an expression; throws what is wrong with its syntax.
  package init(_ expression: String) throws(JMESPathError) { path = try JMESPath(expression) }

  /// The expression as written.
  package var expression: String { path.expression }

  /// Queries are equal when they are written alike.
  package static func == (left: Query, right: Query) -> Bool { left.expression == right.expression }
}
