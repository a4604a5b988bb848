/// How an option of the command line differs from what the input's members give by rule.
enum OptionDifference: Sendable {
  /// The option does not exist.
  case removed(String)
  /// A further or renamed option for a member; `negative` sets it to false.
  case renamed(String, member: String, negative: Bool)
  /// An option of the client's own.
  case added(String, ClientOptionArity, isRequired: Bool)
  /// The option is not required although the member is.
  case optional(String)
  /// The option is required although it was renamed.
  case required(String)
  /// The option works but is not shown.
  case hidden(String)
}

/// How many words an option of the client's own takes.
enum ClientOptionArity: Character, Sendable {
  case one = "v"
  case whole = "i"
  case many = "l"
  case oneOrMore = "L"
  case flag = "f"
  case negativeFlag = "F"
  case positional = "p"
}

/// An operation of a service, as `aws SERVICE OPERATION` names it.
package struct OperationShape: Sendable {
  /// How much of an operation the table has.
  package enum Level: String, Sendable {
    /// Names and shapes.
    case full
    /// Only that AWS has it.
    case name
    /// A command of the client without an API operation.
    case command
  }

  /// The service's table.
  package let table: ServiceTable
  /// The name on the command line, such as `describe-instances`.
  package let cliName: String
  /// The API name, such as `DescribeInstances`; empty for a command of the client.
  package let name: String
  /// How much of the operation the table has.
  package let level: Level
  /// Whether the model calls it deprecated.
  package let isDeprecated: Bool
  /// How it is read page by page, or nil.
  package let paginator: Paginator?
  /// Codes of the errors that the model lists, sorted; EC2's model lists none.
  package let errorCodes: [String]
  /// The output member that is a body saved to a file, or nil.
  package let streamingOutput: String?
  let inputReference: ShapeReference?
  let outputReference: ShapeReference?
  let optionDifferences: [OptionDifference]

  /// The input's structure, or nil when it takes none.
  package var input: Shape? { inputReference.map(table.shape) }
  /// The output's structure, or nil when it gives none.
  package var output: Shape? { outputReference.map(table.shape) }
  /// API names of the members that the input requires, in model order.
  package var requiredMembers: [String] { input?.members.filter(\.isRequired).map(\.name) ?? [] }
  /// Whether it takes `--dry-run`.
  package var takesDryRun: Bool { input?.member("DryRun") != nil }

  /// Reads a line of a table's operations; nil when it is damaged.
  init?(table: ServiceTable, fields: [Substring]) {
    guard fields.count >= 3 else { return nil }
    let flags = fields[2].split(separator: ",")
    guard let level = flags.first.flatMap({ Level(rawValue: String($0)) }) else { return nil }
    self.table = table
    cliName = String(fields[0])
    name = String(fields[1])
    self.level = level
    isDeprecated = flags.contains("deprecated")
    streamingOutput = flags.first { $0.hasPrefix("stream=") }.map { String($0.dropFirst(7)) }
    guard level == .full else {
      paginator = nil
      errorCodes = []
      inputReference = nil
      outputReference = nil
      optionDifferences = []
      return
    }
    guard fields.count == 8 else { return nil }
    inputReference = ServiceTable.reference(fields[3])
    outputReference = ServiceTable.reference(fields[4])
    paginator = Paginator(field: fields[5])
    errorCodes = fields[6].split(separator: ",").map(String.init)
    optionDifferences = fields[7].split(separator: " ").compactMap(OperationShape.difference)
  }

  private static func difference(_ token: Substring) -> OptionDifference? {
    let parts = token.dropFirst().split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let name = parts.first else { return nil }
    switch token.first {
    case "-": return .removed(name)
    case "?": return .optional(name)
    case "!": return .required(name)
    case "~": return .hidden(name)
    case "=": return parts.count < 2 ? nil : .renamed(name, member: parts[1], negative: parts.count > 2)
    case "+":
      guard parts.count > 1, let arity = parts[1].first.flatMap(ClientOptionArity.init(rawValue:)) else {
        return nil
      }
      return .added(name, arity, isRequired: parts[1].hasSuffix("!"))
    default: return nil
    }
  }
}
