import Assessment

/// One line of an export: JSON with `record` naming its kind.
///
/// The format, version 1: the first line is `header`, the last is `end` with the number of lines before it; between them
/// stand `event`, `lesson`, `run`, and after its run `line` (of its journal, in sequence from 0), `hint` and `check`.
/// Settings, cards, reviews and snapshots are not exported: cards follow from events.
enum ProgressRecord: Codable {
  case header(Header)
  case event(LearnerEvent)
  case lesson(LessonProgress)
  case run(LabRun)
  case line(JournalLine)
  case hint(HintTaken)
  case check(CheckResult)
  case end(End)

  /// The version that is written, and the newest that is read.
  static let version = 1
  static let format = "skydrill-progress"

  struct Header: Codable {
    let format: String
    let version: Int
    let exported: Int64
  }

  struct JournalLine: Codable {
    let run: String
    let sequence: Int
    let text: String
  }

  struct End: Codable {
    let lines: Int
  }

  private enum Kind: String, Codable {
    case header
    case event
    case lesson
    case run
    case line
    case hint
    case check
    case end
  }

  private enum Key: String, CodingKey {
    case record
    case value
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(Kind.self, forKey: .record) {
    case .header: self = .header(try container.decode(Header.self, forKey: .value))
    case .event: self = .event(try container.decode(LearnerEvent.self, forKey: .value))
    case .lesson: self = .lesson(try container.decode(LessonProgress.self, forKey: .value))
    case .run: self = .run(try container.decode(LabRun.self, forKey: .value))
    case .line: self = .line(try container.decode(JournalLine.self, forKey: .value))
    case .hint: self = .hint(try container.decode(HintTaken.self, forKey: .value))
    case .check: self = .check(try container.decode(CheckResult.self, forKey: .value))
    case .end: self = .end(try container.decode(End.self, forKey: .value))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .header(let header): try encode(.header, header, &container)
    case .event(let event): try encode(.event, event, &container)
    case .lesson(let lesson): try encode(.lesson, lesson, &container)
    case .run(let run): try encode(.run, run, &container)
    case .line(let line): try encode(.line, line, &container)
    case .hint(let hint): try encode(.hint, hint, &container)
    case .check(let check): try encode(.check, check, &container)
    case .end(let end): try encode(.end, end, &container)
    }
  }

  private func encode(
    _ kind: Kind, _ value: some Encodable, _ container: inout KeyedEncodingContainer<Key>
  ) throws {
    try container.encode(kind, forKey: .record)
    try container.encode(value, forKey: .value)
  }
}
