/// Proves that both languages of a lesson have the same pages with the same blocks.
struct LessonPairLint {
  let ko: Lesson
  let en: Lesson
  /// The English file, where differences are reported.
  let path: String
  let collector: DiagnosticCollector

  func check() {
    let headers = [
      ("order", ko.header.order == en.header.order), ("requires", ko.header.requires == en.header.requires),
      ("minutes", ko.header.minutes == en.header.minutes), ("covers", ko.header.covers == en.header.covers),
      ("objectives", ko.header.objectives.count == en.header.objectives.count),
      ("world", ko.world == en.world),
    ]
    for (key, isEqual) in headers where !isEqual {
      report(1, .lessonHeaderDiffers, ["key": .text(key)])
    }
    guard ko.pages.count == en.pages.count else {
      report(1, .lessonPageCount, ["ko": .integer(ko.pages.count), "en": .integer(en.pages.count)])
      return
    }
    for (index, pages) in zip(ko.pages, en.pages).enumerated() { check(index + 1, pages.0, pages.1) }
  }

  private func check(_ number: Int, _ ko: LessonPage, _ en: LessonPage) {
    let names = (ko: names(of: ko), en: names(of: en))
    guard names.ko == names.en else {
      report(
        en.line, .lessonBlocksDiffer,
        [
          "page": .integer(number), "ko": .text(names.ko.joined(separator: " ")),
          "en": .text(names.en.joined(separator: " ")),
        ])
      return
    }
    let blocks = zip(ko.blocks.filter { $0.id != nil }, en.blocks.filter { $0.id != nil })
    for (left, right) in blocks where !isAlike(left, right) {
      report(right.line, .lessonBlockDiffers, ["block": .text(right.id ?? "")])
    }
  }

  /// What a page holds beside prose: its own id, its boxes by kind, its blocks by kind and id.
  private func names(of page: LessonPage) -> [String] {
    ["#" + (page.id ?? "")]
      + page.blocks.compactMap { block in
        switch block.content {
        case .prose: nil
        case .callout(let callout): "[!\(callout.kind.rawValue)]"
        case .commands(let commands): "sky:" + commands.id
        case .prediction(let prediction): "predict:" + prediction.id
        case .question(let id): "question:" + id.rawValue
        case .task(let task): "task:" + task.id
        }
      }
  }

  /// Whether two blocks do the same; their texts may differ.
  private func isAlike(_ left: LessonBlock, _ right: LessonBlock) -> Bool {
    switch (left.content, right.content) {
    case (.commands(let left), .commands(let right)): left == right
    case (.prediction(let left), .prediction(let right)):
      left.source == right.source && left.answer == right.answer && isAlike(left.form, right.form)
        && (left.sureAndWrong == nil) == (right.sureAndWrong == nil)
        && (left.seen == nil) == (right.seen == nil)
    case (.task(let left), .task(let right)):
      left.scope == right.scope && left.holds == right.holds && (left.hint == nil) == (right.hint == nil)
    case (.question(let left), .question(let right)): left == right
    case (.prose, _), (.callout, _), (.commands, _), (.prediction, _), (.question, _), (.task, _): false
    }
  }

  private func isAlike(_ left: Prediction.Form, _ right: Prediction.Form) -> Bool {
    switch (left, right) {
    case (.choices(let left), .choices(let right)): left.map(\.id) == right.map(\.id)
    case (.number, .number): left == right
    case (.choices, _), (.number, _): false
    }
  }

  private func report(_ line: Int, _ code: DiagnosticCode, _ arguments: [String: DiagnosticValue]) {
    collector.report(Diagnostic(file: path, line: line, column: 1, code: code, arguments: arguments))
  }
}
