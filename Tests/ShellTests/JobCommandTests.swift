import Cloud
import CloudAPI
import EventKernel
import Foundation
import Shell
import Testing
import Texts

/// Jobs as they are set, run, explained, in both languages and as JSON.
@Suite struct JobCommandTests {
  private func sandbox(_ language: Language = .en, json: Bool = false) throws -> TestSession {
    let test = try TestSession(
      language, home: NSTemporaryDirectory() + "jobs-\(UUID().uuidString)", json: json)
    _ = try test.run("sandbox start")
    _ = try test.run("traffic set rate 0.1")
    return test
  }

  @Test(arguments: Language.allCases)
  func `jobs that nobody works on are told, and why`(language: Language) throws {
    let test = try sandbox(language)
    let set = try test.run("traffic set jobs 4 night")
    #expect(set.status == 0 && set.text.contains("night"))
    // Before any job is late what is missing is said already.
    #expect(try test.run("run 1m").text.contains("JOB_QUEUE=night"))
    #expect(try test.run("traffic set deadline 10m night").status == 0)
    let run = try test.run("run 11m")
    #expect(run.status == 0 && run.text.contains("JOB_QUEUE=night") && !run.text.contains("⟦"))
    let explained = try test.run("explain night")
    #expect(explained.status == 0 && explained.text.contains("JOB_QUEUE=night"))
    #expect(!explained.text.contains("⟦"))
    #expect(try test.run("top").text.contains("night"))
    let report = try test.run("report")
    #expect(report.text.contains(test.session.text("report.heading.jobs")))
  }

  @Test(arguments: Language.allCases)
  func `what would have had the jobs done in time is tried on copies`(language: Language) throws {
    let test = try sandbox(language)
    _ = try test.run("traffic set jobs 2 night")
    _ = try test.run("traffic set job-cpu 1m night")
    _ = try test.run("traffic set deadline 10m night")
    _ = try test.run("run 11m")
    #expect(try test.run("explain night").text.contains("explain --remedies"))
    let found = try test.run("explain night --remedies")
    #expect(found.status == 0 && found.text.contains("JOB_QUEUE=night"), "\(found.text)")
    let words = found.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("2 → 0") && !words.contains("⟦"), "\(found.text)")
  }

  @Test func `jobs go on from one run to the next, and undo takes a run back`() throws {
    let test = try sandbox()
    _ = try test.run("traffic set jobs 4 night")
    _ = try test.run("run 1m")
    let before = test.session.workspace?.world.lab.jobs
    _ = try test.run("run 1m")
    _ = try test.run("undo 1")
    let isSame = test.session.workspace?.world.lab.jobs == before
    #expect(isSame)
    // What the load is otherwise does not begin the jobs anew.
    _ = try test.run("traffic set rate 0.2")
    let given = test.session.workspace?.world.lab.jobs.queues.first?.given
    #expect(given == before?.queues.first?.given && given != nil)
  }

  @Test(arguments: Language.allCases)
  func `what jobs cannot be is said`(language: Language) throws {
    let test = try sandbox(language)
    for words in [
      "jobs 0", "jobs 100001", "jobs -1", "jobs many", "job-cpu 1h", "deadline 5m nobody", "jobs 5 Night!",
      "jobs",
    ] {
      let answer = try test.run("traffic set \(words)")
      #expect(answer.status == 2 && !answer.text.contains("⟦"), "\(words): \(answer.text)")
    }
    #expect(try test.run("traffic set jobs 5 night").status == 0)
    for words in ["job-cpu 0s", "job-cpu 32d", "job-cpu nothing", "deadline 1s", "deadline soon night"] {
      let answer = try test.run("traffic set \(words)")
      #expect(answer.status == 2 && !answer.text.contains("⟦"), "\(words): \(answer.text)")
    }
  }

  @Test func `runs with jobs fit the schema`() throws {
    let text = try String(contentsOfFile: TestSession.root + "/docs/report.schema.json", encoding: .utf8)
    let schema = JSONSchema(root: try Value(json: text))
    let test = try sandbox(json: true)
    _ = try test.run("traffic set jobs 4 night")
    for (line, definition) in [("traffic", "traffic"), ("run 1m", "liveRun"), ("report", "report")] {
      let answer = try test.run(line)
      #expect(answer.text.contains("\"night\""))
      #expect(schema.flaws(of: try Value(json: answer.text), definition: definition) == [], "\(line)")
    }
  }
}
