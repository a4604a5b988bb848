import Assessment
import Course
import LearnerStore
import Terminal
import Texts

/// `hint`: names the gap that the last check saw in this world; the next one needs a new attempt.
package enum HintCommand: ShellCommand {
  package static let name = "hint"

  /// The hint that was given.
  struct Result: Encodable {
    let lab: String
    let hint: Int
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.isEmpty else { throw CommandFailure("hint.usage") }
    guard case .lab(let id, let run) = session.place else { throw session.noLabOpen }
    let folder = try session.lab(id.rawValue).folder
    let collector = DiagnosticCollector()
    guard let hints = folder.hints(session.contentLanguage, collector) else {
      throw CommandFailure(broken: id, collector)
    }
    guard !hints.isEmpty else { throw CommandFailure("hint.none", status: 1) }
    let judged = try session.lastVerdict(missing: "hint.no-verdict")
    let taken = try session.hintsTaken(in: run)
    let attempts = try session.attempts(in: run)
    // A hint belongs to one attempt: asked again before the next check, the same one is shown.
    if let last = taken.last, last.attempt == attempts,
      let hint = hints.first(where: { $0.number == last.number })
    {
      return output(hint, id, in: session)
    }
    let fitting = Hint.next(
      of: hints, verdict: judged.verdict.value(of: judged.world), given: Set(taken.map(\.number)))
    guard let hint = fitting else { throw CommandFailure("hint.no-more", status: 1) }
    try session.keep(hint: hint.number, attempt: attempts, run: run)
    return output(hint, id, in: session)
  }

  private static func output(_ hint: Hint, _ lab: LabID, in session: Session) -> CommandOutput {
    var document = Document(markdown: hint.document)
    document.paragraph(session.text("hint.next"), style: .muted)
    return CommandOutput(Result(lab: lab.rawValue, hint: hint.number), document)
  }
}

extension Session {
  /// A hint that was taken: its number, and after how many checks.
  struct TakenHint {
    let number: Int
    let attempt: Int
  }

  /// The hints taken in a run, oldest first.
  func hintsTaken(in run: String) throws(CommandFailure) -> [TakenHint] {
    do throws(StoreError) {
      return try (store?.hints(run: run) ?? []).compactMap { taken in
        let parts = taken.hint.split(separator: "@").compactMap { Int($0) }
        return parts.count == 2 ? TakenHint(number: parts[0], attempt: parts[1]) : nil
      }
    } catch {
      throw CommandFailure(error)
    }
  }

  /// How often a run was judged.
  func attempts(in run: String) throws(CommandFailure) -> Int {
    do throws(StoreError) {
      return try store?.checks(run: run).count ?? 0
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Keeps that a hint was taken after so many checks.
  func keep(hint number: Int, attempt: Int, run: String) throws(CommandFailure) {
    do throws(StoreError) {
      try store?.record(HintTaken(run: run, hint: "\(number)@\(attempt)", at: now))
    } catch {
      throw CommandFailure(error)
    }
  }
}
