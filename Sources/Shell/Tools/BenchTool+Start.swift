import Foundation
import Terminal
import Texts

extension BenchTool {
  /// Measures the milliseconds from the start of the program to its prompt, each time in a new process on a
  /// pseudo-terminal: in a home that the program has seen, and in an empty one, whose store it makes.
  static func start(_ runs: Int) throws(CommandFailure) -> [Item] {
    let environment = ProcessInfo.processInfo.environment
    let program = ProgramPath.find(
      word: CommandLine.arguments.first ?? "skydrill", environment: environment)
    var known: [Double] = []
    var empty: [Double] = []
    for number in 0...runs {
      let home = NSTemporaryDirectory() + "skydrill-bench-\(UUID().uuidString)"
      defer { removeFolder(home) }
      guard let first = PromptTimer.milliseconds(program: program, home: home),
        let second = PromptTimer.milliseconds(program: program, home: home)
      else { throw CommandFailure("bench.no-prompt", ["program": .string(program)], status: 3) }
      // The first start fills the system's caches.
      if number > 0 {
        empty.append(first)
        known.append(second)
      }
    }
    return [
      item("start to prompt", "ms", known, requests: runs),
      item("start to prompt, empty home", "ms", empty, requests: runs),
    ]
  }

  private static func removeFolder(_ path: String) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      // A folder in the temporary directory that stays does no harm.
      return
    }
  }
}

/// Starts a shell on a pseudo-terminal and waits for its prompt.
private enum PromptTimer {
  /// The milliseconds until `skydrill> ` appears; `nil` when it does not within ten seconds.
  static func milliseconds(program: String, home: String) -> Double? {
    var size = winsize(ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    var master: Int32 = -1
    var terminal: Int32 = -1
    guard openpty(&master, &terminal, nil, nil, &size) == 0 else { return nil }
    let handle = FileHandle(fileDescriptor: terminal, closeOnDealloc: true)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    var environment = ProcessInfo.processInfo.environment
    environment["SKYDRILL_HOME"] = home
    environment["TERM"] = "xterm"
    environment["NO_COLOR"] = "1"
    process.environment = environment
    process.standardInput = handle
    process.standardOutput = handle
    process.standardError = handle
    let clock = ContinuousClock()
    let begun = clock.now
    do {
      try process.run()
    } catch {
      close(master)
      return nil
    }
    defer {
      process.terminate()
      process.waitUntilExit()
      close(master)
    }
    return waitForPrompt(on: master, until: begun + .seconds(10)).map { moment in
      let span = (moment - begun).components
      return Double(span.seconds) * 1_000 + Double(span.attoseconds) / 1e15
    }
  }

  private static func waitForPrompt(
    on master: Int32, until deadline: ContinuousClock.Instant
  ) -> ContinuousClock.Instant? {
    var seen: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4_096)
    while ContinuousClock.now < deadline {
      var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      guard poll(&waiting, 1, 1_000) > 0 else { continue }
      let count = read(master, &chunk, chunk.count)
      guard count > 0 else { return nil }
      seen += chunk[..<count]
      if String(decoding: seen, as: UTF8.self).contains("skydrill> ") { return ContinuousClock.now }
    }
    return nil
  }
}
