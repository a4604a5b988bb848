import CloudAPI
import Testing

@Suite("paging in the client")
struct OutputPagingTests {
  private func paging() throws -> Paging {
    Paging(inputTokens: ["Marker"], outputTokens: [try JMESPath("Next")], resultKeys: ["L.Items", "Marks"])
  }

  /// Three pages of two, one behind another.
  private func page(_ tokens: [PaginationToken.Entry]) -> Value {
    let start = Int(tokens[0].token ?? "0") ?? 0
    let items = Value.array([.integer(Int64(start)), .integer(Int64(start + 1))])
    var page: Value = ["L": ["Items": items], "Marks": [.integer(Int64(start))]]
    if start < 4 { page.setValue(.string(String(start + 2)), atPath: "Next") }
    return page
  }

  @Test func `all pages are fetched and merged`() throws {
    let all = try paging().collect { self.page($0) }
    #expect(all.pages.count == 3)
    #expect(all.merged.json(.compact) == #"{"L":{"Items":[0,1,2,3,4,5]},"Marks":[0,2,4]}"#)
    #expect(all.nextToken == nil)
  }

  @Test(arguments: 1...7)
  func `going on from token to token shows every item once`(_ step: Int) throws {
    var shown: [Value] = []
    var token: String?
    var calls = 0
    repeat {
      let part = try paging().collect(maxItems: step, startingToken: token) { self.page($0) }
      let items = part.merged.value(atPath: "L.Items")?.elements ?? []
      #expect(items.count <= step)
      shown += items
      token = part.nextToken?.text
      calls += 1
    } while token != nil && calls < 10
    #expect(shown == (0..<6).map { .integer(Int64($0)) })
  }

  @Test func `an answer in one page is cut and gone on with`() throws {
    let paging = Paging(inputTokens: ["NextToken"], outputTokens: [], resultKeys: ["Vpcs"])
    let answer: Value = ["Vpcs": ["a", "b", "c"]]
    let first = try paging.truncate(answer, maxItems: 2)
    let token = try #require(first.nextToken?.text)
    #expect(first.merged["Vpcs"] == ["a", "b"])
    #expect(first.merged["NextToken"]?.text == token)
    let second = try paging.truncate(answer, maxItems: 2, startingToken: token)
    #expect(second.merged == ["Vpcs": ["c"]])
  }

  @Test func `a token is the AWS CLI's own`() throws {
    let token = PaginationToken(
      "eyJNYXJrZXIiOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==", inputTokens: ["Marker"])
    #expect(token == PaginationToken(tokens: [PaginationToken.Entry(name: "Marker", token: nil)], skipped: 1))
    let foreign = PaginationToken("not ours", inputTokens: ["A", "B"])
    #expect(foreign.tokens.map(\.token) == ["not ours", nil])
  }

  @Test func `a page that names itself as the next is an error`() throws {
    let endless: Value = ["L": ["Items": []], "Next": "1"]
    #expect(throws: Paging.Failure.self) { try paging().collect { _ in endless } }
  }
}
