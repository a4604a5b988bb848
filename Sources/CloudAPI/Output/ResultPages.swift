/// The answer of one operation as the pages in which it came.
package struct ResultPages: Sendable {
  /// The pages, the first first; at least one unless nothing was asked.
  package var pages: [Value]

  /// The dotted paths of what is listed; empty for an operation without pagination.
  package var resultKeys: [String]

  /// The dotted paths of what is the same on each page and shown once.
  package var nonAggregateKeys: [String]

  /// Where a listing cut short goes on.
  package var nextToken: PaginationToken?

  package init(
    pages: [Value], resultKeys: [String], nonAggregateKeys: [String] = [], nextToken: PaginationToken? = nil
  ) {
    self.pages = pages
    self.resultKeys = resultKeys
    self.nonAggregateKeys = nonAggregateKeys
    self.nextToken = nextToken
  }

  /// An answer that is not paginated.
  package init(_ answer: Value) {
    self.init(pages: [answer], resultKeys: [])
  }

  /// All pages as one answer: lists joined, the rest from the first page, null where it has none, `NextToken` at the end of a listing cut short.
  package var merged: Value {
    guard !resultKeys.isEmpty else { return pages.first ?? .object(ValueObject()) }
    var merged = Value.object(ValueObject())
    for key in resultKeys {
      let parts = pages.compactMap { page in page.value(atPath: key) }
      if let joined = Self.joined(parts) { merged.setValue(joined, atPath: key) }
    }
    for key in nonAggregateKeys {
      merged.setValue(pages.first?.value(atPath: key) ?? .null, atPath: key)
    }
    if let nextToken { merged.setValue(.string(nextToken.text), atPath: "NextToken") }
    return merged
  }

  /// What text output queries and prints one after another: the listed part of each page, and the next token at the end.
  package var textPages: [Value] {
    guard !resultKeys.isEmpty else { return pages }
    var parts: [Value] = []
    for (position, page) in pages.enumerated() {
      var part = Value.object(ValueObject())
      if position == 0 {
        for key in nonAggregateKeys { part.setValue(page.value(atPath: key) ?? .null, atPath: key) }
      }
      for key in resultKeys { part.setValue(page.value(atPath: key) ?? .null, atPath: key) }
      parts.append(part)
    }
    if let nextToken { parts.append(["NextToken": ["NextToken": .string(nextToken.text)]]) }
    return parts
  }

  /// Lists joined, numbers added, texts put together, of anything else the first.
  private static func joined(_ parts: [Value]) -> Value? {
    guard let first = parts.first(where: { $0 != .null }) else { return nil }
    switch first {
    case .array: return .array(parts.flatMap { $0.elements ?? [] })
    case .integer, .number:
      let whole = parts.compactMap { part -> Int64? in
        if case .integer(let integer) = part { integer } else { nil }
      }
      let numbers = parts.compactMap(\.double)
      if whole.count == numbers.count { return .integer(whole.reduce(0, &+)) }
      return .number(numbers.reduce(0, +))
    case .string: return .string(parts.compactMap(\.text).joined())
    case .null, .bool, .object: return first
    }
  }
}
