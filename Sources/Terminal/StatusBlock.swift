/// A few lines that are drawn over themselves while work goes on, and stay when it ends.
package final class StatusBlock {
  private let screen: Screen
  private var rows = 0

  /// A block on a screen; it appears with the first update.
  package init(on screen: Screen) { self.screen = screen }

  /// Shows a document in the place of the last one; below it where the terminal cannot go back so far.
  package func update(_ document: Document) {
    let text = screen.renderer.render(document)
    let back = screen.drawsOver && rows > 0 && rows < screen.height ?? 0 ? "\r\u{1B}[\(rows)A\u{1B}[J" : ""
    rows = text.utf8.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
    screen.write(back + text)
  }
}
