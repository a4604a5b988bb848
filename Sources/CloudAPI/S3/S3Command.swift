/// A command of `aws s3`, which the client makes of several calls.
package enum S3Command: String, Sendable, CaseIterable {
  case ls, mb, rb, cp, mv, rm, sync, website, presign

  /// The words by position in the words of the client's usage.
  package var usage: String {
    switch self {
    case .ls: "<S3Uri> or NONE"
    case .mb, .rb, .rm, .website, .presign: "<S3Uri>"
    case .cp, .mv: "<LocalPath> <S3Uri> or <S3Uri> <LocalPath> or <S3Uri> <S3Uri>"
    case .sync: "<LocalPath> <S3Uri> or <S3Uri> <LocalPath> or <S3Uri> <S3Uri>"
    }
  }

  /// The options that the command takes here, in the client's order.
  package var options: [String] { modelled.map(\.name) }

  /// The options that AWS has and the world does not.
  var refused: [WordParser.Option] {
    switch self {
    case .ls: [option("--request-payer", .atMostOne)]
    case .mb, .rb, .website, .presign: []
    case .rm: [option("--request-payer", .atMostOne)]
    case .cp, .mv, .sync:
      [
        option("--follow-symlinks", .none), option("--no-follow-symlinks", .none),
        option("--sse-c", .atMostOne), option("--sse-c-key"), option("--sse-c-copy-source", .atMostOne),
        option("--sse-c-copy-source-key"),
        option("--ignore-glacier-warnings", .none), option("--force-glacier-transfer", .none),
        option("--request-payer", .atMostOne), option("--checksum-mode"), option("--copy-props"),
        option("--case-conflict"), option("--validate-same-s3-paths", .none),
      ] + (self == .sync ? [option("--exact-timestamps", .none)] : [])
    }
  }

  var modelled: [WordParser.Option] {
    switch self {
    case .ls:
      [
        option("--recursive", .none), option("--page-size"), option("--human-readable", .none),
        option("--summarize", .none), option("--bucket-name-prefix"), option("--bucket-region"),
      ]
    case .mb: [option("--tags", .many)]
    case .rb: [option("--force", .none)]
    case .website: [option("--index-document"), option("--error-document")]
    case .presign: [option("--expires-in")]
    case .rm:
      [
        option("--dryrun", .none), option("--quiet", .none), option("--recursive", .none),
        option("--include"), option("--exclude"), option("--only-show-errors", .none),
        option("--page-size"),
      ]
    case .cp, .mv, .sync:
      [
        option("--dryrun", .none), option("--quiet", .none), option("--include"), option("--exclude"),
        WordParser.Option(name: "--acl", choices: Self.acls), option("--no-guess-mime-type", .none),
        WordParser.Option(name: "--sse", arity: .atMostOne, choices: ["AES256", "aws:kms"]),
        option("--sse-kms-key-id"), WordParser.Option(name: "--storage-class", choices: Self.classes),
        option("--website-redirect"), option("--content-type"), option("--cache-control"),
        option("--content-disposition"), option("--content-encoding"), option("--content-language"),
        option("--expires"), option("--only-show-errors", .none), option("--no-progress", .none),
        option("--page-size"), option("--checksum-algorithm"), option("--metadata"),
        WordParser.Option(name: "--metadata-directive", choices: ["COPY", "REPLACE"]),
        option("--grants", .many), option("--source-region"),
      ]
        + (self == .sync
          ? [option("--size-only", .none), option("--delete", .none)] : [option("--recursive", .none)])
        + (self == .mv ? [] : [option("--no-overwrite", .none)])
        + (self == .cp ? [option("--expected-size")] : [])
    }
  }

  private static let acls = [
    "private", "public-read", "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read",
    "bucket-owner-full-control", "log-delivery-write",
  ]

  private static let classes = [
    "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER",
    "DEEP_ARCHIVE", "GLACIER_IR",
  ]

  private func option(_ name: String, _ arity: WordParser.Arity = .one) -> WordParser.Option {
    WordParser.Option(name: name, arity: arity)
  }
}

/// A line of `aws s3` that has passed the client's checks of words.
package struct S3Line: Sendable {
  let command: S3Command
  let paths: [String]
  /// The options with a value; of one given twice the last counts.
  var words: [String: String] = [:]
  /// The words of `--grants`.
  var grants: [String] = []
  /// The tags of a new bucket, key and value.
  var tags: [(key: String, value: String)] = []
  var flags: Set<String> = []
  /// `--include` and `--exclude` in the order of the line.
  var filters: [(pattern: String, includes: Bool)] = []
  let globals: AWSGlobals

  func has(_ flag: String) -> Bool { flags.contains("--" + flag) }
  func word(_ name: String) -> String? { words["--" + name] }
}

extension S3Line {
  /// Reads the words after `aws s3 <command>`.
  init(_ command: S3Command, _ given: [String], globals: AWSGlobals) throws(AWSUsageError) {
    let options = command.modelled + command.refused
    let path = WordParser.Position(name: "path", mistake: { (_: String?) in .noPath(command) })
    let paths = WordParser.Position(name: "paths", mistake: path.mistake)
    let positions: [WordParser.Position] =
      switch command {
      case .ls: [WordParser.Position(name: "paths", isOptional: true)]
      case .mb, .rb, .rm, .website, .presign: [path]
      case .cp, .mv, .sync: [paths, paths]
      }
    let outcome = try WordParser(options: options, positions: positions).parse(given)
    guard outcome.extras.isEmpty else { throw .unknown(outcome.extras, among: command.options) }
    self.command = command
    self.globals = globals
    self.paths = outcome.positions.compactMap { $0 }
    for occurrence in outcome.given {
      let option = options[occurrence.option]
      guard occurrence.option < command.modelled.count else { throw .refused(option.name) }
      switch (option.name, occurrence.words.first) {
      case ("--include", let pattern?): filters.append((pattern, true))
      case ("--exclude", let pattern?): filters.append((pattern, false))
      case ("--grants", _): grants = occurrence.words
      case ("--tags", _):
        guard occurrence.words.count == 2 else { throw .usage("argument --tags: expected 2 arguments") }
        tags.append((occurrence.words[0], occurrence.words[1]))
      case ("--sse", let word): words[option.name] = word ?? "AES256"
      case ("--page-size", let word?), ("--expires-in", let word?), ("--expected-size", let word?):
        guard PythonText.integer(word) != nil else {
          throw AWSUsageError.value("invalid literal for int() with base 10: \(PythonText.repr(word))")
            .advised(.line(.number(word, option: option.name)))
        }
        words[option.name] = word
      case (_, let word?): words[option.name] = word
      case (_, nil): flags.insert(option.name)
      }
    }
  }

  /// Whether the last of the filters that fits a path lets it through.
  func lets(_ path: String) -> Bool {
    var passes = true
    for filter in filters where FilePattern.matches(path, filter.pattern) { passes = filter.includes }
    return passes
  }
}
