import Cloud
import EventKernel
import Foundation
import Shell
import Testing
import Texts

/// `top` and the pace of `run`: the world's state at every ten simulated seconds, and the same world at the end.
@Suite struct TopTests {
  @Test(arguments: Language.allCases)
  func `the state now tells instances, the database and a live fault`(language: Language) throws {
    let test = try TestSession(language)
    _ = try test.run("sandbox start")
    _ = try test.run("fault zone-power 2a 5m --live")
    _ = try test.run("run 1m")
    let answer = try test.run("top")
    #expect(answer.status == 0 && !answer.text.contains("⟦"), "\(answer.text)")
    #expect(answer.text.contains("ap-northeast-2a") && answer.text.contains("`top 5m`"))
    for word in language == .ko
      ? ["시각", "인스턴스", "데이터베이스", "장애"] : ["time", "instances", "databases", "faults"]
    {
      #expect(answer.text.contains(word), "\(word): \(answer.text)")
    }
  }

  @Test(arguments: Language.allCases)
  func `a pace shows a line for every ten seconds and leaves the world that run leaves`(language: Language)
    throws
  {
    let (paced, plain) = (try TestSession(language), try TestSession(language))
    for test in [paced, plain] { _ = try test.run("sandbox start") }
    let text = try paced.run("run 65s --pace 10000x").text
    let expected = try plain.run("run 65s").text
    let lines = text.split(separator: "\n").map(String.init)
    let begun = try #require(plain.session.workspace?.world.now.sinceEpoch).wholeSeconds - 65
    #expect(lines.count > 6)
    for (index, line) in lines.prefix(6).enumerated() {
      let seconds = begun + (index + 1) * 10
      #expect(
        line.hasPrefix(String(format: "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)),
        "\(line)")
      #expect(line.contains(language == .ko ? "실패 0건" : "0 lost") && line.contains(" ms"), "\(line)")
    }
    #expect(text.hasSuffix(expected))
    #expect(paced.session.workspace?.world == plain.session.workspace?.world)
    #expect(paced.session.workspace?.journal == plain.session.workspace?.journal)
  }

  @Test func `top with a time is a run, and JSON is the run's alone`() throws {
    let (top, run) = (try TestSession(json: true), try TestSession(json: true))
    for test in [top, run] { _ = try test.run("sandbox start") }
    #expect(try top.run("top 30s --pace 100000").text == run.run("run 30s").text)
    #expect(top.session.workspace?.journal == run.session.workspace?.journal)
    let now = try #require(
      try JSONSerialization.jsonObject(with: Data(try top.run("top").text.utf8)) as? [String: Any])
    #expect((now["instances"] as? [[String: Any]])?.isEmpty == false && now["clock"] is String)
  }

  @Test func `a pace takes its time`() throws {
    let test = try TestSession()
    _ = try test.run("sandbox start")
    let begun = ContinuousClock.now
    #expect(try test.run("run 25s --pace 50").status == 0)
    #expect(ContinuousClock.now - begun >= .milliseconds(500))
  }

  @Test(
    arguments: Language.allCases,
    [
      ("run 1m --pace", "--pace"), ("run 1m --pace fast", "fast"), ("run 1m --pace 0x", "0x"),
      ("run 1m --pace -3x", "-3x"), ("run 1m --pace nan", "nan"), ("run 1m --pace 1e9x", "1e9x"),
      ("run 1m --pace 2x --pace 3x", "--pace"), ("top --pace 3x", "--pace"), ("top 5", "5"),
      ("run --pace 3x", "5m"), ("run 1m --pace 200000x", "200000x"), ("run 1m --pace inf", "inf"),
    ])
  func `a bad pace is a sentence and nothing passes`(language: Language, bad: (line: String, word: String))
    throws
  {
    let test = try TestSession(language)
    _ = try test.run("sandbox start")
    let before = test.session.workspace?.world.now
    let answer = try test.run(bad.line)
    #expect(answer.status == 2 && !answer.text.contains("⟦"), "\(bad.line): \(answer.text)")
    #expect(answer.text.contains(bad.word), "\(bad.line): \(answer.text)")
    #expect(test.session.workspace?.world.now == before)
  }
}
