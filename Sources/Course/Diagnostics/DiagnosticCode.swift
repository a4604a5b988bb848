/// The closed catalogue of the content compiler's rules.
///
/// A raw value is never reused. Each has `message` and `remedy` in `texts/<lang>/lint.yaml`; a test proves it.
package enum DiagnosticCode: String, CaseIterable, Sendable, Codable {
  // Files
  case fileMissing = "file.missing"
  case fileNotRegular = "file.not-regular"
  case fileTooLarge = "file.too-large"
  case fileNotText = "file.not-text"

  // YAML
  case yamlSyntax = "yaml.syntax"
  case yamlAlias = "yaml.alias"
  case yamlTooDeep = "yaml.too-deep"
  case yamlDuplicateKey = "yaml.duplicate-key"
  case yamlControlCharacter = "yaml.control-character"
  case yamlMissingKey = "yaml.missing-key"
  case yamlUnknownKey = "yaml.unknown-key"
  case yamlMisspelledKey = "yaml.misspelled-key"
  case yamlNotMapping = "yaml.not-mapping"
  case yamlNotList = "yaml.not-list"
  case yamlNotText = "yaml.not-text"
  case yamlNotInteger = "yaml.not-integer"
  case yamlNotNumber = "yaml.not-number"
  case yamlNotBoolean = "yaml.not-boolean"
  case yamlNotDate = "yaml.not-date"
  case yamlNotIdentifier = "yaml.not-identifier"
  case yamlNotOneOf = "yaml.not-one-of"
  case yamlOutOfRange = "yaml.out-of-range"
  case yamlEmptyText = "yaml.empty-text"
  case yamlLongText = "yaml.long-text"
  case yamlListSize = "yaml.list-size"

  // Questions
  case questionDuplicateID = "question.duplicate-id"
  case questionDuplicatePart = "question.duplicate-part"
  case questionChoiceWithoutReason = "question.choice-without-reason"
  case questionNotOneCorrect = "question.not-one-correct"
  case questionNoneCorrect = "question.none-correct"
  case questionNoneWrong = "question.none-wrong"
  case questionEqualChoices = "question.equal-choices"
  case questionAboveChoice = "question.above-choice"
  case questionRightStandsOut = "question.right-stands-out"
  case questionPositionsUnbalanced = "question.positions-unbalanced"
  case questionLongestIsRight = "question.longest-is-right"
  case questionMissingSource = "question.missing-source"
  case questionNumberWithoutFact = "question.number-without-fact"
  case questionUnknownUnit = "question.unknown-unit"
  case questionNotTolerance = "question.not-tolerance"
  case questionLanguageMixed = "question.language-mixed"
  case questionBlankMissing = "question.blank-missing"
  case questionBlankUnknown = "question.blank-unknown"
  case questionBlankShape = "question.blank-shape"
  case questionUnknownParameter = "question.unknown-parameter"
  case questionUnusedParameter = "question.unused-parameter"
  case questionParameterRange = "question.parameter-range"

  // Lessons and labs alike
  case fileControlCharacter = "file.control-character"
  case fileUnexpected = "file.unexpected"
  case yamlNotDuration = "yaml.not-duration"
  case yamlNotQuery = "yaml.not-query"
  case markdownTooDeep = "markdown.too-deep"
  case markdownHTML = "markdown.html"
  case markdownImage = "markdown.image"
  case markdownUnderlinedHeading = "markdown.underlined-heading"
  case markdownControlCharacter = "markdown.control-character"
  case scriptHeaderMissing = "script.header-missing"
  case scriptHeaderShape = "script.header-shape"
  case scriptLiteralID = "script.literal-id"
  case courseUnknownRequirement = "course.unknown-requirement"
  case courseCycle = "course.cycle"
  case courseIDNotFolder = "course.id-not-folder"

  // Labs
  case labMainCount = "lab.main-count"
  case labPointsSum = "lab.points-sum"
  case labBoundCount = "lab.bound-count"
  case labGrading = "lab.grading"
  case labMedalBound = "lab.medal-bound"
  case labDuplicateName = "lab.duplicate-name"
  case labUnknownName = "lab.unknown-name"
  case labUnknownMember = "lab.unknown-member"
  case labCheckZones = "lab.check-zones"
  case labFaultWindow = "lab.fault-window"
  case labManyRequests = "lab.many-requests"
  case labNoSolution = "lab.no-solution"
  case labFewWrong = "lab.few-wrong"
  case labHintNumber = "lab.hint-number"
  case labHintCount = "lab.hint-count"
  case labHintLast = "lab.hint-last"
  case labHintsDiffer = "lab.hints-differ"
  case labUnknownCause = "lab.unknown-cause"
  case labUnknownTopic = "lab.unknown-topic"
  case labRunbook = "lab.runbook"
  case labLiveKey = "lab.live-key"
  case labLiveExperiment = "lab.live-experiment"

  // Lessons
  case lessonHeaderMissing = "lesson.header-missing"
  case lessonOrderNotFolder = "lesson.order-not-folder"
  case lessonFence = "lesson.fence"
  case lessonFenceAttribute = "lesson.fence-attribute"
  case lessonFenceWithoutID = "lesson.fence-without-id"
  case lessonDuplicateBlock = "lesson.duplicate-block"
  case lessonEmptyBlock = "lesson.empty-block"
  case lessonOneOf = "lesson.one-of"
  case lessonUnknownBlock = "lesson.unknown-block"
  case lessonBlockOrder = "lesson.block-order"
  case lessonUnknownQuestion = "lesson.unknown-question"
  case lessonTemplate = "lesson.template"
  case lessonParticle = "lesson.particle"
  case lessonCallout = "lesson.callout"
  case lessonEmptyPage = "lesson.empty-page"
  case lessonNoTask = "lesson.no-task"
  case lessonUnknownLab = "lesson.unknown-lab"
  case lessonHeaderDiffers = "lesson.header-differs"
  case lessonPageCount = "lesson.page-count"
  case lessonBlocksDiffer = "lesson.blocks-differ"
  case lessonBlockDiffers = "lesson.block-differs"
  case questionUnknownPage = "question.unknown-page"
}

extension DiagnosticCode {
  /// The names of the values that the code's sentences may use.
  package var parameters: [String] {
    switch self {
    case .fileMissing, .fileNotRegular, .fileNotText: []
    case .fileTooLarge: ["limit"]
    case .yamlSyntax: ["problem"]
    case .yamlAlias: ["name"]
    case .yamlTooDeep: ["limit"]
    case .yamlDuplicateKey, .yamlMissingKey: ["key"]
    case .yamlControlCharacter: ["key", "character"]
    case .yamlUnknownKey: ["key", "known"]
    case .yamlMisspelledKey: ["key", "nearest"]
    case .yamlNotMapping, .yamlNotList, .yamlNotText, .yamlEmptyText: ["key"]
    case .yamlNotInteger, .yamlNotNumber, .yamlNotBoolean, .yamlNotDate, .yamlNotIdentifier:
      ["key", "value"]
    case .yamlNotOneOf: ["key", "value", "known"]
    case .yamlOutOfRange: ["key", "value", "least", "most"]
    case .yamlLongText: ["key", "limit"]
    case .yamlListSize: ["key", "count", "least", "most"]
    case .questionDuplicateID: ["question", "other"]
    case .questionDuplicatePart: ["question", "part"]
    case .questionChoiceWithoutReason: ["question", "choice"]
    case .questionNotOneCorrect: ["question", "count"]
    case .questionNoneCorrect, .questionNoneWrong, .questionMissingSource, .questionNumberWithoutFact:
      ["question"]
    case .questionEqualChoices: ["question", "first", "second", "language"]
    case .questionAboveChoice: ["question", "choice", "phrase"]
    case .questionRightStandsOut: ["question", "choice", "language"]
    case .questionPositionsUnbalanced: ["position", "count", "total", "choices", "most"]
    case .questionLongestIsRight: ["language", "count", "total", "most"]
    case .questionUnknownUnit: ["question", "unit"]
    case .questionNotTolerance: ["question", "value"]
    case .questionLanguageMixed: ["question", "language"]
    case .questionBlankMissing, .questionBlankUnknown: ["question", "blank", "language"]
    case .questionBlankShape: ["question", "blank"]
    case .questionUnknownParameter, .questionUnusedParameter, .questionParameterRange:
      ["question", "name"]
    case .fileControlCharacter, .markdownControlCharacter:
      ["character"]
    case .fileUnexpected, .labBoundCount, .labDuplicateName:
      ["name"]
    case .yamlNotDuration:
      ["key", "value"]
    case .yamlNotQuery:
      ["key", "problem"]
    case .markdownTooDeep:
      ["limit"]
    case .markdownHTML, .markdownImage, .markdownUnderlinedHeading, .labNoSolution, .labHintLast, .labRunbook,
      .labLiveExperiment,
      .lessonHeaderMissing, .lessonEmptyPage, .lessonNoTask:
      []
    case .scriptHeaderMissing, .lessonHeaderDiffers:
      ["key"]
    case .scriptHeaderShape:
      ["value"]
    case .scriptLiteralID, .lessonDuplicateBlock, .lessonEmptyBlock, .lessonUnknownBlock, .lessonBlockOrder:
      ["id"]
    case .courseUnknownRequirement:
      ["requirement"]
    case .courseCycle:
      ["path"]
    case .courseIDNotFolder:
      ["id", "folder"]
    case .labMainCount:
      ["count"]
    case .labPointsSum:
      ["sum"]
    case .labGrading:
      ["check"]
    case .labMedalBound:
      ["medal", "check"]
    case .labUnknownName, .labUnknownMember:
      ["name", "known"]
    case .labCheckZones:
      ["check", "experiment"]
    case .labFaultWindow:
      ["experiment"]
    case .labManyRequests:
      ["experiment", "requests", "limit"]
    case .labFewWrong:
      ["count", "least"]
    case .labLiveKey:
      ["key"]
    case .labHintNumber:
      ["expected"]
    case .labHintCount:
      ["declared", "found"]
    case .labHintsDiffer:
      ["number"]
    case .labUnknownCause:
      ["cause", "nearest"]
    case .labUnknownTopic:
      ["topic"]
    case .lessonOrderNotFolder:
      ["order", "folder"]
    case .lessonFence:
      ["language", "known"]
    case .lessonFenceAttribute:
      ["attribute", "known"]
    case .lessonFenceWithoutID:
      ["language"]
    case .lessonOneOf:
      ["first", "second"]
    case .lessonUnknownQuestion:
      ["question"]
    case .lessonTemplate:
      ["template"]
    case .lessonParticle:
      ["particle"]
    case .lessonCallout:
      ["callout", "known"]
    case .lessonUnknownLab:
      ["lab"]
    case .lessonPageCount:
      ["ko", "en"]
    case .lessonBlocksDiffer:
      ["page", "ko", "en"]
    case .lessonBlockDiffers:
      ["block"]
    case .questionUnknownPage:
      ["question", "page"]
    }
  }
}
