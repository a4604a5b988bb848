/// One filter of a listing: a row passes when any of its values matches.
package struct Filter: Codable, Sendable, Equatable {
  package var name: String?
  package var values: [String]?
}

/// The attributes by which rows can be filtered, each giving what a filter's values are compared with.
struct FilterFields<Row> {
  private let fields: [String: (Row) -> any FilterValue]
  private let tags: ((Row) -> Tags)?

  /// Attributes by the names that AWS gives them, and the tags of a row for `tag:<key>`, `tag-key` and `tag-value`.
  init(_ fields: [String: (Row) -> any FilterValue], tags: ((Row) -> Tags)? = nil) {
    self.fields = fields
    self.tags = tags
  }

  /// The rows that pass every filter, in their order. Values may hold the wildcards `*` and `?`.
  ///
  /// - Parameters:
  ///   - operation: the listing, whose documented filters a world knows by its catalog.
  ///   - member: the member of the call that holds the filters.
  /// - Throws: AWS's error for a filter that the listing does not have or that has no value; a refusal by name for
  ///   one that AWS has and this world cannot answer.
  func select<Listing: Operation>(
    _ rows: [Row], _ filters: [Filter]?, of operation: Listing.Type, in world: World,
    member: String = "Filters"
  ) throws(AWSError) -> [Row] {
    var selected = rows
    for filter in filters ?? [] {
      let name = filter.name ?? ""
      guard let value = value(of: name) else {
        if world.catalog.documentsFilter(name, of: Listing.name) {
          throw .notModelled(member, "Name=\(name)")
        }
        throw unknown(name)
      }
      guard let values = filter.values, !values.isEmpty else {
        throw AWSError(
          "InvalidParameterValue", "The filter '\(name)' must have at least one value",
          alternatives: .init(
            given: "", among: Self.sorted(rows.flatMap { value($0).filterTexts }.filter { !$0.isEmpty })))
      }
      guard values.count <= 200 else {
        throw AWSError(
          "FilterLimitExceeded", "The maximum number of filter values specified on a single call is 200")
      }
      selected = selected.filter { row in
        value(row).filterTexts.contains { text in
          values.contains { Wildcard.matches(text, pattern: $0, ignoringCase: false) }
        }
      }
    }
    return selected
  }

  /// What the filter of a name compares; `nil` for a name that is none of the attributes.
  private func value(of name: String) -> ((Row) -> any FilterValue)? {
    if let field = fields[name] { return field }
    guard let tags else { return nil }
    switch name {
    case "tag-key": return { tags($0).all.map(\.key) }
    case "tag-value": return { tags($0).all.map(\.value) }
    case let name where name.utf8.starts(with: "tag:".utf8):
      let key = String(name.dropFirst(4))
      return { tags($0)[key] }
    default: return nil
    }
  }

  private func unknown(_ name: String) -> AWSError {
    let names = Self.sorted(fields.keys + (tags == nil ? [] : ["tag-key", "tag:"]))
    return AWSError(
      "InvalidParameterValue", "The filter '\(name)' is invalid",
      alternatives: .init(given: name, among: names))
  }

  /// Each text once, in the order of the bytes.
  private static func sorted(_ texts: [String]) -> [String] {
    Set(texts).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension Catalog {
  /// Whether AWS documents a filter of a listing, such as `affinity` of `DescribeInstances`.
  func documentsFilter(_ name: String, of operation: String) -> Bool {
    guard let names = data.filters[operation] else { return false }
    return names.contains(name) || name.utf8.starts(with: "tag:".utf8) && names.contains("tag:")
  }
}
