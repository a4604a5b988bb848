import EventKernel
import Foundation
import Synchronization
import Terminal
import Texts
import Traffic

/// How fast a live run passes: so many simulated seconds in one of the learner's.
final class RunPace: Sendable {
  /// The slowest and fastest pace that can be asked for.
  static let slowest = 0.1
  static let fastest = 100_000.0
  /// The pace of `top` where none is given.
  static let usual = 10.0

  private let factor: Double
  private let begun = ContinuousClock.now
  private let last = Mutex<RunProgress?>(nil)

  /// Begins now.
  init(_ factor: Double) { self.factor = factor }

  /// The factor of a text, `10x`, `10` or `10배`.
  init(text: String) throws(CommandFailure) {
    var digits = text
    for unit in ["x", "X", "배"] where text.hasSuffix(unit) { digits = String(text.dropLast()) }
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }), let factor = Double(digits),
      (Self.slowest...Self.fastest).contains(factor)
    else {
      throw CommandFailure(
        "run.bad-pace",
        ["pace": .string(text), "least": .number(Self.slowest), "most": .integer(Int(Self.fastest))])
    }
    self.factor = factor
  }

  /// Takes `--pace` and its value out of the words behind a command; `nil` where it is not among them.
  static func taken(from words: inout [String]) throws(CommandFailure) -> RunPace? {
    guard let position = words.firstIndex(of: "--pace") else { return nil }
    guard position + 1 < words.count else { throw CommandFailure("run.no-pace") }
    let pace = try RunPace(text: words[position + 1])
    words.removeSubrange(position...position + 1)
    guard !words.contains("--pace") else { throw CommandFailure("run.two-paces") }
    return pace
  }

  /// How far the run has come in whole steps.
  var reached: EventKernel.Duration { last.withLock { $0?.elapsed ?? .zero } }

  /// Waits until the clock on the wall has come as far as the run; whether it did, which Ctrl-C does not wait for.
  func wait(until elapsed: EventKernel.Duration) -> Bool {
    let due = begun + .seconds(elapsed.inSeconds / factor)
    while !Interrupt.isRequested {
      let rest = (due - ContinuousClock.now) / Swift.Duration.seconds(1)
      guard rest > 0 else { return true }
      Thread.sleep(forTimeInterval: min(0.05, rest))
    }
    return false
  }

  /// Waits for a step of the run and takes it; the two last ones, or `nil` once Ctrl-C was typed.
  func step(_ progress: RunProgress) -> (before: RunProgress?, now: RunProgress)? {
    guard wait(until: progress.elapsed) else { return nil }
    let before = last.withLock { last in
      let before = last
      last = progress
      return before
    }
    return (before, progress)
  }
}
