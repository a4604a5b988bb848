import Assessment
import Cloud
import Course
import EventKernel
import Foundation
import Terminal
import Texts
import Traffic

/// `replay FILE [--digest]`: makes the world of a journal or submission again and says its digest.
package enum ReplayCommand: ShellCommand {
  package static let name = "replay"

  package static func needsWorld(_ arguments: [String]) -> Bool { false }

  /// What a replay gave.
  struct Result: Encodable {
    let lab: String
    let engine: Int
    let entries: Int
    /// SHA-256 over the world, the same on every machine.
    let digest: String
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var paths = arguments
    let wantsDigest = paths.contains("--digest")
    paths.removeAll { $0 == "--digest" }
    guard paths.count == 1 else { throw CommandFailure("replay.usage") }
    let journal = try journal(at: paths[0])
    var workspace = try session.startWorkspace(ofJournal: journal)
    var document = Document()
    if journal.header.engine != Report.engine {
      document.paragraph(
        session.text("replay.other-engine", ["engine": .integer(journal.header.engine)]), style: .warn)
    }
    let version = workspace.journal.header.labVersion
    if !version.isEmpty, version != journal.header.labVersion {
      document.paragraph(
        session.text("replay.other-version", ["lab": .string(journal.header.lab)]), style: .warn)
    }
    try replay(journal, on: &workspace, in: session)
    let result = Result(
      lab: journal.header.lab, engine: Report.engine, entries: journal.effective.count,
      digest: workspace.world.digest.hex)
    if wantsDigest {
      return CommandOutput(result, document, raw: session.wantsJSON ? nil : result.digest + "\n")
    }
    document.keyValue(session.text("replay.lab"), result.lab)
    document.keyValue(session.text("replay.time"), workspace.world.now.clock)
    document.keyValue(session.text("replay.entries"), "\(result.entries)")
    document.keyValue(session.text("replay.digest"), result.digest)
    return CommandOutput(result, document)
  }

  /// Does a journal's entries, with their progress on the screen; after a failure the workspace is of no use.
  static func replay(
    _ journal: Journal, on workspace: inout Workspace, in session: Session
  ) throws(CommandFailure) {
    let isComplete = try session.watching(total: journal.running) { (progress) throws(RunRefusal) in
      try workspace.replay(journal) { position, state in
        state.map { progress(position, $0) } ?? !Interrupt.isRequested
      }
    }
    guard isComplete else { throw CommandFailure("replay.stopped", status: 130) }
  }

  /// Reads a journal; the remarks before it in a submission are passed over.
  static func journal(at path: String) throws(CommandFailure) -> Journal {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw CommandFailure("replay.no-file", ["path": .string(path)], status: 3)
    }
    guard bytes.count <= Journal.longest, let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure("replay.not-text", ["path": .string(path)], status: 3)
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let head = lines.prefix { $0.hasPrefix("#") || $0.isEmpty }.count
    do throws(JournalError) {
      return try Journal(text: lines.dropFirst(head).joined(separator: "\n"))
    } catch {
      throw CommandFailure(error, path: path, skipped: head)
    }
  }
}
