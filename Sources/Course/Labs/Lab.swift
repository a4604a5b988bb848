package import EventKernel

/// What a list of labs shows, read without the rest of the lab.
package struct LabHeader: Equatable, Sendable {
  /// What the learner's world does while experiments run.
  package enum Kind: String, CaseIterable, Sendable, Codable {
    /// Experiments run on copies of the world; weathers and zones vary.
    case design
    /// The fault comes in the learner's own world, by the lab's clock.
    case live
  }

  /// The lab's name and folder.
  package let id: LabID
  /// Design or live.
  package let kind: Kind
  /// The title, for the learner.
  package let title: BilingualText
  /// The topics that it trains, the lessons' names without numbers.
  package let topics: [String]
  /// The labs to do before.
  package let requires: [LabID]
  /// How long it takes a median newcomer, in minutes.
  package let minutes: Int

  /// A header.
  package init(
    id: LabID, kind: Kind, title: BilingualText, topics: [String], requires: [LabID], minutes: Int
  ) {
    self.id = id
    self.kind = kind
    self.title = title
    self.topics = topics
    self.requires = requires
    self.minutes = minutes
  }
}

/// A lab as `lab.yaml` describes it; its scripts and prose are read on demand by `LabFolder`.
package struct Lab: Equatable, Sendable {
  /// Name, title, topics.
  package let header: LabHeader
  /// What stands before `setup.sky` runs.
  package let start: StartWorld
  /// How many weathers a check runs.
  package let weathers: Int
  /// When `runbook.sky` runs in each experiment, since its begin; `nil` for a lab without a runbook.
  package let runbookAt: Duration?
  /// The checks in the order of the file: exactly one main one, points summing to 100.
  package let checks: [Check]
  /// The medals in the order of the file.
  package let medals: [Medal]
  /// How many hints there are in each language.
  package let hintCount: Int
  /// The digest of what decides the lab's behaviour.
  package let version: LabVersion

  /// A lab that a reader has verified.
  package init(
    header: LabHeader, start: StartWorld, weathers: Int, runbookAt: Duration?, checks: [Check],
    medals: [Medal], hintCount: Int, version: LabVersion
  ) {
    self.header = header
    self.start = start
    self.weathers = weathers
    self.runbookAt = runbookAt
    self.checks = checks
    self.medals = medals
    self.hintCount = hintCount
    self.version = version
  }

  /// The lab's name.
  package var id: LabID { header.id }

  /// The check that decides; every lab has one.
  package var mainCheck: Check {
    guard let main = checks.first(where: { $0.role == .main }) else {
      preconditionFailure("a lab has exactly one main check")
    }
    return main
  }

  /// The check of a name.
  package func check(_ id: String) -> Check? { checks.first { $0.id == id } }
}

/// Identifies how a lab behaves: a SHA-256 that prose, hints, titles, comments and solutions do not change.
package struct LabVersion: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The digest.
  package let digest: Digest

  /// The version of a digest.
  package init(digest: Digest) { self.digest = digest }

  /// Decodes the digest's 64 hexadecimal digits.
  package init(from decoder: any Decoder) throws {
    digest = try decoder.singleValueContainer().decode(Digest.self)
  }

  /// Encodes the digest's 64 hexadecimal digits.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(digest)
  }

  /// The digest's 64 hexadecimal digits.
  package var description: String { digest.hex }
}
