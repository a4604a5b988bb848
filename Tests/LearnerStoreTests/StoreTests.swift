import Assessment
import Foundation
import LearnerStore
import Testing

@Suite struct StoreTests {
  @Test func `settings are kept, changed and forgotten`() throws {
    try StoreSamples.inFolder { folder in
      let store = try LearnerStore.open(path: folder + "/deep/er/learner.db").store
      try store.set("lang", to: "ko")
      try store.set("lang", to: "en")
      try store.set("plain", to: "1")
      try store.set("plain", to: nil)
      try store.close()
      let again = try LearnerStore.open(path: folder + "/deep/er/learner.db")
      #expect(again.notices.isEmpty)
      #expect(try again.store.setting("lang") == "en")
      #expect(try again.store.setting("plain") == nil)
      #expect(try again.store.settings().map(\.key) == ["lang"])
    }
  }

  @Test func `answers make cards and reviews, the same as a replay of the events`() throws {
    try StoreSamples.withStore { store in
      let events = try (0..<12).map {
        try StoreSamples.answer(
          $0, question: "q\($0 % 3)", day: Int64($0), fraction: $0 % 5 == 0 ? 0 : 1, certainty: 3)
      }
      for event in events { #expect(try store.record(event)?.at == event.at / 1_000) }
      #expect(try store.record(events[3]) == nil)
      #expect(try store.events() == events)
      let replayed = Schedule().replay(events)
      #expect(try store.cards().sorted { $0.id < $1.id } == replayed.cards)
      #expect(try store.reviews() == replayed.reviews.map(\.1))
      #expect(try store.reviews(since: 10 * 86_400).count == 2)
    }
  }

  @Test func `an answer that arrives late gives the same cards`() throws {
    let events = try (0..<6).map { try StoreSamples.answer($0, day: Int64($0), fraction: 1) }
    let inOrder = try StoreSamples.withStore { store in
      for event in events { try store.record(event) }
      return try store.cards()
    }
    try StoreSamples.withStore { store in
      for index in [0, 1, 4, 2, 5, 3] { try store.record(events[index]) }
      #expect(try store.cards() == inOrder)
    }
  }

  @Test func `the last grade can be taken back, and the answer stays among the events`() throws {
    try StoreSamples.withStore { store in
      try store.record(try StoreSamples.answer(1, day: 1, fraction: 1))
      let before = try store.cards()
      try store.record(try StoreSamples.answer(2, day: 4, fraction: 0))
      #expect(try store.cards() != before)
      #expect(try store.takeBackLastAnswer(at: 5 * 86_400_000)?.fraction == 0)
      #expect(try store.cards() == before)
      #expect(try store.events().count == 3)
      #expect(try store.takeBackLastAnswer(at: 6 * 86_400_000)?.fraction == 1)
      #expect(try store.takeBackLastAnswer(at: 7 * 86_400_000) == nil)
      #expect(try store.cards().isEmpty)
    }
  }

  @Test func `lesson progress of two shells comes together`() throws {
    try StoreSamples.withStore { store in
      try store.save(
        LessonProgress(lesson: "zone", page: "p3", tasks: ["b", "a"], isDone: false, updated: 9))
      let merged = try store.save(
        LessonProgress(lesson: "zone", page: "p1", tasks: ["c"], isDone: true, updated: 7))
      #expect(
        merged
          == LessonProgress(
            lesson: "zone", page: "p3", tasks: ["a", "b", "c"], isDone: true, updated: 9))
      #expect(try store.lesson("zone") == merged)
      #expect(try store.lessons() == [merged])
      try store.forgetLesson("zone")
      #expect(try store.lesson("zone") == nil)
    }
  }

  @Test func `a run keeps its journal, hints and checks, and its best score`() throws {
    try StoreSamples.withStore { store in
      let run = StoreSamples.run()
      try store.begin(run)
      #expect(try store.run(run.id) == run)
      #expect(try store.append(["{}", "나"], toJournalOf: run.id, expected: 0) == 2)
      #expect(try store.append(["c"], toJournalOf: run.id, expected: 2) == 3)
      #expect(try store.journal(of: run.id) == ["{}", "나", "c"])
      #expect(try store.journal(of: run.id, from: 2) == ["c"])
      try store.record(HintTaken(run: run.id, hint: "h1", at: 6))
      try store.record(HintTaken(run: run.id, hint: "h1", at: 8))
      #expect(try store.hints(run: run.id) == [HintTaken(run: run.id, hint: "h1", at: 6)])
      try store.record(CheckResult(run: run.id, at: 7, isPassed: true, score: 0.9, body: "[]"))
      try store.record(CheckResult(run: run.id, at: 9, isPassed: false, score: 0.2, body: "[]"))
      try store.update(run: run.id) { $0.gaveUp = true }
      let stored = try #require(try store.run(run.id))
      #expect(stored.isPassed && stored.gaveUp && stored.isOpen && stored.score == 0.9)
      #expect(try store.checks(run: run.id).map(\.score) == [0.9, 0.2])
      #expect(try store.journalLength(of: run.id) == 3)
      try store.begin(StoreSamples.run("run-0002", started: 9))
      #expect(try store.runs(lab: "az-outage").map(\.id) == ["run-0002", "run-0001"])
      #expect(try store.runs().count == 2)
      try store.forgetRun(run.id)
      #expect(try store.journal(of: run.id).isEmpty)
      #expect(try store.hints(run: run.id).isEmpty)
    }
  }

  @Test func `a line that is no line and a run that is not there are refused`() throws {
    try StoreSamples.withStore { store in
      try store.begin(StoreSamples.run())
      #expect(throws: StoreError.badLine) {
        try store.append(["a\nb"], toJournalOf: "run-0001", expected: 0)
      }
      #expect(throws: StoreError.unknownRun("nothing")) {
        try store.append(["a"], toJournalOf: "nothing", expected: 0)
      }
      #expect(throws: StoreError.unknownRun("nothing")) {
        try store.record(HintTaken(run: "nothing", hint: "h", at: 1))
      }
      #expect(throws: StoreError.unknownRun("nothing")) { try store.update(run: "nothing") { _ in } }
    }
  }
}
