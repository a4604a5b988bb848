import Foundation
import Shell
import Testing
import Texts

/// Outages as scripts of faults, and the words of faults.
@Suite struct OutageTests {
  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  /// The ids of all outages, by the facts that they are made of.
  private static let ids: [String] = {
    do {
      return try String(contentsOfFile: TestSession.root + "/facts/outages.tsv", encoding: .utf8)
        .split(separator: "\n").filter { !$0.hasPrefix("#") }
        .map { String($0.prefix { $0 != "\t" }) }
    } catch {
      return []
    }
  }()

  @Test func `the list has every outage of the facts`() throws {
    let test = try TestSession(json: true)
    let list = try #require(
      try JSONSerialization.jsonObject(with: Data(try test.run("outage").text.utf8)) as? [[String: Any]])
    #expect(list.compactMap { $0["id"] as? String } == Self.ids)
    #expect(list.count == 14)
    #expect(list.allSatisfy { ($0["minutes"] as? Int ?? 0) > 0 })
  }

  @Test(arguments: ids, Language.allCases)
  func `every outage is told, and each of its steps is a fault of this world`(id: String, language: Language)
    throws
  {
    let test = try TestSession(language)
    _ = try test.run("lab start az-outage")
    let told = try test.run("outage \(id) --live")
    #expect(told.status == 0, "\(told.text)")
    #expect(!told.text.contains("⟦") && !told.text.contains("{"), "\(told.text)")
    let script = TestSession.root + "/facts/outage-steps.tsv"
    let steps = try String(contentsOfFile: script, encoding: .utf8).split(separator: "\n")
      .filter { $0.hasPrefix(id + "\t") }
    #expect(!steps.isEmpty)
    #expect(test.session.workspace?.journal.entries.count == steps.count)
  }

  @Test func `a long outage is shortened in proportion on the copy, and the world stays`() throws {
    let test = try TestSession(json: true)
    _ = try test.run("lab start az-outage")
    // More than an hour of the copy passes: a few users do.
    _ = try test.run("traffic set rate 8")
    let outcome = try object(try test.run("outage apne1-2019-cooling").text)
    let scale = try #require(outcome["scale"] as? Double)
    #expect(abs(scale - 1.0 / 6) < 1e-9)
    let step = try #require((outcome["steps"] as? [[String: Any]])?.first)
    #expect(step["resource"] as? String == "ap-northeast-2a")
    #expect(step["lastsSeconds"] as? Double == 3_600)
    #expect(outcome["report"] != nil)
    #expect(test.session.workspace?.journal.entries.count == 1)
  }

  @Test(arguments: [
    ("outage apne2-2018-dsn", "apne2-2018-dns"), ("outage a b", "outage"), ("outage x", "x"),
    ("fault api-errors ec3", "ec2"), ("fault lossy-zone 2a 150%", "150%"), ("fault bad-deploy none", "none"),
    ("fault dns-outage mars-north-1", "mars-north-1"), ("fault retry-storm 0", "0"),
    ("fault leaked-key nobody", "nobody"), ("fault cache-flush none", "none"),
    ("fault host-failure web-1 5m in soon", "soon"), ("fault api-errors ec2 slow", "slow"),
  ])
  func `what cannot be is told by its name`(line: String, named: String) throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let answer = try test.run(line)
    #expect(answer.status == 2, "\(answer.text)")
    #expect(answer.text.contains(named) && !answer.text.contains("⟦"), "\(answer.text)")
  }

  @Test func `words of a fault say share, delay and when it begins, and replay alike`() throws {
    let test = try TestSession(json: true)
    _ = try test.run("lab start az-outage")
    let late = try object(try test.run("fault host-failure 2a 50% 5m in 2m --live").text)
    #expect(late["resource"] as? String == "ap-northeast-2a")
    #expect(late["seconds"] as? Double == 300)
    let slow = try object(try test.run("fault volume-latency web-1 20% 700ms 3m --live").text)
    #expect(slow["seconds"] as? Double == 180)
    let world = try #require(test.session.workspace?.world)
    _ = try test.run("undo")
    _ = try test.run("redo")
    #expect(test.session.workspace?.world == world)
  }

  @Test func `calls of S3 fail while it is out`() throws {
    let test = try TestSession()
    _ = try test.run("sandbox start")
    #expect(try test.run("aws s3 ls").status == 0)
    _ = try test.run("fault s3-outage 5m --live")
    _ = try test.run("run 1s")
    let refused = try test.run("aws s3 ls")
    #expect(refused.status != 0 && refused.text.contains("ServiceUnavailable"), "\(refused.text)")
    _ = try test.run("run 5m")
    #expect(try test.run("aws s3 ls").status == 0)
  }
}
