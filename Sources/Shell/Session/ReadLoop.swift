import Cloud
import Course
import EventKernel
import Terminal
import Texts

/// Reads lines and does them until the input ends.
///
/// A script goes on behind a line that failed, as in a POSIX shell, and the exit status is that of the first such line.
package final class ReadLoop {
  private let session: Session
  private let isOneLine: Bool
  private let completer: LineCompleter
  /// The lines so far of one that goes on.
  private var open = ""
  private var failure: Int32 = 0

  /// - Parameter isOneLine: whether the input is the line of `-c`, which ends with AWS's own status.
  package init(session: Session, isOneLine: Bool = false) {
    self.session = session
    self.isOneLine = isOneLine
    completer = LineCompleter(session: session)
  }

  /// Runs to the end and gives the exit status: 0 for a person, else that of the first line that failed.
  package func run() -> Int32 {
    if session.lines.isInteractive {
      Interrupt.watch()
      session.resumeLastPlaceOrTell(aside: true)
    } else {
      session.isPlacePending = true
    }
    defer { session.abandonMaking() }
    let editor = session.lines as? EditorLineSource
    editor?.completer = { [completer] in completer.completion($0, cursor: $1) }
    defer { editor?.completer = nil }
    if session.lines.isInteractive { session.screen.show(Banner.document(for: session)) }
    session.beginMaking()
    while !session.isEnding {
      completer.before = open.isEmpty ? "" : open + "\n"
      // The Ctrl-C that stopped the last line does not drop the next.
      Interrupt.clear()
      take(session.lines.nextLine(prompt: prompt))
    }
    if session.lines.isInteractive { return 0 }
    return isOneLine ? failure : Self.ownStatus(failure)
  }

  private func take(_ result: ReadResult) {
    switch result {
    case .line(let text): take(line: text)
    case .pasted(let lines): take(pasted: lines)
    case .interrupted: open = ""
    case .endOfInput:
      if !open.isEmpty { perform(open) }
      if session.lines.isInteractive { session.screen.write("\n") }
      session.isEnding = true
    case .tooLong(let line, let limit):
      let values: [String: TextValue] = ["line": .integer(line), "limit": .integer(limit)]
      note(session.show(CommandFailure("shell.line-too-long", values, status: 3)))
    case .invalid(let line, let reason):
      let values: [String: TextValue] = ["line": .integer(line)]
      note(session.show(CommandFailure("shell.line-\(reason.code)", values, status: 3)))
    }
  }

  private func take(line: String) {
    let joined = open.isEmpty ? line : open + "\n" + line
    guard !LineContinuation.isOpen(joined) else {
      open = joined
      return
    }
    open = ""
    perform(joined)
  }

  /// Shows each pasted line behind the prompt and does it; Ctrl-C drops those that are left.
  private func take(pasted lines: [String]) {
    for line in lines where !session.isEnding {
      session.screen.write(prompt.spans.map(\.text).joined() + Sanitizer.visible(line) + "\n")
      take(line: line)
      if Interrupt.isRequested {
        open = ""
        return
      }
    }
  }

  private func perform(_ text: String) {
    session.lines.remember(text)
    note(session.perform(text))
    guard !isBlank(text), !session.lines.isInteractive, session.lastStatus != 0, !isOneLine,
      let script = session.lines as? ScriptLineSource
    else { return }
    session.screen.writeError(session.text("shell.at-line", ["line": .integer(script.lineNumber)]) + "\n")
  }

  /// Whether a line says nothing: it is empty or a comment.
  private func isBlank(_ text: String) -> Bool {
    let rest = text.drop { $0.isWhitespace }
    return rest.isEmpty || rest.hasPrefix("#")
  }

  private func note(_ status: Int32) {
    session.lastStatus = status
    if failure == 0 { failure = status }
  }

  /// AWS's statuses in those of this program: a usage error is one, what AWS refused is a test not passed.
  private static func ownStatus(_ status: Int32) -> Int32 {
    switch status {
    case 252: 2
    case 253...255: 1
    default: status
    }
  }

  /// The place and the simulated time.
  private var prompt: Prompt {
    if !open.isEmpty { return Prompt([.muted(">"), " "]) }
    let name = session.place.name ?? "skydrill"
    let clock = session.clock.map { " " + $0 } ?? ""
    return Prompt([Document.Span(name, style: .key), .muted(clock), "> "])
  }
}

extension InvalidLine {
  /// The last part of its sentence's id.
  var code: String {
    switch self {
    case .nul: "nul"
    case .notUTF8: "invalid"
    case .unreadable: "unreadable"
    }
  }
}
