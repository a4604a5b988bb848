import GRDB

extension LearnerStore {
  /// Appends lines to a run's journal and gives its new length.
  ///
  /// `expected` is the length that the caller knows. When another shell wrote first, the error is `changedElsewhere` and no
  /// line is stored. A setting that belongs to the lines is stored with them or not at all.
  @discardableResult
  package func append(
    _ lines: [String], toJournalOf run: String, expected: Int,
    noting note: (key: String, value: String)? = nil
  ) throws(StoreError) -> Int {
    guard lines.allSatisfy(Self.isJournalLine) else { throw .badLine }
    return try write { database in
      guard try Self.run(run, database) != nil else { throw StoreError.unknownRun(run) }
      let found = try Self.journalLength(run, database)
      guard found == expected else {
        throw StoreError.changedElsewhere(expected: expected, found: found)
      }
      for (offset, line) in lines.enumerated() {
        try Self.insertLine(line, expected + offset, run, database)
      }
      if let note { try Self.set(note.key, to: note.value, database) }
      return expected + lines.count
    }
  }

  /// The journal's lines from a sequence number on, the first line being 0.
  package func journal(of run: String, from sequence: Int = 0) throws(StoreError) -> [String] {
    try read { try Self.journal(run, from: sequence, $0) }
  }

  /// The number of lines of a journal, 0 for an unknown run.
  package func journalLength(of run: String) throws(StoreError) -> Int {
    try read { try Self.journalLength(run, $0) }
  }

  static func isJournalLine(_ line: String) -> Bool {
    line.utf8.count <= lineLimit && !line.utf8.contains(10) && !line.utf8.contains(13)
  }

  static func journal(
    _ run: String, from sequence: Int = 0, _ database: Database
  ) throws -> [String] {
    try String.fetchAll(
      database, sql: "SELECT line FROM journal WHERE run = ? AND sequence >= ? ORDER BY sequence",
      arguments: [run, sequence])
  }

  static func journalLength(_ run: String, _ database: Database) throws -> Int {
    let last = try Int.fetchOne(
      database, sql: "SELECT max(sequence) FROM journal WHERE run = ?", arguments: [run])
    return last.map { $0 + 1 } ?? 0
  }

  static func insertLine(
    _ line: String, _ sequence: Int, _ run: String, _ database: Database
  ) throws {
    try database.execute(
      sql: "INSERT INTO journal VALUES (?, ?, ?)", arguments: [run, sequence, line])
  }
}
