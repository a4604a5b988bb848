package import EventKernel

/// Versions of managed policies.
enum PolicyVersionOperations {
  static let all: [any Operation.Type] = [
    CreatePolicyVersion.self, GetPolicyVersion.self, ListPolicyVersions.self, SetDefaultPolicyVersion.self,
    DeletePolicyVersion.self,
  ]
}

/// A version as calls show it.
package struct PolicyVersionShape: Encodable, Sendable {
  package var document: PolicyText?
  package var versionId: String
  package var isDefaultVersion: Bool
  package var createDate: Instant

  init(_ version: ManagedPolicy.Version, of policy: ManagedPolicy, withDocument: Bool) {
    document = withDocument ? PolicyText(version.document) : nil
    versionId = "v\(version.number)"
    isDefaultVersion = version.number == policy.defaultVersion
    createDate = version.creation
  }

  init(_ policy: AWSManagedPolicy, withDocument: Bool) {
    document = withDocument ? PolicyText(policy.document) : nil
    versionId = policy.version
    isDefaultVersion = true
    createDate = policy.update
  }
}

/// Adds a version to a managed policy, which keeps five at most.
package enum CreatePolicyVersion: IAMOperation {
  package static let name = "CreatePolicyVersion"

  package struct Input: Decodable, Sendable {
    var policyArn: String
    var policyDocument: String
    var setAsDefault: Bool?
  }

  package struct Output: Encodable, Sendable { package var policyVersion: PolicyVersionShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(policy: input.policyArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.checkIsNotOfAWS(input.policyArn)
    var policy = try world.iam.directory.policy(input.policyArn)
    let document = try world.identityPolicy(input.policyDocument)
    guard document.size <= ManagedPolicy.maximumSize else {
      throw .quota("PolicySize", ManagedPolicy.maximumSize)
    }
    guard policy.versions.count < 5 else {
      throw AWSError(
        "LimitExceeded",
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing "
          + "version.")
    }
    let version = ManagedPolicy.Version(
      number: policy.nextVersion, document: document, creation: world.now)
    policy.versions.append(version)
    policy.nextVersion += 1
    if input.setAsDefault == true { policy.defaultVersion = version.number }
    policy.update = world.now
    try world.changeIAM { directory in directory.policies[policy.arn] = policy }
    return Output(policyVersion: PolicyVersionShape(version, of: policy, withDocument: false))
  }
}

/// Shows a version with its document.
package enum GetPolicyVersion: IAMOperation {
  package static let name = "GetPolicyVersion"

  package struct Input: Decodable, Sendable {
    var policyArn: String
    var versionId: String
  }

  package struct Output: Encodable, Sendable { package var policyVersion: PolicyVersionShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(policy: input.policyArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let policy = world.catalog.awsPolicy(input.policyArn) {
      // Simplified: aws-policies-newest-version
      guard policy.version == input.versionId else {
        throw ManagedPolicy.noVersion(input.versionId, of: input.policyArn)
      }
      return Output(policyVersion: PolicyVersionShape(policy, withDocument: true))
    }
    let policy = try world.iam.directory.policy(input.policyArn)
    let version = try policy.version(input.versionId)
    return Output(policyVersion: PolicyVersionShape(version, of: policy, withDocument: true))
  }
}

/// Lists versions, newest first.
package enum ListPolicyVersions: IAMOperation {
  package static let name = "ListPolicyVersions"

  package struct Input: Decodable, Sendable {
    var policyArn: String
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var versions: [PolicyVersionShape]
    package var isTruncated: Bool
    package var marker: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(policy: input.policyArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows: [PolicyVersionShape]
    if let policy = world.catalog.awsPolicy(input.policyArn) {
      rows = [PolicyVersionShape(policy, withDocument: false)]
    } else {
      let policy = try world.iam.directory.policy(input.policyArn)
      rows = policy.versions.reversed().map { PolicyVersionShape($0, of: policy, withDocument: false) }
    }
    let page = try iamPage(rows, marker: input.marker, limit: input.maxItems)
    return Output(versions: page.rows, isTruncated: page.nextToken != nil, marker: page.nextToken)
  }
}

/// Says which version is in force.
package enum SetDefaultPolicyVersion: IAMOperation {
  package static let name = "SetDefaultPolicyVersion"

  package struct Input: Decodable, Sendable {
    var policyArn: String
    var versionId: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(policy: input.policyArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    try world.checkIsNotOfAWS(input.policyArn)
    let policy = try world.iam.directory.policy(input.policyArn)
    let version = try policy.version(input.versionId)
    let now = world.now
    try world.changeIAM { directory in
      directory.policies.update(policy.arn) {
        $0.defaultVersion = version.number
        $0.update = now
      }
    }
    return NoOutput()
  }
}

/// Deletes a version that is not in force.
package enum DeletePolicyVersion: IAMOperation {
  package static let name = "DeletePolicyVersion"

  package struct Input: Decodable, Sendable {
    var policyArn: String
    var versionId: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(policy: input.policyArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    try world.checkIsNotOfAWS(input.policyArn)
    let policy = try world.iam.directory.policy(input.policyArn)
    let version = try policy.version(input.versionId)
    guard version.number != policy.defaultVersion else {
      throw AWSError("DeleteConflict", "Cannot delete the default version of a policy.")
    }
    try world.changeIAM { directory in
      directory.policies.update(policy.arn) { $0.versions.removeAll { $0.number == version.number } }
    }
    return NoOutput()
  }
}

extension ManagedPolicy {
  /// The version of an id such as `v2`.
  func version(_ id: String) throws(AWSError) -> Version {
    guard let number = id.after("v").flatMap(Int.init), number > 0, id == "v\(number)" else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(id)' at 'versionId' failed to satisfy constraint: Member must satisfy "
          + "regular expression pattern: v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?")
    }
    guard let version = versions.first(where: { $0.number == number }) else {
      throw Self.noVersion(id, of: arn)
    }
    return version
  }

  static func noVersion(_ id: String, of arn: String) -> AWSError {
    .noSuchEntity("Policy \(arn) version \(id) does not exist or is not attachable.")
  }
}
