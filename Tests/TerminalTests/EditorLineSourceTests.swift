import Foundation
import ProgramHarness
import Terminal
import Testing

/// The editor keeps the terminal's state for the whole process, so one test at a time has it.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct EditorLineSourceTests {
  @Test func `Hangul is typed, deleted and inserted with the cursor in the right column`() throws {
    let session = try EditorSession()
    try session.prompt()
    session.type("가용영역")
    try session.expect("영역> 가용영역", column: 14)
    session.type("\u{7F}")
    try session.expect("영역> 가용영", column: 12)
    session.type("\u{1B}[D\u{1B}[D")
    try session.expect("영역> 가용영", column: 8)
    session.type("한a")
    try session.expect("영역> 가한a용영", column: 11)
    session.type("\u{5}역\r")
    try session.prompt()
    #expect(session.finish() == [.line("가한a용영역")])
  }

  @Test func `a line that reaches the right edge goes on below`() throws {
    let session = try EditorSession(columns: 20)
    try session.prompt()
    session.type("가나다라마바사아자차")
    try session.expect("아자차", column: 6)
    session.type("\u{1}")
    try session.expect("영역> 가나다라마바사", column: 6)
    session.type("x\u{5}\u{7F}")
    try session.expect("사아자", column: 6)
    session.type("\r")
    try session.prompt()
    #expect(session.finish() == [.line("x가나다라마바사아자")])
  }

  @Test(arguments: [("가", "echo 가용"), ("용", "echo 가용"), ("역", "구역"), ("각", "각자"), ("a", "aws 한")])
  func `every syllable is found by the search`(pattern: String, found: String) throws {
    let session = try EditorSession(history: ["각자", "echo 가용", "구역", "aws 한", "zzz"])
    try session.prompt()
    session.type("\u{12}")
    try session.expect("(search) :", column: 11)
    session.type(pattern)
    try session.wait("(search) \(pattern): \(found)") { $0.cursorRow == "(search) \(pattern): \(found)" }
    session.type("\r")
    try session.prompt()
    #expect(session.finish() == [.line(found)])
  }

  @Test func `the search goes back and forth, and Ctrl-G gives the line back`() throws {
    let session = try EditorSession(history: ["가 하나", "다른 줄", "가 둘"])
    try session.prompt()
    session.type("쓰던 줄\u{12}가")
    try session.wait("the newest") { $0.cursorRow == "(search) 가: 가 둘" }
    session.type("\u{12}")
    try session.wait("the older") { $0.cursorRow == "(search) 가: 가 하나" }
    session.type("\u{12}")
    try session.wait("nothing more") { $0.cursorRow == "(searchFailed) 가: 가 하나" && $0.bells == 1 }
    session.type("\u{13}")
    try session.wait("the newer") { $0.cursorRow == "(search) 가: 가 둘" }
    session.type("\u{7}")
    try session.expect("영역> 쓰던 줄", column: 13)
    session.type("\u{15}\u{12}나\u{7F}다")
    try session.wait("another syllable") { $0.cursorRow == "(search) 다: 다른 줄" }
    session.type("\u{1B}[D\u{5}.\r")
    try session.prompt()
    #expect(session.finish() == [.line("다른 줄.")])
  }

  @Test func `Tab inserts what is common, then lists, then beeps`() throws {
    let session = try EditorSession { line, cursor in
      let words = ["describe-images", "describe-instances", "가용영역"]
      let typed = line.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
      return Completion(
        start: cursor - typed.utf8.count,
        candidates: words.filter { $0.hasPrefix(typed) }.map { .init($0, description: "설명") })
    }
    try session.prompt()
    session.type("aws des\t")
    try session.expect("영역> aws describe-i", column: 20)
    session.type("\t")
    try session.wait("the candidates") {
      $0.texts.contains("describe-images     설명") && $0.texts.contains("describe-instances  설명")
        && $0.cursorRow == "영역> aws describe-i" && $0.column == 20
    }
    session.type("n\t")
    try session.expect("영역> aws describe-instances", column: 29)
    session.type("가\t")
    try session.expect("영역> aws describe-instances 가용영역", column: 38)
    session.type("q\t")
    try session.wait("a bell") { $0.bells == 1 }
    session.type("\r")
    try session.prompt()
    #expect(session.finish() == [.line("aws describe-instances 가용영역 q")])
  }

  @Test(arguments: ["\r", "\n", "\r\n"])
  func `several pasted lines come back one by one`(lineEnd: String) throws {
    let session = try EditorSession()
    try session.prompt()
    let paste = ["$ aws 하나", "aws\tb\u{1B}[31m", "", "  $ aws c", ""].joined(separator: lineEnd)
    session.type("\u{1B}[200~\(paste)\u{1B}[201~")
    try session.prompt()
    session.type("끝\r")
    try session.prompt()
    #expect(session.finish() == [.pasted(["aws 하나", "aws b[31m", "aws c"]), .line("끝")])
  }

  @Test(arguments: ["/dev/null", "vi"])
  func `one pasted line waits for Enter`(bindings: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "editrc-\(UUID().uuidString)")
    try Data("bind -v\n".utf8).write(to: file)
    let session = try EditorSession(bindings: bindings == "vi" ? file.path : bindings)
    try session.prompt()
    session.type("\u{1B}[200~$ 한 줄\r\u{1B}[201~")
    try session.expect("영역> 한 줄", column: 11)
    session.type("!\r")
    try session.prompt()
    #expect(session.finish() == [.line("한 줄!")])
  }

  @Test func `Ctrl-C drops the line and Ctrl-D on an empty line ends`() throws {
    let session = try EditorSession()
    try session.prompt()
    session.type("가용")
    try session.expect("영역> 가용", column: 10)
    session.type("\u{3}")
    try session.prompt()
    #expect(session.screen.texts.contains("영역> 가용^C"))
    session.type("b\r")
    try session.prompt()
    session.type("\u{4}")
    try session.wait("the end of pasting") { !$0.takesPaste }
    #expect(session.finish() == [.interrupted, .line("b")])
  }

  @Test func `broken UTF-8 and a hang-up in the middle of a line do no harm`() throws {
    let session = try EditorSession()
    try session.prompt()
    session.type("가")
    session.type(bytes: [0xFF, 0xEA, 0xB0, 0x41, 0xC0])
    session.type("나\r")
    try session.prompt()
    session.type("half")
    try session.expect("영역> half", column: 10)
    #expect(session.finish() == [.line("가A나")])
  }

  @Test func `lines that were entered are recalled`() throws {
    let session = try EditorSession(history: ["첫째", "둘째"])
    try session.prompt()
    session.type("\u{1B}[A\u{1B}[A")
    try session.expect("영역> 첫째", column: 10)
    session.type("\r")
    try session.prompt()
    session.type("\u{10}\u{10}\r")
    try session.prompt()
    #expect(session.finish() == [.line("첫째"), .line("둘째")])
  }
}
