/// Proves what each lab's folder holds beyond `lab.yaml`.
struct LabLint {
  /// How many wrong solutions a lab has at least.
  static let leastWrong = 5

  private static let files: Set<String> = [
    "lab.yaml", "brief.ko.md", "brief.en.md", "hints.ko.md", "hints.en.md", "after.ko.md", "after.en.md",
    "notes.md", "setup.sky", "runbook.sky", "proof.tsv",
  ]

  let library: CourseLibrary
  let collector: DiagnosticCollector

  /// Checks all labs and gives those that can be used.
  func check() -> [Lab] {
    let known = library.labIDs.map(\.rawValue)
    let folder = ContentFolder(root: library.root, path: "labs")
    for entry in folder.entries where !known.contains(entry.name) { report(unexpected: entry.name, folder) }
    let topics = Set(library.lessonFolders.map(\.id.rawValue))
    return library.labIDs.compactMap { check(LabFolder(root: library.root, id: $0), topics) }
  }

  private func check(_ folder: LabFolder, _ topics: Set<String>) -> Lab? {
    let lab = folder.lab(collector)
    for language in ContentLanguage.allCases {
      _ = folder.brief(language, collector)
      _ = folder.after(language, collector)
    }
    _ = folder.folder.file("notes.md").visibleText(collector)
    for entry in folder.folder.entries {
      let isScripts = entry.name == "solutions" || entry.name == "wrong"
      if entry.kind == .other {
        report(folder.folder.path + "/" + entry.name, .fileNotRegular)
      } else if isScripts != (entry.kind == .folder) || !(isScripts || Self.files.contains(entry.name)) {
        report(unexpected: entry.name, folder.folder)
      }
    }
    checkHints(folder, lab)
    checkScripts(folder, lab)
    if let lab { checkHeader(folder, lab, topics) }
    return lab
  }

  private func checkHeader(_ folder: LabFolder, _ lab: Lab, _ topics: Set<String>) {
    let file = folder.folder.file("lab.yaml")
    let text = file.text(DiagnosticCollector()) ?? ""
    for topic in lab.header.topics where !topics.isEmpty && !topics.contains(topic) {
      report(
        file.path, .labUnknownTopic, ["topic": .text(topic)],
        line: TopLevelKeys.line(of: "topics", in: text))
    }
    if folder.folder.file("runbook.sky").exists != (lab.runbookAt != nil) {
      report(file.path, .labRunbook, line: TopLevelKeys.line(of: "runbook", in: text))
    }
  }

  private func checkHints(_ folder: LabFolder, _ lab: Lab?) {
    var conditions: [[Query?]] = []
    for language in ContentLanguage.allCases {
      guard let hints = folder.hints(language, collector) else { continue }
      let file = folder.folder.file("hints.\(language.rawValue).md").path
      if let lab, lab.hintCount != hints.count {
        report(
          file, .labHintCount, ["declared": .integer(lab.hintCount), "found": .integer(hints.count)], line: 1)
      }
      if let last = hints.last, last.when != nil {
        report(file, .labHintLast, line: last.document.blocks.first?.line ?? 1)
      }
      conditions.append(hints.map(\.when))
    }
    guard conditions.count == 2 else { return }
    for (index, pair) in zip(conditions[0], conditions[1]).enumerated() where pair.0 != pair.1 {
      report(
        folder.folder.file("hints.en.md").path, .labHintsDiffer, ["number": .integer(index + 1)], line: 1)
    }
  }

  private func checkScripts(_ folder: LabFolder, _ lab: Lab?) {
    let before = collector.count
    let solutions = folder.solutions(collector)
    let wrong = folder.wrongSolutions(collector)
    let isWhole = collector.count == before
    if isWhole, solutions.isEmpty { report(folder.folder.path + "/solutions", .labNoSolution) }
    if isWhole, wrong.count < Self.leastWrong {
      report(
        folder.folder.path + "/wrong", .labFewWrong,
        ["count": .integer(wrong.count), "least": .integer(Self.leastWrong)])
    }
    for design in wrong {
      if let lab, lab.check(design.check) == nil {
        let known = lab.checks.map(\.id).joined(separator: ", ")
        report(
          design.script.file, .labUnknownName,
          ["name": .text(VisibleText.escaped(design.check)), "known": .text(known)], line: 1)
      }
    }
    let silent = DiagnosticCollector()
    let others = [folder.setup(silent), folder.runbook(silent)].compactMap { $0 }
    for script in others + solutions + wrong.map(\.script) {
      for literal in LiteralID.all(in: script.text) {
        collector.report(
          Diagnostic(
            file: script.file, line: literal.line, column: literal.column, code: .scriptLiteralID,
            arguments: ["id": .text(literal.id)]))
      }
    }
  }

  private func report(unexpected name: String, _ folder: ContentFolder) {
    report(folder.path, .fileUnexpected, ["name": .text(VisibleText.escaped(name))])
  }

  private func report(
    _ file: String, _ code: DiagnosticCode, _ arguments: [String: DiagnosticValue] = [:], line: Int = 0
  ) {
    collector.report(
      Diagnostic(file: file, line: line, column: min(line, 1), code: code, arguments: arguments))
  }
}
