import Assessment
import EventKernel
import Synchronization
import Terminal
import Traffic

/// How far the runs of a check are, drawn on one line: simulated time, requests, lost requests as a sparkline.
final class JudgingProgress: Sendable {
  private struct State {
    /// What each run has said last.
    var runs: [Int: RunProgress] = [:]
    /// Requests lost between two drawings, newest last.
    var losses: [Double] = []
    var lost = 0
    var nextDrawing = ContinuousClock.now + .seconds(1)
  }

  private let state = Mutex(State())
  private let length: EventKernel.Duration
  private let count: Int
  private let sentence: @Sendable (_ done: Double, _ requests: Int, _ lost: Int) -> String
  private let draw: @Sendable (String, [Double]) -> Void

  /// - Parameters:
  ///   - count: how many runs there are, of `length` simulated time each.
  ///   - sentence: what is said of the share done, the requests and those lost.
  ///   - draw: puts the sentence and the losses on the screen; called by one thread at a time.
  init(
    count: Int, length: EventKernel.Duration,
    sentence: @escaping @Sendable (_ done: Double, _ requests: Int, _ lost: Int) -> String,
    draw: @escaping @Sendable (String, [Double]) -> Void
  ) {
    self.count = count
    self.length = length
    self.sentence = sentence
    self.draw = draw
  }

  /// Takes what a run says; whether it goes on. Draws after a second of work, then five times a second.
  func update(_ run: Int, _ progress: RunProgress) -> Bool {
    state.withLock { state in
      state.runs[run] = progress
      let now = ContinuousClock.now
      guard now >= state.nextDrawing else { return }
      state.nextDrawing = now + .milliseconds(200)
      let lost = state.runs.values.reduce(0) { $0 + $1.lost }
      let requests = state.runs.values.reduce(0) { $0 + $1.offered }
      let done = state.runs.values.reduce(0.0) { $0 + $1.elapsed.inSeconds }
      state.losses.append(Double(lost - state.lost))
      state.lost = lost
      draw(sentence(done / (length.inSeconds * Double(count)), requests, lost), state.losses)
    }
    return !Interrupt.isRequested
  }
}
