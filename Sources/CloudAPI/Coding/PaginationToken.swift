/// Where a listing that `--max-items` cut short goes on: what `NextToken` shows and `--starting-token` takes.
///
/// As text it is Base64 of JSON such as `{"Marker": null, "boto_truncate_amount": 1}`.
package struct PaginationToken: Hashable, Sendable {
  /// The service's own tokens under the names of the input members, `nil` for the first page.
  package var tokens: [Entry]

  /// How many items of that page were shown already; from 0.
  package var skipped: Int

  /// One of the service's tokens.
  package struct Entry: Hashable, Sendable {
    package var name: String
    package var token: String?

    package init(name: String, token: String?) {
      self.name = name
      self.token = token
    }
  }

  package init(tokens: [Entry], skipped: Int = 0) {
    self.tokens = tokens
    self.skipped = skipped
  }

  private static let skippedName = "boto_truncate_amount"

  /// Reads the text of `--starting-token`; one that this client has not made is taken for the service's own first token.
  package init(_ text: String, inputTokens: [String]) {
    guard let object = Self.object(text) else {
      tokens = inputTokens.enumerated().map { Entry(name: $0.element, token: $0.offset == 0 ? text : nil) }
      skipped = 0
      return
    }
    tokens = object.members.filter { $0.key != Self.skippedName }.map {
      Entry(name: $0.key, token: $0.value.text)
    }
    if case .integer(let integer)? = object[Self.skippedName] {
      skipped = Int(max(0, integer))
    } else {
      skipped = 0
    }
  }

  private static func object(_ text: String) -> ValueObject? {
    guard let bytes = Base64.decode(text) else { return nil }
    do {
      return try Value(json: bytes).object
    } catch {
      return nil
    }
  }

  /// The token as text.
  package var text: String {
    var object = ValueObject(tokens.map { (key: $0.name, value: $0.token.map(Value.string) ?? .null) })
    if skipped > 0 { object[Self.skippedName] = .integer(Int64(skipped)) }
    return Base64.encode(Value.object(object).json(.python).utf8)
  }
}
