package import Assessment
import Foundation
import GRDB

/// What an import changed.
package struct ImportReport: Equatable, Sendable {
  /// Events that were not known here.
  package internal(set) var newEvents = 0
  /// Events that were known already.
  package internal(set) var knownEvents = 0
  /// Lessons that the file told about.
  package internal(set) var lessons = 0
  /// Lab runs that were not known here.
  package internal(set) var newRuns = 0
  /// Lab runs that went on elsewhere and were extended.
  package internal(set) var extendedRuns = 0
  /// Lab runs that went another way here; what is here was kept.
  package internal(set) var keptRuns: [String] = []
}

extension LearnerStore {
  /// The largest export that is read, in bytes.
  package static let importLimit = 64 * 1_024 * 1_024

  /// Merges an export into the store: events by their id, lessons by their tasks, runs by their journal; all or nothing.
  ///
  /// Importing a file twice changes nothing the second time. Garbage is refused with the number of its line.
  @discardableResult
  package func importProgress(
    from path: String, schedule: Schedule = Schedule()
  ) throws(StoreError) -> ImportReport {
    let bytes: Data
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      bytes = try handle.read(upToCount: Self.importLimit + 1) ?? Data()
      try handle.close()
    } catch {
      throw .cannotRead(path: path)
    }
    guard bytes.count <= Self.importLimit else { throw .importTooLarge(limit: Self.importLimit) }
    let file = try ProgressImport(bytes)
    return try write { database in
      var report = ImportReport()
      for (event, line) in file.events { try Self.merge(event, line, &report, database) }
      for lesson in file.lessons {
        _ = try Self.merge(lesson, database)
        report.lessons += 1
      }
      for run in file.runs { try Self.merge(run, &report, database) }
      if report.newEvents > 0 { try Self.rebuild(schedule, database) }
      return report
    }
  }

  private static func merge(
    _ event: LearnerEvent, _ line: Int, _ report: inout ImportReport, _ database: Database
  ) throws {
    if try insert(event, database) {
      report.newEvents += 1
      return
    }
    let known = try String.fetchOne(
      database, sql: "SELECT body FROM events WHERE id = ?", arguments: [event.id.rawValue])
    guard try known.map({ try StoredJSON.value(LearnerEvent.self, $0) }) == event else {
      throw StoreError.importLine(line, .conflictingEvent)
    }
    report.knownEvents += 1
  }

  private static func merge(
    _ imported: ProgressImport.Run, _ report: inout ImportReport, _ database: Database
  ) throws {
    let id = imported.run.id
    guard var known = try run(id, database) else {
      try save(imported.run, database)
      try extend(imported, from: 0, database)
      report.newRuns += 1
      return
    }
    let lines = try journal(id, database)
    guard known.lab == imported.run.lab, known.version == imported.run.version,
      known.seed == imported.run.seed, zip(lines, imported.lines).allSatisfy({ $0 == $1 })
    else {
      report.keptRuns.append(id)
      return
    }
    known.isPassed = known.isPassed || imported.run.isPassed
    known.gaveUp = known.gaveUp || imported.run.gaveUp
    if let score = imported.run.score { known.score = max(known.score ?? 0, score) }
    try save(known, database)
    if imported.lines.count > lines.count { report.extendedRuns += 1 }
    try extend(imported, from: lines.count, database)
  }

  private static func extend(
    _ imported: ProgressImport.Run, from start: Int, _ database: Database
  ) throws {
    for (sequence, line) in imported.lines.enumerated().dropFirst(start) {
      try insertLine(line, sequence, imported.run.id, database)
    }
    for hint in imported.hints { try save(hint, database) }
    for check in imported.checks { try save(check, database) }
  }
}
