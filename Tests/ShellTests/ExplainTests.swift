import Foundation
import ProgramHarness
import Shell
import Testing
import Texts

/// `run` and `explain` tell why requests were lost, with numbers that add up, under the names that the screen shows.
@Suite struct ExplainTests {
  /// The numbers of a text that stand right before or behind a word.
  private func sum(_ text: String, _ pattern: Regex<(Substring, Substring)>) -> Int {
    text.matches(of: pattern).reduce(0) { $0 + (Int($1.output.1.replacing(",", with: "")) ?? 0) }
  }

  @Test func `a fault names instances by their names, too`() throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let hit = try test.run("fault stop-instances web-1 --live").text.replacing("\n", with: " ")
    #expect(hit.contains("web-1") && !hit.contains("no instance"), "\(hit)")
    #expect(try test.run("fault stop-instances web-9").text.contains("web-9"))
  }

  @Test func `a run in which all fails tells counts that add up, no latency, and what to type next`() throws {
    let test = try TestSession()
    _ = try test.run("lab start az-outage")
    let calm = try test.run("run 1 min").text
    #expect(calm.contains("All were answered") && calm.contains("95% within") && !calm.contains("lost"))
    // 88 requests a second of 50 ms on six vCPUs, in a minute that is none of the world's clock.
    let slow = try test.run("explain slow").text.replacing("\n", with: " ")
    #expect((60...85).contains(sum(slow, /in use (\d+)% of the time\./)), "\(slow)")
    let begun = try test.run("fault zone-power 2a 5m --live").text.replacing("\n", with: " ")
    #expect(begun.contains("no power in ap-northeast-2a for 5 min") && begun.contains("web-1 (i-"))
    let (text, status) = try test.run("run 60s")
    let offered = sum(text, /([\d,]+) requests came/)
    #expect(status == 0 && offered > 1_000 && sum(text, /([\d,]+) lost/) == offered, "\(text)")
    #expect(text.contains("None was answered") && !text.contains(" ms") && text.contains("`explain`"))
    let way = try test.run("explain").text
    #expect(way.contains("1  the attempt fails: instance down") && way.contains("the client tries again"))
    // Moments are told by the world's clock, as in the prompt and in `events`.
    let clock = try #require(text.firstMatch(of: /from (\d\d:\d\d:\d\d)/)).output.1
    #expect(way.contains(clock) && way.contains("times are the world's"))
    #expect(try test.run("explain instance").text == way)
  }

  @Test func `a run with users of nobody, and an experiment, say what can be followed`() throws {
    let test = try TestSession()
    _ = try test.run("sandbox start")
    #expect(try test.run("explain").text.contains("`run 5m`"))
    _ = try test.run("traffic set rate 0")
    #expect(try test.run("run 1m").text.contains("No request came in 1 min"))
    let nothing = try test.run("explain")
    #expect(nothing.status == 1 && nothing.text.contains("lost no request"))
  }

  @Test(arguments: Language.allCases)
  func `a run is told with shares that add up, when it was noticed, and requests to follow`(
    language: Language
  ) throws {
    let test = try TestSession(language)
    let json = try TestSession(language, json: true)
    for line in ["sandbox start", "fault zone-power 2a 5m --live", "run 1m"] {
      _ = try test.run(line)
      _ = try json.run(line)
    }
    let text = try json.run("explain").text
    let told = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let causes = try #require(told["causes"] as? [[String: Any]])
    let lost = try #require(told["lost"] as? Int)
    #expect(lost > 0 && causes.reduce(0) { $0 + ($1["lost"] as? Int ?? 0) } == lost)
    #expect(abs(causes.reduce(0.0) { $0 + ($1["share"] as? Double ?? 0) } - 1) < 1e-9)
    let story = try test.run("explain").text
    #expect(!story.contains("⟦") && story.contains("%"))
    #expect(story.contains(test.session.text("explain.column.request")))
    // Every request that has a name can be followed, and ends as its cause says.
    for cause in causes {
      let (code, request) = (cause["code"] as? String ?? "", cause["request"] as? String ?? "")
      let way = try json.run("explain request \(request)").text
      let followed = try #require(try JSONSerialization.jsonObject(with: Data(way.utf8)) as? [String: Any])
      #expect(followed["cause"] as? String == code && followed["request"] as? String == request)
      #expect(followed["resource"] as? String == cause["resource"] as? String)
      let line = try test.run("explain request \(request)")
      #expect(line.status == 0 && !line.text.contains("⟦") && line.text.contains(request), "\(line.text)")
    }
    let word = try test.run("explain request x")
    #expect(word.status == 2 && word.text.contains("`x`") && !word.text.contains("⟦"))
    // What is one word too many is named, with what stands before it.
    for (line, surplus) in [
      ("explain slow extra", "`explain slow`"), ("explain request x y", "`explain request x`"),
      ("explain database-down extra", "`explain database-down`"),
    ] {
      let answer = try test.run(line)
      let last = line.split(separator: " ").last ?? ""
      #expect(answer.status == 2 && answer.text.contains("`\(last)`"), "\(answer.text)")
      #expect(answer.text.contains(surplus) && !answer.text.contains("⟦"), "\(answer.text)")
    }
    #expect(try test.run("explain request").text.contains("`explain request 1234`"))
  }

  @Test(arguments: Language.allCases)
  func `the time of answers is told by part, and what is shown adds up`(language: Language) throws {
    let test = try TestSession(language)
    _ = try test.run("sandbox start")
    _ = try test.run("run 1m")
    let (text, status) = try test.run("explain slow")
    #expect(status == 0 && !text.contains("⟦"), "\(text)")
    #expect(text.contains(test.session.text("slow.part.queue")) && text.contains("100.0%"))
    let rows = text.split(separator: "\n").compactMap { line -> Double? in
      line.firstMatch(of: /([\d.]+) +[\d.]+%/).flatMap { Double($0.output.1) }
    }
    // Six parts and their sum.
    let sum = try #require(rows.last)
    #expect(rows.count == 7 && sum > 0 && abs(rows.dropLast().reduce(0, +) - sum) < 0.05, "\(text)")
  }

  @Test func `check numbers its lines, and explain takes number, id, title and beginnings of them`() throws {
    let home = NSTemporaryDirectory() + "explain-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    defer { do { try FileManager.default.removeItem(atPath: home) } catch { print("\(home): \(error)") } }
    let content = try ContentCopy(in: home)
    try content.shortenLab()
    let test = try TestSession(data: content.root)
    #expect(try test.run("explain").text.contains("`lab start az-outage`"))
    _ = try test.run("lab start az-outage")
    let verdict = try test.run("check").text
    #expect(verdict.contains("✗ 1. survives any zone") && verdict.contains("2. good again within 90 s"))
    #expect(verdict.contains("`explain 1`"))
    #expect(verdict.contains("chosen for teaching: boot times"))
    // What the reasons say is all that was lost, as the check and the worst run say it.
    let lost = sum(verdict, /any zone +([\d,]+) requests/)
    #expect(lost > 10_000 && sum(verdict, #/, ([\d,]+) lost: /#) == lost, "\(verdict)")
    // The run that lost most is the one that was bad longest.
    #expect(sum(verdict, /weather 1 of 1, ([\d,]+)\s+lost/) == 2 * lost, "\(verdict)")
    let slow = try test.run("explain fast")
    #expect(slow.status == 0 && slow.text.contains("How long answers took"), "\(slow.text)")
    #expect(slow.text.contains("busiest") && slow.text.contains("waiting in line"))
    #expect(try test.run("explain request 0").status == 2)
    #expect(try test.run("explain request 99,999,999").status == 1)
    let first = try test.run("explain 1").text
    for name in ["survives", "surv", "SURVIVES", "survives any zone", "'어느 영역이'", "'#1'", "1."] {
      let answer = try test.run("explain \(name)")
      #expect(answer.status == 0 && answer.text == first, "\(name): \(answer.text)")
    }
    #expect(try test.run("explain good again").text.hasPrefix("Check 2, good again"))
    #expect(try test.run("explain starting").status == 2)
    let starting = try test.run("explain application-st").text
    #expect(starting.contains("the attempt fails: application starting"))
    #expect(try test.run("explain application starting").text == starting)
    let unknown = try test.run("explain zzz")
    #expect(unknown.status == 2 && unknown.text.contains("1 `survives`"))
    let cost = try test.run("explain 3")
    #expect(cost.status == 1 && cost.text.contains("`cost`"))
  }
}
