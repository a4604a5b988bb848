/// The files of one lab, each read when it is asked for; what is wrong is reported to the collector.
package struct LabFolder: Sendable {
  /// The lab's name.
  package let id: LabID
  let folder: ContentFolder

  /// The folder `labs/<id>` below a content root.
  package init(root: String, id: LabID) {
    self.id = id
    folder = ContentFolder(root: root, path: "labs/" + id.rawValue)
  }

  /// The lab, or `nil` after reporting why it cannot be used.
  package func lab(_ collector: DiagnosticCollector) -> Lab? {
    let file = folder.file("lab.yaml")
    guard let text = file.visibleText(collector), let setup = folder.file("setup.sky").visibleText(collector)
    else { return nil }
    var scripts = [(name: "setup.sky", text: setup)]
    let runbook = folder.file("runbook.sky")
    if runbook.exists {
      guard let text = runbook.visibleText(collector) else { return nil }
      scripts.append((name: "runbook.sky", text: text))
    }
    guard let root = YAMLDocument.parse(text, file: file.path, collector) else { return nil }
    return LabReading(folder: id.rawValue).lab(root, scripts: scripts)
  }

  /// Name, title and topics, read without the rest.
  package func header(_ collector: DiagnosticCollector) -> LabHeader? {
    let file = folder.file("lab.yaml")
    guard let text = file.visibleText(collector) else { return nil }
    let slice = TopLevelKeys.keeping(Set(LabReading.headerKeys), in: text)
    guard let root = YAMLDocument.parse(slice, file: file.path, collector),
      let map = root.mapping(LabReading.headerKeys)
    else { return nil }
    return LabReading(folder: id.rawValue).header(map)
  }

  /// The story and the task.
  package func brief(_ language: ContentLanguage, _ collector: DiagnosticCollector) -> MarkdownDocument? {
    prose("brief", language, collector)
  }

  /// The explanation after passing.
  package func after(_ language: ContentLanguage, _ collector: DiagnosticCollector) -> MarkdownDocument? {
    prose("after", language, collector)
  }

  /// The hints in order; `nil` after reporting why they cannot be read.
  package func hints(_ language: ContentLanguage, _ collector: DiagnosticCollector) -> [Hint]? {
    let file = folder.file("hints.\(language.rawValue).md")
    guard let text = file.visibleText(collector) else { return nil }
    return HintFile.hints(text, file: file.path, collector)
  }

  /// The lines that build the start world.
  package func setup(_ collector: DiagnosticCollector) -> LabScript? {
    script(folder.file("setup.sky"), name: "setup", collector)
  }

  /// The lines that run in the middle of each experiment; `nil` without reporting when the lab has none.
  package func runbook(_ collector: DiagnosticCollector) -> LabScript? {
    let file = folder.file("runbook.sky")
    return file.exists ? script(file, name: "runbook", collector) : nil
  }

  /// Where the table of the lab's proof lies.
  package var proofPath: String { folder.file("proof.tsv").fullPath }

  /// The reference solutions in byte order of their names.
  package func solutions(_ collector: DiagnosticCollector) -> [LabScript] {
    scripts(in: "solutions", collector)
  }

  /// The designs that must fail, in byte order of their names; one whose header cannot be read is left out.
  package func wrongSolutions(_ collector: DiagnosticCollector) -> [WrongSolution] {
    scripts(in: "wrong", collector).compactMap { ScriptHeader(of: $0.text).wrong($0, collector) }
  }

  private func scripts(in name: String, _ collector: DiagnosticCollector) -> [LabScript] {
    let inner = folder.folder(name)
    return inner.entries.filter { $0.name.hasSuffix(".sky") }
      .compactMap { script(inner.file($0.name), name: String($0.name.dropLast(4)), collector) }
  }

  private func script(
    _ file: ContentFile, name: String, _ collector: DiagnosticCollector
  ) -> LabScript? {
    guard let text = file.visibleText(collector) else { return nil }
    return LabScript(name: name, file: file.path, text: text, about: ScriptHeader(of: text).about)
  }

  private func prose(
    _ name: String, _ language: ContentLanguage, _ collector: DiagnosticCollector
  ) -> MarkdownDocument? {
    let file = folder.file("\(name).\(language.rawValue).md")
    guard let text = file.visibleText(collector) else { return nil }
    return MarkdownDocument.parse(text, file: file.path, collector)
  }
}

extension Lab {
  /// Reads the lab in `labs/<id>` below a content root, with everything that is wrong with its description.
  package static func load(root: String, id: LabID) -> (lab: Lab?, diagnostics: [Diagnostic]) {
    let collector = DiagnosticCollector()
    let lab = LabFolder(root: root, id: id).lab(collector)
    return (lab, collector.diagnostics)
  }
}
