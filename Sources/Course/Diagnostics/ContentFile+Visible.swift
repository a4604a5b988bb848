extension ContentFile {
  /// The file's text like `text`, or `nil` after also reporting a character that a terminal would obey.
  package func visibleText(_ collector: DiagnosticCollector) -> String? {
    guard let text = text(collector) else { return nil }
    guard VisibleText.firstForbidden(in: text) != nil else { return text }
    var line = 1
    var column = 1
    for scalar in text.unicodeScalars {
      if VisibleText.firstForbidden(in: String(scalar)) != nil {
        collector.report(
          Diagnostic(
            file: path, line: line, column: column, code: .fileControlCharacter,
            arguments: ["character": .text(VisibleText.name(of: scalar))]))
        return nil
      }
      column += 1
      if scalar == "\n" { (line, column) = (line + 1, 1) }
    }
    return text
  }
}
