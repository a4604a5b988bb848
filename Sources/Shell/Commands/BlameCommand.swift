import Assessment
import CloudAPI
import Course
import EventKernel
package import Terminal
import Texts
import Traffic

/// `blame [check]`: what each line of the journal did to a check, and the smallest change of one line that passes it.
package enum BlameCommand: ShellCommand {
  package static let name = "blame"

  /// What was found, as scripts read it.
  struct Result: Encodable {
    /// A line after which the lab was judged.
    struct Step: Encodable {
      let line: String
      /// What the check measures; `nil` where it gives no number.
      let value: Double?
      let passed: Bool
    }

    /// A changed line with which the check passes.
    struct Cure: Encodable {
      let line: String
      /// The line as it would have to be; `nil` where it is left out.
      let instead: String?
      let value: Double?
      /// Whether all checks of the lab pass.
      let passed: Bool
    }

    let check: String
    /// What the check measures in the start world.
    let start: Double?
    let steps: [Step]
    let cures: [Cure]
    let tried: Int
    let untried: Int
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard case .lab(let id, _) = session.place else { throw session.noLabOpen }
    let lab = try session.lab(id.rawValue).lab
    guard lab.header.kind == .design else { throw CommandFailure("live.no-blame", status: 1) }
    let check = try position(of: arguments.joined(separator: " "), lab, in: session)
    let journal = try session.openWorkspace().journal
    let entries = journal.effective
    guard !entries.isEmpty else { throw CommandFailure("blame.nothing-done", status: 1) }
    let search = BlameSearch(
      start: try session.startWorkspace(ofJournal: journal), entries: entries,
      judge: judge(lab, check, in: session), check: check)
    let found = try session.watching(total: search.simulatedTime) { (progress) throws(RunRefusal) in
      try search.result(progress: progress)
    }
    guard let found else { throw CommandFailure("check.stopped", status: 130) }
    return CommandOutput(
      result(found, lab.checks[check], entries),
      document(found, (check + 1, lab.checks[check]), entries, in: session))
  }

  /// The check that a text names by number, id or title, or by a beginning; without one the first that does not hold,
  /// else the main one.
  private static func position(
    of text: String, _ lab: Lab, in session: Session
  ) throws(CommandFailure) -> Int {
    let key = ComparableText.key(text)
    let main = lab.checks.firstIndex { $0.id == lab.mainCheck.id } ?? 0
    guard !key.isEmpty else {
      return session.verdict?.verdict.checks.firstIndex { $0.counts && !$0.holds } ?? main
    }
    func names(_ check: Check) -> [String] {
      ([check.id] + ContentLanguage.allCases.map { check.title[$0] }).map(ComparableText.key)
    }
    let number = Int(key.drop { $0 == "#" }.prefix { $0 != "." })
    if let exact = lab.checks.indices.first(where: { $0 + 1 == number || names(lab.checks[$0]).contains(key) }
    ) {
      return exact
    }
    let begun = lab.checks.indices.filter { index in
      names(lab.checks[index]).contains { $0.hasPrefix(key) }
    }
    guard begun.count == 1 else {
      let known = lab.checks.enumerated().map { "\($0.offset + 1) `\($0.element.id)`" }
      throw CommandFailure(
        "blame.unknown", ["word": .string(text), "checks": .string(known.joined(separator: ", "))])
    }
    return begun[0]
  }

  /// The judge under the weather in which the check came off worst; under the first one where nothing was judged yet.
  private static func judge(_ lab: Lab, _ check: Int, in session: Session) -> LabJudge {
    let seed = WeatherSeed(1)
    let worst = session.verdict.flatMap { judged in
      judged.verdict.checks[check].worst.map { judged.verdict.reports[$0].weather }
    }
    let number = worst.flatMap { weather in (0..<lab.weathers).first { seed.weather($0) == weather } } ?? 0
    return LabJudge(lab: lab, seed: seed, weathers: number..<number + 1)
  }

  private static func result(
    _ found: BlameSearch.Result, _ check: Check, _ entries: [Journal.Entry]
  ) -> Result {
    Result(
      check: check.id, start: found.start.value,
      steps: found.steps.map {
        Result.Step(line: entries[$0.entry].typed, value: $0.value, passed: $0.holds)
      },
      cures: found.cures.map { cure in
        Result.Cure(
          line: entries[cure.change.entry].typed, instead: cure.change.words.map(typed),
          value: cure.value, passed: cure.passes)
      }, tried: found.tried, untried: found.untried)
  }

  private static func typed(_ words: [String]) -> String { Journal.Entry.call(words: words, files: []).typed }

  // MARK: For people

  private static func document(
    _ found: BlameSearch.Result, _ check: (number: Int, check: Check), _ entries: [Journal.Entry],
    in session: Session
  ) -> Document {
    var document = Document()
    document.paragraph(
      session.text(
        "blame.heading",
        ["number": .integer(check.number), "title": .string(check.check.title[session.contentLanguage])]),
      style: .muted)
    document.table(table(found, check.check, entries, in: session))
    if found.steps.last?.holds ?? found.start.holds {
      document.paragraph(session.text("blame.passes"))
      return document
    }
    for cure in found.cures {
      document.paragraph(
        session.text(cure.change.words == nil ? "blame.without" : "blame.instead")
          + session.text(cure.passes ? "blame.all-pass" : "blame.check-passes"))
      document.code(cure.change.words.map(typed) ?? entries[cure.change.entry].typed, language: "sky")
    }
    if found.cures.isEmpty { document.paragraph(session.text("blame.no-cure")) }
    document.paragraph(
      session.text(
        found.untried > 0 ? "blame.tried-not-all" : "blame.tried",
        ["count": .integer(found.tried), "untried": .integer(found.untried)]), style: .muted)
    if found.cures.isEmpty { document.paragraph(session.text("remedies.next"), style: .muted) }
    return document
  }

  /// Each line with what the check measures after it; where it changed, the number stands out.
  private static func table(
    _ found: BlameSearch.Result, _ check: Check, _ entries: [Journal.Entry], in session: Session
  ) -> Document.Table {
    var table = Document.Table(columns: [
      .init(session.text("blame.column.\(check.unit.rawValue)"), .right),
      .init(session.text("blame.column.line")),
    ])
    func cell(_ step: BlameSearch.Step, since before: BlameSearch.Step?) -> [Document.Span] {
      let text = step.value.map { value in
        session.text(
          "blame.value.\(check.unit.rawValue)",
          ["value": .number(value), "count": .integer(Int(value.rounded()))])
      }
      let isSame = before.map { $0.value == step.value } ?? false
      return [
        Document.Span(text ?? "–", style: step.holds ? .good : isSame ? .muted : .bad)
      ]
    }
    table.row([cell(found.start, since: nil), [.muted(session.text("blame.start"))]])
    var before = found.start
    let room = max(30, session.screen.width - 16)
    for step in found.steps {
      let line = entries[step.entry].typed.replacing("\n", with: " ")
      table.row([cell(step, since: before), [Document.Span(DisplayWidth.truncate(line, to: room))]])
      before = step
    }
    return table
  }

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    words.isEmpty ? session.candidates(for: "check") : []
  }
}
