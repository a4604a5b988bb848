/// The formats of `--output` that the shell prints.
package enum OutputFormat: String, CaseIterable, Hashable, Sendable {
  case json
  case text
  case table
  case yaml
  /// A list of one element for each page.
  case yamlStream = "yaml-stream"
}

extension OutputFormat {
  /// The text to print for the answer of one operation, with the newline at the end; empty where nothing is printed.
  ///
  /// - Parameters:
  ///   - pages: the answer's pages; text and the YAML stream are queried and printed page by page, the other formats take
  ///     them merged.
  ///   - title: the operation's name in CamelCase, the title of a table.
  ///   - query: the compiled `--query`.
  ///   - width: the terminal's columns, above which a table turns upright; 80 without a terminal.
  ///
  /// Throws a ``JMESPathError`` of the query or an ``OutputError`` of the table.
  package func render(
    _ pages: ResultPages, title: String, query: JMESPath? = nil, width: Int = TableOutput.defaultWidth
  ) throws -> String {
    if self == .text {
      return try pages.textPages.map { page in
        TextOutput().render(try query?.search(page) ?? page)
      }.joined()
    }
    if self == .yamlStream {
      return try pages.pages.map { page in
        YAMLOutput().render(.array([try query?.search(page) ?? page]))
      }.joined()
    }
    let merged = pages.merged
    let value = try query?.search(merged) ?? merged
    switch self {
    case .json: return JSONOutput().render(value)
    case .yaml: return YAMLOutput().render(value)
    case .table: return try TableOutput(title: title, width: width).render(value)
    case .text, .yamlStream: preconditionFailure("Both were rendered above.")
    }
  }
}

/// Why an answer cannot be printed in a format.
package enum OutputError: Error, Hashable, Sendable {
  /// A table's rows are of different lengths.
  case raggedRows(expected: Int, received: Int)
  /// A table's list holds structures and other things.
  case mixedRows
  /// A list of structures inside a row has more columns than the rows before it.
  case tooManyColumns

  /// The error as the AWS CLI words it.
  package var message: String {
    switch self {
    case .raggedRows(let expected, let received):
      "Row should have \(expected) elements, instead it has \(received)"
    case .mixedRows: "'str' object has no attribute 'items'"
    case .tooManyColumns: "list index out of range"
    }
  }
}
