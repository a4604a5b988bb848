/// Policies that belong to one user, group or role alone.
enum InlinePolicyOperations {
  static let all: [any Operation.Type] = [
    PutUserPolicy.self, GetUserPolicy.self, ListUserPolicies.self, DeleteUserPolicy.self,
    PutGroupPolicy.self, GetGroupPolicy.self, ListGroupPolicies.self, DeleteGroupPolicy.self,
    PutRolePolicy.self, GetRolePolicy.self, ListRolePolicies.self, DeleteRolePolicy.self,
  ]
}

/// A call that names a user, group or role and one of its inline policies.
package protocol InlinePolicyInput: Decodable, Sendable {
  var holder: PolicyHolder { get }
  var policyName: String { get }
}

/// A call that gives an inline policy.
package protocol InlinePolicyDocumentInput: InlinePolicyInput {
  var policyDocument: String { get }
}

/// Writes an inline policy in the place of the one of its name.
package protocol PutInlinePolicyOperation: IAMOperation
where Input: InlinePolicyDocumentInput, Output == NoOutput {}

extension PutInlinePolicyOperation {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(input.holder).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let holding = try world.iam.directory.holding(input.holder)
    if case .role(let name) = input.holder { try world.checkIsOrdinary(try world.iam.directory.role(name)) }
    try IAMName.check(input.policyName, "policyName", most: 128)
    let document = try world.identityPolicy(input.policyDocument)
    var inline = holding.inline
    inline[input.policyName] = document
    let most = input.holder.mostInline
    guard inline.rows.reduce(0, { $0 + $1.size }) <= most else {
      throw AWSError(
        "LimitExceeded",
        "Maximum policy size of \(most) bytes exceeded for \(input.holder.noun.lowercased()) \(input.holder.name)"
      )
    }
    try world.changeIAM { directory in directory.changeHolding(input.holder) { $0.inline = inline } }
    return NoOutput()
  }
}

extension PolicyHolder {
  /// The most characters of all inline policies together, white space not counted (facts: IAM quotas).
  fileprivate var mostInline: Int {
    switch self {
    case .user: 2_048
    case .group: 5_120
    case .role: 10_240
    }
  }

  fileprivate func noPolicy(_ name: String) -> AWSError {
    .noSuchEntity("The \(noun.lowercased()) policy with name \(name) cannot be found.")
  }
}

/// Deletes an inline policy.
package protocol DeleteInlinePolicyOperation: IAMOperation
where Input: InlinePolicyInput, Output == NoOutput {}

extension DeleteInlinePolicyOperation {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(input.holder).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    _ = try world.inlinePolicy(input)
    if case .role(let name) = input.holder { try world.checkIsOrdinary(try world.iam.directory.role(name)) }
    try world.changeIAM { directory in
      directory.changeHolding(input.holder) { $0.inline[input.policyName] = nil }
    }
    return NoOutput()
  }
}

extension World {
  /// The inline policy that a call names.
  func inlinePolicy(_ input: some InlinePolicyInput) throws(AWSError) -> PolicyDocument {
    guard let document = try iam.directory.holding(input.holder).inline[input.policyName] else {
      throw input.holder.noPolicy(input.policyName)
    }
    return document
  }
}

/// The names of inline policies of one page.
package struct InlinePolicyNames: Encodable, Sendable {
  package var policyNames: [String]
  package var isTruncated: Bool
  package var marker: String?

  init(_ holder: PolicyHolder, in world: World, marker: String?, limit: Int?) throws(AWSError) {
    let page = try iamPage(
      try world.iam.directory.holding(holder).inline.ids, marker: marker, limit: limit)
    policyNames = page.rows
    isTruncated = page.nextToken != nil
    self.marker = page.nextToken
  }
}

/// Writes an inline policy of a user.
package enum PutUserPolicy: PutInlinePolicyOperation {
  package static let name = "PutUserPolicy"

  package struct Input: InlinePolicyDocumentInput {
    var userName: String
    package var policyName: String
    package var policyDocument: String
    package var holder: PolicyHolder { .user(userName) }
  }
}

/// Shows an inline policy of a user.
package enum GetUserPolicy: IAMOperation {
  package static let name = "GetUserPolicy"

  package struct Input: InlinePolicyInput {
    var userName: String
    package var policyName: String
    package var holder: PolicyHolder { .user(userName) }
  }

  package struct Output: Encodable, Sendable {
    package var userName: String
    package var policyName: String
    package var policyDocument: PolicyText
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(input.holder).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(
      userName: input.userName, policyName: input.policyName,
      policyDocument: PolicyText(try world.inlinePolicy(input)))
  }
}

/// Lists the inline policies of a user.
package enum ListUserPolicies: IAMOperation {
  package static let name = "ListUserPolicies"

  package struct Input: Decodable, Sendable {
    var userName: String
    var marker: String?
    var maxItems: Int?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> InlinePolicyNames {
    try InlinePolicyNames(.user(input.userName), in: world, marker: input.marker, limit: input.maxItems)
  }
}

/// Deletes an inline policy of a user.
package enum DeleteUserPolicy: DeleteInlinePolicyOperation {
  package static let name = "DeleteUserPolicy"
  package typealias Input = GetUserPolicy.Input
}

/// Writes an inline policy of a group.
package enum PutGroupPolicy: PutInlinePolicyOperation {
  package static let name = "PutGroupPolicy"

  package struct Input: InlinePolicyDocumentInput {
    var groupName: String
    package var policyName: String
    package var policyDocument: String
    package var holder: PolicyHolder { .group(groupName) }
  }
}

/// Shows an inline policy of a group.
package enum GetGroupPolicy: IAMOperation {
  package static let name = "GetGroupPolicy"

  package struct Input: InlinePolicyInput {
    var groupName: String
    package var policyName: String
    package var holder: PolicyHolder { .group(groupName) }
  }

  package struct Output: Encodable, Sendable {
    package var groupName: String
    package var policyName: String
    package var policyDocument: PolicyText
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(input.holder).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(
      groupName: input.groupName, policyName: input.policyName,
      policyDocument: PolicyText(try world.inlinePolicy(input)))
  }
}

/// Lists the inline policies of a group.
package enum ListGroupPolicies: IAMOperation {
  package static let name = "ListGroupPolicies"

  package struct Input: Decodable, Sendable {
    var groupName: String
    var marker: String?
    var maxItems: Int?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(group: input.groupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> InlinePolicyNames {
    try InlinePolicyNames(.group(input.groupName), in: world, marker: input.marker, limit: input.maxItems)
  }
}

/// Deletes an inline policy of a group.
package enum DeleteGroupPolicy: DeleteInlinePolicyOperation {
  package static let name = "DeleteGroupPolicy"
  package typealias Input = GetGroupPolicy.Input
}

/// Writes an inline policy of a role.
package enum PutRolePolicy: PutInlinePolicyOperation {
  package static let name = "PutRolePolicy"

  package struct Input: InlinePolicyDocumentInput {
    var roleName: String
    package var policyName: String
    package var policyDocument: String
    package var holder: PolicyHolder { .role(roleName) }
  }
}

/// Shows an inline policy of a role.
package enum GetRolePolicy: IAMOperation {
  package static let name = "GetRolePolicy"

  package struct Input: InlinePolicyInput {
    var roleName: String
    package var policyName: String
    package var holder: PolicyHolder { .role(roleName) }
  }

  package struct Output: Encodable, Sendable {
    package var roleName: String
    package var policyName: String
    package var policyDocument: PolicyText
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(input.holder).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(
      roleName: input.roleName, policyName: input.policyName,
      policyDocument: PolicyText(try world.inlinePolicy(input)))
  }
}

/// Lists the inline policies of a role.
package enum ListRolePolicies: IAMOperation {
  package static let name = "ListRolePolicies"

  package struct Input: Decodable, Sendable {
    var roleName: String
    var marker: String?
    var maxItems: Int?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(role: input.roleName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> InlinePolicyNames {
    try InlinePolicyNames(.role(input.roleName), in: world, marker: input.marker, limit: input.maxItems)
  }
}

/// Deletes an inline policy of a role.
package enum DeleteRolePolicy: DeleteInlinePolicyOperation {
  package static let name = "DeleteRolePolicy"
  package typealias Input = GetRolePolicy.Input
}
