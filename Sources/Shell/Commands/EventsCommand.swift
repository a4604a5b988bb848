import Cloud
import EventKernel
import Terminal
import Texts

/// `events [count|all] [word]`: tells what has happened in the world, newest last.
package enum EventsCommand: ShellCommand {
  package static let name = "events"

  /// How many are told when no number is given: on a terminal as many as fit it with their heads and the prompt.
  private static func usual(in session: Session) -> Int {
    guard session.lines.isInteractive, let height = session.screen.height else { return 30 }
    return max(10, min(30, height - 6))
  }

  /// One thing that happened.
  struct Item: Encodable {
    let at: String
    let code: String
    let resource: String
    let details: [String]
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let world = try session.openWorkspace().world
    let log = world.occurrences
    let names = session.names(in: world)
    var count = usual(in: session)
    var word: String?
    for argument in arguments {
      if argument == "all" {
        count = log.entries.count
      } else if let number = Int(argument), (1...100_000).contains(number) {
        count = number
      } else if word == nil, Int(argument) == nil {
        word = argument
      } else {
        throw CommandFailure("events.usage")
      }
    }
    let matching = log.entries.filter { entry in
      guard let word else { return true }
      return entry.code.contains(word) || entry.resource.contains(word)
        || names.shown(entry.resource).contains(word)
        || entry.details.contains { $0.contains(word) } || sentence(of: entry, in: session).contains(word)
    }
    let shown = matching.suffix(count)
    var document = Document()
    if shown.isEmpty {
      document.paragraph(session.text(word == nil ? "events.none" : "events.none-with-word"))
    } else {
      var table = Document.Table(columns: [
        .init(session.text("events.column.time")), .init(session.text("events.column.resource")),
        .init(session.text("events.column.what")),
      ])
      for entry in shown {
        table.row([
          [.muted(entry.at.clock)], [Document.Span(session.resource(of: entry, names))],
          [Document.Span](markup: sentence(of: entry, in: session)),
        ])
      }
      document.table(table)
      let older = matching.count - shown.count
      if older > 0 {
        document.paragraph(session.text("events.older", ["count": .integer(older)]), style: .muted)
      }
    }
    return CommandOutput(
      shown.map { Item(at: $0.at.clock, code: $0.code, resource: $0.resource, details: $0.details) }, document
    )
  }

  /// What happened, in a sentence.
  static func sentence(of entry: Occurrence, in session: Session) -> String {
    var values: [String: TextValue] = ["resource": .string(entry.resource)]
    for (index, detail) in entry.details.enumerated() { values["\(index)"] = .string(detail) }
    return session.text("occurrences.\(entry.code)", values)
  }
}
