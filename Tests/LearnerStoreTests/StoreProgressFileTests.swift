import Assessment
import Foundation
import LearnerStore
import Testing

@Suite struct StoreProgressFileTests {
  /// A store with some of everything that an export holds.
  private func fill(_ store: LearnerStore) throws {
    for number in 0..<4 {
      try store.record(try StoreSamples.answer(number, day: Int64(number), fraction: 1))
    }
    try store.save(
      LessonProgress(lesson: "zone", page: "p1", tasks: ["a"], isDone: false, updated: 3))
    try store.begin(StoreSamples.run())
    try store.append([#"{"call":"가"}"#, "b"], toJournalOf: "run-0001", expected: 0)
    try store.record(HintTaken(run: "run-0001", hint: "h1", at: 6))
    try store.record(CheckResult(run: "run-0001", at: 7, isPassed: true, score: 1, body: "[]"))
  }

  @Test func `an export read into an empty store gives the same export`() throws {
    try StoreSamples.inFolder { folder in
      let store = try LearnerStore.open(path: folder + "/a.db").store
      try fill(store)
      let file = folder + "/progress.jsonl"
      try store.exportProgress(to: file, at: 77)
      let other = try LearnerStore.open(path: folder + "/b.db").store
      let report = try other.importProgress(from: file)
      #expect(report.newEvents == 4 && report.newRuns == 1 && report.lessons == 1)
      #expect(try other.exportedLines(at: 77) == store.exportedLines(at: 77))
      #expect(try other.cards() == store.cards())
      let again = try other.importProgress(from: file)
      #expect(again.newEvents == 0 && again.knownEvents == 4 && again.newRuns == 0)
      #expect(try other.exportedLines(at: 77) == store.exportedLines(at: 77))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".tmp") } == [])
    }
  }

  @Test func `two histories come together by the identity of their events`() throws {
    try StoreSamples.inFolder { folder in
      let home = try LearnerStore.open(path: folder + "/a.db").store
      try home.record(try StoreSamples.answer(1, day: 1, fraction: 1))
      try home.exportProgress(to: folder + "/a.jsonl", at: 0)
      let school = try LearnerStore.open(path: folder + "/b.db").store
      try school.importProgress(from: folder + "/a.jsonl")
      try school.record(try StoreSamples.answer(3, day: 3, fraction: 1))
      try home.record(try StoreSamples.answer(2, day: 2, fraction: 0))
      try home.exportProgress(to: folder + "/a.jsonl", at: 0)
      let report = try school.importProgress(from: folder + "/a.jsonl")
      #expect(report.newEvents == 1 && report.knownEvents == 1)
      #expect(try school.events().map(\.at) == [1, 2, 3].map { $0 * 86_400_000 })
      #expect(try school.cards() == Schedule().replay(school.events()).cards)
    }
  }

  @Test func `a run that went on elsewhere is extended, one that went another way is kept`() throws {
    try StoreSamples.inFolder { folder in
      let home = try LearnerStore.open(path: folder + "/a.db").store
      try fill(home)
      try home.exportProgress(to: folder + "/a.jsonl", at: 0)
      let school = try LearnerStore.open(path: folder + "/b.db").store
      try school.importProgress(from: folder + "/a.jsonl")
      try home.append(["c"], toJournalOf: "run-0001", expected: 2)
      try home.exportProgress(to: folder + "/a.jsonl", at: 0)
      #expect(try school.importProgress(from: folder + "/a.jsonl").extendedRuns == 1)
      #expect(try school.journal(of: "run-0001").count == 3)
      try school.append(["d"], toJournalOf: "run-0001", expected: 3)
      try home.append(["e"], toJournalOf: "run-0001", expected: 3)
      try home.exportProgress(to: folder + "/a.jsonl", at: 0)
      #expect(try school.importProgress(from: folder + "/a.jsonl").keptRuns == ["run-0001"])
      #expect(try school.journal(of: "run-0001").last == "d")
    }
  }

  /// An export's lines with one of them changed; the error names the line and nothing is stored.
  @Test(arguments: [
    (0, "not json", 1, StoreError.ImportProblem.noHeader),
    (0, #"{"record":"header","value":{"format":"other","version":1,"exported":0}}"#, 1, .noHeader),
    (
      0, #"{"record":"header","value":{"format":"skydrill-progress","version":9,"exported":0}}"#, 1,
      .newerFormat(found: 9, known: 1)
    ),
    (1, "garbage", 2, .notARecord), (1, "", 2, .notARecord), (1, "[1,2", 2, .notARecord),
    (1, #"{"record":"event","value":{"id":"zz","at":1,"tookBack":"zz"}}"#, 2, .notARecord),
    (1, #"{"record":"secret","value":1}"#, 2, .notARecord),
    (
      1,
      #"{"record":"event","value":{"id":"00000000000000000000000000000009","at":-5,"tookBack":"00000000000000000000000000000001"}}"#,
      2, .impossibleEvent("time")
    ),
    (
      5,
      #"{"record":"lesson","value":{"lesson":"\u001b[2J","page":"p","tasks":[],"isDone":false,"updated":1}}"#,
      6, .badValue
    ),
    (7, #"{"record":"line","value":{"run":"run-0001","sequence":5,"text":"x"}}"#, 8, .brokenSequence),
    (7, #"{"record":"line","value":{"run":"run-0009","sequence":0,"text":"x"}}"#, 8, .unknownRun),
    (7, #"{"record":"line","value":{"run":"run-0001","sequence":0,"text":"x\ny"}}"#, 8, .badValue),
    (11, #"{"record":"end","value":{"lines":3}}"#, 12, .truncated),
    (
      11, #"{"record":"header","value":{"format":"skydrill-progress","version":1,"exported":0}}"#, 12,
      .noHeader
    ),
  ])
  func `garbage is refused with the number of its line`(
    index: Int, replacement: String, line: Int, problem: StoreError.ImportProblem
  ) throws {
    try StoreSamples.inFolder { folder in
      let store = try LearnerStore.open(path: folder + "/a.db").store
      try fill(store)
      var lines = try store.exportedLines(at: 0)
      #expect(lines.count == 12)
      lines[index] = replacement
      let file = folder + "/bad.jsonl"
      try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
      let other = try LearnerStore.open(path: folder + "/b.db").store
      #expect(throws: StoreError.importLine(line, problem)) { try other.importProgress(from: file) }
      #expect(try other.events().isEmpty)
      #expect(try other.runs().isEmpty)
    }
  }

  @Test func `a file that was cut off is refused`() throws {
    try StoreSamples.inFolder { folder in
      let store = try LearnerStore.open(path: folder + "/a.db").store
      try fill(store)
      let lines = try store.exportedLines(at: 0).dropLast()
      try lines.joined(separator: "\n").write(
        toFile: folder + "/cut.jsonl", atomically: true, encoding: .utf8)
      #expect(throws: StoreError.importLine(11, .truncated)) {
        try store.importProgress(from: folder + "/cut.jsonl")
      }
      // In the middle of its last line it is cut off as well.
      let bytes = Data(lines.joined(separator: "\n").utf8)
      for count in 1..<(try #require(lines.last).utf8.count) {
        try bytes.dropLast(count).write(to: URL(fileURLWithPath: folder + "/cut.jsonl"))
        #expect(throws: StoreError.importLine(11, .truncated)) {
          try store.importProgress(from: folder + "/cut.jsonl")
        }
      }
      try Data().write(to: URL(fileURLWithPath: folder + "/empty.jsonl"))
      #expect(throws: StoreError.self) { try store.importProgress(from: folder + "/empty.jsonl") }
      #expect(throws: StoreError.cannotRead(path: folder + "/none.jsonl")) {
        try store.importProgress(from: folder + "/none.jsonl")
      }
    }
  }

  @Test func `an event that is known with another content is refused`() throws {
    try StoreSamples.inFolder { folder in
      let store = try LearnerStore.open(path: folder + "/a.db").store
      try store.record(try StoreSamples.answer(1, day: 1, fraction: 0))
      let other = try LearnerStore.open(path: folder + "/b.db").store
      try other.record(try StoreSamples.answer(1, day: 1, fraction: 1))
      try other.exportProgress(to: folder + "/b.jsonl", at: 0)
      #expect(throws: StoreError.importLine(2, .conflictingEvent)) {
        try store.importProgress(from: folder + "/b.jsonl")
      }
    }
  }
}
