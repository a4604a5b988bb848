import Cloud
import EventKernel
import Terminal
import Traffic

extension Session {
  /// Lets time pass in the learner's world at a pace, and shows its state every ten simulated seconds: on a terminal in one
  /// place, else a line each; nothing for programs.
  ///
  /// Ctrl-C ends it there: what happened up to the last whole step has happened, as if `run` had been told that time.
  ///
  /// - Returns: The report and how much time passed; `nil` when not one step was reached, and the world is as it was.
  func run(
    _ workspace: inout Workspace, for span: EventKernel.Duration, at pace: RunPace
  ) throws(CommandFailure) -> (report: Report, span: EventKernel.Duration)? {
    let begun = workspace.world.now.sinceEpoch
    // The run tells its steps on this thread.
    nonisolated(unsafe) let session = self
    nonisolated(unsafe) let block = StatusBlock(on: screen)
    let tells: @Sendable (RunProgress) -> Bool = { progress in
      guard let (before, now) = pace.step(progress) else { return false }
      if !session.wantsJSON, let sight = now.sight {
        // Before a minute has passed nothing is known of how busy machines are.
        let status = LiveStatus(
          sight.world, clock: (begun + now.elapsed).clock, flow: LiveStatus.Flow(from: before, to: now),
          loads: now.elapsed >= .minutes(1) ? sight.loads : [:])
        session.show(status, session.names(in: sight.world), in: block)
      }
      return true
    }
    do throws(RunRefusal) {
      if let report = try workspace.run(for: span, showsWorld: true, progress: tells) {
        _ = pace.wait(until: span)
        return (report, span)
      }
      let reached = pace.reached
      Interrupt.clear()
      guard reached > .zero,
        let report = try workspace.run(for: reached, progress: { _ in !Interrupt.isRequested })
      else { return nil }
      return (report, reached)
    } catch {
      throw CommandFailure(error)
    }
  }

  private func show(_ status: LiveStatus, _ names: ResourceNames, in block: StatusBlock) {
    if screen.drawsOver {
      block.update(status.document(names, in: self))
    } else {
      screen.write(Sanitizer.visible(status.line(names, in: self)) + "\n")
    }
  }
}

extension RunProgress.Sight {
  /// The share of its vCPUs that was busy in the last full minute, 0 to 1, by the instance's id.
  fileprivate var loads: [String: Double] {
    var loads: [String: Double] = [:]
    for (id, seen) in observations.instances { loads[id.description] = seen.cpuUtilisation }
    return loads
  }
}
