import EventKernel

/// Gives whoever a role's trust policy names temporary credentials with the role's permissions.
package enum AssumeRole: STSOperation {
  package static let name = "AssumeRole"

  package struct Input: Decodable, Sendable {
    var roleArn: String
    var roleSessionName: String
    var policyArns: [PolicyDescriptor]?
    var policy: String?
    var durationSeconds: Int?
    var tags: [Tags.Tag]?
    var transitiveTagKeys: [String]?
    var externalId: String?
    var serialNumber: String?
    var tokenCode: String?
    var sourceIdentity: String?

    /// A managed policy that limits the session.
    struct PolicyDescriptor: Decodable, Sendable { var arn: String? }

    package init(roleArn: String, roleSessionName: String, externalId: String? = nil) {
      self.roleArn = roleArn
      self.roleSessionName = roleSessionName
      self.externalId = externalId
    }
  }

  package struct Output: Encodable, Sendable {
    package var credentials: CredentialsShape
    package var assumedRoleUser: User
    package var packedPolicySize: Int?
    package var sourceIdentity: String?

    /// The session as a principal.
    package struct User: Encodable, Sendable {
      package var assumedRoleId: String
      package var arn: String
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let role = world.iam.visible(at: world.now).roles[IAMARN.name(in: input.roleArn).lowercased()]
    let known = role?.arn == input.roleArn ? role : nil
    let target = AccessTarget(
      input.roleArn, tags: known?.tags ?? Tags(), policy: known?.trust, policyMustAllow: true)
    var access = Access(defaultAction, world, context).on(target)
      .with("sts:RoleSessionName", input.roleSessionName).with("sts:ExternalId", input.externalId)
      .with("sts:SourceIdentity", input.sourceIdentity)
    if input.serialNumber != nil { access = access.with("aws:MultiFactorAuthPresent", "true") }
    guard let tags = input.tags, !tags.isEmpty else { return access.requests }
    var keys = ConditionKeys.requestTags(tags)
    if let transitive = input.transitiveTagKeys { keys["sts:TransitiveTagKeys"] = transitive }
    return access.tagging(tags).also("sts:TagSession", on: target, keys: keys).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try checkName(input.roleSessionName)
    let role = try world.iam.directory.role(IAMARN.name(in: input.roleArn))
    let isChained = context.caller.session != nil && world.userName(of: context.caller) == nil
    let usesMFA = try world.hasMultiFactor(input.serialNumber, input.tokenCode, of: context.caller)
    let seconds = try seconds(input.durationSeconds ?? 3_600, most: 43_200)
    guard seconds <= role.maximumSession.wholeSeconds else {
      throw AWSError(
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
    }
    guard !isChained || seconds <= 3_600 else {
      throw AWSError(
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining")
    }
    let policies = try sessionPolicies(input, in: world)
    var tags = try IAMName.tags(input.tags)
    var transitive = input.transitiveTagKeys ?? []
    if let session = context.caller.session.flatMap({ world.iam.sessions[$0] }) {
      for key in session.transitiveTags { tags[key] = session.tags[key] }
      transitive += session.transitiveTags.filter { !transitive.contains($0) }
    }
    let credentials = world.beginSession(
      .role(role.name.lowercased(), session: input.roleSessionName), lasting: .seconds(seconds),
      policies: policies.documents, tags: tags, transitiveTags: transitive, usedMultiFactor: usesMFA,
      sourceIdentity: input.sourceIdentity)
    let use = LastUse(at: world.now, service: "sts", region: context.region.rawValue)
    world.iam.note { directory in directory.roles.update(role.name.lowercased()) { $0.lastUse = use } }
    return Output(
      credentials: credentials,
      assumedRoleUser: .init(
        assumedRoleId: "\(role.id):\(input.roleSessionName)",
        arn: "arn:aws:sts::\(Account.id):assumed-role/\(role.name)/\(input.roleSessionName)"),
      packedPolicySize: policies.packedPercent, sourceIdentity: input.sourceIdentity)
  }

  /// A session's length in seconds, from 15 minutes on.
  static func seconds(_ seconds: Int, most: Int) throws(AWSError) -> Int {
    guard (900...most).contains(seconds) else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(seconds)' at 'durationSeconds' failed to satisfy constraint: Member "
          + "must have value \(seconds < 900 ? "greater than or equal to 900" : "less than or equal to \(most)")"
      )
    }
    return seconds
  }

  private static func checkName(_ name: String) throws(AWSError) {
    guard (2...64).contains(name.utf8.count) else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(name)' at 'roleSessionName' failed to satisfy constraint: Member must "
          + "have length \(name.utf8.count < 2 ? "greater than or equal to 2" : "less than or equal to 64")")
    }
    do throws(AWSError) {
      try IAMName.check(name, "roleSessionName", most: 64)
    } catch {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(name)' at 'roleSessionName' failed to satisfy constraint: Member must "
          + "satisfy regular expression pattern: [\\w+=,.@-]*")
    }
  }

  /// The policies that limit a session, and how much of the room for them they take (facts: IAM, 2,048 characters, 10 ARNs).
  private static func sessionPolicies(
    _ input: Input, in world: World
  ) throws(AWSError) -> (documents: [PolicyDocument]?, packedPercent: Int?) {
    let arns = (input.policyArns ?? []).compactMap(\.arn)
    guard input.policy != nil || !arns.isEmpty else { return (nil, nil) }
    guard arns.count <= 10 else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member must have length less "
          + "than or equal to 10")
    }
    var documents: [PolicyDocument] = []
    for arn in arns {
      guard let document = world.iam.directory.document(of: arn) ?? world.catalog.awsPolicy(arn)?.document
      else { throw AWSError("ValidationError", "The policy \(arn) does not exist or is not attachable.") }
      documents.append(document)
    }
    let size = input.policy?.unicodeScalars.count ?? 0
    if let text = input.policy {
      guard size <= 2_048 else {
        throw AWSError(
          "PackedPolicyTooLarge",
          "Packed size of session tags and session policies consumes \(size * 100 / 2_048)% of allotted space."
        )
      }
      documents.append(try world.identityPolicy(text))
    }
    return (documents, max(1, size * 100 / 2_048))
  }
}
