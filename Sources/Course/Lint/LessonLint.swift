/// Proves each lesson: what its blocks refer to, and that both languages say the same.
struct LessonLint {
  let library: CourseLibrary
  let questions: QuestionBank
  let labs: [Lab]
  let collector: DiagnosticCollector

  /// Checks all lessons and gives the English form of those that can be used.
  func check() -> [Lesson] {
    let known = library.lessonFolders.map(\.name)
    let folder = ContentFolder(root: library.root, path: "lessons")
    for entry in folder.entries where !known.contains(entry.name) {
      report(folder.path, 0, .fileUnexpected, ["name": .text(VisibleText.escaped(entry.name))])
    }
    return library.lessonFolders.compactMap { check($0) }
  }

  private func check(_ folder: LessonFolder) -> Lesson? {
    for entry in folder.folder.entries {
      if entry.kind == .other {
        report(folder.folder.path + "/" + entry.name, 0, .fileNotRegular)
      } else if entry.kind == .folder || !["ko.md", "en.md", "questions.yaml"].contains(entry.name) {
        report(folder.folder.path, 0, .fileUnexpected, ["name": .text(VisibleText.escaped(entry.name))])
      }
    }
    let ko = folder.lesson(.ko, collector)
    let en = folder.lesson(.en, collector)
    for case let lesson? in [ko, en] {
      let path = folder.folder.file("\(lesson.language.rawValue).md").path
      check(lesson, path)
      LessonTextLint(lesson: lesson, path: path, collector: collector).check()
    }
    if let ko, let en {
      LessonPairLint(ko: ko, en: en, path: folder.folder.file("en.md").path, collector: collector).check()
    }
    return en
  }

  private func check(_ lesson: Lesson, _ path: String) {
    var start: StartWorld?
    switch lesson.world {
    case .lab(let id):
      start = labs.first { $0.id == id }?.start
      if library.lab(id) == nil { report(path, 1, .lessonUnknownLab, ["lab": .text(id.rawValue)]) }
    case .own(let world, _): start = world
    }
    if lesson.tasks.isEmpty { report(path, 1, .lessonNoTask) }
    var lines: [String: Int] = [:]
    for block in lesson.blocks {
      if let id = block.id {
        if lines[id] != nil { report(path, block.line, .lessonDuplicateBlock, ["id": .text(id)]) }
        lines[id] = block.line
      }
      if case .question(let id) = block.content, questions[id] == nil {
        report(path, block.line, .lessonUnknownQuestion, ["question": .text(id.rawValue)])
      }
      if case .task(let task) = block.content, case .experiment(let name) = task.scope, let start,
        start.experiment(name) == nil
      {
        let known = start.experiments.map(\.id).joined(separator: ", ")
        report(path, block.line, .labUnknownName, ["name": .text(name), "known": .text(known)])
      }
    }
    checkPredictions(lesson, path)
  }

  /// A prediction comes before the block that answers it.
  private func checkPredictions(_ lesson: Lesson, _ path: String) {
    let commands = Dictionary(
      lesson.blocks.compactMap { block -> (String, Int)? in
        if case .commands(let commands) = block.content { (commands.id, block.line) } else { nil }
      }, uniquingKeysWith: { first, _ in first })
    for block in lesson.blocks {
      guard case .prediction(let prediction) = block.content, case .block(let id) = prediction.source else {
        continue
      }
      if let line = commands[id] {
        if line < block.line { report(path, block.line, .lessonBlockOrder, ["id": .text(id)]) }
      } else {
        report(path, block.line, .lessonUnknownBlock, ["id": .text(id)])
      }
    }
  }

  private func report(
    _ file: String, _ line: Int, _ code: DiagnosticCode, _ arguments: [String: DiagnosticValue] = [:]
  ) {
    collector.report(
      Diagnostic(file: file, line: line, column: min(line, 1), code: code, arguments: arguments))
  }
}
