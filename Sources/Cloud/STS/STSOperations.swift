/// The operations of the Security Token Service.
package enum STSOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [GetCallerIdentity.self]
}

/// Tells who the caller is; needs no permission, as in AWS.
package enum GetCallerIdentity: Operation {
  package static let service = "sts"
  package static let name = "GetCallerIdentity"

  /// No parameters.
  package struct Input: Codable, Sendable {}

  /// The caller's account, id and ARN.
  package struct Output: Codable, Sendable {
    package var userId: String
    package var account: String
    package var arn: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] { [] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(
      userId: world.iam.principals[context.caller.arn]?.uniqueID ?? "AIDAUNKNOWN", account: Account.id,
      arn: context.caller.arn)
  }
}
