import Assessment
import Foundation
import LearnerStore
import Testing

/// A kill leaves what was written until then. SQLite appends to its log, so that every prefix of the log is the file that a
/// kill at one of its writes would leave.
@Suite struct StoreCrashTests {
  /// The store's bytes, and how long the log was when each line was confirmed.
  private struct Recorded {
    let store: Data
    let log: Data
    let confirmed: [Int]
  }

  private func record(in folder: String) throws -> Recorded {
    let path = folder + "/learner.db"
    try LearnerStore.open(path: path, fileSystem: .local).store.close()
    let store = try LearnerStore.open(path: path, fileSystem: .local).store
    try store.begin(StoreSamples.run())
    var confirmed: [Int] = []
    for number in 0..<12 {
      try store.append(
        [String(repeating: "line \(number) ", count: 100 * (1 + number % 3))], toJournalOf: "run-0001",
        expected: number)
      try store.record(try StoreSamples.answer(number, day: Int64(number), fraction: 1))
      confirmed.append(try Data(contentsOf: URL(fileURLWithPath: path + "-wal")).count)
    }
    let recorded = Recorded(
      store: try Data(contentsOf: URL(fileURLWithPath: path)),
      log: try Data(contentsOf: URL(fileURLWithPath: path + "-wal")), confirmed: confirmed)
    try store.close()
    return recorded
  }

  @Test func `a kill at any write of the store loses nothing that was confirmed`() throws {
    try StoreSamples.inFolder { folder in
      let recorded = try record(in: folder)
      // The log's header is 32 bytes; each frame writes a header of 24 and a page of 4,096.
      var ends = [0, 16, 32]
      for frame in stride(from: 32, to: recorded.log.count, by: 24 + 4_096) {
        ends += [frame + 24, frame + 24 + 2_000, frame + 24 + 4_096].filter { $0 <= recorded.log.count }
      }
      #expect(ends.count > 100)
      for (number, end) in ends.enumerated() {
        let path = "\(folder)/\(number).db"
        try recorded.store.write(to: URL(fileURLWithPath: path))
        try recorded.log.prefix(end).write(to: URL(fileURLWithPath: path + "-wal"))
        let opened = try LearnerStore.open(path: path, fileSystem: .local)
        #expect(opened.notices.isEmpty, "cut at \(end)")
        let known = recorded.confirmed.count { $0 <= end }
        let lines = try opened.store.journalLength(of: "run-0001")
        let answers = try opened.store.events().count
        #expect(lines >= known && answers >= known, "cut at \(end): \(lines) lines, \(answers) answers")
        #expect(lines <= known + 1 && answers <= known + 1, "cut at \(end)")
        try opened.store.close()
      }
    }
  }

  @Test func `a cut export is refused at every length and changes nothing`() throws {
    try StoreSamples.inFolder { folder in
      let store = try LearnerStore.open(path: folder + "/learner.db").store
      try store.begin(StoreSamples.run())
      try store.append(["a", "b"], toJournalOf: "run-0001", expected: 0)
      try store.record(try StoreSamples.answer(1, day: 1, fraction: 1))
      try store.exportProgress(to: folder + "/whole", at: 7)
      let whole = try Data(contentsOf: URL(fileURLWithPath: folder + "/whole"))
      let other = try LearnerStore.open(path: folder + "/other.db").store
      // The last byte is the line break, without which the file is whole too.
      for length in 0..<(whole.count - 1) {
        try whole.prefix(length).write(to: URL(fileURLWithPath: folder + "/cut"))
        #expect(throws: StoreError.self) { try other.importProgress(from: folder + "/cut") }
      }
      #expect(try other.events().isEmpty && other.runs().isEmpty)
      #expect(try other.importProgress(from: folder + "/whole").newEvents == 1)
    }
  }
}
