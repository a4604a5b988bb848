import Foundation
import Terminal
import Testing

struct ScreenTests {
  private static let words = RendererWords { $0 }

  /// A pipe stands for the terminal that is not there.
  private struct Pipe {
    let reader: Int32
    let writer: Int32

    init() throws {
      var ends: [Int32] = [0, 0]
      try #require(pipe(&ends) == 0)
      (reader, writer) = (ends[0], ends[1])
    }

    func text() -> String {
      close(writer)
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = bytes.withUnsafeMutableBytes { read(reader, $0.baseAddress, $0.count) }
      close(reader)
      return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
  }

  @Test(
    arguments: [
      ([:], false, false, Screen.Mode.monochrome), (["TERM": "xterm"], false, true, .plain),
      (["TERM": "xterm", "NO_COLOR": "1"], false, false, .monochrome),
      (["TERM": "xterm"], true, false, .monochrome),
    ] as [([String: String], Bool, Bool, Screen.Mode)])
  func `where there is no terminal there is no colour`(
    environment: [String: String], noColour: Bool, plain: Bool, mode: Screen.Mode
  ) throws {
    let pipe = try Pipe()
    let screen = Screen(
      output: pipe.writer, error: pipe.writer, environment: environment, noColour: noColour, plain: plain,
      words: ScreenTests.words)
    #expect(screen.mode == mode && !screen.isTerminal)
    ProgressLine(on: screen).update { ["never drawn"] }
    screen.show(Document([.paragraph([Document.Span("가\u{1B}[2J", style: .bad)])]))
    #expect(pipe.text() == "가␛[2J\n")
  }

  @Test(arguments: [("100", 100), ("5", 80), ("x", 80), ("100000", 80)])
  func `COLUMNS is believed within reason`(value: String, width: Int) throws {
    let pipe = try Pipe()
    let screen = Screen(
      output: pipe.writer, error: pipe.writer, environment: ["COLUMNS": value], words: ScreenTests.words)
    #expect(screen.width == width)
    #expect(pipe.text() == "")
  }

  @Test func `a reader that has gone closes the screen`() async {
    await #expect(processExitsWith: .success) {
      signal(SIGPIPE, SIG_IGN)
      var ends: [Int32] = [0, 0]
      guard pipe(&ends) == 0 else { exit(2) }
      close(ends[0])
      let screen = Screen(output: ends[1], error: ends[1], environment: [:], words: RendererWords { $0 })
      screen.write("a")
      screen.write("b")
      exit(screen.isOpen ? 1 : 0)
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `Ctrl-C raises a flag that stays up until it is cleared`() async {
    await #expect(processExitsWith: .success) {
      Interrupt.watch()
      guard !Interrupt.isRequested else { exit(2) }
      kill(getpid(), SIGINT)
      while !Interrupt.isRequested { usleep(1_000) }
      guard Interrupt.isRequested else { exit(3) }
      Interrupt.clear()
      exit(Interrupt.isRequested ? 4 : 0)
    }
  }
}

/// Text that is not Skydrill's own, such as an error in AWS's words.
struct BrokenLineTests {
  @Test func `lines too long for a terminal are broken between words, others stay as they are`() {
    let error =
      "\nAn error occurred (A) when calling the B operation: the id 'x' does not exist\n  aws help\n"
    #expect(
      Screen.broken(error, width: 40)
        == "\nAn error occurred (A) when calling the B\noperation: the id 'x' does not exist\n  aws help\n")
    #expect(Screen.broken(error, width: 200) == error)
    let long = String(repeating: "x", count: 100)
    #expect(Screen.broken(long, width: 40).split(separator: "\n").allSatisfy { $0.count <= 40 })
  }

  @Test func `code that no line can hold is broken at its spaces`() {
    let line = Document([
      .paragraph([
        Document.Span(
          "aws ec2 describe-instances --query 'Reservations[].Instances[].InstanceId' --output text",
          form: .code)
      ])
    ])
    let rows = ANSIRenderer(width: 50, colour: false, words: RendererWords { $0 }).render(line)
    #expect(
      rows == "`aws ec2 describe-instances --query\n'Reservations[].Instances[].InstanceId' --output\ntext`\n"
    )
  }
}
