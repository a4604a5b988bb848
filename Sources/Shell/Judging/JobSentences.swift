import Assessment
import Cloud
import EventKernel
import Terminal
import Texts
import Traffic

/// How the jobs of a run went, for people.
struct JobSentences {
  private let jobs: [Report.JobReport]

  init(_ report: Report) { jobs = report.jobs }

  /// What is told of each queue: how much is done, what was late and why, what was lost, what it cost.
  ///
  /// - Parameter begun: what stands on the clock when the run begins.
  func sentences(since begun: EventKernel.Duration, in session: Session) -> [String] {
    jobs.flatMap { sentences(of: $0, since: begun, in: session) }
  }

  private func sentences(
    of job: Report.JobReport, since begun: EventKernel.Duration, in session: Session
  ) -> [String] {
    var values: [String: TextValue] = [
      "queue": .string(job.queue), "count": .integer(job.count), "done": .integer(job.done),
      "late": .integer(job.late), "times": .integer(job.interrupted), "share": .number(job.repeated),
      "lost": .duration(nanoseconds: job.workLost.nanoseconds),
      "saving": .duration(nanoseconds: job.saving.nanoseconds), "usd": .number(job.cost.dollars),
      "each": .number(job.costPerJob ?? 0),
    ]
    if let finished = job.finished {
      values["span"] = .duration(nanoseconds: (finished - job.given).nanoseconds)
      values["at"] = .string((begun + finished).clock)
    }
    var told = [session.text(job.finished == nil ? "jobs.some" : "jobs.all", values)]
    if let deadline = job.deadline { values["at"] = .string((begun + deadline).clock) }
    if job.late > 0, let delay = job.delay {
      told.append(session.text("jobs.late", values))
      told.append(session.text("jobs.delay.\(delay.rawValue).name", values))
      told.append(session.text("jobs.delay.\(delay.rawValue).remedy", values))
    } else if job.finished == nil, job.deadline != nil {
      told.append(session.text("jobs.open", values))
    }
    if job.interrupted > 0 { told.append(session.text("jobs.lost", values)) }
    if job.saving > .zero { told.append(session.text("jobs.saved", values)) }
    if job.cost > .zero {
      told.append(session.text(job.done > 0 ? "jobs.cost" : "jobs.cost-so-far", values))
    } else if job.late == 0 {
      told.append(session.text("jobs.delay.no-worker.name", values))
      told.append(session.text("jobs.delay.no-worker.remedy", values))
    }
    return told
  }
}
