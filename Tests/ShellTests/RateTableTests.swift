import Shell
import Testing

/// Profiles of requests as files and words give them.
@Suite struct RateTableTests {
  private func problem(_ text: String) -> RateTable.Problem? {
    do throws(RateTable.Problem) {
      _ = try RateTable(text)
      return nil
    } catch {
      return error
    }
  }

  @Test func `a table is read with its heading, comments, blanks and line ends`() throws {
    let table = try RateTable("\u{FEFF}minute,requests\r\n# Monday\r\n0, 1200\r\n1,1800.5\r\n\r\n2,0\r\n")
    #expect(table.counts == [1_200, 1_800.5, 0])
    #expect(table.word == "1200,1800.5,0/min")
  }

  @Test func `what is no table is told by its line`() {
    #expect(problem("") == .empty)
    #expect(problem("minute,requests\n") == .empty)
    #expect(problem("0,1\n1;2\n") == .row(line: 2, text: "1;2"))
    #expect(problem("0,1\n1,two\n") == .row(line: 2, text: "1,two"))
    #expect(problem("0,1\n2,1\n") == .minute(line: 2, found: "2", wanted: 1))
    #expect(problem("1,1\n") == .minute(line: 1, found: "1", wanted: 0))
    #expect(problem("0,-1\n") == .count(line: 1, text: "-1"))
    #expect(problem("0,1e12\n") == .count(line: 1, text: "1e12"))
    #expect(problem("0,nan\n") == .count(line: 1, text: "nan"))
    let long = (0...RateTable.mostMinutes).map { "\($0),1" }.joined(separator: "\n")
    #expect(problem(long) == .tooLong)
  }
}
