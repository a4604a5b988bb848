import CTerminalProcess
import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The built program on a pseudo-terminal of its own: the test types and looks at the screen.
package final class ProgramOnTerminal {
  /// What did not come in time, or did not start.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
    package init(description: String) { self.description = description }
  }

  private let process: pid_t
  private var master: Int32
  private var status: Int32?
  /// What the screen has shown, without the terminal's control sequences.
  package private(set) var shown = ""
  /// The screen as it stands.
  package private(set) var screen: EmulatedScreen
  private var isEscaped = false
  private var undecoded: [UInt8] = []
  /// The text of the last row since its beginning was last written to: a line of progress is written over.
  private var row: [UInt8] = []
  private var hasReturned = false

  /// Starts the program in a folder of progress, where its `.editrc` would lie too.
  ///
  /// - Parameter extra: more variables of its environment.
  package init(
    home: String, arguments: [String] = ["--no-color"], columns: Int = 80, extra: [String: String] = [:]
  ) throws {
    let own = [
      "SKYDRILL_HOME": home, "TERM": "xterm", "LANG": "en_US.UTF-8", "HOME": home,
      "TMPDIR": NSTemporaryDirectory(),
    ]
    let environment = own.merging(extra) { $1 }
    var words = ([BuiltProgram.path] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var terminal: Int32 = -1
    process = terminal_process_start(
      BuiltProgram.path, &words, &variables, 24, UInt16(columns), &terminal)
    master = terminal
    screen = EmulatedScreen(columns: columns)
    guard process > 0 else { throw Failure(description: "no pseudo-terminal for \(BuiltProgram.path)") }
  }

  deinit {
    if status == nil { kill() }
    if master >= 0 { close(master) }
  }

  // MARK: Typing

  /// Types keys.
  package func type(keys: String) {
    let bytes = Array(keys.utf8)
    bytes.withUnsafeBytes { _ = write(master, $0.baseAddress, $0.count) }
  }

  /// Types a line and Enter.
  package func type(_ line: String) { type(keys: line + "\r") }

  /// Waits for a prompt, types a line and waits for the next prompt; gives what was shown.
  package func answer(to line: String) throws -> String {
    try wait(for: "a prompt") { self.prompt != nil }
    let before = shown.count
    type(line)
    // The echo and its end stand behind the old prompt.
    try wait(for: "the prompt after \(line)") {
      self.shown.count >= before + line.count + 2 && self.prompt != nil
    }
    return String(shown.dropFirst(before))
  }

  // MARK: Looking

  /// Whether the last line of the screen is a prompt: what it asks, for instance `skydrill> `.
  package var prompt: String? {
    let last = String(decoding: row, as: UTF8.self)
    return last.hasSuffix("> ") || last.hasSuffix(": ") ? last : nil
  }

  /// Waits until the shell listens: the cursor's row is a prompt without a line.
  package func prompted() throws {
    try wait(for: "an empty prompt") { self.screen.takesPaste && self.screen.cursorRow.hasSuffix(">") }
  }

  /// Waits until the cursor's row ends in a text and the cursor stands in that column, counted from 0.
  package func expect(_ ending: String, column: Int) throws {
    try wait(for: "\(ending) with the cursor in column \(column)") {
      self.screen.cursorRow.hasSuffix(ending) && self.screen.column == column && self.screen.takesPaste
    }
  }

  /// Waits until a condition holds, reading what comes; does something between whiles.
  package func wait(
    for wish: String, meanwhile: () -> Void = {}, until condition: () -> Bool
  ) throws {
    let end = ContinuousClock.now + .seconds(60)
    while !condition() {
      guard ContinuousClock.now < end else {
        throw Failure(
          description: "waited for \(wish); saw \(screen.texts.suffix(24)), column \(screen.column)")
      }
      meanwhile()
      _ = read(within: 50)
    }
  }

  /// Reads what comes within some milliseconds; whether something came.
  package func read(within milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = bytes.withUnsafeMutableBytes { systemRead($0) }
    guard count > 0 else { return false }
    feed(Array(bytes[..<count]))
    return true
  }

  private func systemRead(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.read(master, buffer.baseAddress, buffer.count)
    #else
      Glibc.read(master, buffer.baseAddress, buffer.count)
    #endif
  }

  /// Keeps the text; drops returns and the sequences from ESC to their final letter.
  private func feed(_ bytes: [UInt8]) {
    screen.feed(bytes)
    for byte in bytes {
      if isEscaped {
        if byte != 0x5B, (0x40...0x7E).contains(byte) { isEscaped = false }
      } else if byte == 0x1B {
        isEscaped = true
      } else if byte == 0x0D {
        hasReturned = true
      } else {
        if hasReturned || byte == 0x0A { row = [] }
        hasReturned = false
        if byte != 0x0A { row.append(byte) }
        undecoded.append(byte)
      }
    }
    // A character may be cut by the end of a read.
    if let text = String(validating: undecoded, as: UTF8.self) {
      shown += text
      undecoded = []
    }
  }

  // MARK: Ending

  /// Ends the program at once, as `kill -9` does, and reads what it had shown until then.
  package func kill() {
    signal(SIGKILL)
    _ = reap(blocking: true)
    while read(within: 0) {}
  }

  /// Sends a signal to the program.
  package func signal(_ number: Int32) {
    #if canImport(Darwin)
      _ = Darwin.kill(process, number)
    #else
      _ = Glibc.kill(process, number)
    #endif
  }

  /// Takes the terminal away, as closing its window does.
  package func hangUp() {
    close(master)
    master = -1
  }

  /// Waits until the program has ended by itself; gives its exit status, or 128 and the number of its signal.
  package func end() throws -> Int32 {
    try wait(for: "the end of the program") { self.reap(blocking: false) }
    while read(within: 0) {}
    return status ?? -1
  }

  private func reap(blocking: Bool) -> Bool {
    guard status == nil else { return true }
    var raw: Int32 = 0
    guard waitpid(process, &raw, blocking ? 0 : WNOHANG) == process else { return false }
    status = raw & 0x7F == 0 ? raw >> 8 & 0xFF : 128 + raw & 0x7F
    return true
  }
}
