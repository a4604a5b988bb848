import EventKernel
import Terminal
import Texts
import Traffic

extension Session {
  /// Does simulated work with its progress on one line of the screen, which is gone when the work ends.
  ///
  /// The line shows requests and failures as they came, the share done, and simulated time; nothing is drawn in the
  /// first second, without a terminal, or in plain mode.
  ///
  /// - Parameters:
  ///   - total: simulated time of all runs together.
  ///   - work: is given what each run tells its progress to; it answers `false` once Ctrl-C was typed.
  func watching<Result>(
    total: EventKernel.Duration,
    _ work: (@escaping @Sendable (Int, RunProgress) -> Bool) throws(RunRefusal) -> Result
  ) throws(CommandFailure) -> Result {
    let line = ProgressLine(on: screen)
    let texts = self.texts
    // The line is drawn from the threads of the runs, one at a time.
    nonisolated(unsafe) let drawn = line
    let progress = RunsProgress(total: total) { sight in
      drawn.update { Self.spans(of: sight, texts: texts) }
    }
    defer { line.finish() }
    do throws(RunRefusal) {
      return try work { progress.update($0, $1) }
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Requests, failures, and both in words; on a narrow screen the end is cut.
  private static func spans(of sight: RunsProgress.Sight, texts: TextCatalogue) -> [Document.Span] {
    [
      Document.Span(Sparkline.text(sight.requestsDrawn, width: 10), style: .muted), Document.Span(" "),
      Document.Span(
        Sparkline.text(sight.lossesDrawn, width: 10), style: sight.lost > 0 ? .bad : .muted),
      Document.Span("  "),
      Document.Span(
        texts.text(
          "session.progress",
          [
            "share": .number(sight.share), "span": .duration(nanoseconds: sight.elapsed.nanoseconds),
            "requests": .integer(sight.requests), "lost": .integer(sight.lost),
          ])),
    ]
  }
}
