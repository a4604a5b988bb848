import EventKernel

/// Reads one language's file of a lesson.
struct LessonReading {
  private static let headerKeys = ["id", "title", "order", "requires", "objectives", "minutes", "covers"]

  let folder: LessonFolder
  let file: LessonFile
  let collector: DiagnosticCollector

  func lesson() -> Lesson? {
    let before = collector.count
    let map = YAMLDocument.parse(file.header, file: file.path, lineOffset: 1, collector)?
      .mapping(Self.headerKeys + ["world"])
    let header = map.flatMap { self.header($0) }
    let world = map?.required("world").flatMap { self.world($0) }
    let pages = self.pages()
    guard collector.count == before, let header, let world, let pages else { return nil }
    return Lesson(header: header, language: file.language, world: world, pages: pages)
  }

  func headerAlone() -> LessonHeader? {
    let slice = TopLevelKeys.keeping(Set(Self.headerKeys), in: file.header)
    return YAMLDocument.parse(slice, file: file.path, lineOffset: 1, collector)?
      .mapping(Self.headerKeys).flatMap { header($0) }
  }

  private func header(_ map: YAMLMapping) -> LessonHeader? {
    let id = map.required("id")?.identifier()
    let title = map.required("title")?.text(limit: 100)
    let order = map.required("order")?.integer(in: 0...99)
    let requires = map.value("requires", else: []) { list in list.items(0...20) { $0.identifier() } }
    let objectives = map.required("objectives")?.items(1...10) { $0.text(limit: 300) }
    let minutes = map.required("minutes")?.integer(in: 1...600)
    let covers = map.value("covers", else: []) { list in list.items(0...30) { $0.text(limit: 100) } }
    guard let id, let title, let order, let requires, let objectives, let minutes, let covers else {
      return nil
    }
    guard id == folder.id.rawValue else {
      map["id"]?.report(.courseIDNotFolder, ["id": .text(id), "folder": .text(folder.name)])
      return nil
    }
    guard folder.name.hasPrefix(order < 10 ? "0\(order)-" : "\(order)-") else {
      map["order"]?.report(
        .lessonOrderNotFolder, ["order": .integer(order), "folder": .text(folder.name)])
      return nil
    }
    return LessonHeader(
      id: LessonID(id), title: title, order: order, requires: requires.map { LessonID($0) },
      objectives: objectives, minutes: minutes, covers: covers)
  }

  /// `{lab: az-outage}`, or a start world with `setup` lines.
  private func world(_ reader: YAMLReader) -> Lesson.World? {
    if reader.peek("lab") != nil {
      return reader.mapping(["lab"])?.required("lab")?.identifier().map { .lab(LabID($0)) }
    }
    guard let map = reader.mapping(StartWorldReading.keys + ["setup"]) else { return nil }
    let start = StartWorldReading(map: map).start()
    let setup = map.value("setup", else: "") { $0.text(limit: 20_000) }
    guard let start, let setup else { return nil }
    return .own(start, setup: setup)
  }

  /// The pages: each begins at a thematic break or a heading of level 2.
  private func pages() -> [LessonPage]? {
    let document = MarkdownDocument.parse(
      file.body, file: file.path, lineOffset: file.bodyOffset, keepsLineEnds: true, collector)
    guard let document else { return nil }
    var pages: [PageDraft] = []
    var current = PageDraft(line: file.bodyOffset + 1)
    for block in document.blocks {
      switch block.content {
      case .thematicBreak:
        pages.append(current)
        current = PageDraft(line: block.line, isBroken: true)
      case .heading(level: 2, let inlines):
        if !current.isFresh { pages.append(current) }
        current = PageDraft(heading: inlines, line: block.line)
      case .heading, .paragraph, .list, .quote, .code, .table: current.blocks.append(block)
      }
    }
    pages.append(current)
    return pages.compactMap { page($0) }
  }

  /// What was gathered of a page.
  private struct PageDraft {
    var heading: [MarkdownInline]?
    let line: Int
    /// Whether a thematic break opened it, after which a heading does not open another.
    var isBroken = false
    var blocks: [MarkdownBlock] = []

    var isFresh: Bool { heading == nil && blocks.isEmpty }
  }

  private func page(_ draft: PageDraft) -> LessonPage? {
    if draft.blocks.isEmpty {
      let isNothing = draft.heading == nil && !draft.isBroken
      if !isNothing { report(draft.line, .lessonEmptyPage) }
      return nil
    }
    let heading = (draft.heading ?? []).map(\.plainText).joined()
    let (title, id) = Self.title(heading)
    let reading = LessonBlockReading(file: file.path, collector: collector)
    return LessonPage(id: id, title: title, line: draft.line, blocks: draft.blocks.compactMap(reading.block))
  }

  /// `Zones fail alone {#zones}` as its text and its id.
  private static func title(_ heading: String) -> (title: String, id: String?) {
    guard heading.hasSuffix("}"), let open = heading.lastIndex(of: "{") else { return (heading, nil) }
    let mark = heading[heading.index(after: open)...].dropLast()
    let id = mark.dropFirst()
    let isID = id.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    guard mark.hasPrefix("#"), !id.isEmpty, isID else { return (heading, nil) }
    var title = heading[..<open]
    while title.last == " " { title.removeLast() }
    return (String(title), String(id))
  }

  private func report(_ line: Int, _ code: DiagnosticCode) {
    collector.report(Diagnostic(file: file.path, line: line, column: 1, code: code))
  }
}
