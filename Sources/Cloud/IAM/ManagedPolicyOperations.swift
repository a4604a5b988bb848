package import EventKernel

/// Managed policies of the account and of AWS.
enum ManagedPolicyOperations {
  static let all: [any Operation.Type] = [
    CreatePolicy.self, GetPolicy.self, ListPolicies.self, DeleteManagedPolicy.self,
  ]
}

/// A managed policy as calls show it.
package struct PolicyShape: Encodable, Sendable {
  package var policyName: String
  package var policyId: String
  package var arn: String
  package var path: String
  package var defaultVersionId: String
  package var attachmentCount: Int
  package var permissionsBoundaryUsageCount: Int
  package var isAttachable = true
  package var description: String?
  package var createDate: Instant
  package var updateDate: Instant
  package var tags: [Tags.Tag]?

  init(_ policy: ManagedPolicy, in directory: IAMDirectory) {
    let uses = directory.uses(of: policy.arn)
    policyName = policy.name
    policyId = policy.id
    arn = policy.arn
    path = policy.path
    defaultVersionId = "v\(policy.defaultVersion)"
    attachmentCount = uses.attachments
    permissionsBoundaryUsageCount = uses.boundaries
    createDate = policy.creation
    updateDate = policy.update
  }

  init(_ policy: AWSManagedPolicy, in directory: IAMDirectory) {
    let uses = directory.uses(of: policy.arn)
    policyName = policy.name
    policyId = policy.id
    arn = policy.arn
    path = policy.path
    defaultVersionId = policy.version
    attachmentCount = uses.attachments
    permissionsBoundaryUsageCount = uses.boundaries
    createDate = policy.creation
    updateDate = policy.update
  }
}

/// Makes a managed policy.
package enum CreatePolicy: IAMOperation {
  package static let name = "CreatePolicy"

  package struct Input: Decodable, Sendable {
    var policyName: String
    var path: String?
    var policyDocument: String
    var description: String?
    var tags: [Tags.Tag]?
  }

  package struct Output: Encodable, Sendable { package var policy: PolicyShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: IAMARN.of("policy", input.path ?? "/", input.policyName))
      .tagging(input.tags).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try IAMName.check(input.policyName, "policyName", most: 128)
    let path = try IAMName.path(input.path)
    let document = try world.identityPolicy(input.policyDocument)
    guard document.size <= ManagedPolicy.maximumSize else {
      throw .quota("PolicySize", ManagedPolicy.maximumSize)
    }
    let taken = world.iam.directory.policies.rows.contains { $0.name.equalsIgnoringCase(input.policyName) }
    guard !taken else {
      throw .entityExists(
        "A policy called \(input.policyName) already exists. Duplicate names are not allowed.")
    }
    guard world.iam.directory.policies.count < 1_500 else { throw .quota("PoliciesPerAccount", 1_500) }
    let policy = ManagedPolicy(
      name: input.policyName, path: path, id: world.nextUniqueID("ANPA"), description: input.description,
      creation: world.now, update: world.now, tags: try IAMName.tags(input.tags),
      versions: [.init(number: 1, document: document, creation: world.now)], defaultVersion: 1)
    try world.changeIAM { directory in directory.policies[policy.arn] = policy }
    var shape = PolicyShape(policy, in: world.iam.directory)
    shape.tags = policy.tags.all.isEmpty ? nil : policy.tags.all
    return Output(policy: shape)
  }
}

extension ManagedPolicy {
  /// The most characters of a managed policy, white space not counted (facts: IAM quotas).
  static let maximumSize = 6_144
}

/// Shows a managed policy without its document.
package enum GetPolicy: IAMOperation {
  package static let name = "GetPolicy"

  package struct Input: Decodable, Sendable { var policyArn: String }
  package struct Output: Encodable, Sendable { package var policy: PolicyShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(policy: input.policyArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let directory = world.iam.directory
    if let policy = world.catalog.awsPolicy(input.policyArn) {
      return Output(policy: PolicyShape(policy, in: directory))
    }
    let policy = try directory.policy(input.policyArn)
    var shape = PolicyShape(policy, in: directory)
    shape.description = policy.description
    shape.tags = policy.tags.all
    return Output(policy: shape)
  }
}

/// Lists managed policies by name.
package enum ListPolicies: IAMOperation {
  package static let name = "ListPolicies"

  package struct Input: Decodable, Sendable {
    var scope: String?
    var onlyAttached: Bool?
    var pathPrefix: String?
    var policyUsageFilter: String?
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var policies: [PolicyShape]
    package var isTruncated: Bool
    package var marker: String?
  }

  // AWS's refusals name no ARN here, but the path that was asked for.
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: "policy path \(input.pathPrefix ?? "/")", in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let directory = world.iam.directory
    var rows: [PolicyShape] = []
    if input.scope != "AWS" { rows += directory.policies.rows.map { PolicyShape($0, in: directory) } }
    if input.scope != "Local" { rows += world.catalog.awsPolicies.map { PolicyShape($0, in: directory) } }
    rows = rows.filter { row in
      row.path.hasPrefix(input.pathPrefix ?? "/")
        && (input.onlyAttached != true || row.attachmentCount > 0)
        && (input.policyUsageFilter != "PermissionsBoundary" || row.permissionsBoundaryUsageCount > 0)
        && (input.policyUsageFilter != "PermissionsPolicy" || row.attachmentCount > 0)
    }
    let page = try iamPage(rows, marker: input.marker, limit: input.maxItems)
    return Output(policies: page.rows, isTruncated: page.nextToken != nil, marker: page.nextToken)
  }
}

/// Deletes a managed policy that is attached nowhere and has one version.
package enum DeleteManagedPolicy: IAMOperation {
  package static let name = "DeletePolicy"

  package struct Input: Decodable, Sendable { var policyArn: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(policy: input.policyArn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    try world.checkIsNotOfAWS(input.policyArn)
    let policy = try world.iam.directory.policy(input.policyArn)
    let uses = world.iam.directory.uses(of: policy.arn)
    guard uses.attachments + uses.boundaries == 0 else {
      throw AWSError(
        "DeleteConflict", "Cannot delete a policy attached to entities.",
        dependents: world.iam.directory.parts(of: policy).map { .identity($0) })
    }
    guard policy.versions.count == 1 else {
      throw AWSError(
        "DeleteConflict",
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. "
          + "The default version is deleted with the policy.",
        dependents: world.iam.directory.parts(of: policy).map { .identity($0) })
    }
    try world.changeIAM { directory in directory.policies[policy.arn] = nil }
    return NoOutput()
  }
}

extension World {
  /// Throws for a policy of AWS, which nobody else can change.
  func checkIsNotOfAWS(_ arn: String) throws(AWSError) {
    guard catalog.awsPolicy(arn) == nil else {
      throw AWSError("AccessDenied", "Cannot modify or delete the AWS managed policy \(arn).")
    }
  }
}
