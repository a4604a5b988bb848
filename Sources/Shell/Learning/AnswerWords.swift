import Course

/// What a learner may type at any question in place of an answer, in both languages and on both keyboards.
enum AnswerWord: CaseIterable {
  /// Leaves the question out.
  case skip
  /// Ends the questions.
  case end
  /// Asks how to answer.
  case help

  /// The word that a text is; `nil` when it is none of them.
  init?(_ text: String) {
    let keys = Self.keys(of: text)
    guard let word = Self.allCases.first(where: { word in keys.contains { word.forms.contains($0) } }) else {
      return nil
    }
    self = word
  }

  /// The forms without spaces, in lower case.
  private var forms: [String] {
    switch self {
    case .skip:
      [
        "skip", "pass", "idontknow", "dontknow", "idk", "건너뛰기", "건너뜀", "건너뛸게요", "넘어가기", "넘기기", "패스", "스킵",
        "모름", "모릅니다", "모르겠음", "모르겠습니다", "모르겠다", "모르겠어요", "몰라", "몰라요",
      ]
    case .end: ["quit", "exit", "stop", "end", "q", "그만", "그만하기", "그만둘게요", "끝", "끝내기", "종료", "중단", "나가기"]
    case .help: ["?", "help", "도움말", "도움"]
    }
  }

  /// A text as words are compared: without spaces and the signs that people copy with them, and as its keys read in
  /// the Latin layout.
  static func keys(of text: String) -> [String] {
    let key = ComparableText.key(text).filter { !"`'’\"“”.,".contains($0) }
    return [key] + (HangulKeys.latin(key).map { [$0] } ?? [])
  }
}
