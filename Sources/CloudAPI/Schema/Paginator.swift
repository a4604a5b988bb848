/// How an operation is read page by page.
package struct Paginator: Sendable, Equatable {
  /// Input members that carry the token(s).
  package let inputTokens: [String]
  /// JMESPath expressions of the token(s) in an answer; alternatives are joined by ` || `.
  package let outputTokens: [String]
  /// The input member that limits a page, or nil.
  package let limitKey: String?
  /// JMESPath expressions of what is merged across pages; the first is what `--max-items` counts.
  package let resultKeys: [String]
  /// The member that says whether there is more, or nil.
  package let moreResults: String?
  /// Members taken from the first page only.
  package let nonAggregateKeys: [String]

  /// Reads the table's field; nil when it is empty.
  init?(field: Substring) {
    guard !field.isEmpty else { return nil }
    let parts = field.split(separator: "|", omittingEmptySubsequences: false)
    guard parts.count == 6 else { return nil }
    func list(_ index: Int) -> [String] {
      parts[index].split(separator: ",").map { part in
        var words = part.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        for index in words.indices where words[index] == "or" { words[index] = "||" }
        return words.joined(separator: " ")
      }
    }
    inputTokens = list(0)
    outputTokens = list(1)
    limitKey = parts[2].isEmpty ? nil : String(parts[2])
    resultKeys = list(3)
    moreResults = parts[4].isEmpty ? nil : String(parts[4])
    nonAggregateKeys = list(5)
  }
}
