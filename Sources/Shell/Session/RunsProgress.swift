import EventKernel
import Synchronization
import Terminal
import Traffic

/// How far simulated runs are, as they say it themselves; what a person sees of it is drawn after a second of work.
final class RunsProgress: Sendable {
  /// What is known of all runs together.
  struct Sight: Sendable {
    /// The share of the simulated time that is done, from 0 to 1.
    var share: Double
    /// Simulated time that has passed, in all runs together.
    var elapsed: EventKernel.Duration
    var requests: Int
    var lost: Int
    /// Requests and lost ones between two drawings, newest last.
    var requestsDrawn: [Double]
    var lossesDrawn: [Double]
  }

  private struct State {
    /// What each run has said last.
    var runs: [Int: RunProgress] = [:]
    var requestsDrawn: [Double] = []
    var lossesDrawn: [Double] = []
    var requests = 0
    var lost = 0
    var nextDrawing = ContinuousClock.now + .seconds(1)
  }

  private let state = Mutex(State())
  private let total: EventKernel.Duration
  private let draw: @Sendable (Sight) -> Void

  /// The most drawings that are remembered; five minutes of work.
  private static let mostDrawings = 1_500

  /// - Parameters:
  ///   - total: simulated time of all runs together.
  ///   - draw: puts what is known on the screen; called by one thread at a time.
  init(total: EventKernel.Duration, draw: @escaping @Sendable (Sight) -> Void) {
    self.total = total
    self.draw = draw
  }

  /// Takes what a run says; whether it goes on, which Ctrl-C ends. Draws after a second of work, then five times a second.
  func update(_ run: Int, _ progress: RunProgress) -> Bool {
    state.withLock { state in
      state.runs[run] = progress
      let now = ContinuousClock.now
      guard now >= state.nextDrawing else { return }
      state.nextDrawing = now + .milliseconds(200)
      let requests = state.runs.values.reduce(0) { $0 + $1.offered }
      let lost = state.runs.values.reduce(0) { $0 + $1.lost }
      let elapsed = state.runs.values.reduce(EventKernel.Duration.zero) { $0 + $1.elapsed }
      if state.lossesDrawn.count < Self.mostDrawings {
        state.requestsDrawn.append(Double(requests - state.requests))
        state.lossesDrawn.append(Double(lost - state.lost))
      }
      state.requests = requests
      state.lost = lost
      draw(
        Sight(
          share: min(1, elapsed.inSeconds / max(1e-9, total.inSeconds)), elapsed: elapsed, requests: requests,
          lost: lost, requestsDrawn: state.requestsDrawn, lossesDrawn: state.lossesDrawn))
    }
    return !Interrupt.isRequested
  }
}
