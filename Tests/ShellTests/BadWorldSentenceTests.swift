import Cloud
import EventKernel
import Foundation
import Shell
import Testing
import Texts
import Traffic

/// What the shell says of loads and faults that cannot be, in both languages, with the world as it was.
@Suite struct BadWorldSentenceTests {
  private func sandbox(_ language: Language) throws -> TestSession {
    let test = try TestSession(language, home: NSTemporaryDirectory() + "bad-\(UUID().uuidString)")
    _ = try test.run("sandbox start")
    return test
  }

  @Test(arguments: Language.allCases)
  func `loads that no file can hold are refused by line, and change nothing`(language: Language) throws {
    let test = try sandbox(language)
    let before = test.session.workspace?.world.lab.workload
    for (number, text) in ["0,10\\n2,30\\n", "0,-5\\n", "0,1e300\\n", "0,nan\\n", "0,inf\\n", "0;5\\n"]
      .enumerated()
    {
      _ = try test.run("printf 'minute,requests\\n\(text)' > load\(number).csv")
      let answer = try test.run("traffic set rate load\(number).csv")
      let line = number == 0 ? 3 : 2
      #expect(answer.status == 3 && answer.text.contains("load\(number).csv:\(line)"), "\(answer.text)")
      #expect(!answer.text.contains("⟦"))
    }
    for rate in ["-1", "1e300", "nan", "10000001"] {
      #expect(try test.run("traffic set rate \(rate)").status == 2)
    }
    #expect(test.session.workspace?.world.lab.workload == before)
  }

  @Test(arguments: Language.allCases)
  func `a fault that comes too late is told as one that struck nothing`(language: Language) throws {
    let test = try sandbox(language)
    _ = try test.run("traffic set rate 0.1")
    _ = try test.run("aws ec2 terminate-instances --instance-ids $WEB_1")
    // It shuts down while it is named, and is gone when the fault comes.
    let answer = try test.run("fault host-failure $WEB_1 1m")
    #expect(answer.status == 0)
    let words = test.session.text("experiment.faulted.nothing", ["at": .string(""), "fault": .string("")])
    let told = words.drop { $0 == " " || $0 == ":" }
    #expect(answer.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(told))
  }

  @Test func `time does not go past its end`() throws {
    let test = try sandbox(.en)
    var workspace = try #require(test.session.workspace)
    #expect(throws: RunRefusal.endOfTime) { try workspace.run(for: .days(40_000)) }
    for line in ["run 32d", "run 401d", "run 99999999999999999999d", "run -1m", "sleep 2d"] {
      let before = test.session.workspace?.world.now
      #expect(try test.run(line).status != 0, "\(line)")
      #expect(test.session.workspace?.world.now == before)
    }
  }

  @Test(arguments: Language.allCases)
  func `why a run is refused is a sentence with what to try`(language: Language) throws {
    let test = try sandbox(language)
    let values: [String: TextValue] = [
      "span": .duration(nanoseconds: 20_000_000_000), "limit": .integer(2_097_152),
    ]
    for id in ["no-users", "end-of-time", "too-many-at-once"] {
      for part in ["message", "remedy"] {
        let sentence = test.session.text("experiment.\(id).\(part)", values)
        #expect(!sentence.isEmpty && !sentence.contains("⟦"), "\(id)")
      }
    }
  }
}
