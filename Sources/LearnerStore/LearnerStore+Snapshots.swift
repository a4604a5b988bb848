package import Foundation
import GRDB

extension LearnerStore {
  /// How many snapshots are kept; the ones stored longest ago go first.
  package static let snapshotLimit = 64

  /// The world that a prefix of a journal gives under an engine, as stored; `nil` when it must be computed.
  ///
  /// A cache only: whoever reads it falls back to replay when the bytes cannot be read.
  package func snapshot(engine: Int, prefix digest: String) throws(StoreError) -> Data? {
    try read { database in
      try Data.fetchOne(
        database, sql: "SELECT body FROM snapshots WHERE engine = ? AND digest = ?",
        arguments: [engine, digest])
    }
  }

  /// Stores a snapshot and drops those of other engines and beyond `snapshotLimit`.
  package func save(snapshot body: Data, engine: Int, prefix digest: String) throws(StoreError) {
    try write { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO snapshots
          VALUES (?, ?, ?, (SELECT coalesce(max(number), 0) + 1 FROM snapshots))
          """,
        arguments: [engine, digest, body])
      try database.execute(
        sql: """
          DELETE FROM snapshots WHERE engine <> ?1 OR number <=
          (SELECT number FROM snapshots ORDER BY number DESC LIMIT 1 OFFSET ?2)
          """,
        arguments: [engine, Self.snapshotLimit])
    }
  }
}
