import Course
import Foundation

/// Ways to break a lesson, one or more for each code.
enum LessonBreaks {
  static let file = "lessons/01-elb/en.md"

  /// Breaks both languages alike; the finding is looked for in the English file.
  private static func both(
    _ code: DiagnosticCode, _ line: Int, _ column: Int, _ old: String, _ new: String
  ) -> LintTests.Break {
    LintTests.Break(code, file, line, column) { try $0.replaceInLesson(old, new) }
  }

  /// Breaks the English file alone.
  private static func english(
    _ code: DiagnosticCode, _ line: Int, _ old: String, _ new: String
  ) -> LintTests.Break {
    LintTests.Break(code, file, line, 1) { try $0.replace(file, old, new) }
  }

  static let all: [LintTests.Break] = [
    both(.lessonHeaderMissing, 1, 1, "---\nid", "id"),
    both(.courseIDNotFolder, 2, 5, "id: elb", "id: elbe"),
    both(.lessonOrderNotFolder, 4, 8, "order: 1", "order: 2"),
    both(.courseUnknownRequirement, 5, 1, "requires: []", "requires: [nothing]"),
    both(.courseCycle, 5, 1, "requires: []", "requires: [elb]"),
    both(.lessonUnknownLab, 1, 1, "lab: az-outage", "lab: az-outrage"),
    both(.lessonFence, 28, 1, "```sky id=outage run=auto", "```sly id=outage run=auto"),
    both(.lessonFenceAttribute, 28, 1, "run=auto", "runs=auto"),
    both(.lessonFenceAttribute, 28, 1, "run=auto", "run=always"),
    both(.lessonFenceAttribute, 28, 1, "run=auto", "run=auto run=auto"),
    both(.lessonFenceWithoutID, 28, 1, "sky id=outage", "sky"),
    both(.lessonDuplicateBlock, 36, 1, "id=bad", "id=outage"),
    both(.lessonEmptyBlock, 28, 1, "experiment run outage", ""),
    both(.lessonOneOf, 20, 1, "of: outage", "of: outage\nrun: cost"),
    both(.lessonOneOf, 41, 1, "choices: [{id: a, text: This}, {id: b, text: That}]\n", ""),
    both(.lessonUnknownBlock, 19, 1, "of: outage", "of: nothing"),
    both(.lessonBlockOrder, 40, 1, "run: cost --monthly", "of: outage"),
    both(.lessonBlockOrder, 13, 1, "A load balancer", "{{outage.lost}} A load balancer"),
    english(.lessonUnknownBlock, 32, "So {{outage.", "So {{nothing."),
    both(.lessonUnknownQuestion, 49, 1, "id=one", "id=two"),
    both(.lessonTemplate, 13, 1, "A load balancer", "{{Outage}} A load balancer"),
    english(.lessonTemplate, 32, "So {{outage.faults[0].lost|%,d}}", "So {{outage.faults[0].lost|%x}}"),
    english(.lessonParticle, 32, "So {{outage.faults[0].lost|%,d}}", "So {{outage.faults[0].lost|이/가}}"),
    LintTests.Break(.lessonParticle, "lessons/01-elb/ko.md", 32, 1) {
      try $0.replace("lessons/01-elb/ko.md", "이/가", "가/이")
    },
    both(.lessonCallout, 16, 1, "[!note]", "[!nota]"),
    both(.lessonEmptyPage, 11, 1, "## One door {#door}", "## Nothing\n\n## One door {#door}"),
    both(.lessonEmptyPage, 34, 1, "\n---\n\n```sky", "\n---\n\n---\n\n```sky"),
    both(.lessonNoTask, 1, 1, "```task id=done", "```text"),
    both(.labUnknownName, 56, 1, "experiment: outage", "experiment: outrage"),
    english(.lessonHeaderDiffers, 1, "minutes: 10", "minutes: 11"),
    english(.lessonPageCount, 1, "\n---\n\n```sky", "\n```sky"),
    english(.lessonBlocksDiffer, 11, "run outage\n```", "run outage\n```\n\n```sky id=more\ncost\n```"),
    english(.lessonBlocksDiffer, 11, "{#door}", "{#gate}"),
    english(.lessonBlockDiffers, 28, "experiment run outage", "experiment run outage --seed 2"),
    english(.lessonBlockDiffers, 40, "{id: b, text: That}", "{id: c, text: That}"),
    english(.lessonBlockDiffers, 56, "`10`", "`11`"),
    both(.fileControlCharacter, 13, 1, "A load balancer", "\u{9B}A load balancer"),
    LintTests.Break(.fileTooLarge, file, 0, 0) { content in
      let url = content.root.appendingPathComponent(file)
      let handle = try FileHandle(forWritingTo: url)
      try handle.truncate(atOffset: 100 << 20)
      try handle.close()
    },
    LintTests.Break(.fileMissing, file, 0, 0) { try $0.delete(file) },
    LintTests.Break(.fileUnexpected, "lessons/01-elb", 0, 0) { try $0.write("lessons/01-elb/de.md", "") },
    LintTests.Break(.fileUnexpected, "lessons", 0, 0) { try $0.write("lessons/elb/en.md", "") },
    LintTests.Break(.questionUnknownPage, "lessons/01-elb/questions.yaml", 2, 5) {
      try $0.replace("lessons/01-elb/questions.yaml", "page: door", "page: window")
    },
    // Beside another error of the same question.
    LintTests.Break(.questionUnknownPage, "lessons/01-elb/questions.yaml", 2, 5) {
      try $0.replace("lessons/01-elb/questions.yaml", "page: door", "page: window")
      try $0.replace("lessons/01-elb/questions.yaml", "level: ", "level: no-")
    },
  ]
}
