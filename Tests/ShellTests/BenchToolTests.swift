import Shell
import Testing
import Texts

/// What `skydrill bench` says of names and goals; what it measures takes a release build.
@Suite struct BenchToolTests {
  @Test(arguments: Language.allCases)
  func `a name that cannot be measured is answered with those that can`(language: Language) throws {
    let test = try TestSession(language)
    #expect(BenchTool.run("speed", runs: 1, in: test.session) == 2)
    let text = try test.run("lang").text
    for name in ["speed", "stations", "scale", "wide", "idle", "survey", "digests", "az-outage"] {
      #expect(text.contains(name), "\(name): \(text)")
    }
    #expect(!text.contains("⟦"), "\(text)")
  }

  @Test func `a goal says what a value reaches, whichever side is better`() {
    let rate = BenchTool.Goal.atLeast(2, aim: 4)
    #expect([1.9, 2, 3.9, 4].map(rate.standing) == [.missed, .floor, .floor, .aim])
    let time = BenchTool.Goal.atMost(1.5, aim: 0.6)
    #expect([1.6, 1.5, 0.7, 0.6].map(time.standing) == [.missed, .floor, .floor, .aim])
    // Where nothing is aimed at, the floor is all that is asked.
    #expect([10.6, 10.5].map(BenchTool.Goal.atMost(10.5).standing) == [.missed, .aim])
  }
}
