import Course
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
      _ = try store.append(lines, toJournalOf: run, expected: savedEntries + 1)
      savedEntries = entries.count
    } catch .changedElsewhere {
      try reload(run: run, store: store)
      throw CommandFailure("session.changed-elsewhere", status: 1)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// Makes the world again from the journal in the store, which another shell has changed.
  private func reload(run: String, store: LearnerStore) throws(CommandFailure) {
    switch place {
    case .lab(let id, _): try resumeLab(id, run: run)
    case .sandbox: try resumeSandbox(run: run)
    case .outside, .lesson: break
    }
  }

  /// Reads the journal of a run from the store.
  func journal(of run: String, store: LearnerStore) throws(CommandFailure) -> Journal {
    let lines: [String]
    do throws(StoreError) {
      lines = try store.journal(of: run)
    } catch {
      throw CommandFailure(error)
    }
    do throws(JournalError) {
      return try Journal(text: lines.joined(separator: "\n"))
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
