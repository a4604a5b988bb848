import CloudAPI
import Foundation
import Testing

@Suite("output formats")
struct OutputTests {
  @Test func `the recorded cases are there`() {
    #expect(ValueRoot.cases("output").count > 60)
  }

  /// The formats that were recorded; a YAML stream is YAML of one element for each page.
  private static let recorded: [OutputFormat] = [.json, .text, .table, .yaml]

  @Test(arguments: ValueRoot.cases("output"), recorded)
  func `a format prints what the AWS CLI prints`(_ recorded: RecordedCase, _ format: OutputFormat) throws {
    let value = try #require(recorded["value"])
    let expected = try #require(recorded[format.rawValue])
    let name = recorded["name"]?.text ?? ""
    if let message = expected["error"]?.text {
      let error = #expect(throws: OutputError.self) {
        try format.render(ResultPages(value), title: "DescribeThings")
      }
      #expect(error?.message == message)
    } else {
      let printed = try format.render(ResultPages(value), title: "DescribeThings")
      #expect(printed == expected.text, "\(name)\n\(printed)\n\(expected.text ?? "")")
    }
  }

  @Test func `a query runs on the merged pages, but in text on each`() throws {
    let pages = ResultPages(
      pages: [["Ids": ["a", "b"], "Owner": "me"], ["Ids": ["c"], "Owner": "me"]], resultKeys: ["Ids"],
      nonAggregateKeys: ["Owner"])
    let query = try JMESPath("Ids[0]")
    #expect(try OutputFormat.json.render(pages, title: "ListIds", query: query) == "\"a\"\n")
    #expect(try OutputFormat.text.render(pages, title: "ListIds", query: query) == "a\nc\n")
    #expect(try OutputFormat.text.render(pages, title: "ListIds") == "me\nIDS\ta\nIDS\tb\nIDS\tc\n")
    #expect(pages.merged.json(.compact) == #"{"Ids":["a","b","c"],"Owner":"me"}"#)
  }

  @Test func `a listing cut short ends with the next token, which a query turns into None`() throws {
    let token = PaginationToken(tokens: [PaginationToken.Entry(name: "Marker", token: nil)], skipped: 1)
    let pages = ResultPages(pages: [["Users": [["Name": "a"]]]], resultKeys: ["Users"], nextToken: token)
    #expect(
      try OutputFormat.text.render(pages, title: "ListUsers")
        == "USERS\ta\nNEXTTOKEN\teyJNYXJrZXIiOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==\n")
    let query = try JMESPath("Users[].Name")
    #expect(try OutputFormat.text.render(pages, title: "ListUsers", query: query) == "a\nNone\n")
  }

  @Test func `a width decides when a table turns upright`() throws {
    let value: Value = ["Name": "web", "Scheme": "internet-facing"]
    #expect(
      try TableOutput(title: "T", width: 29).render(value)
        == """
        -----------------------------
        |             T             |
        +-------+-------------------+
        | Name  |      Scheme       |
        +-------+-------------------+
        |  web  |  internet-facing  |
        +-------+-------------------+

        """)
    #expect(
      try TableOutput(title: "T", width: 20).render(value)
        == """
        -------------------------------
        |              T              |
        +---------+-------------------+
        |  Name   |  web              |
        |  Scheme |  internet-facing  |
        +---------+-------------------+

        """)
  }
}
