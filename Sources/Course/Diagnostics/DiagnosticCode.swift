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
    }
  }
}
