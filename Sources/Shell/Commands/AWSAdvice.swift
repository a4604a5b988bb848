import Cloud
import CloudAPI
import Texts

extension AWSOutcome.Advice {
  /// The id of the sentence that says what to do.
  var textID: String {
    switch self {
    case .unknownRegion(let mistake):
      mistake.isZone ? "aws.advice-zone-as-region" : "aws.advice-unknown-region"
    case .pricingRegion: "aws.advice-pricing-region"
    case .quotedJSON(.withoutQuotes): "aws.advice-quoted-json"
    case .quotedJSON(.file): "aws.advice-json-file"
    case .quotedJSON(.commaAtEnd): "aws.advice-json-comma"
    case .quotedJSON(.singleQuotes): "aws.advice-json-quotes"
    case .quotedJSON(.list): "aws.advice-json-list"
    case .quotedJSON(.userDataList): "aws.advice-json-user-data"
    case .quotedJSON(.other): "aws.advice-json"
    case .switchWithValue: "aws.advice-switch"
    case .bareStructure: "aws.advice-bare-structure"
    case .plainBlob: "aws.advice-blob"
    case .waiter: "aws.advice-waiter"
    case .unknownName: "aws.advice-unknown-name"
    case .unquotedWords: "aws.advice-unquoted-words"
    case .sessionWithoutCommand: "aws.advice-ssh-command"
    case .nameIsTag: "aws.advice-name-is-tag"
    case .bucketWithoutScheme: "aws.advice-bucket-without-scheme"
    case .bucketIsNoObject: "aws.advice-bucket-no-object"
    case .request(let failure, _): failure.textID
    case .session(.unknownHost): "aws.advice-ssh-unknown-host"
    case .session(.refused): "aws.advice-ssh-refused"
    case .session(.denied): "aws.advice-ssh-denied"
    case .session(.timedOut(.notRunning(_, .pending))): "aws.advice-ssh-pending"
    case .session(.timedOut(let silence)): silence.textID
    case .userData(.script(let skipped)):
      skipped.isEmpty ? "aws.advice-user-data" : "aws.advice-user-data-skipped"
    case .userData(.noScript): "aws.advice-user-data-no-script"
    case .userData(.cloudConfig): "aws.advice-user-data-cloud-config"
    case .query(.letterCase): "aws.advice-query-case"
    case .query(.unquotedText): "aws.advice-query-text"
    case .listMember: "aws-line.list-member"
    case .filter: "aws-line.filter"
    case .tagPair: "aws.advice-tag-pair"
    case .line(let mistake): mistake.textID
    }
  }

  /// What stands in the sentence.
  var textValues: [String: TextValue] {
    if case .userData(.script(let skipped)) = self {
      return ["commands": .string(skipped.prefix(8).map { "`\($0)`" }.joined(separator: ", "))]
    }
    switch self {
    case .query(.letterCase(let name, let member)): return ["name": .string(name), "member": .string(member)]
    case .query(.unquotedText(let text)): return ["name": .string(text)]
    case .listMember(let mistake):
      return [
        "list": .string(mistake.list), "member": .string(mistake.member), "words": .string(mistake.remedy),
      ]
    case .filter(let mistake):
      return [
        "filter": .string(mistake.filter), "given": .string(mistake.given),
        "states": .string(mistake.states.map { "`\($0)`" }.joined(separator: ", ")),
      ]
    case .tagPair(let name): return ["name": .string(name)]
    case .line(let mistake): return mistake.textValues
    case .unknownRegion(let mistake):
      return [
        "name": .string(mistake.name), "region": .string(mistake.meant.rawValue),
        "line": .string(mistake.remedy),
      ]
    case .quotedJSON(.file(let name)): return ["file": .string(name)]
    case .switchWithValue(let option, let contrary):
      return ["option": .string(option), "contrary": .string(contrary)]
    case .bareStructure(let option, let words):
      return ["option": .string(option), "words": .string(words)]
    case .plainBlob(let option): return ["option": .string(option)]
    case .waiter(let words):
      return ["line": .string((["aws"] + words.map(ShellWord.quoted)).joined(separator: " "))]
    default: break
    }
    if case .request(let failure, let url) = self { return failure.textValues(of: url) }
    guard case .session(.timedOut(let silence)) = self else { return [:] }
    switch silence {
    case .nobody: return [:]
    case .privateAddress(let id), .dead(let id): return ["instance": .string("\(id)")]
    case .notRunning(let id, let state):
      return ["instance": .string("\(id)"), "state": .string(state.rawValue)]
    case .noRoute(let id, let subnet):
      return ["instance": .string("\(id)"), "subnet": .string("\(subnet)")]
    case .closedPort(let id, let address):
      return ["instance": .string("\(id)"), "address": .string("\(address)")]
    }
  }
}

extension RegionMistake {
  /// What puts the Region right where the name stands.
  fileprivate var remedy: String {
    switch source {
    case .option: "--region \(meant.rawValue)"
    case .variable(let name): "export \(name)=\(meant.rawValue)"
    case .profile("default"): "aws configure set region \(meant.rawValue)"
    case .profile(let name): "aws configure set region \(meant.rawValue) --profile \(name)"
    }
  }
}

extension SecureShellFailure.Silence {
  fileprivate var textID: String {
    switch self {
    case .nobody: "aws.advice-ssh-nobody"
    case .privateAddress: "aws.advice-ssh-private"
    case .notRunning: "aws.advice-ssh-not-running"
    case .dead: "aws.advice-ssh-dead"
    case .noRoute: "aws.advice-ssh-no-route"
    case .closedPort: "aws.advice-ssh-closed-port"
    }
  }
}
