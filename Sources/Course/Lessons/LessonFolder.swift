/// The files of one lesson, each read when it is asked for; what is wrong is reported to the collector.
package struct LessonFolder: Sendable {
  /// The folder's name, such as `02-availability-zone`.
  package let name: String
  /// The lesson's name: the folder's without its number.
  package let id: LessonID
  let folder: ContentFolder

  /// The folder `lessons/<name>` below a content root; `nil` for a name of another form than `NN-topic`.
  package init?(root: String, name: String) {
    guard let topic = QuestionBank.topic(ofFolder: name) else { return nil }
    self.name = name
    id = LessonID(topic)
    folder = ContentFolder(root: root, path: "lessons/" + name)
  }

  /// The lesson in one language, or `nil` after reporting why it cannot be used.
  package func lesson(_ language: ContentLanguage, _ collector: DiagnosticCollector) -> Lesson? {
    guard let file = LessonFile(folder: folder, language: language, collector) else { return nil }
    return LessonReading(folder: self, file: file, collector: collector).lesson()
  }

  /// Title and objectives in one language, read without the pages.
  package func header(_ language: ContentLanguage, _ collector: DiagnosticCollector) -> LessonHeader? {
    guard let file = LessonFile(folder: folder, language: language, collector) else { return nil }
    return LessonReading(folder: self, file: file, collector: collector).headerAlone()
  }
}

extension Lesson {
  /// Reads a lesson of `lessons/` below a content root in one language, with everything that is wrong with its file.
  package static func load(
    root: String, folder: String, language: ContentLanguage
  ) -> (lesson: Lesson?, diagnostics: [Diagnostic]) {
    let collector = DiagnosticCollector()
    let lesson = LessonFolder(root: root, name: folder)?.lesson(language, collector)
    return (lesson, collector.diagnostics)
  }
}
