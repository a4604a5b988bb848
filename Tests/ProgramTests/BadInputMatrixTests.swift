import Foundation
import LearnerStore
import ProgramHarness
import Testing

/// Every kind of bad input against the built program: a sentence with a place, a status, nothing raw on the screen, and
/// the learner's work kept.
@Suite struct BadInputMatrixTests {
  /// One kind of bad input.
  struct Bad: Sendable, CustomTestStringConvertible {
    let name: String
    /// What is asked of the program; `ROOT` is the content's folder.
    let asked: [String]
    let status: Int32
    /// What the answer names: the place, or the word that is wrong.
    let place: String
    var input = Data()
    /// Files in the learner's folder, by name.
    var files: [String: String] = [:]
    /// What breaks a copy of the content, which the program then reads.
    var breaks: (@Sendable (ContentCopy) throws -> Void)?
    var testDescription: String { name }
  }

  private static let yaml = "labs/az-outage/lab.yaml"
  private static let brief = "labs/az-outage/brief.en.md"
  private static let elb = "lessons/15-elb/en.md"
  private static let lint = ["lint", "ROOT"]
  private static let played = ["-c", "lab brief"]

  static let content = [
    Bad(name: "broken YAML", asked: lint, status: 3, place: "\(yaml):3:") {
      try $0.replace(yaml, "kind: design", "kind: [design")
    },
    Bad(name: "broken YAML, played", asked: ["-c", "lab start az-outage"], status: 3, place: "\(yaml):3") {
      try $0.replace(yaml, "kind: design", "kind: [design")
    },
    Bad(name: "a missing translation", asked: lint, status: 3, place: "brief.ko.md:0:0") {
      try $0.delete("labs/az-outage/brief.ko.md")
    },
    Bad(name: "a missing sentence", asked: lint, status: 3, place: "texts/en/check.yaml:") {
      try $0.replace("texts/ko/check.yaml", "stopped:", "halted:")
    },
    Bad(name: "broken texts", asked: lint, status: 3, place: "texts/ko/check.yaml:") {
      try $0.replace("texts/ko/check.yaml", "stopped:", "stopped: [")
    },
    Bad(name: "an unknown key", asked: lint, status: 3, place: "\(yaml):7:1") {
      try $0.replace(yaml, "minutes: 15", "minuets: 15")
    },
    Bad(name: "a cycle of requirements", asked: lint, status: 3, place: "\(yaml):7:1") {
      try $0.replace(yaml, "minutes: 15", "requires: [az-outage]\nminutes: 15")
    },
    Bad(name: "a query with a typo", asked: lint, status: 3, place: "\(yaml):53:24") {
      try $0.replace(yaml, "faults[0].lost", "faults[0]..lost")
    },
    Bad(name: "a query that leads nowhere", asked: lint, status: 3, place: "`lots`") {
      try $0.replace(yaml, "faults[0].lost", "faults[0].lots")
    },
    Bad(
      name: "a solution that does not solve",
      asked: ["prove", "ROOT/labs/az-outage", "--weathers", "1", "--design", "three-zones"], status: 1,
      place: "three-zones"
    ) {
      try $0.replace("labs/az-outage/solutions/three-zones.sky", "aws elbv2 create-listener", "# aws elbv2")
      try $0.replace("labs/az-outage/solutions/three-zones.sky", "  --default-actions", "#")
    },
    Bad(name: "a lesson of 100 MB", asked: lint, status: 3, place: "\(elb):0:0") {
      try $0.stretch(elb, to: 100 << 20)
    },
    Bad(name: "a lesson of 100 MB, played", asked: ["-c", "lesson elb"], status: 3, place: elb) {
      try $0.stretch(elb, to: 100 << 20)
    },
    Bad(name: "deep nesting", asked: lint, status: 3, place: "\(brief):1:") {
      try $0.write(brief, Data(String(repeating: ">", count: 10_000).utf8))
    },
    Bad(name: "deep nesting, played", asked: played, status: 3, place: "brief.en.md") {
      try $0.write(brief, Data(String(repeating: ">", count: 10_000).utf8))
    },
    Bad(name: "invalid UTF-8", asked: lint, status: 3, place: "\(brief):0:0") {
      try $0.write(brief, Data([0x41, 0xFF, 0xFE]))
    },
    Bad(name: "invalid UTF-8, played", asked: played, status: 3, place: "brief.en.md") {
      try $0.write(brief, Data([0x41, 0xFF, 0xFE]))
    },
    Bad(name: "terminal escapes", asked: lint, status: 3, place: "\(brief):1:2") {
      try $0.write(brief, Data("A\u{1B}[2J\u{1B}]0;x\u{7}".utf8))
    },
    Bad(name: "terminal escapes, played", asked: played, status: 3, place: "brief.en.md") {
      try $0.write(brief, Data("A\u{1B}[2J\u{1B}]0;x\u{7}".utf8))
    },
  ]

  static let lines = [
    Bad(
      name: "a file outside", asked: ["-c", "aws ec2 run-instances --user-data file://../../etc/passwd"],
      status: 252, place: "../../etc/passwd"),
    Bad(
      name: "an id of another world",
      asked: ["-c", "aws ec2 stop-instances --instance-ids i-0123456789abcdef0"],
      status: 254, place: "InvalidInstanceID.NotFound"),
    Bad(
      name: "a clock that overflows", asked: ["-c", "run 9223372036854775807s"], status: 2,
      place: "9223372036"),
    Bad(name: "a clock beyond its end", asked: ["-c", "run 999999h"], status: 2, place: "999999h"),
    Bad(
      name: "a line of 10,000 characters", asked: [], status: 2, place: "1",
      input: Data((String(repeating: "가", count: 10_000) + "\n").utf8)),
    Bad(
      name: "a line of 100,000 characters", asked: [], status: 3, place: "65",
      input: Data((String(repeating: "가", count: 100_000) + "\n").utf8)),
    Bad(name: "a NUL byte", asked: [], status: 3, place: "2", input: Data("labs\na\u{0}b\n".utf8)),
    Bad(name: "bytes that are no text", asked: [], status: 3, place: "1", input: Data([0xFF, 0x41, 0x0A])),
    Bad(
      name: "a journal cut in half", asked: ["replay", "HOME/half"], status: 3, place: "half:",
      files: [
        "half": """
        {"format":1,"engine":1,"lab":"az-outage","labVersion":"","worldSeed":"1","variant":""}
        {"advance":1000000000}
        {"adva
        """
      ]),
  ]

  @Test(arguments: content + lines)
  func `bad input is answered with a place and a status, and the work is kept`(bad: Bad) throws {
    try BuiltProgram.withHome { home in
      let work = "lab start az-outage\naws ec2 create-tags --resources $WEB_1 --tags Key=mine,Value=kept\n"
      let before = try BuiltProgram.run([], home: home, input: Data(work.utf8))
      #expect(before.status == 0)
      let root = home + "/content"
      for (name, text) in bad.files { try Data(text.utf8).write(to: URL(fileURLWithPath: home + "/" + name)) }
      try bad.breaks.map { try $0(ContentCopy(in: home)) }
      let asked = bad.asked.map { $0.replacing("ROOT", with: root).replacing("HOME", with: home) }
      let data = bad.breaks == nil ? [] : ["--data", root]
      let outcome = try BuiltProgram.run(
        ["--lang", "en"] + data + asked, home: home, input: bad.input)
      #expect(outcome.status == bad.status, "\(outcome.text.suffix(400))")
      // A long path is broken over lines.
      let bare = outcome.text.filter { !$0.isWhitespace }
      #expect(bare.contains(bad.place), "\(outcome.text.suffix(400))")
      #expect(!outcome.text.contains("⟦") && !outcome.text.contains("root:") && outcome.text.count < 40_000)
      #expect(!outcome.text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x9B })
      let store = try LearnerStore.open(path: home + "/progress.sqlite").store
      let run = try #require(try store.runs(lab: "az-outage").first)
      #expect(try store.journal(of: run.id).contains { $0.contains("Value=kept") })
      try store.close()
    }
  }
}
