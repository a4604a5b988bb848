/// Reads one statement of a policy.
struct PolicyStatementReader {
  private let members: [PolicyJSON.Member]
  private let kind: PolicyDocument.Kind
  private let readsVariables: Bool
  private let range: PolicyDocument.SourceRange

  init(
    _ members: [PolicyJSON.Member], kind: PolicyDocument.Kind, readsVariables: Bool,
    range: PolicyDocument.SourceRange
  ) {
    self.members = members
    self.kind = kind
    self.readsVariables = readsVariables
    self.range = range
  }

  private static let names = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
    "Condition",
  ]

  /// The statement.
  func statement() throws(PolicyProblem) -> PolicyDocument.Statement {
    for member in members where !Self.names.contains(member.name) { throw .syntax }
    guard case .string(let word)? = self["Effect"] else { throw .syntax }
    guard let effect = PolicyDocument.Statement.Effect(rawValue: word) else {
      throw .syntax(ofS3: "Invalid effect: \(word)")
    }
    return PolicyDocument.Statement(
      sid: try sid(), effect: effect, principals: try principals(),
      actions: try matching("Action", "NotAction", readsVariables: false) ?? .any([]),
      resources: try matching("Resource", "NotResource", readsVariables: readsVariables),
      conditions: try conditions(), range: range)
  }

  private subscript(name: String) -> PolicyJSON? { members.first { $0.name == name }?.value }

  private func sid() throws(PolicyProblem) -> String? {
    guard let value = self["Sid"] else { return nil }
    guard case .string(let text) = value else { throw .syntax }
    return text
  }

  private func matching(
    _ plain: String, _ negated: String, readsVariables: Bool
  ) throws(PolicyProblem) -> PolicyDocument.Matching? {
    switch (self[plain], self[negated]) {
    case (nil, nil): return nil
    case (let value?, nil): return .any(try patterns(value, readsVariables: readsVariables))
    case (nil, let value?): return .none(try patterns(value, readsVariables: readsVariables))
    default: throw .syntax
    }
  }

  private func patterns(_ value: PolicyJSON, readsVariables: Bool) throws(PolicyProblem) -> [PolicyPattern] {
    try texts(value).map { PolicyPattern($0, readsVariables: readsVariables) }
  }

  /// A text or a list of texts.
  private func texts(_ value: PolicyJSON) throws(PolicyProblem) -> [String] {
    switch value {
    case .string(let text): return [text]
    case .array(let elements):
      var texts: [String] = []
      for element in elements {
        guard case .string(let text) = element else { throw .syntax }
        texts.append(text)
      }
      return texts
    default: throw .syntax
    }
  }

  // MARK: Principals

  private func principals() throws(PolicyProblem) -> PrincipalMatching? {
    switch (self["Principal"], self["NotPrincipal"]) {
    case (nil, nil): return nil
    case (let value?, nil): return .any(try principals(value))
    case (nil, let value?): return .none(try principals(value))
    default: throw .syntax
    }
  }

  private func principals(_ value: PolicyJSON) throws(PolicyProblem) -> [PrincipalMatching.Principal] {
    if value == .string("*") { return [.everyone] }
    guard case .object(let kinds, _, _) = value, !kinds.isEmpty else { throw .syntax }
    var all: [PrincipalMatching.Principal] = []
    for kind in kinds {
      for text in try texts(kind.value) { all.append(try principal(text, kind: kind.name)) }
    }
    return all
  }

  /// Services whose principals do not end with `.amazonaws.com` (IAM User Guide: service principals).
  private static let servicesOfAmazon = ["alexa-appkit.amazon.com", "edgelambda.amazon.com"]

  private func principal(_ text: String, kind: String) throws(PolicyProblem) -> PrincipalMatching.Principal {
    switch kind {
    case "AWS":
      if text == "*" { return .everyone }
      if PrincipalMatching.isAccount(text) { return .account(text) }
      let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 6, parts[0] == "arn", ["iam", "sts"].contains(parts[2]), !text.contains("*"),
        !text.contains("?"), !parts[5].utf8.starts(with: "group/".utf8)
      else { throw .principal("AWS", text) }
      return parts[5] == "root" ? .account(parts[4]) : .identity(text)
    case "Service":
      guard text.hasSuffix(".amazonaws.com") || Self.servicesOfAmazon.contains(text) else {
        throw .principal("SERVICE", text)
      }
      return .service(text)
    case "Federated", "CanonicalUser": return text == "*" ? .everyone : .other(text)
    default: throw .syntax
    }
  }

  // MARK: Conditions

  private func conditions() throws(PolicyProblem) -> [PolicyCondition] {
    guard let value = self["Condition"] else { return [] }
    guard case .object(let operators, _, _) = value else { throw .syntax }
    var conditions: [PolicyCondition] = []
    for operation in operators {
      guard case .object(let keys, _, _) = operation.value else { throw .syntax }
      guard let test = PolicyCondition.Test(operation.name) else {
        if keys.isEmpty { continue }
        throw .syntax
      }
      for key in keys {
        let patterns = try values(key.value).map {
          PolicyPattern($0, readsVariables: readsVariables && test.readsVariables)
        }
        if case .date = test.comparison, !patterns.allSatisfy({ PolicyDate($0.text) != nil }) {
          throw PolicyProblem(message: "The policy failed legacy parsing")
        }
        conditions.append(PolicyCondition(test: test, key: key.name, values: patterns))
      }
    }
    return conditions
  }

  /// The values of a condition: texts, numbers and booleans, one or a list of them.
  private func values(_ value: PolicyJSON) throws(PolicyProblem) -> [String] {
    switch value {
    case .array(let elements):
      var texts: [String] = []
      for element in elements { texts.append(try scalar(element)) }
      return texts
    default: return [try scalar(value)]
    }
  }

  private func scalar(_ value: PolicyJSON) throws(PolicyProblem) -> String {
    switch value {
    case .string(let text), .number(let text): return text
    case .bool(let flag): return flag ? "true" : "false"
    case .array, .object, .null: throw .syntax
    }
  }
}

extension PolicyCondition.Test {
  /// Whether variables stand for values: in operators of texts and ARNs (IAM User Guide: where to use variables).
  fileprivate var readsVariables: Bool {
    switch comparison {
    case .string, .stringIgnoringCase, .like, .arn: true
    case .number, .date, .bool, .binary, .address, .null: false
    }
  }
}
