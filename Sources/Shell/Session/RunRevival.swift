import Course
import EventKernel
import LearnerStore
import Texts
import Traffic

/// Makes the world of a run again, from its start world and its journal: any thread may do it.
struct RunRevival: Sendable {
  let starts: StartWorlds
  let store: LearnerStore
  /// The lab's id, or the name of free play.
  let lab: String
  let run: String
  let folder: WorkFolder

  /// The workspace as it was stored last; `nil` once `tell`, which hears the share done, has answered `false`.
  func workspace(
    tell: @escaping @Sendable (Double) -> Bool
  ) throws(CommandFailure) -> Workspace? {
    var workspace = try start()
    workspace.folder = folder
    let journal = try Journal(ofRun: run, in: store)
    let entries = journal.effective
    do throws(RunRefusal) {
      let isWhole = try workspace.replay(journal) { position, progress in
        tell((Double(position) + Self.share(of: entries[position], progress)) / Double(entries.count))
      }
      return isWhole ? workspace : nil
    } catch {
      throw CommandFailure(error)
    }
  }

  private func start() throws(CommandFailure) -> Workspace {
    if lab == Session.sandboxName { return try starts.sandboxWorkspace() }
    return try starts.workspace(of: try LabPlace.folder(id: lab, in: starts.course)).workspace
  }

  /// How much of an entry is done, from 0 to 1.
  private static func share(of entry: Journal.Entry, _ progress: RunProgress?) -> Double {
    guard case .run(let span) = entry, let progress, span > .zero else { return 0 }
    return progress.elapsed.inSeconds / span.inSeconds
  }
}

extension Journal {
  /// Reads the journal of a run.
  init(ofRun run: String, in store: LearnerStore) throws(CommandFailure) {
    let lines: [String]
    do throws(StoreError) {
      lines = try store.journal(of: run)
    } catch {
      throw CommandFailure(error)
    }
    do throws(JournalError) {
      try self.init(text: lines.joined(separator: "\n"))
    } catch {
      throw CommandFailure(error)
    }
  }
}

extension CommandFailure {
  /// Why users cannot be sent, as a sentence.
  init(_ refusal: RunRefusal) {
    switch refusal {
    case .noUsers: self.init("experiment.no-users", status: 1)
    case .tooManyRequests(let expected, let limit):
      self.init(
        "experiment.too-many-requests", ["expected": .integer(expected), "limit": .integer(limit)])
    case .endOfTime: self.init("experiment.end-of-time", status: 1)
    case .tooManyAtOnce(let span, let limit):
      self.init(
        "experiment.too-many-at-once",
        ["span": .duration(nanoseconds: span.nanoseconds), "limit": .integer(limit)], status: 1)
    case .badDuration(let span):
      self.init(
        "experiment.bad-duration",
        [
          "span": .duration(nanoseconds: span.nanoseconds),
          "longest": .duration(nanoseconds: ExperimentRun.longest.nanoseconds),
        ])
    case .notForFlows(let limit):
      self.init("experiment.flow-limit.\(limit.rawValue)", status: 1)
    }
  }
}
