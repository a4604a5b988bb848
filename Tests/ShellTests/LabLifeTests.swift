import Foundation
import LearnerStore
import Shell
import Testing
import Texts

/// The life of a lab run: begun, left, gone on with by another process, begun afresh, changed from two shells.
@Suite struct LabLifeTests {
  private func home() -> String { NSTemporaryDirectory() + "home-\(UUID().uuidString)" }

  @Test func `another process goes on where the learner was`() throws {
    let home = home()
    let first = try TestSession(home: home)
    #expect(first.session.perform(words: ["lab", "start", "az-outage"]) == 0)
    #expect(first.session.perform(words: ["aws", "ec2", "stop-instances", "--instance-ids", "i-1"]) != 0)
    #expect(try first.run("SIZE=m5.large").status == 0)
    #expect(try first.run("aws ec2 stop-instances --instance-ids $WEB_1").status == 0)
    let world = try #require(first.session.workspace).world
    let second = try TestSession(home: home)
    #expect(second.session.perform(words: ["lab", "status"]) == 0)
    let resumed = try #require(second.session.workspace)
    let isSame = resumed.world == world
    #expect(isSame)
    #expect(resumed.variables["SIZE"] == "m5.large")
  }

  @Test func `start goes on with an unfinished run and says so, reset and --new begin afresh`() throws {
    let home = home()
    let test = try TestSession(home: home)
    _ = try test.run("lab start az-outage")
    _ = try test.run("SIZE=m5.large")
    let run = test.session.place.run
    #expect(try test.run("lab leave").status == 0)
    #expect(test.session.place == .outside)
    let again = try test.run("lab start az-outage")
    #expect(again.text.contains("go on"))
    #expect(test.session.place.run == run)
    #expect(test.session.workspace?.variables["SIZE"] == "m5.large")
    #expect(try test.run("lab reset").status == 0)
    #expect(test.session.place.run != run)
    #expect(test.session.workspace?.variables["SIZE"] == nil)
    let kept = try #require(run)
    #expect(try test.session.store?.journal(of: kept).count == 2)
    let reset = test.session.place.run
    #expect(try test.run("lab start az-outage --new").status == 0)
    #expect(test.session.place.run != reset)
  }

  @Test func `start goes on with a passed run too and names the way to a new one`() throws {
    let home = home()
    let test = try TestSession(home: home)
    _ = try test.run("lab start az-outage")
    let run = try #require(test.session.place.run)
    _ = try test.run("SIZE=m5.large")
    try test.session.store?.update(run: run) { $0.isPassed = true }
    _ = try test.run("lab leave")
    let again = try test.run("lab start az-outage")
    #expect(again.text.contains("lab start az-outage --new"))
    #expect(test.session.place.run == run)
    #expect(test.session.workspace?.variables["SIZE"] == "m5.large")
  }

  @Test func `the second of two shells hears of the change and loses only its own line`() throws {
    let home = home()
    let first = try TestSession(home: home)
    _ = try first.run("lab start az-outage")
    let second = try TestSession(home: home)
    #expect(second.session.perform(words: ["lab", "status"]) == 0)
    #expect(try first.run("A=1").status == 0)
    let late = try second.run("B=2")
    #expect(late.status == 1)
    #expect(late.text.contains("Another shell"))
    #expect(second.session.workspace?.variables["A"] == "1")
    #expect(second.session.workspace?.variables["B"] == nil)
    #expect(try second.run("B=2").status == 0)
    #expect(try first.run("C=3").status == 1)
    #expect(first.session.workspace?.variables["B"] == "2")
  }

  @Test(arguments: [
    "", "lab status", "check", "hint", "solution", "submit", "explain", "traffic show", "map", "cost",
    "events",
  ])
  func `a command that needs a lab says so outside of one`(line: String) throws {
    let test = try TestSession(home: home())
    let answer = try test.run(line)
    #expect(line.isEmpty || answer.status != 0)
    #expect(!answer.text.contains("⟦"))
  }

  @Test(
    arguments: Language.allCases,
    [
      "map", "cost", "events", "events all web", "traffic show", "vars", "lab status", "labs", "lab brief",
      "experiment", "simplifications", "journal",
    ])
  func `what shows the world shows it in both languages, at any width, and as JSON`(
    language: Language, line: String
  ) throws {
    let test = try TestSession(language)
    _ = try test.run("lab start az-outage")
    let answer = try test.run(line)
    #expect(answer.status == 0)
    #expect(!answer.text.isEmpty)
    #expect(!answer.text.contains("⟦"))
    let program = try TestSession(language, json: true)
    _ = try program.run("lab start az-outage")
    let json = try program.run(line).text
    #expect(throws: Never.self) {
      try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
    }
  }
}
