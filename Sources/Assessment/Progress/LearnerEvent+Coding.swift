import Course

extension LearnerEvent: Codable {
  private enum Key: String, CodingKey {
    case id
    case at
    case answered
    case passedLab
    case tookBack
    case flagged
  }

  private struct Flag: Codable {
    let question: QuestionID
    let rev: Int
    let note: String
  }

  /// Decodes an object of `id`, `at` and the act under its own name: `answered`, `passedLab`, `tookBack` or `flagged`.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    id = try container.decode(EventID.self, forKey: .id)
    at = try container.decode(Int64.self, forKey: .at)
    if container.contains(.answered) {
      act = .answered(try container.decode(AnsweredQuestion.self, forKey: .answered))
    } else if container.contains(.passedLab) {
      act = .passedLab(try container.decode(PassedLab.self, forKey: .passedLab))
    } else if container.contains(.tookBack) {
      act = .tookBack(try container.decode(EventID.self, forKey: .tookBack))
    } else {
      let flag = try container.decode(Flag.self, forKey: .flagged)
      act = .flagged(question: flag.question, rev: flag.rev, note: flag.note)
    }
  }

  /// Encodes an object of `id`, `at` and the act under its own name.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(id, forKey: .id)
    try container.encode(at, forKey: .at)
    switch act {
    case .answered(let answered): try container.encode(answered, forKey: .answered)
    case .passedLab(let lab): try container.encode(lab, forKey: .passedLab)
    case .tookBack(let event): try container.encode(event, forKey: .tookBack)
    case .flagged(let question, let rev, let note):
      try container.encode(Flag(question: question, rev: rev, note: note), forKey: .flagged)
    }
  }
}
