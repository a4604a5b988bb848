import Course
import Terminal
import Texts

/// Lists the labs.
package enum LabsCommand: ShellCommand {
  package static let name = "labs"

  /// One lab of the list.
  struct Item: Encodable {
    let id: String
    let minutes: Int
    let topics: [String]
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let labs = session.course.labs(DiagnosticCollector())
    var table = Document.Table(columns: [
      .init(session.text("labs.column.id")), .init(session.text("labs.column.title")),
      .init(session.text("labs.column.minutes"), .right),
    ])
    for lab in labs {
      table.row([lab.id.rawValue, lab.title[session.contentLanguage], "\(lab.minutes)"])
    }
    var document = Document()
    document.table(table)
    document.paragraph(session.text("labs.next", ["id": .string(labs.first?.id.rawValue ?? "")]))
    return CommandOutput(
      labs.map { Item(id: $0.id.rawValue, minutes: $0.minutes, topics: $0.topics) }, document)
  }
}
