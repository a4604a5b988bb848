import Cloud
import Course
import EventKernel
import LearnerStore
import Terminal
import Texts

/// `lab start|brief|status|reset|leave`.
package enum LabCommand: ShellCommand {
  package static let name = "lab"

  /// Where the learner is after the command.
  struct Result: Encodable {
    let lab: String?
    let run: String?
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    switch (arguments.first, arguments.count) {
    case ("start", 2): return try start(arguments[1], in: session)
    case ("start", 3) where arguments[2] == "--new": return try begin(arguments[1], in: session)
    case ("brief", 1): return try brief(in: session)
    case ("status", 1): return try status(in: session)
    case ("reset", 1):
      guard case .lab(let id, _) = session.place else { throw CommandFailure("lab.none-open") }
      return try begin(id.rawValue, in: session)
    case ("leave", 1):
      session.leave()
      var document = Document()
      document.paragraph(session.text("lab.left"))
      return CommandOutput(Result(lab: nil, run: nil), document)
    default: throw CommandFailure("lab.usage")
    }
  }

  /// Goes on with the run that was left, or begins one.
  private static func start(_ name: String, in session: Session) throws(CommandFailure) -> CommandOutput {
    let lab = try session.lab(name).lab
    guard let last = try session.runs(of: name).first(where: { !$0.isPassed }) else {
      return try begin(name, in: session)
    }
    if last.version != lab.version.description {
      var document = Document()
      document.paragraph(session.text("lab.other-version"), style: .warn)
      session.tell(document)
    }
    try session.resumeLab(lab.id, run: last.id)
    var document = Document()
    document.heading(lab.header.title[session.contentLanguage], level: 1)
    document.paragraph(
      session.text(
        "lab.resumed",
        [
          "time": .string(session.workspace?.world.now.clock ?? ""),
          "entries": .integer(session.workspace?.journal.effective.count ?? 0),
        ]))
    return CommandOutput(Result(lab: name, run: last.id), document)
  }

  private static func begin(_ name: String, in session: Session) throws(CommandFailure) -> CommandOutput {
    // Nothing begins in a lab whose task cannot be read.
    var document = try briefDocument(of: try session.lab(name).lab, in: session)
    let lab = try session.startLab(name)
    document.paragraph(session.text("lab.started"))
    return CommandOutput(Result(lab: lab.id.rawValue, run: session.place.run), document)
  }

  private static func brief(in session: Session) throws(CommandFailure) -> CommandOutput {
    guard case .lab(let id, let run) = session.place else { throw CommandFailure("lab.none-open") }
    let lab = try session.lab(id.rawValue).lab
    return CommandOutput(Result(lab: id.rawValue, run: run), try briefDocument(of: lab, in: session))
  }

  private static func briefDocument(of lab: Lab, in session: Session) throws(CommandFailure) -> Document {
    let folder = try session.lab(lab.id.rawValue).folder
    var document = Document()
    document.heading(lab.header.title[session.contentLanguage], level: 1)
    let collector = DiagnosticCollector()
    guard let brief = folder.brief(session.contentLanguage, collector) else {
      throw CommandFailure(broken: lab.id, collector)
    }
    document.append(Document(markdown: brief))
    return document
  }

  private static func status(in session: Session) throws(CommandFailure) -> CommandOutput {
    guard case .lab(let id, let run) = session.place else { throw CommandFailure("lab.none-open") }
    let workspace = try session.openWorkspace()
    var document = Document()
    document.keyValue(session.text("lab.key.lab"), id.rawValue)
    document.keyValue(session.text("lab.key.time"), workspace.world.now.clock)
    document.keyValue(session.text("lab.key.entries"), "\(workspace.journal.effective.count)")
    for item in workspace.world.pending {
      document.keyValue(
        session.text("lab.key.pending"), PendingText.of(item, at: workspace.world.now, in: session))
    }
    return CommandOutput(Result(lab: id.rawValue, run: run), document)
  }
}
