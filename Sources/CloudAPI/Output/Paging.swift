/// How an operation lists page by page, and the client's side of it: all pages fetched, `--max-items`, `--starting-token`.
package struct Paging: Sendable {
  /// The input members that take the token of a page, such as `Marker`.
  package var inputTokens: [String]

  /// The expressions that find the next page's tokens in an answer, one for each input token.
  package var outputTokens: [JMESPath]

  /// The expression that tells whether there are more pages; without one a token tells it.
  package var moreResults: JMESPath?

  /// The dotted paths of what is listed; the first one counts for `--max-items`.
  package var resultKeys: [String]

  /// The dotted paths of what is the same on each page and shown once.
  package var nonAggregateKeys: [String]

  package init(
    inputTokens: [String], outputTokens: [JMESPath], moreResults: JMESPath? = nil, resultKeys: [String],
    nonAggregateKeys: [String] = []
  ) {
    precondition(!resultKeys.isEmpty, "A paginated operation lists something.")
    self.inputTokens = inputTokens
    self.outputTokens = outputTokens
    self.moreResults = moreResults
    self.resultKeys = resultKeys
    self.nonAggregateKeys = nonAggregateKeys
  }

  /// Why a listing cannot be finished.
  package enum Failure: Error, Hashable, Sendable {
    /// A page named itself as the next.
    case sameTokenTwice(PaginationToken)
  }

  /// Fetches pages until there are no more or enough items.
  ///
  /// - Parameters:
  ///   - maxItems: the most items to show; `nil` for all.
  ///   - startingToken: the text of `--starting-token`.
  ///   - fetch: makes one call with these tokens in its input (a `nil` token means none) and gives the answer.
  ///
  /// Throws what `fetch` throws, ``Failure``, or a ``JMESPathError`` of the token expressions.
  package func collect(
    maxItems: Int? = nil, startingToken: String? = nil, fetch: ([PaginationToken.Entry]) throws -> Value
  ) throws -> ResultPages {
    var current =
      startingToken.map { PaginationToken($0, inputTokens: inputTokens) }
      ?? PaginationToken(tokens: inputTokens.map { PaginationToken.Entry(name: $0, token: nil) })
    var result = ResultPages(pages: [], resultKeys: resultKeys, nonAggregateKeys: nonAggregateKeys)
    var total = 0
    while true {
      var page = try fetch(current.tokens)
      let isResumed = startingToken != nil && result.pages.isEmpty
      let skipped = isResumed ? current.skipped : 0
      if isResumed { skip(skipped, in: &page) }
      let count = page.value(atPath: resultKeys[0])?.elements?.count ?? 0
      if let maxItems, total + count > maxItems {
        let kept = max(0, maxItems - total)
        keep(kept, in: &page)
        result.pages.append(page)
        result.nextToken = PaginationToken(tokens: current.tokens, skipped: kept + skipped)
        return result
      }
      result.pages.append(page)
      total += count
      guard let next = try nextToken(in: page) else { return result }
      if total == maxItems {
        result.nextToken = next
        return result
      }
      guard next.tokens != current.tokens else { throw Failure.sameTokenTwice(next) }
      current = next
    }
  }

  /// Cuts a listing that came in one page.
  package func truncate(_ answer: Value, maxItems: Int?, startingToken: String? = nil) throws -> ResultPages {
    try Paging(
      inputTokens: inputTokens, outputTokens: [], resultKeys: resultKeys, nonAggregateKeys: nonAggregateKeys
    )
    .collect(maxItems: maxItems, startingToken: startingToken) { _ in answer }
  }

  /// Takes away what was shown before; secondary lists were shown whole with the part before.
  private func skip(_ skipped: Int, in page: inout Value) {
    if let elements = page.value(atPath: resultKeys[0])?.elements {
      page.setValue(.array(Array(elements.dropFirst(skipped))), atPath: resultKeys[0])
    }
    for key in resultKeys.dropFirst() {
      switch page.value(atPath: key) {
      case .array?: page.setValue([], atPath: key)
      case .string?: page.setValue("", atPath: key)
      case .integer?, .number?, nil: break
      case .null?, .bool?, .object?: page.setValue(.null, atPath: key)
      }
    }
  }

  private func keep(_ kept: Int, in page: inout Value) {
    guard let elements = page.value(atPath: resultKeys[0])?.elements else { return }
    page.setValue(.array(Array(elements.prefix(kept))), atPath: resultKeys[0])
  }

  private func nextToken(in page: Value) throws(JMESPathError) -> PaginationToken? {
    if let moreResults, try !moreResults.search(page).isTrue { return nil }
    var tokens: [PaginationToken.Entry] = []
    for (name, expression) in zip(inputTokens, outputTokens) {
      let token = try expression.search(page)
      tokens.append(PaginationToken.Entry(name: name, token: token.isTrue ? token.pythonText : nil))
    }
    return tokens.contains { $0.token != nil } ? PaginationToken(tokens: tokens) : nil
  }
}
