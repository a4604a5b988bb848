/// What is wrong with the words of an `aws` line that the client refuses, where what was meant is certain enough to be named.
package enum LineMistake: Sendable, Equatable {
  /// An option stands without the value that it takes.
  case noValue(option: String)
  /// Values stand on the line without the name of the option that takes them.
  case noOptionName(option: String, values: [String])
  /// Options are missing that the operation requires.
  case missing(options: [String])
  /// An option begins with one hyphen, or with a dash that a text program made of two.
  case oneDash(option: String)
  /// A name in other letters or signs than the client's, such as `EC2` for `ec2`.
  case respelt(given: String, meant: String)
  /// Nothing stands behind `aws`.
  case noService
  /// Nothing stands behind a service.
  case noOperation(service: String)
  /// Nothing stands behind `wait`.
  case noWaiter(service: String)
  /// An operation stands where its service should: the words of the line with each service that has it.
  case noServiceBefore(operation: String, lines: [[String]])
  /// A command of `aws s3` has fewer paths than it takes.
  case noPath(S3Command)
  /// The name of the file that the answer fills is missing.
  case noFile
  /// A word that is no number where only one may stand, and the option as it was meant where the unit is the option's own.
  case noNumber(given: String, remedy: String?)
  /// A count of instances that is neither a number nor a least and a greatest one.
  case noCount(given: String)
  /// A protocol of a rule that is none, and the options as they were meant.
  case noProtocol(given: String, remedy: String?)
  /// Ports of a rule that are no number and no range, and the option as it was meant; several for a line each.
  case noPort(given: String, remedies: [String])
  /// A bracket without its partner, and the value with it where that can be read.
  case bracket(String, option: String, repaired: String?)
  /// A quotation mark in `--query` that is not closed.
  case openQuote(String)
  /// A name in `--query` that has to stand in double quotes, and the expression with them where it can be read.
  case queryName(String, repaired: String?)
  /// A `--query` that is no expression for any other reason.
  case query
  /// An address in S3 whose `s3://` is missing or mistyped, as it was meant.
  case scheme(given: String, address: String)
  /// Filters that are written as `NAME=VALUE`, in the words that they were meant as.
  case filterPair(option: String, words: [String])
  /// A name within a value that differs in capitals from the member that was meant.
  case member(given: String, meant: String)
  /// A name that no bucket can have.
  case bucketName(String)
  /// An address where the bare name of a bucket stands.
  case bareBucket(name: String)
}

extension LineMistake {
  /// Required options that are not on a line.
  ///
  /// - Parameter values: the words in front of all options.
  static func missing(_ names: [String], values: [String]) -> LineMistake {
    guard names.count == 1, !values.isEmpty, !values.contains(where: beginsWithDash) else {
      return .missing(options: names)
    }
    return .noOptionName(option: names[0], values: values)
  }

  /// What is wrong in the place of a service.
  ///
  /// - Parameters:
  ///   - word: what stands there; `nil` for nothing.
  ///   - words: the words of the line after `aws`.
  static func inPlaceOfService(_ word: String?, _ words: [String], _ choices: WordChoices) -> LineMistake? {
    guard let word else { return .noService }
    if let meant = respelling(of: word, among: choices) { return .respelt(given: word, meant: meant) }
    var services = ModelledOperation.services(with: word)
    if S3Command(rawValue: word) != nil { services.append("s3") }
    guard !services.isEmpty, let place = words.firstIndex(of: word) else { return nil }
    return .noServiceBefore(
      operation: word, lines: services.map { Array(words[..<place]) + [$0] + Array(words[place...]) })
  }

  /// What is wrong in the place of a service's operation.
  static func inPlaceOfOperation(
    _ word: String?, of service: String, _ choices: WordChoices
  ) -> LineMistake? {
    guard let word else { return .noOperation(service: service) }
    return respelling(of: word, among: choices).map { .respelt(given: word, meant: $0) }
  }

  private static func respelling(of word: String, among choices: WordChoices) -> String? {
    respellings(of: word).first { $0 != word && choices.contains($0) }
  }

  /// A name as the client spells it: `DescribeInstances`, `Describe-Instances` and `describe_instances` are `describe-instances`.
  private static func respellings(of name: String) -> [String] {
    [CommandLineName.of(name), name.lowercased()].flatMap { [$0, $0.replacing("_", with: "-")] }
  }

  /// The signs that begin an option: the hyphen, and the dashes that text programs put in its place.
  private static let dashes: Set<Character> = ["-", "‐", "‑", "–", "—", "―", "−", "－"]

  /// Whether a word looks as if an option was meant.
  static func beginsWithDash(_ word: String) -> Bool {
    word.count > 1 && word.first.map(dashes.contains) == true
  }

  /// The option that a word was meant as, where it differs in hyphens, underscores or capitals alone.
  ///
  /// - Parameter names: the options that there are, hyphens included.
  static func option(_ given: String, among names: [String]) -> LineMistake? {
    let name = String(given.drop(while: dashes.contains))
    let known = Set(names)
    guard let meant = respellings(of: name).lazy.map({ "--" + $0 }).first(where: known.contains),
      meant != given
    else { return nil }
    return given == "--" + name ? .respelt(given: given, meant: meant) : .oneDash(option: meant)
  }
}

extension AWSUsageError {
  /// Words that belong to no option of a command, with what the first option among them was meant as.
  ///
  /// - Parameter names: the options that the command takes, hyphens included.
  static func unknown(_ words: [String], among names: [String]) -> AWSUsageError {
    let error = AWSUsageError.unknown(words)
    guard let word = words.first(where: LineMistake.beginsWithDash) else { return error }
    return error.explained(by: word, among: names)
  }

  /// The same with what an option that the command does not take was meant as: the option itself, or those with near names.
  func explained(by word: String, among names: [String]) -> AWSUsageError {
    let given = String(word.prefix { $0 != "=" })
    let known = names + AWSGlobals.options.map(\.name)
    if let mistake = LineMistake.option(given, among: known) { return advised(.line(mistake)) }
    let near = NearestNames.of(given, among: known, cutoff: 0.75)
    return near.isEmpty ? self : AWSUsageError(kind: kind, message: message, suggestions: near)
  }
}
