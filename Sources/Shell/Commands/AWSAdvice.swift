import Cloud
import CloudAPI
import Texts

extension AWSOutcome.Advice {
  /// The id of the sentence that says what to do.
  var textID: String {
    switch self {
    case .unknownRegion: "aws.advice-unknown-region"
    case .pricingRegion: "aws.advice-pricing-region"
    case .quotedJSON: "aws.advice-quoted-json"
    case .unquotedWords: "aws.advice-unquoted-words"
    case .sessionWithoutCommand: "aws.advice-ssh-command"
    case .nameIsTag: "aws.advice-name-is-tag"
    case .bucketWithoutScheme: "aws.advice-bucket-without-scheme"
    case .bucketIsNoObject: "aws.advice-bucket-no-object"
    case .request(let failure, _): failure.textID
    case .session(.unknownHost): "aws.advice-ssh-unknown-host"
    case .session(.refused): "aws.advice-ssh-refused"
    case .session(.denied): "aws.advice-ssh-denied"
    case .session(.timedOut(let silence)): silence.textID
    case .userData(.script(let skipped)):
      skipped.isEmpty ? "aws.advice-user-data" : "aws.advice-user-data-skipped"
    case .userData(.noScript): "aws.advice-user-data-no-script"
    case .userData(.cloudConfig): "aws.advice-user-data-cloud-config"
    case .query(.letterCase): "aws.advice-query-case"
    case .query(.unquotedText): "aws.advice-query-text"
    case .tagPair: "aws.advice-tag-pair"
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
    case .tagPair(let name): return ["name": .string(name)]
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
