/// One filter of a listing: a row passes when any of its values matches.
package struct Filter: Codable, Sendable, Equatable {
  package var name: String?
  package var values: [String]?
}

/// The attributes by which rows can be filtered, each giving the texts that a filter's values are compared with.
struct FilterFields<Row> {
  private let fields: [String: (Row) -> [String]]
  private let tags: ((Row) -> Tags)?

  /// Attributes by the names that AWS gives them, and the tags of a row for `tag:<key>` and `tag-key`.
  init(_ fields: [String: (Row) -> [String]], tags: ((Row) -> Tags)? = nil) {
    self.fields = fields
    self.tags = tags
  }

  /// The rows that pass every filter, in their order. Values may hold the wildcards `*` and `?`.
  ///
  /// - Throws: AWS's error for a filter that the listing does not have or that has no value.
  func select(_ rows: [Row], _ filters: [Filter]?) throws(AWSError) -> [Row] {
    var selected = rows
    for filter in filters ?? [] {
      let texts = try texts(of: filter.name ?? "")
      guard let values = filter.values, !values.isEmpty else {
        throw AWSError(
          "InvalidParameterValue", "The filter '\(filter.name ?? "")' must have at least one value",
          alternatives: .init(given: "", among: Self.sorted(rows.flatMap(texts).filter { !$0.isEmpty })))
      }
      guard values.count <= 200 else {
        throw AWSError(
          "FilterLimitExceeded", "The maximum number of filter values specified on a single call is 200")
      }
      selected = selected.filter { row in
        texts(row).contains { text in
          values.contains { Wildcard.matches(text, pattern: $0, ignoringCase: false) }
        }
      }
    }
    return selected
  }

  private func texts(of name: String) throws(AWSError) -> (Row) -> [String] {
    if let field = fields[name] { return field }
    if let tags {
      if name == "tag-key" { return { tags($0).all.map(\.key) } }
      if name.utf8.starts(with: "tag:".utf8) {
        let key = String(name.dropFirst(4))
        return { tags($0)[key].map { [$0] } ?? [] }
      }
    }
    let names = Self.sorted(fields.keys + (tags == nil ? [] : ["tag-key", "tag:"]))
    throw AWSError(
      "InvalidParameterValue", "The filter '\(name)' is invalid",
      alternatives: .init(given: name, among: names))
  }

  /// Each text once, in the order of the bytes.
  private static func sorted(_ texts: [String]) -> [String] {
    Set(texts).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
