import CloudAPI

/// What is wrong with the text of a policy.
extension AWSErrorCase {
  /// The case of a policy that IAM does not take.
  static func ofPolicy(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.code == "MalformedPolicyDocument" else { return nil }
    let text = facts.given("PolicyDocument") ?? facts.given("AssumeRolePolicyDocument")
    if facts.says("Syntax errors in policy") || facts.says("contains invalid Json") {
      return text.flatMap(ofSyntax)
    }
    if facts.says("must be prefaced by a vendor") {
      let action = text.flatMap(firstBareAction)
      return AWSErrorCase(action == nil ? "policy-vendor" : "policy-action", ["name": action ?? ""])
    }
    if facts.says("must be version 2012-10-17") { return AWSErrorCase("policy-version") }
    if facts.says("must contain resources") { return AWSErrorCase("policy-resource") }
    if facts.says("must contain actions") { return AWSErrorCase("policy-no-action") }
    if let name = facts.part(after: "Resource ", before: " must be in ARN format") {
      return AWSErrorCase("policy-arn", ["name": name])
    }
    return facts.says("should not specify a principal") ? AWSErrorCase("policy-principal") : nil
  }

  /// What a policy's grammar finds wrong first; `nil` where more than this would have to be known.
  private static func ofSyntax(_ text: String) -> AWSErrorCase? {
    let document: Value
    do throws(ValueJSONError) {
      document = try Value(json: text)
    } catch {
      return AWSErrorCase("policy-json")
    }
    guard let members = document.object else { return AWSErrorCase("policy-json") }
    if let other = members.members.first(where: { !documentMembers.contains($0.key) }) {
      return AWSErrorCase("policy-member", ["name": other.key, "names": shown(documentMembers)])
    }
    if let version = members["Version"]?.text, !["2012-10-17", "2008-10-17"].contains(version) {
      return AWSErrorCase("policy-version")
    }
    guard members["Statement"] != nil else { return AWSErrorCase("policy-statement") }
    for statement in statements(of: document) {
      if let other = statement.members.first(where: { !statementMembers.contains($0.key) }) {
        return AWSErrorCase("policy-member", ["name": other.key, "names": shown(statementMembers)])
      }
      guard let effect = statement["Effect"]?.text, ["Allow", "Deny"].contains(effect) else {
        return AWSErrorCase("policy-effect")
      }
    }
    return nil
  }

  /// The first action of a policy that names no service.
  private static func firstBareAction(_ text: String) -> String? {
    let document: Value
    do throws(ValueJSONError) {
      document = try Value(json: text)
    } catch {
      return nil
    }
    for statement in statements(of: document) {
      for value in [statement["Action"], statement["NotAction"]].compactMap(\.self) {
        let actions = (value.elements ?? [value]).compactMap(\.text)
        if let action = actions.first(where: { $0 != "*" && !$0.contains(":") }) { return action }
      }
    }
    return nil
  }

  /// The statements of a policy that are objects.
  private static func statements(of document: Value) -> [ValueObject] {
    let body = document["Statement"]
    return (body?.elements ?? [body].compactMap(\.self)).compactMap(\.object)
  }

  private static let documentMembers = ["Version", "Id", "Statement"]
  private static let statementMembers = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
    "Condition",
  ]

  private static func shown(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
