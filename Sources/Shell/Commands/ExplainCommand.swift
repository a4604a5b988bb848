import Assessment
import Course
import EventKernel
package import Terminal
import Texts
import Traffic

/// `explain [check | cause | slow | request NUMBER] [--remedies]`: shows why requests of the last check, or of what ran
/// after it, were lost or slow, with the path of one, or what would have helped.
package enum ExplainCommand: ShellCommand {
  package static let name = "explain"

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
    let subject = try ExplainSubject.asked(arguments, in: session)
    let run = subject.run
    var trace: [Report.Hop] = []
    if let request = subject.followed {
      let way = try session.watching(total: run.report.duration) { (progress) throws(RunRefusal) in
        try run.trace(of: request) { progress(0, $0) }
      }
      guard let way else { throw CommandFailure("check.stopped", status: 130) }
      trace = way
    }
    if case .request = subject, trace.isEmpty {
      throw CommandFailure(
        "explain.no-request",
        ["word": .string(arguments[1]), "count": .integer(run.report.offered)], status: 1)
    }
    session.explainedRun = run
    return CommandOutput(
      ExplainResult(subject, trace), ExplainDocument(subject: subject, session: session).document(trace))
  }

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    let option = Completion.Candidate(remedies, description: session.text("remedies.option"))
    guard words.isEmpty else {
      if words == [ExplainSubject.requestWord] { return requests(in: session) }
      let alone = [remedies, ExplainSubject.slowWord, ExplainSubject.requestWord]
      return words.contains(where: { alone.contains($0) }) ? [] : [option]
    }
    let judged = session.verdict?.verdict.checks ?? []
    let causes = ((session.lastRun?.report.causes ?? []) + judged.flatMap(\.causes)).filter { $0.lost > 0 }
    let codes = causes.map(\.code.rawValue).reduce(into: [String]()) { codes, code in
      if !codes.contains(code) { codes.append(code) }
    }
    return session.candidates(for: "check") + [option]
      + codes.map { Completion.Candidate($0, description: session.text("causes.\($0).name")) }
      + [ExplainSubject.slowWord, ExplainSubject.requestWord].map {
        Completion.Candidate($0, description: session.text("explain.word.\($0)"))
      }
  }

  /// A request for each cause and for each kind of slow answer of the run whose requests have names.
  private static func requests(in session: Session) -> [Completion.Candidate] {
    guard let run = session.explainedRun ?? session.runToDraw else { return [] }
    let lost = run.report.causes.filter { $0.lost > 0 }.map { ($0.sample, "causes.\($0.code.rawValue).name") }
    let slow = run.report.slow.map { ($0.sample, "slow.part.\($0.part.rawValue)") }
    return (lost + slow).compactMap { sample, text in
      sample.map { Completion.Candidate(run.name(of: $0), description: session.text(text)) }
    }
  }
}
