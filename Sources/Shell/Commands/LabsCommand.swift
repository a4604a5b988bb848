import Course
import LearnerStore
import Terminal
import Texts

/// Lists the labs.
package enum LabsCommand: ShellCommand {
  package static let name = "labs"

  package static func needsWorld(_ arguments: [String]) -> Bool { false }

  /// One lab of the list.
  struct Item: Encodable {
    let id: String
    let minutes: Int
    let topics: [String]
    /// `open`, `begun` or `passed`.
    let state: String
    /// The best score so far, 0 to 100.
    let score: Int?
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.isEmpty else { throw CommandFailure("labs.usage") }
    let labs = session.course.labs(DiagnosticCollector())
    var table = Document.Table(columns: [
      .init(session.text("labs.column.id")), .init(session.text("labs.column.title")),
      .init(session.text("labs.column.minutes"), .right), .init(session.text("labs.column.state")),
    ])
    var items: [Item] = []
    for lab in labs {
      let (state, score) = try standing(in: lab.id.rawValue, session)
      items.append(
        Item(
          id: lab.id.rawValue, minutes: lab.minutes, topics: lab.topics, state: state, score: score))
      // What was never judged has no best score.
      let word = session.text(
        "labs.state.\(state == "begun" && score == nil ? "unjudged" : state)", ["score": .integer(score ?? 0)]
      )
      table.row([
        [.code(lab.id.rawValue)], [Document.Span(lab.title[session.contentLanguage])],
        [Document.Span("\(lab.minutes)")],
        [Document.Span(word, style: state == "passed" ? .good : .muted)],
      ])
    }
    var document = Document()
    document.table(table)
    if let next = items.first(where: { $0.state != "passed" }) ?? items.first {
      document.paragraph(session.text("labs.next", ["id": .string(next.id)]), style: .key)
    }
    return CommandOutput(items, document)
  }

  /// How far the learner is in a lab, and the best score.
  private static func standing(
    in lab: String, _ session: Session
  ) throws(CommandFailure) -> (state: String, score: Int?) {
    let runs: [LabRun]
    do throws(StoreError) {
      runs = try session.store?.runs(lab: lab) ?? []
    } catch {
      throw CommandFailure(error)
    }
    let best = runs.compactMap(\.score).max().map { Int(($0 * 100).rounded()) }
    if runs.contains(where: \.isPassed) { return ("passed", best) }
    return (runs.isEmpty ? "open" : "begun", best)
  }
}
