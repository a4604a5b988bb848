import Cloud
import EventKernel
import Terminal
import Texts

/// Reads lines and does them until the input ends.
package struct ReadLoop {
  private let session: Session

  package init(session: Session) { self.session = session }

  /// Runs to the end and gives the exit status: that of the last line without a person, else 0.
  package func run() -> Int32 {
    do throws(CommandFailure) {
      try session.resumeLastPlace()
    } catch {
      session.lastStatus = session.show(error)
    }
    if session.lines.isInteractive {
      Interrupt.watch()
      session.screen.write(session.text("shell.banner") + "\n")
    }
    let completer = LineCompleter(session: session)
    let editor = session.lines as? EditorLineSource
    editor?.completer = { completer.completion($0, cursor: $1) }
    defer { editor?.completer = nil }
    var open = ""
    while !session.isEnding {
      completer.before = open.isEmpty ? "" : open + "\n"
      switch session.lines.nextLine(prompt: prompt(isContinued: !open.isEmpty)) {
      case .line(let text):
        let joined = open.isEmpty ? text : open + "\n" + text
        if LineContinuation.isOpen(joined) {
          open = joined
          continue
        }
        open = ""
        perform(joined)
      case .pasted(let lines):
        for line in lines {
          session.screen.write("> " + Sanitizer.visible(line) + "\n")
          perform(line)
        }
      case .interrupted: open = ""
      case .endOfInput:
        if !open.isEmpty { perform(open) }
        session.isEnding = true
      case .tooLong(let line, let limit):
        session.lastStatus = session.show(
          CommandFailure("shell.line-too-long", ["line": .integer(line), "limit": .integer(limit)]))
      case .invalid(let line, _):
        session.lastStatus = session.show(CommandFailure("shell.line-invalid", ["line": .integer(line)]))
      }
      if !session.lines.isInteractive, session.lastStatus != 0 { break }
    }
    return session.lines.isInteractive ? 0 : session.lastStatus
  }

  private func perform(_ text: String) {
    session.lines.remember(text)
    session.perform(text)
  }

  private func prompt(isContinued: Bool) -> Prompt {
    if isContinued { return Prompt("> ") }
    switch session.place {
    case .outside: return Prompt("skydrill> ")
    case .lab(let id, _): return Prompt("\(id) \(session.workspace?.world.now.clock ?? "")> ")
    case .sandbox: return Prompt("sandbox \(session.workspace?.world.now.clock ?? "")> ")
    case .lesson(let id): return Prompt("\(id)> ")
    }
  }
}
