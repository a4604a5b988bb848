/// A node with its place and its path, read as the type that the reader wants.
///
/// Every accessor returns `nil` *after* reporting what is wrong, at the node's own line and column, so a loader reads
/// everything it can and throws nothing:
/// ```swift
/// guard let lab = document.mapping(["id", "points"]) else { return nil }
/// let id = lab.required("id")?.identifier()
/// let points = lab.required("points")?.integer(in: 1...100)
/// ```
package struct YAMLReader {
  /// The node that is read.
  package let node: YAMLNode
  /// The way to the node, such as `questions[2].choices[0].ko`; empty for the root.
  package let path: String
  /// The file, relative to the content's root.
  package let file: String
  private let collector: DiagnosticCollector

  init(node: YAMLNode, path: String, file: String, collector: DiagnosticCollector) {
    self.node = node
    self.path = path
    self.file = file
    self.collector = collector
  }

  /// Where the node stands.
  package var location: ContentLocation {
    ContentLocation(file: file, line: node.line, column: node.column)
  }

  /// Reports a finding at this node, or `offset` columns to the right of its first.
  package func report(
    _ code: DiagnosticCode, _ arguments: [String: DiagnosticValue], offset: Int = 0
  ) {
    collector.report(
      Diagnostic(
        file: file, line: node.line, column: node.column + offset, code: code, arguments: arguments))
  }

  /// A reader of a node below this one.
  func child(_ node: YAMLNode, _ step: String) -> YAMLReader {
    let path = self.path.isEmpty || step.hasPrefix("[") ? self.path + step : self.path + "." + step
    return YAMLReader(node: node, path: path, file: file, collector: collector)
  }

  /// The path as a sentence names it; the root is `/`.
  var key: DiagnosticValue { .text(path.isEmpty ? "/" : VisibleText.escaped(path)) }
}

/// A place in a content file.
package struct ContentLocation: Equatable, Sendable, Encodable {
  /// The file, relative to the content's root.
  package let file: String
  /// The line, from 1.
  package let line: Int
  /// The column in Unicode scalars, from 1.
  package let column: Int

  /// A place.
  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }
}
