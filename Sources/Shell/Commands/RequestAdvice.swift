import Cloud
import CloudAPI
import Texts

extension WebFailure {
  /// The id of the sentence that says why there was no answer.
  var textID: String {
    switch self {
    case .unknownHost: "aws.advice-curl-unknown-host"
    case .refused: "aws.advice-curl-refused"
    case .handshake(.otherProtocol): "aws.advice-curl-protocol"
    case .handshake(.noCertificate): "aws.advice-curl-certificate"
    case .timedOut(.nobody): "aws.advice-curl-nobody"
    case .timedOut(.privateAddress): "aws.advice-curl-private"
    case .timedOut(.notRunning): "aws.advice-curl-not-running"
    case .timedOut(.noRoute): "aws.advice-curl-no-route"
    case .timedOut(.group): "aws.advice-curl-group"
    case .timedOut(.networkACL): "aws.advice-curl-acl"
    case .timedOut(.noWayOut): "aws.advice-curl-no-way-out"
    case .timedOut(.closed): "aws.advice-curl-closed"
    }
  }

  /// What stands in the sentence about a request to an address.
  func textValues(of url: String) -> [String: TextValue] {
    let port = WebCall(url: url, source: Account.learnerAddress)?.request.port ?? 80
    var values: [String: TextValue] = [
      "port": .string("\(port)"), "address": .string("\(Account.learnerAddress)"),
    ]
    guard case .timedOut(let silence) = self else { return values }
    switch silence {
    case .privateAddress(let name), .notRunning(let name): values["name"] = .string(name)
    case .noRoute(let subnet): values["name"] = .string("\(subnet)")
    case .group(let group): values["name"] = .string(group.map { "\($0)" } ?? "")
    case .networkACL(let list): values["name"] = .string("\(list)")
    case .nobody, .noWayOut, .closed: break
    }
    return values
  }
}

/// A host whose record is there, and leads to a name that has no address.
struct DanglingName {
  private let host: String
  private let target: String
  private let kind: Kind

  /// Why that name has none.
  private enum Kind: String {
    /// The load balancer that it names is not there.
    case gone
    /// Its records lead back to where they began.
    case circle
    case silent
  }

  /// The id of the sentence that says so.
  var textID: String { "aws.advice-curl-target-\(kind.rawValue)" }

  /// What stands in the sentence.
  var textValues: [String: TextValue] { ["name": .string(host), "target": .string(target)] }

  fileprivate init?(_ host: String, in world: World) {
    guard let target = world.danglingTarget(of: host) else { return nil }
    self.host = host
    self.target = target
    let isGone = target.hasSuffix(".elb.amazonaws.com") && world.loadBalancer(named: target) == nil
    kind = isGone ? .gone : Self.isCircle(from: target, in: world) ? .circle : .silent
  }

  /// Whether records lead from a name to one that they have led to before.
  private static func isCircle(from target: String, in world: World) -> Bool {
    var met: [String] = []
    var next: String? = target
    while let name = next {
      guard !met.contains(name.lowercased()) else { return true }
      met.append(name.lowercased())
      next = world.danglingTarget(of: name)
    }
    return false
  }
}

extension AWSOutcome.Advice {
  /// The host of a request whose record leads nowhere; `nil` for other advice and for hosts without a record.
  func danglingName(in world: World?) -> DanglingName? {
    guard case .request(.unknownHost, let url) = self, let world,
      let call = WebCall(url: url, source: Account.learnerAddress)
    else { return nil }
    return DanglingName(call.door, in: world)
  }
}
