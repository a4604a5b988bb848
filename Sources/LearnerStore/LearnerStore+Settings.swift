import GRDB

extension LearnerStore {
  /// The value of a setting, `nil` when it was never set.
  package func setting(_ key: String) throws(StoreError) -> String? {
    try read { database in
      try String.fetchOne(database, sql: "SELECT value FROM settings WHERE key = ?", arguments: [key])
    }
  }

  /// All settings by key, in byte order.
  package func settings() throws(StoreError) -> [(key: String, value: String)] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT key, value FROM settings ORDER BY key")
        .map { ($0["key"], $0["value"]) }
    }
  }

  /// Sets a setting; `nil` forgets it.
  package func set(_ key: String, to value: String?) throws(StoreError) {
    try write { try Self.set(key, to: value, $0) }
  }

  static func set(_ key: String, to value: String?, _ database: Database) throws {
    guard let value else {
      try database.execute(sql: "DELETE FROM settings WHERE key = ?", arguments: [key])
      return
    }
    try database.execute(
      sql: "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
      arguments: [key, value])
  }
}
