/// The files of free play: the start world that nobody judges, in the folder `sandbox`.
package struct SandboxFolder: Sendable {
  private static let files: Set<String> = ["world.yaml", "setup.sky"]

  private let folder: ContentFolder

  /// The folder `sandbox` below a content root.
  package init(root: String) { folder = ContentFolder(root: root, path: "sandbox") }

  /// The start world, or `nil` after reporting why it cannot be used.
  package func start(_ collector: DiagnosticCollector) -> StartWorld? {
    let file = folder.file("world.yaml")
    guard let text = file.visibleText(collector),
      let map = YAMLDocument.parse(text, file: file.path, collector)?.mapping(StartWorldReading.keys)
    else { return nil }
    return StartWorldReading(map: map).start()
  }

  /// The lines that build the start world.
  package func setup(_ collector: DiagnosticCollector) -> LabScript? {
    let file = folder.file("setup.sky")
    guard let text = file.visibleText(collector) else { return nil }
    return LabScript(name: "setup", file: file.path, text: text, about: nil)
  }

  /// Reports everything that is wrong with the folder; content without free play has none.
  func check(_ collector: DiagnosticCollector) {
    guard folder.exists else { return }
    _ = start(collector)
    if let setup = setup(collector) {
      for literal in LiteralID.all(in: setup.text) {
        collector.report(
          Diagnostic(
            file: setup.file, line: literal.line, column: literal.column, code: .scriptLiteralID,
            arguments: ["id": .text(literal.id)]))
      }
    }
    for entry in folder.entries where !Self.files.contains(entry.name) {
      collector.report(
        Diagnostic(
          file: folder.path, line: 0, column: 0, code: .fileUnexpected,
          arguments: ["name": .text(VisibleText.escaped(entry.name))]))
    }
  }
}
