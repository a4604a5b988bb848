import Cloud
import Course
import EventKernel
import LearnerStore
import Terminal
import Texts
import Traffic

/// `lab start|brief|status|reset|leave`.
package enum LabCommand: ShellCommand {
  package static let name = "lab"

  /// Where the learner is after the command.
  struct Result: Encodable {
    let lab: String?
    let run: String?
  }

  /// Where the learner is and how far.
  struct Status: Encodable {
    /// `lab`, `sandbox` or `lesson`.
    let place: String
    /// The lab's or lesson's name; `nil` in free play.
    let name: String?
    /// The world's time.
    let time: String
    /// Entries of the journal that count.
    let entries: Int
    /// Points of the last check; `nil` before the first.
    let score: Int?
    /// How many things in the world take time still.
    let pending: Int
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    switch (arguments.first, arguments.count) {
    case ("start", 2): return try start(arguments[1], in: session)
    case ("start", 3) where arguments[2] == "--new": return try begin(arguments[1], in: session)
    case ("brief", 1): return try brief(in: session)
    case ("status", 1): return try status(in: session)
    case ("reset", 1):
      guard case .lab(let id, _) = session.place else { throw session.noLabOpen }
      return try begin(id.rawValue, in: session)
    case ("leave", 1):
      guard case .lab = session.place else { throw session.noLabOpen }
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
    guard let last = try session.runs(of: name).first else {
      return try begin(name, in: session)
    }
    if last.version != lab.version.description {
      var document = Document()
      document.paragraph(session.text("lab.other-version"), style: .warn)
      session.tell(document)
    }
    try session.resume(.lab(lab.id, run: last.id))
    var document = Document()
    document.heading(lab.header.title[session.contentLanguage], level: 1)
    document.paragraph(
      session.text(
        "lab.resumed",
        [
          "time": .string(session.workspace?.world.now.clock ?? ""),
          "entries": .integer(session.workspace?.journal.effective.count ?? 0),
        ]))
    if let live = session.workspace?.live { document.paragraph(session.clockText(of: live)) }
    if last.isPassed { document.paragraph(session.text("lab.resumed-passed", ["lab": .string(name)])) }
    return CommandOutput(Result(lab: name, run: last.id), document)
  }

  private static func begin(_ name: String, in session: Session) throws(CommandFailure) -> CommandOutput {
    // Nothing begins in a lab whose task cannot be read.
    var document = try briefDocument(of: try session.lab(name).lab, in: session)
    let lab = try session.startLab(name)
    document.paragraph(session.text("lab.started"))
    if let live = session.workspace?.live {
      document.paragraph(
        session.text(
          "live.begun", ["all": .duration(nanoseconds: live.experiment.duration.nanoseconds)]))
    }
    return CommandOutput(Result(lab: lab.id.rawValue, run: session.place.run), document)
  }

  private static func brief(in session: Session) throws(CommandFailure) -> CommandOutput {
    guard case .lab(let id, let run) = session.place else { throw session.noLabOpen }
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
    let workspace = try session.openWorkspace()
    let now = workspace.world.now
    let entries = workspace.journal.effective.count
    let names = session.names(in: workspace.world)
    var document = Document()
    let score = try tellPlace(in: session, to: &document)
    document.keyValue(session.text("lab.key.time"), now.clock)
    document.keyValue(session.text("lab.key.entries"), NumberFormat.integer(entries))
    for item in workspace.world.pending {
      document.keyValue(
        session.text("lab.key.pending"), PendingText.of(item, at: now, names, in: session))
    }
    if let live = workspace.live { document.paragraph(session.clockText(of: live)) }
    let (place, name) = session.placeNames
    return CommandOutput(
      Status(
        place: place, name: name, time: now.clock, entries: entries, score: score,
        pending: workspace.world.pending.count), document)
  }

  /// Says which lab, lesson or free play is open; in a lab also the last score, which it gives.
  private static func tellPlace(
    in session: Session, to document: inout Document
  ) throws(CommandFailure) -> Int? {
    switch session.place {
    case .outside: throw session.noLabOpen
    case .sandbox:
      document.paragraph(session.text("sandbox.here"))
      return nil
    case .lesson(let id):
      document.paragraph(session.text("lesson.in-lesson", ["id": .string(id.rawValue)]))
      return nil
    case .lab(let id, let run):
      let title = try session.lab(id.rawValue).lab.header.title[session.contentLanguage]
      document.keyValue(session.text("lab.key.lab"), "\(id.rawValue) · \(title)")
      let score = try session.lastScore(of: run)
      let shown = score.map { session.text("lab.score", ["score": .integer($0)]) }
      document.keyValue(session.text("lab.key.score"), shown ?? session.text("lab.not-checked"))
      return score
    }
  }
}

extension Session {
  /// Why a command that needs a lab is not done here: what is open instead is told.
  var noLabOpen: CommandFailure {
    switch place {
    case .sandbox: CommandFailure("lab.in-sandbox")
    case .lesson(let id): CommandFailure("lab.in-lesson", ["id": .string(id.rawValue)])
    case .lab, .outside: CommandFailure("lab.none-open")
    }
  }

  /// The kind of the place, and the name of the lab or lesson there.
  fileprivate var placeNames: (kind: String, name: String?) {
    switch place {
    case .outside: ("outside", nil)
    case .sandbox: ("sandbox", nil)
    case .lesson(let id): ("lesson", id.rawValue)
    case .lab(let id, _): ("lab", id.rawValue)
    }
  }

  /// The points of the last check of a run.
  fileprivate func lastScore(of run: String) throws(CommandFailure) -> Int? {
    do throws(StoreError) {
      return try store?.checks(run: run).last.map { Int(($0.score * 100).rounded()) }
    } catch {
      throw CommandFailure(error)
    }
  }
}
