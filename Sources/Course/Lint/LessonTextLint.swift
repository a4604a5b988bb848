/// Proves the numbers that a lesson's texts ask from its blocks.
struct LessonTextLint {
  let lesson: Lesson
  let path: String
  let collector: DiagnosticCollector

  func check() {
    var ran: Set<String> = []
    for block in lesson.blocks {
      switch block.content {
      case .prose(let prose): check(prose.inlines.flatMap(\.texts), block.line, ran)
      case .callout(let callout):
        check([callout.title] + callout.blocks.flatMap(\.inlines).flatMap(\.texts), block.line, ran)
      case .commands(let commands): ran.insert(commands.id)
      case .prediction(let prediction):
        // What is said afterwards may tell what was seen.
        var after = ran
        if case .block(let id) = prediction.source { after.insert(id) }
        if case .command = prediction.source { after.insert(prediction.id) }
        check([prediction.question], block.line, ran)
        check(
          [prediction.right, prediction.wrong, prediction.sureAndWrong ?? "", prediction.seen ?? ""],
          block.line, after)
        ran = after
      case .task(let task): check([task.goal, task.hint ?? ""], block.line, ran)
      case .question: break
      }
    }
  }

  private func check(_ texts: [String], _ line: Int, _ ran: Set<String>) {
    for piece in texts.flatMap(ResultTemplate.pieces(of:)) {
      switch piece {
      case .text: break
      case .malformed(let inner):
        report(line, .lessonTemplate, ["template": .text(VisibleText.escaped(inner))])
      case .template(let template):
        if !ran.contains(template.block) {
          let isKnown = lesson.blocks.contains { $0.id == template.block }
          report(line, isKnown ? .lessonBlockOrder : .lessonUnknownBlock, ["id": .text(template.block)])
        }
        if let particle = template.particle,
          lesson.language == .en || !ResultTemplate.particles.contains(particle)
        {
          report(line, .lessonParticle, ["particle": .text(VisibleText.escaped(particle))])
        }
      }
    }
  }

  private func report(_ line: Int, _ code: DiagnosticCode, _ arguments: [String: DiagnosticValue]) {
    collector.report(Diagnostic(file: path, line: line, column: 1, code: code, arguments: arguments))
  }
}
