import Foundation

/// The content compiler: everything that is wrong with lessons, labs and questions, found in one run.
package enum Linter {
  /// All findings about a content root, or about a folder or file inside one, in order of file, line and column.
  ///
  /// The root is the nearest folder upwards that holds `lessons` or `labs`.
  package static func lint(_ path: String) -> [Diagnostic] {
    let place = URL(fileURLWithPath: path).standardizedFileURL.path
    let collector = DiagnosticCollector()
    guard let root = root(of: place) else {
      collector.report(Diagnostic(file: path, line: 0, column: 0, code: .fileMissing))
      return collector.diagnostics
    }
    check(root: root, collector)
    let inner = place == root ? "" : String(place.dropFirst(root == "/" ? 1 : root.utf8.count + 1))
    return collector.diagnostics.filter {
      inner.isEmpty || $0.file == inner || $0.file.hasPrefix(inner + "/")
    }
  }

  /// Reports everything that is wrong below a content root.
  package static func check(root: String, _ collector: DiagnosticCollector) {
    let library = CourseLibrary(root: root)
    let questions = library.questions(collector)
    let labs = LabLint(library: library, collector: collector).check()
    let lessons = LessonLint(library: library, questions: questions, labs: labs, collector: collector)
      .check()
    QuestionPageLint.check(questions, lessons, collector)
    library.sandbox.check(collector)
    RequirementLint(library: library, collector: collector).check()
  }

  private static func root(of path: String) -> String? {
    var url = URL(fileURLWithPath: path)
    while true {
      for name in ["lessons", "labs"]
      where ContentFolder(root: url.path, path: name).exists {
        return url.path
      }
      if url.path == "/" { return nil }
      url.deleteLastPathComponent()
    }
  }
}

/// Proves that each page a question names exists in its topic's lesson.
enum QuestionPageLint {
  static func check(_ bank: QuestionBank, _ lessons: [Lesson], _ collector: DiagnosticCollector) {
    for named in bank.pages {
      guard let lesson = lessons.first(where: { $0.id.rawValue == named.topic }),
        !lesson.pages.contains(where: { $0.id == named.page })
      else { continue }
      let place = named.location
      collector.report(
        Diagnostic(
          file: place.file, line: place.line, column: place.column, code: .questionUnknownPage,
          arguments: ["question": .text(named.question), "page": .text(named.page)]))
    }
  }
}
