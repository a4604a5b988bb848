import GRDB

/// Why the learner's store could not do something; nothing of the failed act is stored.
package enum StoreError: Error, Equatable, Sendable {
  /// The file was written by a newer program.
  case newerStore(found: Int, known: Int)
  /// The file is a database of another program.
  case notAStore
  /// Another shell appended to the same journal first; `found` is the journal's length now.
  case changedElsewhere(expected: Int, found: Int)
  /// There is no lab run with this id.
  case unknownRun(String)
  /// A journal line holds a line break or is longer than `LearnerStore.lineLimit`.
  case badLine
  /// Another process held the file for longer than five seconds.
  case busy
  /// The disk is full.
  case full
  /// The file or its folder cannot be opened or written.
  case cannotWrite(path: String)
  /// The file was found to be damaged while it was in use; opening it again sets it aside.
  case damaged
  /// A line of an imported file is not ours; nothing was imported.
  case importLine(Int, ImportProblem)
  /// The imported file is larger than this many bytes.
  case importTooLarge(limit: Int)
  /// The imported file cannot be read.
  case cannotRead(path: String)
  /// SQLite failed in another way, with its extended result code.
  case failed(code: Int)

  /// What is wrong with a line of an imported file.
  package enum ImportProblem: Equatable, Sendable {
    /// The first line is not the header of an export.
    case noHeader
    /// The export was made by a newer program.
    case newerFormat(found: Int, known: Int)
    /// The line is not JSON of a known record.
    case notARecord
    /// The line is longer than this many bytes.
    case tooLong(limit: Int)
    /// The event holds what no event of ours can hold; the name of the part.
    case impossibleEvent(String)
    /// The id is known here with another content.
    case conflictingEvent
    /// The record belongs to a run that did not come before it.
    case unknownRun
    /// The sequence of the journal's line is not the next one.
    case brokenSequence
    /// A value of the record is out of its range.
    case badValue
    /// The file ends before its last line, or goes on after it.
    case truncated
  }

  /// What an error of SQLite or of reading a stored row means here.
  init(_ error: any Error, path: String) {
    if let own = error as? StoreError {
      self = own
      return
    }
    guard let database = error as? DatabaseError else {
      self = error is DecodingError ? .damaged : .failed(code: -1)
      return
    }
    switch database.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
    case .SQLITE_FULL: self = .full
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_CANTOPEN: self = .cannotWrite(path: path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged
    default: self = .failed(code: Int(database.extendedResultCode.rawValue))
    }
  }
}

/// What the learner should be told once after opening.
package enum StoreNotice: Equatable, Sendable {
  /// The file was damaged; it stands at this path now, and a fresh one was begun.
  case setAside(path: String)
  /// The file lies on a file system of several machines, so it is written in a slower and safer way. Told once.
  case sharedFileSystem
}
