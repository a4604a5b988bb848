import Foundation
import Shell

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// The built program on a pseudo-terminal of its own: the test types lines and reads what the screen shows.
final class ProgramOnTerminal {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let master: Int32
  private let process = Process()
  /// What the screen has shown, without the terminal's control sequences.
  private(set) var shown = ""
  private var isEscaped = false
  private var undecoded: [UInt8] = []

  /// The program beside this test's own file.
  static let program: String = {
    let test = ProgramPath.find(word: CommandLine.arguments[0], environment: [:])
    let beside = URL(fileURLWithPath: test).deletingLastPathComponent().path + "/skydrill"
    return FileManager.default.isExecutableFile(atPath: beside)
      ? beside : TestSession.root + "/.build/debug/skydrill"
  }()

  /// Starts the program in a folder of progress.
  init(home: String, arguments: [String] = []) throws {
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    var ends: (master: Int32, slave: Int32) = (-1, -1)
    guard openpty(&ends.master, &ends.slave, nil, nil, &size) == 0 else {
      throw Failure(description: "no pseudo-terminal")
    }
    master = ends.master
    // No child may hold another program's terminal open.
    _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    let slave = FileHandle(fileDescriptor: ends.slave, closeOnDealloc: true)
    process.executableURL = URL(fileURLWithPath: Self.program)
    process.arguments = ["--no-color"] + arguments
    process.environment = ["SKYDRILL_HOME": home, "TERM": "xterm", "LANG": "en_US.UTF-8", "HOME": home]
    process.standardInput = slave
    process.standardOutput = slave
    process.standardError = slave
    try process.run()
    try slave.close()
  }

  deinit { close(master) }

  /// Types a line and Enter.
  func type(_ line: String) {
    let bytes = Array((line + "\r").utf8)
    bytes.withUnsafeBytes { _ = write(master, $0.baseAddress, $0.count) }
  }

  /// Ends the program at once, as `kill -9` does, and reads what it had shown until then.
  func kill() {
    #if canImport(Darwin)
      _ = Darwin.kill(process.processIdentifier, SIGKILL)
    #else
      _ = Glibc.kill(process.processIdentifier, SIGKILL)
    #endif
    process.waitUntilExit()
    while read(within: 0) {}
  }

  /// Whether the last line of the screen is a prompt: what it asks, for instance `skydrill> `.
  var prompt: String? {
    let last = shown.split(separator: "\n", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    return last.hasSuffix("> ") || last.hasSuffix(": ") ? last : nil
  }

  /// Waits for a prompt, types a line and waits for the next prompt; gives what was shown.
  func answer(to line: String) throws -> String {
    try wait(untilLength: 0)
    let before = shown.count
    type(line)
    // The echo and its end stand behind the old prompt.
    try wait(untilLength: before + line.count + 2)
    return String(shown.dropFirst(before))
  }

  private func wait(untilLength length: Int) throws {
    let end = ContinuousClock.now + .seconds(20)
    while shown.count < length || prompt == nil {
      guard ContinuousClock.now < end else { throw Failure(description: "no prompt: \(shown)") }
      _ = read(within: 50)
    }
  }

  /// Reads what comes within some milliseconds; whether something came.
  func read(within milliseconds: Int32) -> Bool {
    var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return false }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = bytes.withUnsafeMutableBytes { systemRead($0) }
    guard count > 0 else { return false }
    feed(bytes[..<count])
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
  private func feed(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      if isEscaped {
        if byte != 0x5B, (0x40...0x7E).contains(byte) { isEscaped = false }
      } else if byte == 0x1B {
        isEscaped = true
      } else if byte != 0x0D {
        undecoded.append(byte)
      }
    }
    // A character may be cut by the end of a read.
    if let text = String(validating: undecoded, as: UTF8.self) {
      shown += text
      undecoded = []
    }
  }
}
