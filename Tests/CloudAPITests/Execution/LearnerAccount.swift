import Cloud
import CloudAPI
import EventKernel
import Foundation
import Testing

/// An account in Seoul that is asked in `aws` lines, as a learner asks it.
struct LearnerAccount {
  var world: World
  /// Files of the work folder by name.
  var files: [String: [UInt8]] = [:]
  /// The variables of the shell, and what `aws configure` keeps.
  var variables: [String: String] = [:]
  private var profiles = AWSProfiles()
  private let catalog: OperationCatalog

  /// A default account, as it is opened.
  init() throws {
    (catalog, world) = try Self.opened.get()
  }

  /// The tables and the fresh account, read once for all tests.
  private static let opened = Result<(OperationCatalog, World), any Error> {
    var texts: [String: String] = [:]
    for name in Catalog.fileNames {
      texts[name] = try String(
        contentsOf: URL(filePath: SchemaFixtures.root + "/facts/" + name), encoding: .utf8)
    }
    var world = World(catalog: try Catalog(files: texts), seed: WorldSeed(1))
    world.openAccount(in: [Region(rawValue: "ap-northeast-2")])
    return (try SchemaFixtures.catalog(), world)
  }

  /// An image of AWS's own that x86 types run.
  mutating func image() throws -> String {
    try text(
      "ec2 describe-images --owners amazon --filters Name=architecture,Values=x86_64 "
        + "--query Images[0].ImageId")
  }

  /// Runs the words of a line after `aws`; words in apostrophes hold blanks.
  @discardableResult
  mutating func run(_ line: String, as caller: Caller = .administrator, format: OutputFormat = .json)
    -> AWSOutcome
  {
    run(words: Self.words(line), as: caller, format: format)
  }

  /// Runs words as the shell hands them over.
  @discardableResult
  mutating func run(words: [String], as caller: Caller = .administrator, format: OutputFormat = .json)
    -> AWSOutcome
  {
    let files = files
    let changes = FileChanges()
    let context = AWSContext(
      environment: AWSEnvironment(profiles: profiles, variables: variables),
      readFile: { (name: String) throws(AWSFileError) -> [UInt8] in
        guard !name.contains("..") && (name == "/dev/stdin" || !name.hasPrefix("/")) else { throw .forbidden }
        guard let bytes = files[name] else { throw .missing }
        return bytes
      }, uniqueText: { "00000000-0000-4000-8000-000000000000" }, listFiles: { Array(files.keys) },
      writeFile: { (name: String, bytes: [UInt8]) throws(AWSFileError) in changes.note(name, bytes) },
      removeFile: { (name: String) throws(AWSFileError) in changes.note(name, nil) })
    let outcome = AWSRunner(catalog: catalog, context: context).run(
      words, on: &world, as: CallContext(caller: caller, region: Region(rawValue: "ap-northeast-2")),
      format: format)
    if let changed = outcome.profiles { profiles = changed }
    for (name, bytes) in changes.all { self.files[name] = bytes }
    return outcome
  }

  /// What a line prints as text, without the newline at the end; a line that fails stops the test.
  mutating func text(_ line: String) throws -> String {
    let outcome = run(line + " --output text")
    try #require(outcome.status == 0, "\(line.prefix(120)): \(Self.complaint(of: outcome))")
    return outcome.output.hasSuffix("\n") ? String(outcome.output.dropLast()) : outcome.output
  }

  /// The code of the error that AWS answers, or what else a line gives.
  mutating func code(_ line: String) -> String {
    let outcome = run(line)
    return outcome.error?.code ?? (outcome.status == 0 ? "done" : Self.complaint(of: outcome))
  }

  /// What went wrong, shortened.
  static func complaint(of outcome: AWSOutcome) -> String {
    String((outcome.refusal.map { "\($0)" } ?? outcome.errorOutput).suffix(300))
  }

  /// Makes a user, if there is none, and gives it one inline policy of statements, which is seen everywhere.
  mutating func grant(_ statements: [String], to user: String) throws {
    if run("iam get-user --user-name \(user)").status != 0 {
      try #require(run("iam create-user --user-name \(user)").status == 0)
    }
    let policy = #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    let outcome = run(words: [
      "iam", "put-user-policy", "--user-name", user, "--policy-name", "inline", "--policy-document", policy,
    ])
    try #require(outcome.status == 0, "\(Self.complaint(of: outcome))")
    wait(.seconds(5))
  }

  /// Gives a role one inline policy of statements, which is seen everywhere.
  mutating func grant(_ statements: [String], toRole role: String) throws {
    let policy = #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    let outcome = run(words: [
      "iam", "put-role-policy", "--role-name", role, "--policy-name", "inline", "--policy-document", policy,
    ])
    try #require(outcome.status == 0, "\(Self.complaint(of: outcome))")
    wait(.seconds(5))
  }

  /// Makes a role that instances can have, and its instance profile.
  mutating func makeProfile(_ name: String, role: String) throws {
    let trust =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"#
      + #""Action":"sts:AssumeRole"}]}"#
    for words in [
      ["create-role", "--role-name", role, "--assume-role-policy-document", trust],
      ["create-instance-profile", "--instance-profile-name", name],
      ["add-role-to-instance-profile", "--instance-profile-name", name, "--role-name", role],
    ] {
      let outcome = run(words: ["iam"] + words)
      try #require(outcome.status == 0, "\(Self.complaint(of: outcome))")
    }
    wait(.seconds(5))
  }

  /// Puts a tag on a user.
  mutating func tag(_ user: String, _ key: String, _ value: String) throws {
    let outcome = run("iam tag-user --user-name \(user) --tags Key=\(key),Value=\(value)")
    try #require(outcome.status == 0, "\(Self.complaint(of: outcome))")
    wait(.seconds(5))
  }

  /// Lets time pass.
  mutating func wait(_ span: EventKernel.Duration) { world.advance(to: world.now + span) }

  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
      switch character {
      case "'":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted, "\n" where !isQuoted:
        if let word { words.append(word) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    return words + (word.map { [$0] } ?? [])
  }
}

/// What a line did to files: the new bytes, or nothing where the file is gone.
private final class FileChanges: @unchecked Sendable {
  private let lock = NSLock()
  private var changes: [(name: String, bytes: [UInt8]?)] = []

  func note(_ name: String, _ bytes: [UInt8]?) { lock.withLock { changes.append((name, bytes)) } }
  var all: [(name: String, bytes: [UInt8]?)] { lock.withLock { changes } }
}
