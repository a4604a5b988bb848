/// Turns a document into the text of one medium, safe to be written there.
package protocol DocumentRenderer: Sendable {
  /// The whole document, ending with a line feed unless it is empty.
  func render(_ document: Document) -> String
}
