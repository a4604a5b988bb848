package import Cloud
package import EventKernel
package import Traffic

extension Workspace {
  /// The run that lets a while pass with a world's own users.
  func experimentRun(for span: Duration, on world: World) -> ExperimentRun {
    if let live { return live.run(on: world, named: Self.liveRun, for: span) }
    return ExperimentRun(
      experiment: Experiment(id: Self.liveRun, duration: span, isLive: true),
      weather: WeatherSeed(world.seed.rawValue))
  }

  /// The beginning of a live lab: its clock begins now, and its faults will come.
  package func goingLive(_ experiment: Experiment) -> Workspace {
    var begun = self
    let span = LiveSpan(experiment, from: world.now, seed: world.seed)
    for strike in span.strikes {
      begun.world.inject(strike.fault, at: strike.at, lasting: strike.lasting)
    }
    begun.live = span
    return begun.rebased()
  }

  /// The world as what is tried on copies of it begins: in a live lab without the faults that are still to come, so that
  /// no experiment tells what the lab has in store.
  package var rehearsal: World {
    guard live != nil else { return world }
    var copy = world
    copy.leaveComingFaultsOut()
    return copy
  }

  /// Lets time pass as it does in this world: with users where they never rest, in a live lab with some; without traffic
  /// anywhere else.
  ///
  /// - Throws: Why the users of a live lab cannot be sent. Then no time has passed.
  package mutating func pass(_ span: Duration) throws(RunRefusal) {
    guard live != nil else { return advance(by: span) }
    let span = min(span, Self.lastMoment - world.now)
    guard span > .zero else { return }
    do throws(RunRefusal) {
      _ = try run(for: span)
    } catch {
      guard error == .noUsers else { throw error }
      advance(by: span)
    }
  }

  /// The faults of a live lab that came while its clock went on from a moment to now.
  package func strikes(since moment: Instant) -> [LiveSpan.Strike] {
    (live?.strikes ?? []).filter { $0.at > moment && $0.at <= world.now }
  }

  /// What users have met in a live lab from its beginning to its end, while the learner acted; `nil` for a world that is
  /// not live, and once the handler has stopped it.
  ///
  /// The journal is followed once more: each of its spans of time is what it was, bit by bit. Users meet the seconds of a
  /// call with the world as it was before the call.
  // Simplified: live-calls
  package func liveReport(progress: ProgressHandler? = nil) throws(RunRefusal) -> Report? {
    guard let live else { return nil }
    var copy = self
    copy.restore(origin)
    copy.checkpoints = []
    var pieces: [Report.Piece] = []
    for entry in journal.effective {
      let before = copy.world
      guard before.now < live.end else { break }
      let elapsed = before.now - live.origin
      let phase = Report.Piece.phase(at: elapsed)
      // A run is itself what its users met, as far as the lab's clock goes.
      if case .run(let span) = entry {
        let judged = min(span, live.end - before.now)
        guard let report = try copy.runAgain(for: judged, phase: phase, progress: progress) else {
          return nil
        }
        pieces.append(Report.Piece(at: elapsed, report: report))
        continue
      }
      guard try copy.replay(entry, progress: progress) else { return nil }
      let span = min(copy.world.now, live.end) - before.now
      guard span > .zero else { continue }
      var run = experimentRun(for: span, on: before)
      run.phase = phase
      guard let report = try run.report(on: before, progress: progress) else { return nil }
      pieces.append(Report.Piece(at: elapsed, report: report))
    }
    return Report(joining: pieces, of: live, on: copy.world)
  }
}
