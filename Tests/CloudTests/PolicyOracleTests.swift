import Cloud
import Foundation
import Testing

/// The evaluator against one in Python that shares nothing with it: random policies and requests.
@Suite struct PolicyOracleTests {
  private struct Oracle: Decodable {
    let policies: [String]
    let contexts: [[String: [String]]]
    let cases: [Case]
  }

  private struct Case: Decodable {
    let action: String
    let resource: String
    let context: Int
    let caller: [String]
    let identity: [Int]
    let boundary: Int?
    let session: [Int]?
    let target: Int?
    let trust: Bool
    let decision: String

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      action = try row.decode(String.self)
      resource = try row.decode(String.self)
      context = try row.decode(Int.self)
      caller = try row.decode([String].self)
      identity = try row.decode([Int].self)
      boundary = try row.decodeIfPresent(Int.self)
      session = try row.decodeIfPresent([Int].self)
      target = try row.decodeIfPresent(Int.self)
      trust = try row.decode(Bool.self)
      decision = try row.decode(String.self)
    }
  }

  private static let user = CallerIdentities.user("arn:aws:iam::123456789012:user/ana")
  private static let session = CallerIdentities.session(
    "arn:aws:sts::123456789012:assumed-role/web/i-1", role: "arn:aws:iam::123456789012:role/web")

  @Test func `ten thousand random requests are decided as the evaluator in Python decides them`() throws {
    let oracle = try JSONDecoder().decode(Oracle.self, from: try Data(contentsOf: try Self.file()))
    let identity = oracle.policies.map { text in Result { try PolicyDocument(json: text, as: .identity) } }
    let resource = oracle.policies.map { text in Result { try PolicyDocument(json: text, as: .resource) } }
    let contexts = oracle.contexts.map { context in
      var keys = ConditionKeys()
      for (key, values) in context { keys[key] = values }
      return keys
    }
    var counts: [String: Int] = [:]
    var differences: [String] = []
    for (index, test) in oracle.cases.enumerated() {
      let facts = RequestFacts(
        simulating: AccessRequest(
          action: test.action, resource: test.resource, keys: contexts[test.context]))
      let decision = PolicyDecision.of(
        facts,
        under: PrincipalPolicies(
          identity: try test.identity.map { try identity[$0].get() },
          boundary: try test.boundary.map { try identity[$0].get() },
          session: try test.session.map { try $0.map { try identity[$0].get() } },
          identities: test.caller == ["user"] ? Self.user : Self.session),
        target: try test.target.map { try resource[$0].get() }, policyMustAllow: test.trust)
      counts[test.decision, default: 0] += 1
      if Self.word(decision) != test.decision { differences.append("\(index): \(decision)") }
    }
    #expect(oracle.cases.count >= 10_000)
    for word in ["allowed", "explicit", "implicit"] {
      #expect(4 * (counts[word] ?? 0) >= oracle.cases.count, "\(word)")
    }
    #expect(differences.isEmpty, "\(differences.count): \(differences.prefix(5))")
  }

  private static func word(_ decision: PolicyDecision) -> String {
    switch decision {
    case .allowed: "allowed"
    case .explicitlyDenied: "explicit"
    case .implicitlyDenied: "implicit"
    }
  }

  /// The recorded cases; a missing file fails, since the project brings it along.
  private static func file() throws -> URL {
    var folder = URL(filePath: #filePath).deletingLastPathComponent()
    if let data = ProcessInfo.processInfo.environment["SKYDRILL_DATA"] { folder = URL(filePath: data) }
    while folder.path() != "/" {
      let file = folder.appending(path: "Tests/Oracles/policy-decisions.json")
      if FileManager.default.fileExists(atPath: file.path()) { return file }
      folder.deleteLastPathComponent()
    }
    throw CocoaError(.fileNoSuchFile)
  }
}
