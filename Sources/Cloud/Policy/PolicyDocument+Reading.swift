/// Why a text is no policy, in AWS's words.
package struct PolicyProblem: Error, Hashable, Sendable {
  package let message: String
  /// The words of S3, which names what IAM calls an error of syntax.
  let messageOfS3: String

  init(message: String, ofS3 other: String? = nil) {
    self.message = message
    messageOfS3 = other ?? message
  }

  static let syntax = PolicyProblem(message: "Syntax errors in policy.")
  static let noJSON = PolicyProblem(message: "This policy contains invalid Json")
  /// A version that is none.
  static let version = syntax(ofS3: "The policy must contain a valid version string")

  /// An error of syntax that S3 names.
  static func syntax(ofS3 words: String) -> PolicyProblem {
    PolicyProblem(message: syntax.message, ofS3: words)
  }

  /// A principal that there cannot be, as the policy writes it.
  static func principal(_ kind: String, _ text: String) -> PolicyProblem {
    PolicyProblem(
      message: "Invalid principal in policy: \"\(kind)\":\"\(text)\"", ofS3: "Invalid principal in policy")
  }
}

extension PolicyDocument {
  /// What a policy is attached to, which decides what its statements must and must not have.
  package enum Kind: Sendable, Equatable {
    /// A user, group, role, boundary or session: no Principal, version 2012-10-17.
    case identity
    /// A resource: with Principal.
    case resource
    /// A role: who may assume it, without Resource.
    case trust
  }

  /// Reads a policy strictly (IAM User Guide: grammar of the policy language).
  ///
  /// - Throws: the problem in the words of AWS's `MalformedPolicyDocument`.
  package init(json text: String, as kind: Kind) throws(PolicyProblem) {
    guard let value = PolicyJSON(text) else { throw kind == .trust ? .noJSON : .syntax }
    guard case .object(let members, _, _) = value,
      members.allSatisfy({ ["Version", "Id", "Statement"].contains($0.name) })
    else { throw .syntax }
    guard let body = members.first(where: { $0.name == "Statement" })?.value else {
      throw .syntax(ofS3: "Missing required field Statement")
    }
    let version = try Self.version(members, kind)
    if let id = members.first(where: { $0.name == "Id" }) {
      guard case .string = id.value else { throw .syntax }
    }
    let bodies: [PolicyJSON]
    switch body {
    case .object: bodies = [body]
    case .array(let elements): bodies = elements
    default: throw .syntax
    }
    var statements: [Statement] = []
    for body in bodies {
      guard case .object(let members, let start, let end) = body else { throw .syntax }
      let reader = PolicyStatementReader(
        members, kind: kind, readsVariables: version == "2012-10-17",
        range: SourceRange(from: start, to: end, in: text))
      statements.append(try reader.statement())
    }
    try Self.check(statements, kind)
    self.init(statements: statements, text: text)
  }

  private static func version(_ members: [PolicyJSON.Member], _ kind: Kind) throws(PolicyProblem) -> String? {
    let version = members.first { $0.name == "Version" }?.value
    guard version == nil || version == .string("2012-10-17") || version == .string("2008-10-17") else {
      throw .version
    }
    guard kind != .identity || version == .string("2012-10-17") else {
      throw PolicyProblem(message: "Policy document must be version 2012-10-17 or greater.")
    }
    if case .string(let text)? = version { return text }
    return nil
  }

  /// What holds of all statements together, checked in the order in which AWS complains.
  private static func check(_ statements: [Statement], _ kind: Kind) throws(PolicyProblem) {
    var seen: Set<String> = []
    for sid in statements.compactMap(\.sid) where !sid.isEmpty {
      guard
        sid.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || 97...122 ~= $0.lowercase })
          || kind != .identity
      else {
        throw PolicyProblem(
          message: "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
            + "expression [A-Za-z0-9]*")
      }
      guard seen.insert(sid).inserted else {
        throw PolicyProblem(message: "Statement IDs (SID) in a single policy must be unique.")
      }
    }
    for statement in statements { try statement.checkActions(kind) }
    for statement in statements { try statement.checkResources(kind) }
    for statement in statements { try statement.checkPrincipals(kind) }
  }
}

extension PolicyDocument.SourceRange {
  /// The stretch between two offsets of a text in bytes.
  fileprivate init(from start: Int, to end: Int, in text: String) {
    func place(_ offset: Int) -> Place {
      let before = text.utf8.prefix(offset)
      let line = before.count { $0 == 0x0A }
      let last = before.lastIndex(of: 0x0A).map { before.distance(from: $0, to: before.endIndex) - 1 }
      return Place(line: line + 1, column: (last ?? offset) + 1)
    }
    self.init(start: place(start + 1), end: place(end))
  }
}

extension PolicyDocument.Matching {
  /// The patterns, named or excepted.
  package var patterns: [PolicyPattern] {
    switch self {
    case .any(let patterns), .none(let patterns): patterns
    }
  }
}

extension PolicyDocument.Statement {
  fileprivate func checkActions(_ kind: PolicyDocument.Kind) throws(PolicyProblem) {
    guard !actions.patterns.isEmpty else {
      throw PolicyProblem(message: "Policy statement must contain actions.")
    }
    for action in actions.patterns where action.text != "*" {
      let parts = action.text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count > 1 else {
        throw PolicyProblem(
          message: "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
      }
      guard parts.count == 2 else {
        throw PolicyProblem(message: "Actions/Condition can contain only one colon.")
      }
      let isVendor = parts[0].utf8.allSatisfy {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || 97...122 ~= $0.lowercase || $0 == UInt8(ascii: "-")
          || $0 == UInt8(ascii: ".")
      }
      guard isVendor, !parts[0].isEmpty else {
        throw PolicyProblem(message: "Vendor \(parts[0]) is not valid")
      }
      guard kind != .trust || parts[0].lowercased() == "sts" else {
        throw PolicyProblem(
          message: "AssumeRole policy may only specify STS AssumeRole actions.")
      }
    }
  }

  fileprivate func checkResources(_ kind: PolicyDocument.Kind) throws(PolicyProblem) {
    guard kind != .trust else {
      guard resources == nil else { throw PolicyProblem(message: "Has prohibited field Resource") }
      return
    }
    guard let patterns = resources?.patterns, !patterns.isEmpty else {
      throw PolicyProblem(message: "Policy statement must contain resources.")
    }
    for pattern in patterns where pattern.text != "*" { try Self.checkResource(pattern.text) }
  }

  /// Throws unless a text is an ARN with its service spelled out.
  private static func checkResource(_ text: String) throws(PolicyProblem) {
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1, parts[0] == "arn" || parts[0] == "*" else {
      throw PolicyProblem(message: "Resource \(text) must be in ARN format or \"*\".")
    }
    guard ["aws", "aws-cn", "aws-us-gov", "*"].contains(parts[1]) else {
      let rest = (parts.dropFirst(2) + Array(repeating: "*", count: max(0, 6 - parts.count)))
        .joined(separator: ":")
      throw PolicyProblem(
        message: "Partition \"\(parts[1])\" is not valid for resource \"arn:\(parts[1]):\(rest)\".")
    }
    guard parts.count > 2, !parts[2].isEmpty, !parts[2].contains("*"), !parts[2].contains("?") else {
      throw PolicyProblem(message: "Resource vendor must be fully qualified and cannot contain regexes.")
    }
    guard parts.count == 6 else {
      // A wildcard may stand for the rest of an ARN, as in `arn:aws:ec2:*`; an empty part may not be followed by nothing.
      guard !text.contains("::") else { throw PolicyProblem(message: "The policy failed legacy parsing") }
      return
    }
    if parts[2] == "iam", !parts[3].isEmpty {
      throw PolicyProblem(message: "IAM resource \(text) cannot contain region information.")
    }
    if parts[2] == "s3", !parts[3].isEmpty, !parts[5].utf8.starts(with: "accesspoint/".utf8) {
      throw PolicyProblem(message: "Resource \(text) can not contain region information.")
    }
    if parts[2] == "iam", parts[5] != "*" {
      guard Self.pathsOfIAM.contains(where: { parts[5].utf8.starts(with: $0.utf8) }) else {
        throw PolicyProblem(
          message: "IAM resource path must either be \"*\" or start with "
            + Self.pathsOfIAM.joined(separator: ", ") + ".")
      }
    }
  }

  /// What the resource part of an ARN of IAM begins with.
  private static let pathsOfIAM = [
    "user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/",
    "policy/", "sms-mfa/", "saml-provider/", "oidc-provider/", "report/", "access-report/",
  ]

  fileprivate func checkPrincipals(_ kind: PolicyDocument.Kind) throws(PolicyProblem) {
    switch kind {
    case .identity:
      guard principals == nil else {
        throw PolicyProblem(message: "Policy document should not specify a principal.")
      }
    case .resource, .trust:
      guard let principals else { throw PolicyProblem(message: "Missing required field Principal") }
      if kind == .trust, case .none = principals {
        throw PolicyProblem(message: "Has prohibited field NotPrincipal")
      }
    }
  }
}
