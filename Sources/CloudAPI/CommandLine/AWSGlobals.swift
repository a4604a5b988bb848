/// The options that every command takes; nil or default where the line has none.
package struct AWSGlobals: Sendable {
  /// How a result is printed.
  package typealias Output = OutputFormat

  /// When colours are used.
  package enum Colour: String, Sendable, CaseIterable {
    case on
    case off
    case auto
  }

  /// `--region`.
  package var region: String?
  /// `--profile`.
  package var profile: String?
  /// `--no-sign-request`: the call has no credentials.
  package var isUnsigned = false
  /// `--output`.
  package var output: Output?
  /// `--query`, compiled.
  package var query: JMESPath?
  /// `--color`.
  package var colour = Colour.auto
  /// False after `--no-paginate` or where an option of the service's own paging is used.
  package var paginates = true
  /// Whether a blob on the line is plain text (`--cli-binary-format raw-in-base64-out`) instead of base64.
  package var blobsAreRaw = false

  package init() {}

  /// The options as the parser of the first stage knows them, in the client's order.
  static let options: [WordParser.Option] = [
    WordParser.Option(name: "--debug", arity: .none), WordParser.Option(name: "--endpoint-url"),
    WordParser.Option(name: "--no-verify-ssl", arity: .none),
    WordParser.Option(name: "--no-paginate", arity: .none),
    WordParser.Option(name: "--output", choices: Output.allCases.map(\.rawValue)),
    WordParser.Option(name: "--query"), WordParser.Option(name: "--profile"),
    WordParser.Option(name: "--region"), WordParser.Option(name: "--version", arity: .none, stops: true),
    WordParser.Option(name: "--color", choices: ["on", "off", "auto"]),
    WordParser.Option(name: "--no-sign-request", arity: .none), WordParser.Option(name: "--ca-bundle"),
    WordParser.Option(name: "--cli-read-timeout", type: .whole),
    WordParser.Option(name: "--cli-connect-timeout", type: .whole),
    WordParser.Option(name: "--cli-binary-format", choices: ["base64", "raw-in-base64-out"]),
    WordParser.Option(name: "--no-cli-pager", arity: .none),
    WordParser.Option(name: "--cli-auto-prompt", arity: .none),
    WordParser.Option(name: "--no-cli-auto-prompt", arity: .none),
  ]

  /// The names of the options.
  static let names = OptionNames(options)

  /// Takes over what the first stage found; refuses what the simulated world does not have.
  mutating func apply(_ given: [WordParser.Occurrence]) throws(AWSUsageError) {
    for occurrence in given {
      let word = occurrence.words.first ?? ""
      let name = AWSGlobals.options[occurrence.option].name
      switch name {
      case "--region": region = word
      case "--profile": profile = word
      case "--no-sign-request": isUnsigned = true
      case "--output":
        guard let output = Output(rawValue: word) else { throw .refused("--output \(word)") }
        self.output = output
      case "--query": query = try AWSGlobals.compile(word)
      case "--color": colour = Colour(rawValue: word) ?? .auto
      case "--no-paginate": paginates = false
      case "--cli-binary-format": blobsAreRaw = word == "raw-in-base64-out"
      // Nothing here takes long enough to end a connection.
      case "--cli-read-timeout", "--cli-connect-timeout", "--no-cli-pager", "--no-cli-auto-prompt",
        "--version":
        break
      default: throw .refused(name)
      }
    }
  }

  private static func compile(_ expression: String) throws(AWSUsageError) -> JMESPath {
    do throws(JMESPathError) {
      return try JMESPath(expression)
    } catch {
      throw AWSUsageError(kind: .query, message: error.message(forQuery: expression))
        .advised(QuerySyntaxMistake.advice(on: expression))
    }
  }
}

extension AWSUsageError {
  static func refused(_ option: String) -> AWSUsageError {
    AWSUsageError(kind: .refusedOption(option), message: "")
  }
}
