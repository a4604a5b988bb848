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
    case .respelt(let given, let meant): return ["given": .string(given), "meant": .string(meant)]
    case .noService, .noFile: return [:]
    case .noOperation(let service), .noWaiter(let service): return ["service": .string(service)]
    case .noServiceBefore(let operation, let lines):
      let written = lines.map { (["aws"] + $0.map(ShellWord.quoted)).joined(separator: " ") }
      return ["name": .string(operation), "lines": .string(Self.listed(written))]
    case .noPath(let command):
      return ["command": .string(command.rawValue), "usage": .string(command.usage)]
    }
  }

  private static func listed(_ words: [String]) -> String {
    words.map { "`\($0)`" }.joined(separator: ", ")
  }
}
