package import Assessment
import GRDB

extension LearnerStore {
  /// Stores a run that begins.
  package func begin(_ run: LabRun) throws(StoreError) {
    try write { try Self.save(run, $0) }
  }

  /// A run, `nil` when the id is unknown.
  package func run(_ id: String) throws(StoreError) -> LabRun? {
    try read { try Self.run(id, $0) }
  }

  /// The runs of a lab, or of all labs, newest first.
  package func runs(lab: String? = nil) throws(StoreError) -> [LabRun] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM runs WHERE ?1 IS NULL OR lab = ?1 ORDER BY started DESC, id",
        arguments: [lab]
      ).map(Self.run)
    }
  }

  /// Changes a run in one transaction and gives it as stored; what the caller read earlier does not count.
  @discardableResult
  package func update(
    run id: String, _ change: (inout LabRun) -> Void
  ) throws(StoreError) -> LabRun {
    try write { database in
      guard var run = try Self.run(id, database) else { throw StoreError.unknownRun(id) }
      change(&run)
      try Self.save(run, database)
      return run
    }
  }

  /// Forgets a run with its journal, hints and checks.
  package func forgetRun(_ id: String) throws(StoreError) {
    try write { try $0.execute(sql: "DELETE FROM runs WHERE id = ?", arguments: [id]) }
  }

  /// Records a hint; taking it again changes nothing.
  package func record(_ hint: HintTaken) throws(StoreError) {
    try write { database in
      guard try Self.run(hint.run, database) != nil else { throw StoreError.unknownRun(hint.run) }
      try Self.save(hint, database)
    }
  }

  /// The hints of a run in the order in which they were taken.
  package func hints(run: String) throws(StoreError) -> [HintTaken] {
    try read { try Self.hints(run, $0) }
  }

  /// Records a check, and in the run that it was passed and its best score.
  ///
  /// `pass`, the event that the lab was passed by this check, is stored with it or not at all.
  package func record(
    _ check: CheckResult, pass: LearnerEvent? = nil, schedule: Schedule = Schedule()
  ) throws(StoreError) {
    try write { database in
      guard var run = try Self.run(check.run, database) else {
        throw StoreError.unknownRun(check.run)
      }
      try Self.save(check, database)
      run.isPassed = run.isPassed || check.isPassed
      run.score = max(run.score ?? 0, check.score)
      try Self.save(run, database)
      if let pass { _ = try Self.store(pass, schedule, database) }
    }
  }

  /// The checks of a run, oldest first.
  package func checks(run: String) throws(StoreError) -> [CheckResult] {
    try read { try Self.checks(run, $0) }
  }
}

extension LearnerStore {
  static func run(_ id: String, _ database: Database) throws -> LabRun? {
    try Row.fetchOne(database, sql: "SELECT * FROM runs WHERE id = ?", arguments: [id]).map(run)
  }

  static func run(_ row: Row) -> LabRun {
    var run = LabRun(
      id: row["id"], lab: row["lab"], version: row["version"], engine: row["engine"],
      seed: UInt64(bitPattern: row["seed"]), variant: row["variant"], started: row["started"])
    run.isOpen = row["open"]
    run.isPassed = row["passed"]
    run.score = row["score"]
    run.gaveUp = row["gave_up"]
    return run
  }

  static func save(_ run: LabRun, _ database: Database) throws {
    // An upsert, not a replacement: replacing would delete the journal with the old row.
    try database.execute(
      sql: """
        INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
        open = excluded.open, passed = excluded.passed, score = excluded.score,
        gave_up = excluded.gave_up
        """,
      arguments: [
        run.id, run.lab, run.version, run.engine, Int64(bitPattern: run.seed), run.variant,
        run.started, run.isOpen, run.isPassed, run.score, run.gaveUp,
      ])
  }

  static func save(_ hint: HintTaken, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR IGNORE INTO hints VALUES (?, ?, ?)", arguments: [hint.run, hint.hint, hint.at])
  }

  static func hints(_ run: String, _ database: Database) throws -> [HintTaken] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM hints WHERE run = ? ORDER BY at, hint", arguments: [run]
    ).map { HintTaken(run: $0["run"], hint: $0["hint"], at: $0["at"]) }
  }

  static func save(_ check: CheckResult, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO checks VALUES (?, ?, ?, ?, ?)",
      arguments: [check.run, check.at, check.isPassed, check.score, check.body])
  }

  static func checks(_ run: String, _ database: Database) throws -> [CheckResult] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM checks WHERE run = ? ORDER BY at", arguments: [run]
    ).map {
      CheckResult(
        run: $0["run"], at: $0["at"], isPassed: $0["passed"], score: $0["score"], body: $0["body"])
    }
  }
}
