import Foundation
import ProgramHarness
import Synchronization
import Terminal

/// A line editor on a pseudo-terminal: the test types and looks at the screen, a thread reads the lines.
final class EditorSession {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What the thread leaves behind.
  private final class Results: Sendable {
    let lines = Mutex<[ReadResult]>([])
    let done = DispatchSemaphore(value: 0)
  }

  private let master: Int32
  private(set) var screen: EmulatedScreen
  private let results = Results()
  private var prompts = 0

  init(
    columns: Int = 40, bindings: String = "/dev/null", history: [String] = [],
    completer: (@Sendable (String, Int) -> Completion)? = nil
  ) throws {
    var size = winsize(ws_row: 24, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    var ends: (master: Int32, slave: Int32) = (-1, -1)
    guard openpty(&ends.master, &ends.slave, nil, nil, &size) == 0 else {
      throw Failure(description: "no pseudo-terminal")
    }
    let slave = ends.slave
    master = ends.master
    screen = EmulatedScreen(columns: columns)
    let results = results
    let thread = Thread {
      EditorSession.read(slave, bindings, history, completer, results)
      close(slave)
      results.done.signal()
    }
    thread.start()
  }

  private static func read(
    _ slave: Int32, _ bindings: String, _ history: [String],
    _ completer: (@Sendable (String, Int) -> Completion)?, _ results: Results
  ) {
    let words = RendererWords { String($0.dropFirst("terminal.".count)) }
    guard
      let source = EditorLineSource(
        input: slave, output: slave, terminal: "xterm", bindings: bindings, colour: true, words: words)
    else { return }
    source.completer = completer
    for line in history { source.remember(line) }
    while true {
      let result = source.nextLine(prompt: Prompt([.strong("영역", style: .key), "> "]))
      results.lines.withLock { $0.append(result) }
      if result == .endOfInput { return }
      if case .line(let line) = result { source.remember(line) }
    }
  }

  /// Types keys; they must come when the editor listens, so wait for a prompt first.
  func type(_ keys: String) { type(bytes: Array(keys.utf8)) }

  /// Types bytes that need not be text.
  func type(bytes: [UInt8]) {
    bytes.withUnsafeBytes { _ = write(master, $0.baseAddress, $0.count) }
  }

  /// Waits until the cursor's row reads so and the cursor stands in that column, counted from 0.
  func expect(_ row: String, column: Int) throws {
    try wait("\(row) with the cursor in column \(column)") {
      $0.cursorRow == row && $0.column == column && $0.takesPaste
    }
  }

  /// Waits for the prompt of the next read, once for each; the line before it has been dealt with then.
  func prompt() throws {
    prompts += 1
    let count = prompts
    try wait("prompt \(count)") {
      $0.reads == count && $0.cursorRow == "영역>" && $0.column == 6 && $0.takesPaste
    }
  }

  /// Waits until the screen is as the condition says.
  func wait(_ wish: String, until condition: (EmulatedScreen) -> Bool) throws {
    let end = ContinuousClock.now + .seconds(20)
    while !condition(screen) {
      guard ContinuousClock.now < end else {
        throw Failure(
          description: "waited for \(wish); saw \(screen.texts), row \(screen.row), column \(screen.column)")
      }
      var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 100) > 0 else { continue }
      var bytes = [UInt8](repeating: 0, count: 4_096)
      let count = bytes.withUnsafeMutableBytes { Foundation.read(master, $0.baseAddress, $0.count) }
      if count > 0 { screen.feed(Array(bytes[..<count])) }
    }
  }

  /// Hangs up and gives what was read, without the end that hanging up makes.
  func finish() -> [ReadResult] {
    close(master)
    results.done.wait()
    let lines = results.lines.withLock { $0 }
    return lines.last == .endOfInput ? lines.dropLast() : lines
  }
}
