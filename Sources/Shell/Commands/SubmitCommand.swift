import Assessment
import CloudAPI
import Course
import Foundation
import Terminal
import Texts

/// `submit [FILE]`: writes the lab run as one readable text file: what was seen as the score, then the journal.
package enum SubmitCommand: ShellCommand {
  package static let name = "submit"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.count <= 1 else { throw CommandFailure("submit.usage") }
    guard case .lab(let id, _) = session.place else { throw session.noLabOpen }
    let workspace = try session.openWorkspace()
    let seen = session.verdict.map { "\($0.verdict.score)" } ?? "-"
    let path = arguments.first ?? "\(id.rawValue).submission"
    let text =
      Self.head(lab: id.rawValue, version: workspace.journal.header.labVersion, score: seen)
      + workspace.journal.text
    try NewFile.write(text, to: path)
    var document = Document()
    document.paragraph(
      session.text(
        session.verdict == nil ? "submit.done-unchecked" : "submit.done",
        ["path": .string(path), "score": .string(seen)]))
    return CommandOutput(["path": path, "score": seen], document)
  }

  /// What stands before the journal: for people, as remarks that a replay passes over.
  private static func head(lab: String, version: String, score: String) -> String {
    """
    # skydrill submission
    # lab: \(lab)
    # version: \(version)
    # score seen: \(score)

    """
  }
}

/// A file of the learner's that does not exist yet.
enum NewFile {
  /// Writes a text; never over a file that is there.
  static func write(_ text: String, to path: String) throws(CommandFailure) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw CommandFailure("file.bad-name") }
    guard !FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure("file.exists", ["path": .string(path)])
    }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
    } catch {
      throw CommandFailure("file.not-written", ["path": .string(path)], status: 3)
    }
  }
}
