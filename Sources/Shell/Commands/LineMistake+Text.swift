import CloudAPI
import Texts

extension LineMistake {
  /// The id of the sentence that says what is wrong and what to type.
  var textID: String {
    switch self {
    case .noValue("--region"): "aws-line.no-region"
    case .noValue("--profile"): "aws-line.no-profile"
    case .noValue: "aws-line.no-value"
    case .noOptionName: "aws-line.no-option-name"
    case .missing: "aws-line.missing"
    case .oneDash: "aws-line.one-dash"
    case .respelt: "aws-line.respelt"
    case .noService: "aws-line.no-service"
    case .noOperation: "aws-line.no-operation"
    case .noWaiter: "aws-line.no-waiter"
    case .noServiceBefore: "aws-line.no-service-before"
    case .noPath: "aws-line.no-path"
    case .noFile: "aws-line.no-file"
    case .noNumber(_, nil): "aws-line.no-number"
    case .noNumber: "aws-line.no-number-of-gibibytes"
    case .noCount: "aws-line.no-count"
    case .noProtocol(_, nil): "aws-line.no-protocol"
    case .noProtocol: "aws-line.no-protocol-meant"
    case .noPort(_, let remedies):
      remedies.isEmpty
        ? "aws-line.no-port" : remedies.count == 1 ? "aws-line.no-port-meant" : "aws-line.several-ports"
    case .bracket("]", _, _), .bracket("}", _, _), .bracket(")", _, _): "aws-line.closing-bracket"
    case .bracket(_, _, nil): "aws-line.open-bracket"
    case .bracket: "aws-line.open-bracket-meant"
    case .openQuote: "aws-line.open-quote"
    case .queryName(_, nil): "aws-line.query-name"
    case .queryName: "aws-line.query-name-meant"
    case .query: "aws-line.query"
    case .scheme: "aws-line.scheme"
    case .filterPair: "aws-line.filter-pair"
    case .member: "aws-line.member"
    case .bucketName: "aws-line.bucket-name"
    case .bareBucket: "aws-line.bare-bucket"
    }
  }

  /// What stands in the sentence.
  var textValues: [String: TextValue] {
    switch self {
    case .noValue(let option), .oneDash(let option): return ["option": .string(option)]
    case .noOptionName(let option, let values):
      let words = [option] + values.map(ShellWord.quoted)
      return ["option": .string(option), "words": .string(words.joined(separator: " "))]
    case .missing(let options): return ["options": .string(Self.listed(options))]
    case .filterPair(let option, let words):
      return ["words": .string(([option] + words.map(ShellWord.quoted)).joined(separator: " "))]
    case .respelt(let given, let meant), .member(let given, let meant):
      return ["given": .string(given), "meant": .string(meant)]
    case .noService, .noFile, .query: return [:]
    case .noOperation(let service), .noWaiter(let service): return ["service": .string(service)]
    case .noServiceBefore(let operation, let lines):
      let written = lines.map { (["aws"] + $0.map(ShellWord.quoted)).joined(separator: " ") }
      return ["name": .string(operation), "lines": .string(Self.listed(written))]
    case .noPath(let command):
      return ["command": .string(command.rawValue), "usage": .string(command.usage)]
    case .noNumber(let given, let remedy), .noProtocol(let given, let remedy):
      return ["given": .string(given), "words": .string(remedy ?? "")]
    case .noCount(let given): return ["given": .string(given)]
    case .noPort(let given, let remedies):
      return ["given": .string(given), "words": .string(Self.listed(remedies))]
    case .bracket(let bracket, let option, let repaired):
      return ["sign": .string(bracket), "option": .string(option), "words": Self.written(option, repaired)]
    case .openQuote(let mark): return ["sign": .string(mark)]
    case .queryName(let name, let repaired):
      return ["name": .string(name), "words": Self.written("--query", repaired)]
    case .scheme(let given, let address): return ["given": .string(given), "address": .string(address)]
    case .bucketName(let name), .bareBucket(let name): return ["name": .string(name)]
    }
  }

  /// An option with a value as it is typed.
  private static func written(_ option: String, _ value: String?) -> TextValue {
    .string(([option] + [value].compactMap(\.self).map(ShellWord.quoted)).joined(separator: " "))
  }

  private static func listed(_ words: [String]) -> String {
    words.map { "`\($0)`" }.joined(separator: ", ")
  }
}
