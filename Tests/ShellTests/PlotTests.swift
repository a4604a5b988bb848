import Foundation
import Shell
import Testing
import Texts

/// `plot`: measures of the last run over time, that agree with what the run says.
@Suite struct PlotTests {
  private func values(_ test: TestSession, _ line: String) throws -> [Double?] {
    let answer = try test.run(line)
    let result = try #require(
      try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any], "\(answer.text)")
    let values = try #require(result["values"] as? [Any])
    return values.map { $0 as? Double }
  }

  private func sum(_ values: [Double?]) -> Double { values.reduce(0) { $0 + ($1 ?? 0) } * 10 }

  @Test func `the measures of a run agree with its sums`() throws {
    let test = try TestSession(json: true)
    _ = try test.run("sandbox start")
    _ = try test.run("fault zone-power 2a 2m --live")
    let run = try test.run("run 3m").text
    let report = try #require(try JSONSerialization.jsonObject(with: Data(run.utf8)) as? [String: Any])
    let (offered, lost) = (report["offered"] as? Int ?? -1, report["lost"] as? Int ?? -1)
    #expect(lost > 0)
    // The fault began as the run did, and is told of with it.
    let told = try #require(
      try JSONSerialization.jsonObject(with: Data(try test.run("report").text.utf8)) as? [String: Any])
    let faults = try #require(told["faults"] as? [[String: Any]])
    #expect(faults.count == 1 && faults[0]["start"] as? Double == 0 && faults[0]["end"] as? Double == 120)
    #expect(faults[0]["lost"] as? Int == lost)
    let requests = try values(test, "plot requests")
    #expect(requests.count == 18 && Int(sum(requests).rounded()) == offered)
    #expect(Int(sum(try values(test, "plot lost")).rounded()) == lost)
    #expect(Int(sum(try values(test, "plot answered")).rounded()) == offered - lost)
    let causes = try #require(report["causes"] as? [[String: Any]])
    let code = try #require(causes.first?["code"] as? String)
    let lostByCode = causes.filter { $0["code"] as? String == code }.reduce(0) {
      $0 + ($1["count"] as? Int ?? 0)
    }
    #expect(Int(sum(try values(test, "plot \(code)")).rounded()) == lostByCode)
    let latency = try values(test, "plot latency")
    // A minute without an answer has no latency.
    #expect(latency.allSatisfy { $0.map { $0 > 20 } ?? true } && latency.count == 18)
    #expect(latency.contains { $0 != nil })
    // Half of a minute's answers come within less than 95 % of them do; a minute without an answer has neither.
    let (p50, p95, p99) = (
      try values(test, "plot p50"), try values(test, "plot p95"), try values(test, "plot p99")
    )
    for index in latency.indices {
      #expect((p50[index] == nil) == (latency[index] == nil))
      guard let half = p50[index], let most = p95[index], let all = p99[index] else { continue }
      #expect(half > 20 && half <= most && most <= all)
    }
    let queue = try values(test, "plot queue")
    #expect(queue.allSatisfy { ($0 ?? 0) >= 0 } && queue.contains { $0 != nil })
    let cost = try values(test, "plot cost").compactMap { $0 }
    #expect(cost.count == 18 && cost.allSatisfy { $0 > 100 })
    #expect(try values(test, "plot lag").allSatisfy { $0 == nil })
    let busy = try values(test, "plot utilisation web-2")
    #expect(busy.allSatisfy { (0...100).contains($0 ?? -1) } && busy.contains { ($0 ?? 0) > 1 })
    let database = try values(test, "plot utilisation shop").compactMap { $0 }
    #expect(!database.isEmpty && database.allSatisfy { (0...100).contains($0) })
    let instances = try values(test, "plot instances")
    #expect(instances.allSatisfy { (0...4).contains($0 ?? -1) } && instances.contains { ($0 ?? 0) >= 1 })
  }

  @Test(arguments: Language.allCases)
  func `a drawing has a title, a time axis and the fault, and fits the screen`(language: Language) throws {
    let test = try TestSession(language)
    _ = try test.run("sandbox start")
    _ = try test.run("experiment run slow-zone")
    for measure in [
      "requests", "answered", "lost", "latency", "p50", "p95", "p99", "utilisation", "instances", "queue",
      "cost", "utilisation web-1",
    ] {
      let answer = try test.run("plot \(measure)")
      #expect(answer.status == 0 && !answer.text.contains("⟦"), "\(answer.text)")
      #expect(answer.text.contains("00:00:00") && answer.text.contains("00:15:00"))
      #expect(answer.text.contains("00:04:00") && answer.text.contains("ap-northeast-2a"))
      #expect(answer.text.contains("▲") || answer.text.contains("^"))
      #expect(answer.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(answer.text)")
    }
    // What the run had nothing of has no axis, which would say zero.
    for measure in ["hit-ratio", "lag"] {
      let answer = try test.run("plot \(measure)")
      #expect(answer.status == 0 && !answer.text.contains("┤") && !answer.text.contains("⟦"))
      #expect(answer.text.contains(test.session.text("plot.title.\(measure)").prefix(10)))
    }
    let latency = try test.run("plot latency").text
    #expect(latency.contains(language == .ko ? "평균 지연 시간" : "Mean latency"))
  }

  @Test(arguments: Language.allCases)
  func `without a run, and for what there is not, a sentence says what to do`(language: Language) throws {
    let test = try TestSession(language)
    #expect(try test.run("plot").status == 2)
    _ = try test.run("sandbox start")
    let none = try test.run("plot lost")
    #expect(none.status == 1 && none.text.contains("`run 5m`"))
    _ = try test.run("run 30s")
    for (line, word) in [
      ("plot nonsense", "utilisation"), ("plot utilisation web-99", "web-1"),
      ("plot lost web-1", "utilisation"),
      ("plot", "latency"), ("plot instance-down", "requests"),
    ] {
      let answer = try test.run(line)
      #expect(
        answer.status == 2 && answer.text.contains(word) && !answer.text.contains("⟦"), "\(answer.text)")
    }
    _ = try test.run("traffic set rate 0")
    _ = try test.run("run 30s")
    let empty = try test.run("plot latency")
    #expect(
      empty.status == 0 && empty.text.contains(language == .ko ? "응답한 요청이 없습니다" : "No request was answered"))
  }
}
