import Cloud
import CloudAPI
import EventKernel
package import Traffic

extension Workspace {
  /// Does what a journal's entries say, in order, printing nothing.
  ///
  /// Entries that fail, fail again as they did. Files come out of the journal, not from the folder.
  ///
  /// - Parameter progress: told before each entry, and how far it is by each that runs traffic, with the position of
  ///   the entry among those that count.
  /// - Returns: Whether all was done; after `false` of the handler the workspace is half-way and of no use.
  @discardableResult
  package mutating func replay(
    _ journal: Journal, progress: (@Sendable (Int, RunProgress?) -> Bool)? = nil
  ) throws(RunRefusal) -> Bool {
    let entries = journal.effective
    checkpoints = []
    for (position, entry) in entries.enumerated() {
      if position >= entries.count - Self.checkpointsAfterReplay { remember() }
      guard progress?(position, nil) ?? true,
        try replay(entry, progress: { progress?(position, $0) ?? true })
      else { return false }
    }
    // Undone entries stay known, so that `redo` goes on where it was.
    self.journal = journal
    return true
  }

  /// From how many entries back a replay keeps the states for `undo`: each state makes the next write copy what it changes,
  /// and few take back more right after.
  private static let checkpointsAfterReplay = 32

  /// Does the words of an `aws` line of a journal with the files that came with it; gives what it printed, where it prints.
  @discardableResult
  mutating func callAgain(_ words: [String], _ files: [Journal.File], prints: Bool) -> AWSOutcome {
    let given = Dictionary(files.map { ($0.name, $0.content) }, uniquingKeysWith: { first, _ in first })
    let runner = AWSRunner(catalog: catalog, context: context(files: .journal(given)))
    let outcome = runner.run(
      words, on: &world, as: CallContext(caller: caller, region: region), format: format, width: width,
      prints: prints)
    if let changed = outcome.profiles { profiles = changed }
    lastStatus = outcome.status
    return outcome
  }

  /// Does one entry; `false` when the handler stopped its run.
  mutating func replay(
    _ entry: Journal.Entry, progress: ProgressHandler? = nil
  ) throws(RunRefusal) -> Bool {
    switch entry {
    case .call(let words, let files): callAgain(words, files, prints: false)
    case .session(let words, let files):
      guard let line = SecureShellLine(words) else { return true }
      let key = files.first { $0.name == line.keyFile }.flatMap { Base64.decode($0.content) } ?? []
      let text = line.isKeyItself ? line.keyFile ?? "" : String(decoding: key, as: UTF8.self)
      lastStatus = Self.run(line, key: text, catalog, on: &world).status
    case .request(let words):
      do throws(CurlLine.Problem) {
        lastStatus = Self.run(try CurlLine(words), on: &world).status
      } catch {
        lastStatus = error.status
      }
    case .advance(let span):
      guard world.now + span <= Self.lastMoment else { throw .endOfTime }
      world.advance(to: world.now + span)
    case .run(let span): return try runAgain(for: span, progress: progress) != nil
    case .assign(let name, let value, let exports):
      set(name, value, exports: exports)
    case .fault(let words):
      if let request = FaultRequest(words: words, world: world, region: region) {
        world.inject(request.fault, at: world.now + request.begins, lasting: request.lasting)
      }
    case .traffic(let words):
      if let request = try? TrafficRequest(words: words, world: world) { request.apply(to: &world) }
    case .marketplace(let words):
      if let request = MarketplaceRequest(words: words) {
        _ = world.setSubscription(request.subscribes, to: request.code)
      }
    case .undo, .redo:
      break
    }
    return true
  }

  /// Lets time pass with the world's users as it did; the report is `nil` when the handler stopped it.
  ///
  /// - Parameter phase: seconds of a minute that had passed when it began, for the report alone.
  mutating func runAgain(
    for span: Duration, phase: Duration = .zero, progress: ProgressHandler? = nil
  ) throws(RunRefusal) -> Report? {
    guard world.now + span <= Self.lastMoment else { throw .endOfTime }
    let users = world.lab.workload
    let start = world.now
    var run = experimentRun(for: span, on: world)
    run.phase = phase
    guard let report = try run.run(on: &world, progress: progress) else { return nil }
    if run.experiment.workload != nil { world.setWorkload(users) }
    world.bill(report.volumes, moved: report.moved, given: report.given, since: start)
    return report
  }

  /// Takes back the newest `count` entries; gives how many were.
  package mutating func undo(_ count: Int) throws(RunRefusal) -> Int {
    let possible = min(count, journal.undoable.done)
    guard possible > 0 else { return 0 }
    journal.append(.undo(possible))
    if possible <= checkpoints.count {
      let state = checkpoints[checkpoints.count - possible]
      checkpoints.removeLast(possible)
      restore(state)
    } else {
      try rebuild()
    }
    return possible
  }

  /// Does the newest `count` undone entries again; gives how many were.
  package mutating func redo(_ count: Int) throws(RunRefusal) -> Int {
    let possible = min(count, journal.undoable.undone)
    guard possible > 0 else { return 0 }
    let done = journal.effective.count
    journal.append(.redo(possible))
    for entry in journal.effective.dropFirst(done) {
      remember()
      _ = try replay(entry)
    }
    return possible
  }

  /// Makes the world again from the beginning of the journal.
  private mutating func rebuild() throws(RunRefusal) {
    let kept = journal
    restore(origin)
    checkpoints = []
    try replay(kept)
  }
}
