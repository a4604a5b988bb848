import Assessment
import Course
import EventKernel
package import Terminal
import Texts
import Traffic

/// `explain [check | cause]`: shows the path of one lost request, of the last check or of what ran after it.
package enum ExplainCommand: ShellCommand {
  package static let name = "explain"

  /// The path that was shown.
  struct Result: Encodable {
    /// The check's id; `nil` where a run was followed that no check judged.
    let check: String?
    let cause: String
    let resource: String
    let hops: [String]
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let subject = try ExplainedLoss.asked(arguments.joined(separator: " "), in: session)
    let run = subject.run
    let trace = try session.watching(total: run.report.duration) { (progress) throws(RunRefusal) in
      try run.trace(of: subject.cause) { progress(0, $0) }
    }
    guard let trace else { throw CommandFailure("check.stopped", status: 130) }
    return CommandOutput(
      Result(
        check: subject.check?.result.check.id, cause: subject.cause.code.rawValue,
        resource: subject.cause.resource, hops: trace.map(\.code)),
      ExplainDocument(subject: subject, session: session).document(trace))
  }

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    guard words.isEmpty else { return [] }
    let judged = session.verdict?.verdict.checks ?? []
    let causes = ((session.lastRun?.report.causes ?? []) + judged.flatMap(\.causes)).filter { $0.lost > 0 }
    let codes = causes.map(\.code.rawValue).reduce(into: [String]()) { codes, code in
      if !codes.contains(code) { codes.append(code) }
    }
    return session.candidates(for: "check")
      + codes.map { Completion.Candidate($0, description: session.text("causes.\($0).name")) }
  }
}
