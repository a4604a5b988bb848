import ArgumentParser
import Foundation
import Shell
import Terminal

/// The start of a shell: who makes its session, and whose lines it reads.
struct ShellStart {
  /// Makes the session.
  let builder: SessionBuilder
  /// The one line to run, if one was given.
  var line: String?
  /// The file whose lines are run, if one was given.
  var script: String?

  /// Runs the shell to its end and gives the exit code.
  ///
  /// - Throws: `ExitCode` when the shell cannot begin; why has been said.
  func run() throws -> Int32 {
    let interactive = line == nil && script == nil && isatty(0) == 1 && isatty(1) == 1
    let source = try source()
    let home = SessionBuilder.home(environment: ProcessInfo.processInfo.environment)
    let session = try builder.opened(home: home) { screen in
      source ?? SessionBuilder.lines(interactive: interactive, home: home, screen: screen)
    }
    return ReadLoop(session: session, isOneLine: line != nil).run()
  }

  /// The lines that were named; `nil` for those of standard input.
  private func source() throws -> ScriptLineSource? {
    if let line { return ScriptLineSource(text: line) }
    guard let script else { return nil }
    switch ScriptLineSource.open(path: script) {
    case .success(let source): return source
    case .failure(let error):
      let session = try builder.tool()
      throw ExitCode(session.show(CommandFailure(unreadableScript: script, errno: error.errno)))
    }
  }
}
