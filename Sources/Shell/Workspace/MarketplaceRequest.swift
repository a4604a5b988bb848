import Cloud

/// What `marketplace` asks for: `subscribe CODE` or `cancel CODE`.
package struct MarketplaceRequest: Sendable, Equatable {
  package let subscribes: Bool
  package let code: String

  /// Reads the words after `marketplace`; `nil` when they ask for neither.
  package init?(words: [String]) {
    guard words.count == 2, words[0] == "subscribe" || words[0] == "cancel" else { return nil }
    subscribes = words[0] == "subscribe"
    code = words[1]
  }
}

extension Workspace {
  /// Accepts or ends a product's terms and records it; `false`, and nothing has happened, when there is no such product.
  package mutating func change(_ request: MarketplaceRequest, words: [String]) -> Bool {
    guard world.ec2.products[request.code] != nil else { return false }
    remember()
    _ = world.setSubscription(request.subscribes, to: request.code)
    journal.append(.marketplace(words: words))
    return true
  }
}
