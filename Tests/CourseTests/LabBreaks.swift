import Course
import Foundation

/// Ways to break a lab, one or more for each code.
enum LabBreaks {
  static let folder = "labs/az-outage/"

  private static func yaml(
    _ code: DiagnosticCode, _ line: Int, _ column: Int, _ old: String, _ new: String
  ) -> LintTests.Break {
    LintTests.Break(code, folder + "lab.yaml", line, column) {
      try $0.replace(folder + "lab.yaml", old, new)
    }
  }

  static let all: [LintTests.Break] = [
    yaml(.courseIDNotFolder, 1, 5, "id: az-outage", "id: az-outrage"),
    yaml(.courseUnknownRequirement, 5, 1, "requires: []", "requires: [nothing]"),
    yaml(.courseCycle, 5, 1, "requires: []", "requires: [az-outage]"),
    yaml(.yamlMisspelledKey, 6, 1, "minutes: 15", "minuets: 15"),
    yaml(.yamlMissingKey, 1, 1, "minutes: 15", ""),
    yaml(.yamlNotOneOf, 2, 7, "kind: design", "kind: desing"),
    yaml(.yamlMissingKey, 3, 8, ", en: A zone fails", ""),
    yaml(.yamlNotDuration, 10, 97, "warmUp: 60s", "warmUp: 60"),
    yaml(.yamlNotOneOf, 17, 82, "zone: each", "zone: us-east-1a"),
    yaml(.yamlNotQuery, 20, 117, "faults[0].lost", "faults[0]..lost"),
    yaml(.yamlNotQuery, 21, 74, "measure: monthly", "measure: sum(monthly"),
    yaml(.labUnknownMember, 20, 117, "faults[0].lost", "faults[0].lots"),
    yaml(.labUnknownMember, 20, 107, "faults[0].lost", "falts[0].lost"),
    yaml(.labUnknownMember, 21, 63, "measure: monthly", "measure: yearly"),
    yaml(.labMainCount, 20, 3, "role: main", "role: side"),
    yaml(.labMainCount, 20, 3, "role: side", "role: main"),
    yaml(.labPointsSum, 20, 3, "points: 40", "points: 39"),
    yaml(.labBoundCount, 21, 5, "atMost: 487, ", ""),
    yaml(.labBoundCount, 21, 5, "atMost: 487, ", "atMost: 487, atLeast: 1, "),
    yaml(.yamlMissingKey, 21, 5, "atMost: 487, ", "expect: true, "),
    yaml(.labGrading, 20, 5, "zero: 20000", "zero: 2000"),
    yaml(.labGrading, 20, 5, "atMost: 3000", "atLeast: 3000"),
    yaml(.labMedalBound, 22, 10, "atMost: 450, title", "atMost: 3001, title"),
    yaml(.labMedalBound, 22, 10, "atMost: 450, title", "atLeast: 450, title"),
    yaml(.labDuplicateName, 21, 5, "id: budget", "id: survives"),
    yaml(.labUnknownName, 20, 74, "experiment: outage", "experiment: outrage"),
    yaml(.labUnknownName, 22, 28, "check: survives", "check: survive"),
    yaml(.labCheckZones, 20, 5, "for: eachZone, ", ""),
    yaml(.labCheckZones, 20, 5, "zone: each", "zone: ap-northeast-2a"),
    yaml(.labFaultWindow, 17, 97, "[8m, 12m]", "[12m, 8m]"),
    yaml(.labFaultWindow, 17, 5, "[8m, 12m]", "[8m, 30m]"),
    yaml(.labManyRequests, 17, 5, "rate: 88", "rate: 120"),
    yaml(.labManyRequests, 17, 5, "rate: 88", "rate: [{at: 0s, perSecond: 0}, {at: 30m, perSecond: 240}]"),
    yaml(.labUnknownTopic, 4, 1, "topics: [elb]", "topics: [elbe]"),
    yaml(.labRunbook, 24, 1, "hints: 2", "hints: 2\nrunbook: {at: 5m}"),
    yaml(.labLiveKey, 18, 11, "kind: design", "kind: live"),
    LintTests.Break(.labLiveExperiment, folder + "lab.yaml", 17, 3) {
      try $0.replace(folder + "lab.yaml", "kind: design", "kind: live")
      try $0.replace(folder + "lab.yaml", "weathers: 5", "")
    },
  ]

  static let files: [LintTests.Break] = [
    LintTests.Break(.fileMissing, folder + "brief.ko.md", 0, 0) { try $0.delete(folder + "brief.ko.md") },
    LintTests.Break(.fileMissing, folder + "notes.md", 0, 0) { try $0.delete(folder + "notes.md") },
    LintTests.Break(.fileMissing, folder + "setup.sky", 0, 0) { try $0.delete(folder + "setup.sky") },
    LintTests.Break(.fileNotText, folder + "after.en.md", 0, 0) {
      try $0.write(folder + "after.en.md", Data([0x41, 0xFF, 0x41]))
    },
    LintTests.Break(.fileNotText, folder + "setup.sky", 0, 0) {
      try $0.write(folder + "setup.sky", "a\u{0}b")
    },
    LintTests.Break(.fileTooLarge, folder + "brief.en.md", 0, 0) {
      try $0.write(folder + "brief.en.md", Data(repeating: 0x61, count: ContentFile.limit + 1))
    },
    LintTests.Break(.fileNotRegular, folder + "brief.en.md", 0, 0) { content in
      try content.delete(folder + "brief.en.md")
      try FileManager.default.createSymbolicLink(
        atPath: content.root.appendingPathComponent(folder + "brief.en.md").path,
        withDestinationPath: "/etc/hostname")
    },
    LintTests.Break(.fileNotRegular, folder + "wrong", 0, 0) { content in
      try content.delete(folder + "wrong")
      try FileManager.default.createSymbolicLink(
        atPath: content.root.appendingPathComponent(folder + "wrong").path, withDestinationPath: "solutions")
    },
    LintTests.Break(.fileControlCharacter, folder + "brief.en.md", 3, 2) {
      try $0.write(folder + "brief.en.md", "# Brief\n\nT\u{1B}[2Jext.\n")
    },
    LintTests.Break(.fileControlCharacter, folder + "setup.sky", 1, 4) {
      try $0.write(folder + "setup.sky", "aws\r\n")
    },
    LintTests.Break(.fileUnexpected, "labs/az-outage", 0, 0) { try $0.write(folder + "breif.ko.md", "") },
    LintTests.Break(.fileUnexpected, "labs", 0, 0) { try $0.write("labs/README", "") },
    LintTests.Break(.labRunbook, folder + "lab.yaml", 1, 1) { try $0.write(folder + "runbook.sky", "aws\n") },
    LintTests.Break(.labNoSolution, folder + "solutions", 0, 0) {
      try $0.delete(folder + "solutions/three-zones.sky")
    },
    LintTests.Break(.labFewWrong, folder + "wrong", 0, 0) { try $0.delete(folder + "wrong/few-1.sky") },
    LintTests.Break(.labHintNumber, folder + "hints.ko.md", 8, 1) {
      try $0.replace(folder + "hints.ko.md", "## 2", "## 3")
    },
    LintTests.Break(.labHintCount, folder + "hints.ko.md", 1, 1) {
      try $0.replace(folder + "lab.yaml", "hints: 2", "hints: 3")
    },
    LintTests.Break(.labHintLast, folder + "hints.ko.md", 11, 1) {
      try $0.replace(folder + "hints.ko.md", "## 2\n", "## 2\nwhen: world\n")
    },
    LintTests.Break(.labHintsDiffer, folder + "hints.en.md", 1, 1) {
      try $0.replace(folder + "hints.ko.md", "`1`", "`2`")
    },
    LintTests.Break(.yamlNotQuery, folder + "hints.ko.md", 4, 30) {
      try $0.replace(folder + "hints.ko.md", "== `1`", "== == `1`")
    },
    LintTests.Break(.labUnknownMember, folder + "hints.ko.md", 4, 20) {
      try $0.replace(folder + "hints.ko.md", "world.zones", "world.zone")
    },
    LintTests.Break(.scriptHeaderMissing, folder + "wrong/dear.sky", 1, 1) {
      try $0.replace(folder + "wrong/dear.sky", "# why.ko: 모자랍니다.\n", "")
    },
    LintTests.Break(.scriptHeaderShape, folder + "wrong/dear.sky", 1, 1) {
      try $0.replace(folder + "wrong/dear.sky", "budget measure", "budget")
    },
    LintTests.Break(.labUnknownCause, folder + "wrong/dear.sky", 1, 1) {
      try $0.replace(folder + "wrong/dear.sky", "budget measure", "survives instance-overload *")
    },
    LintTests.Break(.labUnknownName, folder + "wrong/dear.sky", 1, 1) {
      try $0.replace(folder + "wrong/dear.sky", "budget measure", "bugdet measure")
    },
    LintTests.Break(.scriptLiteralID, folder + "solutions/three-zones.sky", 2, 14) {
      try $0.write(
        folder + "solutions/three-zones.sky", "# i-0123456789abcdef0\naws ec2 stop i-0123456789abcdef0\n")
    },
    LintTests.Break(.markdownHTML, folder + "brief.en.md", 3, 1) {
      try $0.write(folder + "brief.en.md", "# Brief\n\n<b>Text</b>\n")
    },
    LintTests.Break(.markdownImage, folder + "brief.en.md", 1, 1) {
      try $0.write(folder + "brief.en.md", "![a](b)\n")
    },
    LintTests.Break(.markdownUnderlinedHeading, folder + "brief.en.md", 1, 1) {
      try $0.write(folder + "brief.en.md", "Text\n---\n")
    },
    LintTests.Break(.markdownControlCharacter, folder + "brief.en.md", 1, 4) {
      try $0.write(folder + "brief.en.md", "`a` &#27;[2J\n")
    },
    LintTests.Break(.markdownTooDeep, folder + "brief.en.md", 1, 33) {
      try $0.write(folder + "brief.en.md", String(repeating: ">", count: 10_000) + "a\n")
    },
  ]
}
