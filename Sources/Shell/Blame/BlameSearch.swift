import Assessment
import Cloud
import Course
import EventKernel
import Traffic

/// What each line of a journal did to a check, and the smallest change of one line that makes it hold.
struct BlameSearch {
  /// A line after which the lab was judged.
  struct Step {
    /// Its position among the entries that count, from 0.
    let entry: Int
    /// What the check measures of the world after it; `nil` where it gives no number.
    let value: Double?
    let holds: Bool
  }

  /// A changed line with which the check holds.
  struct Cure {
    let change: JournalTrial.Change
    let value: Double?
    /// Whether the whole lab passes.
    let passes: Bool
  }

  /// What was found.
  struct Result {
    /// The start world's value, and whether the check holds there.
    let start: Step
    var steps: [Step] = []
    var cures: [Cure] = []
    /// How many changes were tried, and how many more there were.
    var tried = 0
    var untried = 0
  }

  /// The most lines after which the lab is judged; of a longer journal the last ones.
  static let mostSteps = 40
  /// The most changes that are tried.
  private static let mostChanges = 60
  /// The most changes that are looked for among those that make the check hold.
  private static let mostCures = 3
  /// How long changes are tried, in real time, before no further one is begun.
  #if DEBUG
    // Without optimisation a run takes some twenty times as long.
    private static let longest: ContinuousClock.Duration = .seconds(1800)
  #else
    private static let longest: ContinuousClock.Duration = .seconds(90)
  #endif

  /// The workspace in which the journal begins.
  let start: Workspace
  let entries: [Journal.Entry]
  /// Judges under the one weather in which the check came off worst.
  let judge: LabJudge
  /// The position of the check among those of the lab.
  let check: Int

  /// The entries that can change the world: none that only read, wait or set variables.
  private var changing: [Int] {
    entries.indices.filter { position in
      switch entries[position] {
      case .call(let words, _):
        guard words.count > 1 else { return false }
        return !["describe-", "list-", "get-", "head-", "wait"].contains { words[1].hasPrefix($0) }
      case .session, .request, .run, .fault, .traffic, .marketplace: return true
      case .advance, .assign, .undo, .redo: return false
      }
    }
  }

  /// How much simulated time the search takes at the most, for the progress that is shown.
  var simulatedTime: Duration {
    let once = judge.runs(on: start.world).reduce(Duration.zero) { $0 + $1.experiment.duration }
    return once * (1 + min(Self.mostSteps, changing.count) + Self.mostCures * 4)
  }

  /// Judges after each line and tries changes; `nil` when the handler stopped it.
  func result(
    progress: @escaping @Sendable (Int, RunProgress) -> Bool
  ) throws(RunRefusal) -> Result? {
    var turn = 0
    func judged(_ workspace: Workspace) throws(RunRefusal) -> Verdict? {
      var settled = workspace
      settled.waitUntilSettled()
      let first = turn * 1_000
      turn += 1
      return try judge.judge(settled.world) { progress(first + $0, $1) }
    }
    func step(_ entry: Int, _ verdict: Verdict) -> Step {
      let result = verdict.checks[check]
      return Step(entry: entry, value: result.value, holds: result.holds)
    }
    guard let verdict = try judged(start) else { return nil }
    var result = Result(start: step(-1, verdict))
    let told = Set(changing.suffix(Self.mostSteps))
    var workspace = start
    var last = verdict
    for (position, entry) in entries.enumerated() {
      let number = turn * 1_000
      guard try workspace.replay(entry, progress: { progress(number, $0) }) else { return nil }
      guard told.contains(position) else { continue }
      guard let verdict = try judged(workspace) else { return nil }
      result.steps.append(step(position, verdict))
      last = verdict
    }
    guard !last.checks[check].holds else { return result }
    let number = turn * 1_000
    return try cured(result, workspace.world, judged) { progress(number, $0) }
  }

  /// Tries changes of single lines until one passes the lab, or enough of them the check; `nil` when the handler stopped it.
  private func cured(
    _ found: Result, _ world: World, _ judged: (Workspace) throws(RunRefusal) -> Verdict?,
    _ progress: @escaping ProgressHandler
  ) throws(RunRefusal) -> Result? {
    var result = found
    guard let trial = try JournalTrial(start: start, entries: entries, progress: progress) else { return nil }
    let end = ContinuousClock.now + Self.longest
    for change in changes(in: world) {
      guard result.tried < Self.mostChanges, ContinuousClock.now < end else {
        result.untried += 1
        continue
      }
      result.tried += 1
      guard let workspace = try trial.workspace(with: change, progress: progress),
        let verdict = try judged(workspace)
      else { return nil }
      let outcome = verdict.checks[check]
      if outcome.holds {
        result.cures.append(Cure(change: change, value: outcome.value, passes: verdict.passed))
      }
      // With a change that passes the whole lab nobody asks for a larger one.
      if verdict.passed || result.cures.count == Self.mostCures { break }
    }
    result.cures.sort { $0.passes && !$1.passes }
    return result
  }

  /// How many changes of options come before lines that are left out.
  private static let firstOptions = 40

  /// Another value of an option first, line by line from the last one back; then lines left out, then further values.
  private func changes(in world: World) -> [JournalTrial.Change] {
    let lines = LineChanges(world: world, region: start.region)
    var changes: [JournalTrial.Change] = []
    for position in changing.reversed() {
      guard case .call(let words, _) = entries[position] else { continue }
      changes += lines.changes(of: words).map { JournalTrial.Change(entry: position, words: $0) }
    }
    let omissions = changing.reversed().map { JournalTrial.Change(entry: $0, words: nil) }
    return Array(changes.prefix(Self.firstOptions)) + omissions + Array(changes.dropFirst(Self.firstOptions))
  }
}
