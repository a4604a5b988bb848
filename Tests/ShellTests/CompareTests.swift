import Foundation
import Shell
import Testing
import Texts

/// `compare`: two worlds under the same users and faults, in numbers that agree with the runs of each.
@Suite struct CompareTests {
  private func json(_ test: TestSession, _ line: String) throws -> [String: Any] {
    let answer = try test.run(line)
    #expect(try JSONSchema.ofOutput().flaws(of: answer.text, as: "compared") == [])
    return try #require(
      try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any], "\(answer.text)")
  }

  private func number(_ result: [String: Any], _ path: String...) -> Int? {
    var value: Any? = result
    for name in path { value = (value as? [String: Any])?[name] }
    return value as? Int
  }

  @Test func `a world compared with itself is equal request by request`() throws {
    let test = try TestSession(json: true)
    _ = try test.run("sandbox start")
    let result = try json(test, "compare start now --experiment rush --seed 3")
    #expect(result["experiment"] as? String == "rush" && number(result, "seed") == 3)
    #expect(number(result, "pairs", "lostOnlyInA") == 0 && number(result, "pairs", "lostOnlyInB") == 0)
    #expect(number(result, "speed", "faster") == 0 && number(result, "speed", "slower") == 0)
    let both = try #require(number(result, "pairs", "bothAnswered"))
    #expect(both > 30_000 && number(result, "a", "answered") == both)
    #expect(
      (result["a"] as? [String: Any])?["p95"] as? Double == (result["b"] as? [String: Any])?["p95"] as? Double
    )
  }

  @Test func `one server less loses what two answer, in sums that the runs agree with`() throws {
    let folder = NSTemporaryDirectory() + "compare-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { do { try FileManager.default.removeItem(atPath: folder) } catch { print("\(folder): \(error)") } }
    let test = try TestSession(json: true)
    _ = try test.run("sandbox start")
    let whole = folder + "/whole.journal"
    _ = try test.run("save \(whole)")
    _ = try test.run("aws ec2 stop-instances --instance-ids $WEB_2")
    _ = try test.run("wait")
    let result = try json(test, "compare \(whole) now --experiment rush")
    let (onlyA, onlyB, neither) = (
      number(result, "pairs", "lostOnlyInA") ?? -1, number(result, "pairs", "lostOnlyInB") ?? -1,
      number(result, "pairs", "bothLost") ?? -1
    )
    #expect(onlyB > 100 && onlyA >= 0 && neither >= 0)
    #expect(number(result, "a", "lost") == onlyA + neither)
    #expect(number(result, "b", "lost") == onlyB + neither)
    let alone = try #require((result["b"] as? [String: Any])?["lostAlone"] as? [[String: Any]])
    #expect(alone.reduce(0) { $0 + ($1["count"] as? Int ?? 0) } == onlyB)
    // What B lost can be followed and drawn.
    #expect(try test.run("explain").status == 0)
    #expect(try test.run("plot lost").status == 0)
    // It is what an experiment on the present world loses.
    let run = Data(try test.run("experiment run rush").text.utf8)
    let report = try #require(try JSONSerialization.jsonObject(with: run) as? [String: Any])
    #expect(number(report, "lost") == number(result, "b", "lost"))
    #expect(number(report, "offered") == number(result, "b", "offered"))
    // The names turned round turn the result round.
    let turned = try json(test, "compare now \(whole) --experiment rush")
    #expect(number(turned, "pairs", "lostOnlyInA") == onlyB)
    #expect(number(turned, "speed", "faster") == number(result, "speed", "slower"))
    // The comparison changed nothing.
    #expect(test.session.workspace?.journal.entries.count == 2)
  }

  @Test(arguments: Language.allCases)
  func `the tables tell both worlds side by side, with the zones in turn`(language: Language) throws {
    let test = try TestSession(language)
    _ = try test.run("sandbox start")
    _ = try test.run("aws ec2 stop-instances --instance-ids $WEB_2")
    let answer = try test.run("compare start now")
    #expect(answer.status == 0 && !answer.text.contains("⟦"), "\(answer.text)")
    for word in ["A: start", "B: now", "ap-northeast-2a", "ap-northeast-2c", "USD", "zone-loss", "ms"] {
      #expect(answer.text.contains(word), "\(word): \(answer.text)")
    }
    #expect(answer.text.contains(language == .ko ? "B만 실패" : "only B loses"))
    #expect(answer.text.contains(language == .ko ? "B: now에서만 실패" : "Lost only in B: now"))
    #expect(answer.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(answer.text)")
  }

  @Test(
    arguments: Language.allCases,
    [
      ("compare", 2, "start"), ("compare start", 2, "now"), ("compare a b c", 2, "start"),
      ("compare start now --seed", 2, "--seed"), ("compare start now --seed -1", 2, "-1"),
      ("compare start now --experiment none", 2, "none"), ("compare start now --zone x", 2, "--seed"),
      ("compare start none.journal", 3, "none.journal"), ("compare /dev/null now", 3, "/dev/null"),
      ("compare '' now", 3, ""),
    ] as [(String, Int32, String)])
  func `what cannot be compared is told with a status`(
    language: Language, bad: (line: String, status: Int32, word: String)
  ) throws {
    let test = try TestSession(language)
    _ = try test.run("sandbox start")
    let answer = try test.run(bad.line)
    #expect(answer.status == bad.status, "\(bad.line): \(answer.text)")
    #expect(
      (bad.word.isEmpty || answer.text.contains(bad.word)) && !answer.text.contains("⟦"), "\(answer.text)")
  }

  @Test func `journals of two labs are not compared, and outside there is no present world`() throws {
    let folder = NSTemporaryDirectory() + "compare-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { do { try FileManager.default.removeItem(atPath: folder) } catch { print("\(folder): \(error)") } }
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    _ = try test.run("save \(folder)/lab.journal")
    _ = try test.run("sandbox start")
    let answer = try test.run("compare \(folder)/lab.journal now")
    #expect(answer.status == 2 && answer.text.contains("az-outage") && answer.text.contains("sandbox"))
    #expect(try TestSession().run("compare start now").text.contains("No world is open"))
  }
}
