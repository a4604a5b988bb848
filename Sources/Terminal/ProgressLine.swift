/// One line that is redrawn while work goes on, and is gone when it ends; nothing where there is no terminal.
package final class ProgressLine {
  private let screen: Screen
  private let clock = ContinuousClock()
  private var drawn: ContinuousClock.Instant?
  private var isShown = false
  private static let pause: Duration = .milliseconds(100)

  /// A line on a screen; it appears with the first update.
  package init(on screen: Screen) { self.screen = screen }

  /// Shows how far the work has come; called as often as one likes, drawn at most ten times a second.
  ///
  /// The closure makes the spans and is called only when they are drawn.
  package func update(_ spans: () -> [Document.Span]) {
    guard screen.isTerminal, screen.mode != .plain else { return }
    let now = clock.now
    if let drawn, now - drawn < ProgressLine.pause { return }
    drawn = now
    isShown = true
    screen.write("\r" + fitted(spans()) + "\u{1B}[K")
  }

  /// Takes the line away.
  package func finish() {
    guard isShown else { return }
    isShown = false
    drawn = nil
    screen.write("\r\u{1B}[K")
  }

  /// The spans cut to one line of the screen, so that `\r` always comes back to its start.
  private func fitted(_ spans: [Document.Span]) -> String {
    var free = screen.width - 1
    var line: [Document.Span] = []
    for span in spans {
      let text = DisplayWidth.truncate(Sanitizer.visible(span.text), to: free)
      line.append(span.with(text))
      free -= DisplayWidth.of(text)
      guard free > 0 else { break }
    }
    return ANSIRenderer.painted(line, colour: screen.mode == .colour)
  }
}
