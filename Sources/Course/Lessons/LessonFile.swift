/// A lesson's file cut into its YAML header and its Markdown.
struct LessonFile {
  /// The language of the file.
  let language: ContentLanguage
  /// The file, relative to the content's root.
  let path: String
  /// The header's YAML, which begins on line 2.
  let header: String
  /// The Markdown after it.
  let body: String
  /// How many lines stand before the Markdown.
  let bodyOffset: Int

  /// Reads `lessons/<folder>/<language>.md`; `nil` after reporting why it cannot be read.
  init?(folder: ContentFolder, language: ContentLanguage, _ collector: DiagnosticCollector) {
    let file = folder.file("\(language.rawValue).md")
    guard let text = file.visibleText(collector) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      collector.report(Diagnostic(file: file.path, line: 1, column: 1, code: .lessonHeaderMissing))
      return nil
    }
    self.language = language
    path = file.path
    header = lines[1..<end].joined(separator: "\n")
    body = lines[(end + 1)...].joined(separator: "\n")
    bodyOffset = end + 1
  }
}
