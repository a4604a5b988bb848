import Assessment
import Foundation

/// An export read and checked line by line, before anything of it is stored.
struct ProgressImport {
  /// A run and what belongs to it.
  struct Run {
    let run: LabRun
    var lines: [String] = []
    var hints: [HintTaken] = []
    var checks: [CheckResult] = []
  }

  /// Each event with the number of its line, from 1.
  private(set) var events: [(event: LearnerEvent, line: Int)] = []
  private(set) var lessons: [LessonProgress] = []
  private(set) var runs: [Run] = []

  private var indices: [String: Int] = [:]
  private var isEnded = false
  private var number = 0

  /// Reads the bytes of an export; the error names the first bad line.
  init(_ bytes: Data) throws(StoreError) {
    // A line break at the very end makes no line.
    let body = bytes.last == 10 ? bytes.dropLast() : bytes
    let lines = body.split(separator: 10, omittingEmptySubsequences: false)
    for line in lines {
      number += 1
      try read(line, isCut: number == lines.count && bytes.last != 10)
    }
    guard isEnded else { throw .importLine(max(1, number), .truncated) }
  }

  /// Reads a line; one that is cut ends with the file, and need not be whole.
  private mutating func read(_ line: Data, isCut: Bool) throws(StoreError) {
    let limit = 2 * LearnerStore.lineLimit
    guard line.count <= limit else { throw .importLine(number, .tooLong(limit: limit)) }
    guard !isEnded else { throw .importLine(number, .truncated) }
    let record: ProgressRecord
    do {
      record = try JSONDecoder().decode(ProgressRecord.self, from: line)
    } catch {
      throw .importLine(number, number == 1 ? .noHeader : isCut ? .truncated : .notARecord)
    }
    guard case .header(let header) = record else {
      guard number > 1 else { throw .importLine(number, .noHeader) }
      return try take(record)
    }
    guard number == 1, header.format == ProgressRecord.format else {
      throw .importLine(number, .noHeader)
    }
    guard header.version <= ProgressRecord.version else {
      throw .importLine(
        number, .newerFormat(found: header.version, known: ProgressRecord.version))
    }
  }

  private mutating func take(_ record: ProgressRecord) throws(StoreError) {
    switch record {
    case .header: throw .importLine(number, .noHeader)
    case .event(let event):
      if let flaw = event.flaw { throw .importLine(number, .impossibleEvent(flaw.rawValue)) }
      events.append((event, number))
    case .lesson(let lesson):
      guard Self.isName(lesson.lesson), Self.isName(lesson.page), lesson.tasks.count <= 1_000,
        lesson.tasks.allSatisfy(Self.isName), Self.isTime(lesson.updated)
      else { throw .importLine(number, .badValue) }
      lessons.append(lesson)
    case .run(let run):
      guard Self.isRunID(run.id), Self.isName(run.lab), Self.isTime(run.started),
        Self.isDigest(run.version), (0...1_000_000).contains(run.engine),
        (0...1).contains(run.score ?? 0), run.variant.map({ $0.utf8.count <= 200 }) ?? true,
        indices[run.id] == nil
      else { throw .importLine(number, .badValue) }
      indices[run.id] = runs.count
      runs.append(Run(run: run))
    case .line(let line):
      let index = try index(of: line.run)
      guard LearnerStore.isJournalLine(line.text) else { throw .importLine(number, .badValue) }
      guard line.sequence == runs[index].lines.count else {
        throw .importLine(number, .brokenSequence)
      }
      runs[index].lines.append(line.text)
    case .hint(let hint):
      guard Self.isName(hint.hint), Self.isTime(hint.at) else { throw .importLine(number, .badValue) }
      runs[try index(of: hint.run)].hints.append(hint)
    case .check(let check):
      guard (0...1).contains(check.score), Self.isTime(check.at),
        check.body.utf8.count <= LearnerStore.lineLimit
      else { throw .importLine(number, .badValue) }
      runs[try index(of: check.run)].checks.append(check)
    case .end(let end):
      guard end.lines == number - 1 else { throw .importLine(number, .truncated) }
      isEnded = true
    }
  }

  private func index(of run: String) throws(StoreError) -> Int {
    guard let index = indices[run] else { throw .importLine(number, .unknownRun) }
    return index
  }

  private static func isTime(_ milliseconds: Int64) -> Bool {
    (0...32_503_680_000_000).contains(milliseconds)
  }

  private static func isName(_ text: String) -> Bool {
    (1...100).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (97...122).contains($0) || (48...57).contains($0) || $0 == 45 || $0 == 46 || $0 == 95 || $0 == 35
      }
  }

  private static func isRunID(_ text: String) -> Bool {
    (8...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }

  private static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { (97...102).contains($0) || (48...57).contains($0) }
  }
}
