/// Turns a block of prose into a block of a lesson: boxes, fenced blocks that run or ask, and the rest as it is.
struct LessonBlockReading {
  /// The languages of fences that mean something.
  private enum Fence: String, CaseIterable {
    case sky
    case predict
    case question
    case task

    var attributes: [String] {
      switch self {
      case .sky: ["id", "run", "expect"]
      case .predict, .question, .task: ["id"]
      }
    }
  }

  /// The languages of fences that are only shown.
  private static let shown = ["", "text", "json", "yaml"]

  let file: String
  let collector: DiagnosticCollector

  func block(_ block: MarkdownBlock) -> LessonBlock? {
    switch block.content {
    case .quote(let blocks):
      return callout(blocks, block).map { LessonBlock(line: block.line, content: $0) }
    case .code(let info, let text):
      return fence(info, text, block).map { LessonBlock(line: block.line, content: $0) }
    case .heading, .paragraph, .list, .table, .thematicBreak:
      return LessonBlock(line: block.line, content: .prose(block.joiningLines))
    }
  }

  /// `> [!note] Title` opens a box; any other quote stays one.
  private func callout(_ blocks: [MarkdownBlock], _ block: MarkdownBlock) -> LessonBlock.Content? {
    guard let first = blocks.first, case .paragraph(let inlines) = first.content,
      case .text(let text)? = inlines.first, text.hasPrefix("[!"), let close = text.firstIndex(of: "]")
    else { return .prose(block.joiningLines) }
    let name = String(text[..<close].dropFirst(2))
    guard let kind = Callout.Kind(rawValue: name) else {
      let known = Callout.Kind.allCases.map(\.rawValue).joined(separator: ", ")
      report(block.line, .lessonCallout, ["callout": shown(name), "known": .text(known)])
      return nil
    }
    let rest = text[text.index(after: close)...]
    let title = rest.prefix { $0 != "\n" }
    let body = String(rest.dropFirst(title.count + 1))
    var inner = Array(blocks.dropFirst())
    let remaining = (body.isEmpty ? [] : [MarkdownInline.text(body)]) + inlines.dropFirst()
    if !remaining.isEmpty {
      inner.insert(MarkdownBlock(line: first.line, content: .paragraph(remaining)), at: 0)
    }
    return .callout(
      Callout(
        kind: kind, title: title.drop { $0 == " " }.description, blocks: inner.map(\.joiningLines)))
  }

  private func fence(_ info: String, _ text: String, _ block: MarkdownBlock) -> LessonBlock.Content? {
    let words = info.split(separator: " ").map(String.init)
    let language = words.first ?? ""
    if Self.shown.contains(language), words.count <= 1 { return .prose(block) }
    guard let fence = Fence(rawValue: language) else {
      let known = (Fence.allCases.map(\.rawValue) + Self.shown.dropFirst()).joined(separator: ", ")
      report(block.line, .lessonFence, ["language": shown(info), "known": .text(known)])
      return nil
    }
    guard let attributes = attributes(words.dropFirst(), fence, block.line) else { return nil }
    guard let id = attributes["id"] else {
      report(block.line, .lessonFenceWithoutID, ["language": .text(language)])
      return nil
    }
    switch fence {
    case .sky: return commands(id, attributes, text, block.line)
    case .question: return .question(QuestionID(id))
    case .predict: return mapping(text, block.line).flatMap { prediction(id, $0) }
    case .task: return mapping(text, block.line).flatMap { task(id, $0) }
    }
  }

  /// The words `name=value` after a fence's language.
  private func attributes(
    _ words: ArraySlice<String>, _ fence: Fence, _ line: Int
  ) -> [String: String]? {
    var attributes: [String: String] = [:]
    for word in words {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, fence.attributes.contains(parts[0]), attributes[parts[0]] == nil,
        parts[0] != "id" || isIdentifier(parts[1]),
        parts[0] != "run" || CommandBlock.Run(rawValue: parts[1]) != nil,
        parts[0] != "expect" || (parts[1].hasPrefix("error:") && parts[1].count > 6)
      else {
        report(
          line, .lessonFenceAttribute,
          ["attribute": shown(word), "known": .text(fence.attributes.joined(separator: ", "))])
        return nil
      }
      attributes[parts[0]] = parts[1]
    }
    return attributes
  }

  private func commands(
    _ id: String, _ attributes: [String: String], _ text: String, _ line: Int
  ) -> LessonBlock.Content? {
    guard text.contains(where: { !$0.isWhitespace }) else {
      report(line, .lessonEmptyBlock, ["id": .text(id)])
      return nil
    }
    let run = attributes["run"].flatMap { CommandBlock.Run(rawValue: $0) } ?? .enter
    let error = attributes["expect"].map { String($0.dropFirst("error:".count)) }
    return .commands(CommandBlock(id: id, code: text, run: run, expectedError: error))
  }

  private func mapping(_ text: String, _ line: Int) -> YAMLReader? {
    YAMLDocument.parse(text, file: file, lineOffset: line, collector)
  }

  private func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64 && !text.hasPrefix("-")
      && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }

  private func shown(_ text: String) -> DiagnosticValue { .text(VisibleText.escaped(text)) }

  private func report(_ line: Int, _ code: DiagnosticCode, _ arguments: [String: DiagnosticValue]) {
    collector.report(Diagnostic(file: file, line: line, column: 1, code: code, arguments: arguments))
  }
}
