import Foundation
import Terminal
import Testing

struct LineSourceTests {
  private func lines(_ source: ScriptLineSource) -> [ReadResult] {
    var results: [ReadResult] = []
    while results.last != .endOfInput, results.count < 100 {
      results.append(source.nextLine(prompt: Prompt("> ")))
    }
    return results
  }

  private func file(_ bytes: [UInt8]) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: "script-\(UUID().uuidString)")
    try Data(bytes).write(to: url)
    return url.path
  }

  @Test func `a text is read line by line`() {
    #expect(lines(ScriptLineSource(text: "하나\r\n\n둘")) == [.line("하나"), .line(""), .line("둘"), .endOfInput])
    #expect(lines(ScriptLineSource(text: "a\n")) == [.line("a"), .endOfInput])
    #expect(lines(ScriptLineSource(text: "")) == [.endOfInput])
    #expect(lines(ScriptLineSource(text: "\u{FEFF}a")) == [.line("a"), .endOfInput])
  }

  @Test func `a line that is no text is told with its number and the next is read`() throws {
    let path = try file(Array("a\n".utf8) + [0x62, 0x00, 0x0A, 0xFF, 0x0A] + Array("끝\n".utf8))
    let source = try ScriptLineSource.open(path: path).get()
    #expect(
      lines(source) == [
        .line("a"), .invalid(line: 2, reason: .nul), .invalid(line: 3, reason: .notUTF8), .line("끝"),
        .endOfInput,
      ])
  }

  @Test(arguments: [(65_536, false), (65_537, true), (5_000_000, true)])
  func `a line has a longest length`(length: Int, isTooLong: Bool) throws {
    let path = try file(Array(repeating: 0x61, count: length) + Array("\nb".utf8))
    let results = lines(try ScriptLineSource.open(path: path).get())
    let tooLong = ReadResult.tooLong(line: 1, limit: 65_536)
    #expect(results.count == 3 && (results[0] == tooLong) == isTooLong && results[1] == .line("b"))
  }

  @Test func `a file that is not there and a folder give the system's number`() throws {
    let missing = ScriptLineSource.open(path: "/nonexistent/script")
    #expect(throws: ScriptLineSource.OpenError.self) { try missing.get() }
    let folder = try ScriptLineSource.open(path: "/").get()
    #expect(folder.nextLine(prompt: Prompt("")) == .invalid(line: 1, reason: .unreadable(errno: EISDIR)))
    #expect(folder.nextLine(prompt: Prompt("")) == .endOfInput)
  }

  @Test func `two shells share one history`() throws {
    let path = try file([])
    let one = HistoryFile(path: path)
    let two = HistoryFile(path: path)
    #expect(one.newLines(limit: 10) == [] && two.newLines(limit: 10) == [])
    #expect(one.append("하나") && one.append("줄\n바꿈 \\n"))
    #expect(two.newLines(limit: 10) == ["하나", "줄\n바꿈 \\n"])
    #expect(two.append("둘"))
    #expect(one.newLines(limit: 10) == ["둘"])
    #expect(HistoryFile(path: path).newLines(limit: 1) == ["둘"])
    #expect(two.newLines(limit: 10) == [])
  }

  @Test func `a damaged history gives the lines that are whole`() throws {
    let path = try file(Array("a\n".utf8) + [0xFF, 0x0A, 0x1B, 0x5B, 0x0A] + Array("b\nhalf".utf8))
    #expect(HistoryFile(path: path).newLines(limit: 10) == ["a", "b"])
    #expect(HistoryFile(path: "/nonexistent/x").newLines(limit: 10) == [])
    #expect(!HistoryFile(path: "/nonexistent/x").append("a"))
  }

  @Test func `candidates share what they have in common, whole syllables only`() {
    let candidates = ["가용영역", "가용성", "가용"].map { Completion.Candidate($0) }
    #expect(Completion(start: 0, candidates: candidates).insertion == "가용")
    #expect(Completion(start: 0, candidates: [.init("한")]).insertion == "한 ")
    #expect(Completion(start: 0, candidates: [.init("--a=", isFinal: false)]).insertion == "--a=")
    #expect(Completion(start: 0, candidates: []).insertion == nil)
  }

  @Test func `candidates are listed within the screen`() {
    let plain = (1...50).map { Completion.Candidate("item-\($0)") }
    let grid = Completion(start: 0, candidates: plain).listing(width: 40, rows: 5).split(separator: "\n")
    #expect(grid.count == 6 && grid.allSatisfy { DisplayWidth.of(String($0)) < 40 })
    #expect(grid.first == "item-1   item-14  item-27  item-40" && grid.last == "… +30")
    let described = Completion.Candidate("가용\u{1B}", description: String(repeating: "설명 ", count: 40))
    let row = Completion(start: 0, candidates: [described, .init("x")]).listing(width: 40)
    #expect(row.hasPrefix("가용␛  설명") && row.hasSuffix("…\nx") && !row.contains("\u{1B}"))
  }
}
