import Cloud
import EventKernel
package import LearnerStore
import Texts

extension Session {
  /// Puts the journal entries that are not in the store yet into it, before the screen says that they were done.
  ///
  /// - Throws: `session.changed-elsewhere` after loading what another shell has added.
  package func save() throws(CommandFailure) {
    guard let store, let run = place.run, let workspace else { return }
    let entries = workspace.journal.entries
    guard entries.count > savedEntries else { return }
    let lines = entries[savedEntries...].map { Journal.line($0) }
    do throws(StoreError) {
      // The header is line 0 of the run's journal.
      _ = try store.append(
        lines, toJournalOf: run, expected: savedEntries + 1, noting: Self.clockNote(workspace, run: run))
      savedEntries = entries.count
    } catch .changedElsewhere {
      // Without it there is no world to go on in: Ctrl-C does not end this.
      try resume(place, stoppable: false)
      throw CommandFailure("session.changed-elsewhere", status: 1)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The setting that keeps the clock of the run that was stored last, for the first prompt of the next shell.
  private static let clockSetting = "clock"

  static func clockNote(_ workspace: Workspace, run: String) -> (key: String, value: String) {
    (clockSetting, run + " " + workspace.world.now.clock)
  }

  /// Keeps the clock of a run that was gone to.
  func note(clockOf workspace: Workspace, run: String, in store: LearnerStore) throws(StoreError) {
    let note = Self.clockNote(workspace, run: run)
    try store.set(note.key, to: note.value)
  }

  /// The clock of a run as it was stored last; `nil` when another run was stored since.
  func notedClock(of run: String) throws(CommandFailure) -> String? {
    do throws(StoreError) {
      guard let note = try store?.setting(Self.clockSetting), note.hasPrefix(run + " ") else { return nil }
      return String(note.dropFirst(run.count + 1))
    } catch {
      throw CommandFailure(error)
    }
  }
}

extension Session.Place {
  /// The run in the store that the place keeps its journal in; `nil` where none is kept.
  package var run: String? {
    switch self {
    case .outside, .lesson: nil
    case .lab(_, let run), .sandbox(let run): run
    }
  }
}

extension CommandFailure {
  /// What is wrong with the store.
  package init(_ error: StoreError) {
    switch error {
    case .changedElsewhere: self.init("session.changed-elsewhere", status: 1)
    case .newerStore(let found, let known):
      self.init("store.newer", ["found": .integer(Int(found)), "known": .integer(Int(known))], status: 3)
    case .notAStore: self.init("store.not-a-store", status: 3)
    case .unknownRun: self.init("store.unknown-run", status: 3)
    case .badLine: self.init("store.bad-line", status: 3)
    case .busy: self.init("store.busy", status: 3)
    case .full: self.init("store.full", status: 3)
    case .cannotWrite(let path): self.init("store.cannot-write", ["path": .string(path)], status: 3)
    case .damaged: self.init("store.damaged", status: 3)
    case .importLine(let line, let problem):
      self.init("store.import-\(problem.code)", ["line": .integer(line)], status: 3)
    case .importTooLarge(let limit):
      self.init("store.import-too-large", ["limit": .integer(limit)], status: 3)
    case .cannotRead(let path): self.init("store.cannot-read", ["path": .string(path)], status: 3)
    case .failed(let code): self.init("store.failed", ["code": .integer(code)], status: 3)
    }
  }

  /// What is wrong with a journal in a file; `skipped` lines stand before it there.
  package init(_ error: JournalError, path: String, skipped: Int) {
    let inside = CommandFailure(error)
    var values = inside.values
    if case .integer(let line)? = values["line"] { values["line"] = .integer(line + skipped) }
    values["path"] = .string(path)
    self.init(inside.id.replacing("journal.", with: "replay.journal-"), values, status: 3)
  }

  /// What is wrong with a journal.
  package init(_ error: JournalError) {
    switch error {
    case .tooLong(let limit): self.init("journal.too-long", ["limit": .integer(limit)], status: 3)
    case .badHeader(let line): self.init("journal.bad-header", ["line": .integer(line)], status: 3)
    case .newerFormat(let format): self.init("journal.newer-format", ["format": .integer(format)], status: 3)
    case .badLine(let line, let isLast):
      self.init(isLast ? "journal.cut" : "journal.bad-line", ["line": .integer(line)], status: 3)
    }
  }
}

extension StoreError.ImportProblem {
  /// The last part of its sentence's id.
  fileprivate var code: String {
    switch self {
    case .noHeader: "no-header"
    case .newerFormat: "newer-format"
    case .notARecord, .badValue, .impossibleEvent: "not-a-record"
    case .tooLong: "too-long"
    case .conflictingEvent: "conflict"
    case .unknownRun, .brokenSequence: "out-of-order"
    case .truncated: "truncated"
    }
  }
}
