/// The rules for policies of buckets.
enum BucketPolicy {
  static let missing = AWSError("NoSuchBucketPolicy", "The bucket policy does not exist")

  /// Actions on a bucket's objects; all others of S3 are on the bucket itself (Service Authorization Reference: S3).
  private static let objectActions = [
    "GetObject", "PutObject", "DeleteObject", "AbortMultipartUpload", "ListMultipartUploadParts",
    "RestoreObject",
    "ReplicateObject", "ReplicateDelete", "ReplicateTags", "ObjectOwnerOverrideToBucketOwner",
    "BypassGovernanceRetention", "InitiateReplication", "UpdateObjectEncryption",
  ]

  /// Reads a policy, all of whose resources must be of the bucket and fit its actions.
  static func read(_ text: String, of bucket: Bucket, in world: World) throws(AWSError) -> PolicyDocument {
    guard text.utf8.first == UInt8(ascii: "{") else {
      throw malformed("Policies must be valid JSON and the first byte must be '{'")
    }
    guard text.utf8.count <= 20_480 else {
      throw malformed("Policy exceeds the maximum allowed document size.")
    }
    let document: PolicyDocument
    do throws(PolicyProblem) {
      document = try PolicyDocument(json: text, as: .resource)
    } catch {
      throw malformed(error.messageOfS3)
    }
    guard !document.statements.isEmpty else {
      throw malformed("Could not parse the policy: Statement is empty!")
    }
    for statement in document.statements {
      try check(statement, of: bucket)
      try checkConditions(of: statement)
      guard statement.principals?.services.allSatisfy(ServicePrincipal.isKnown) ?? true else {
        throw malformed("Invalid principal in policy")
      }
    }
    do throws(AWSError) {
      try world.checkPrincipals(of: document)
    } catch {
      throw malformed("Invalid principal in policy")
    }
    return document
  }

  private static func check(_ statement: PolicyDocument.Statement, of bucket: Bucket) throws(AWSError) {
    for action in statement.actions.patterns where action.text != "*" {
      guard !S3Actions.areOfAccount(action) else {
        throw malformed("Action does not apply to any resource(s) in statement")
      }
      guard S3Actions.areKnown(action) else { throw malformed("Policy has invalid action") }
    }
    let resources = statement.resources?.patterns.map(\.text) ?? []
    for resource in resources where resource != "*" {
      guard
        resource.utf8.elementsEqual(bucket.arn.utf8) || resource.utf8.starts(with: "\(bucket.arn)/".utf8)
          || resource.utf8.elementsEqual("\(bucket.arn)*".utf8)
      else { throw malformed("Policy has invalid resource") }
    }
    guard case .any(let actions) = statement.actions, case .any? = statement.resources else { return }
    let hasObjects = resources.contains { $0.contains("/") || $0.hasSuffix("*") }
    let hasBucket = resources.contains { !$0.contains("/") }
    for action in actions where !action.text.contains("*") && !action.text.contains("?") {
      let name = String(action.text.dropFirst(3))
      let isOfObjects = objectActions.contains { name.lowercased().utf8.starts(with: $0.lowercased().utf8) }
      // The commonest mistake: ListBucket on `bucket/*`, GetObject on the bucket (facts: IAM 11).
      guard isOfObjects ? hasObjects : hasBucket else {
        throw malformed("Action does not apply to any resource(s) in statement")
      }
    }
  }

  static func malformed(_ message: String) -> AWSError { AWSError("MalformedPolicy", message) }
}

extension PolicyDocument {
  /// Whether a statement lets everybody in without a fixed condition (S3 User Guide: the meaning of public).
  var isPublic: Bool {
    statements.contains { statement in
      guard statement.effect == .allow else { return false }
      switch statement.principals {
      case .any(let principals)?: guard principals.contains(.everyone) else { return false }
      case .none(_)?: break
      case nil: return false
      }
      return !statement.conditions.contains { $0.isFixed }
    }
  }
}

extension PolicyCondition {
  private static let fixingKeys = [
    "aws:principalorgid", "aws:principalorgpaths", "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce",
    "aws:sourceowner", "aws:sourceaccount", "aws:sourceorgid", "aws:principalarn", "aws:principalaccount",
    "aws:userid", "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:dataaccesspointarn",
    "s3:dataaccesspointaccount",
  ]

  /// Whether the condition ties a statement to values that are known beforehand.
  fileprivate var isFixed: Bool {
    guard !test.isNegated, !test.ifExists else { return false }
    if key.lowercased() == "aws:sourceip" {
      // Wider than a /8 counts as everybody (facts: S3 9).
      return values.allSatisfy { value in
        let parts = value.text.split(separator: "/")
        return parts.count < 2 || (Int(parts[1]) ?? 0) >= 8
      }
    }
    return Self.fixingKeys.contains(key.lowercased())
      && values.allSatisfy { !$0.text.contains("*") && !$0.text.contains("?") && !$0.text.contains("$") }
  }
}

extension Bucket {
  /// The policy by which a request to the bucket or one of its objects is decided: the bucket's own, narrowed by Block
  /// Public Access, and what ACLs give to everybody.
  func policyInForce(on key: ObjectKey?) -> PolicyDocument? {
    var statements = policy?.statements ?? []
    if publicAccessBlock?.restrictPublicBuckets == true, policy?.isPublic == true {
      statements = statements.map { $0.effect == .allow ? $0.withoutEveryone : $0 }
    }
    statements += aclStatements(on: key)
    return statements.isEmpty ? nil : PolicyDocument(statements: statements)
  }
}

extension PolicyDocument.Statement {
  /// The statement with the account in the place of everybody.
  fileprivate var withoutEveryone: PolicyDocument.Statement {
    var named = principals
    if case .any(let list)? = principals {
      named = .any(list.map { $0 == .everyone ? .account(Account.id) : $0 })
    }
    return PolicyDocument.Statement(
      sid: sid, effect: effect, principals: named, actions: actions, resources: resources,
      conditions: conditions,
      range: range)
  }
}
