import Assessment
import Course
import EventKernel
package import Terminal
import Texts
import Traffic

/// `explain [check | cause] [--remedies]`: shows the path of one lost request, of the last check or of what ran after
/// it, or what would have helped.
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

  /// The option that asks for what would have helped.
  private static let remedies = "--remedies"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let words = arguments.filter { $0 != remedies }
    guard words.count == arguments.count else {
      return try RemedyReport.output(words.joined(separator: " "), in: session)
    }
    if let jobs = ExplainedJobs.asked(words.joined(separator: " "), in: session) {
      return jobs.output(in: session)
    }
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
    let option = Completion.Candidate(remedies, description: session.text("remedies.option"))
    guard words.isEmpty else { return words.contains(remedies) ? [] : [option] }
    let judged = session.verdict?.verdict.checks ?? []
    let causes = ((session.lastRun?.report.causes ?? []) + judged.flatMap(\.causes)).filter { $0.lost > 0 }
    let codes = causes.map(\.code.rawValue).reduce(into: [String]()) { codes, code in
      if !codes.contains(code) { codes.append(code) }
    }
    return session.candidates(for: "check") + [option]
      + codes.map { Completion.Candidate($0, description: session.text("causes.\($0).name")) }
  }
}
