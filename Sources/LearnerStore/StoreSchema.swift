import GRDB

/// The tables of the store, as steps from one version to the next; a step is never changed once it was released.
enum StoreSchema {
  /// What `PRAGMA application_id` holds: "SKYD".
  static let applicationID = 0x534B_5944
  /// The version that this program writes.
  static var known: Int { steps.count }

  /// Brings a file to the known version; throws for a newer one and for a file of another program.
  static func migrate(_ database: Database) throws {
    let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    guard application == applicationID || (tables == 0 && found == 0) else {
      throw StoreError.notAStore
    }
    guard found <= known else { throw StoreError.newerStore(found: found, known: known) }
    for step in steps.dropFirst(found) { try database.execute(sql: step) }
    if found < known {
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: "PRAGMA user_version = \(known)")
    }
  }

  private static let steps = [
    """
    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE events (
      id TEXT PRIMARY KEY, at INTEGER NOT NULL, card TEXT, body TEXT NOT NULL) STRICT;
    CREATE INDEX events_by_time ON events (at, id);
    CREATE TABLE cards (card TEXT PRIMARY KEY, due INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE TABLE reviews (event TEXT PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE INDEX reviews_by_time ON reviews (at);
    CREATE TABLE lessons (
      lesson TEXT PRIMARY KEY, page TEXT NOT NULL, tasks TEXT NOT NULL, done INTEGER NOT NULL,
      updated INTEGER NOT NULL) STRICT;
    CREATE TABLE runs (
      id TEXT PRIMARY KEY, lab TEXT NOT NULL, version TEXT NOT NULL, engine INTEGER NOT NULL,
      seed INTEGER NOT NULL, variant TEXT, started INTEGER NOT NULL, open INTEGER NOT NULL,
      passed INTEGER NOT NULL, score REAL, gave_up INTEGER NOT NULL) STRICT;
    CREATE INDEX runs_by_lab ON runs (lab, started);
    CREATE TABLE journal (
      run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, sequence INTEGER NOT NULL,
      line TEXT NOT NULL, PRIMARY KEY (run, sequence)) STRICT, WITHOUT ROWID;
    CREATE TABLE hints (
      run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, hint TEXT NOT NULL,
      at INTEGER NOT NULL, PRIMARY KEY (run, hint)) STRICT, WITHOUT ROWID;
    CREATE TABLE checks (
      run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE, at INTEGER NOT NULL,
      passed INTEGER NOT NULL, score REAL NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (run, at)) STRICT, WITHOUT ROWID;
    """
  ]
}
