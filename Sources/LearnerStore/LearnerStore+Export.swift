import Foundation
import GRDB

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

extension LearnerStore {
  /// All progress as JSON lines (see `ProgressRecord`), in one consistent view; the same store gives the same lines.
  package func exportedLines(at milliseconds: Int64) throws(StoreError) -> [String] {
    try read { database in
      var records: [ProgressRecord] = [
        .header(
          ProgressRecord.Header(
            format: ProgressRecord.format, version: ProgressRecord.version, exported: milliseconds))
      ]
      records += try Self.events(database).map { .event($0) }
      records += try Self.lessons(database).map { .lesson($0) }
      let runs = try Row.fetchAll(database, sql: "SELECT * FROM runs ORDER BY started, id")
        .map(Self.run)
      for run in runs {
        records.append(.run(run))
        records += try Self.journal(run.id, database).enumerated().map {
          .line(ProgressRecord.JournalLine(run: run.id, sequence: $0, text: $1))
        }
        records += try Self.hints(run.id, database).map { .hint($0) }
        records += try Self.checks(run.id, database).map { .check($0) }
      }
      records.append(.end(ProgressRecord.End(lines: records.count)))
      return try records.map { try StoredJSON.text($0) }
    }
  }

  /// Writes the export to a file, whole or not at all: written beside it, flushed to the disk, then renamed over it.
  package func exportProgress(to path: String, at milliseconds: Int64) throws(StoreError) {
    let text = try exportedLines(at: milliseconds).joined(separator: "\n") + "\n"
    let target = URL(fileURLWithPath: path)
    let folder = target.deletingLastPathComponent()
    let temporary = folder.appendingPathComponent(
      ".\(target.lastPathComponent).\(UUID().uuidString).tmp")
    do {
      try Data(text.utf8).write(to: temporary, options: .withoutOverwriting)
      let handle = try FileHandle(forUpdating: temporary)
      try handle.synchronize()
      try handle.close()
    } catch {
      unlink(temporary.path)
      throw .cannotWrite(path: path)
    }
    guard rename(temporary.path, target.path) == 0 else {
      unlink(temporary.path)
      throw .cannotWrite(path: path)
    }
    // The name itself is on the disk only once its folder is; a file system that cannot flush folders is no error.
    let descriptor = Self.openFolder(folder.path)
    if descriptor >= 0 {
      fsync(descriptor)
      Self.closeDescriptor(descriptor)
    }
  }

  private static func openFolder(_ path: String) -> Int32 {
    #if canImport(Darwin)
      Darwin.open(path, O_RDONLY)
    #else
      Glibc.open(path, O_RDONLY)
    #endif
  }

  private static func closeDescriptor(_ descriptor: Int32) {
    #if canImport(Darwin)
      _ = Darwin.close(descriptor)
    #else
      _ = Glibc.close(descriptor)
    #endif
  }
}
