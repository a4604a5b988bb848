package import EventKernel

/// The operations of the Security Token Service.
package enum STSOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    GetCallerIdentity.self, AssumeRole.self, GetSessionToken.self, GetAccessKeyInfo.self,
    DecodeAuthorizationMessage.self,
  ]
}

/// An operation of STS.
package protocol STSOperation: Operation {}

extension STSOperation {
  package static var service: String { "sts" }
}

/// Temporary credentials as calls show them.
package struct CredentialsShape: Encodable, Sendable {
  package var accessKeyId: String
  package var secretAccessKey: String
  package var sessionToken: String
  package var expiration: Instant
}

extension World {
  /// Begins a session and gives its credentials; sessions that are over are forgotten.
  mutating func beginSession(
    _ owner: IAMSession.Owner, lasting: Duration, policies: [PolicyDocument]? = nil, tags: Tags = Tags(),
    transitiveTags: [String] = [], usedMultiFactor: Bool = false, sourceIdentity: String? = nil
  ) -> CredentialsShape {
    for (id, session) in iam.sessions where session.expires <= now { iam.sessions[id] = nil }
    let id = nextUniqueID("ASIA", length: 20)
    let session = IAMSession(
      owner: owner, secret: nextSecret(), token: "IQoJb3JpZ2luX2Vj" + nextSecret(length: 80),
      policies: policies, tags: tags, transitiveTags: transitiveTags, usedMultiFactor: usedMultiFactor,
      sourceIdentity: sourceIdentity, issued: now, expires: now + lasting)
    iam.sessions[id] = session
    return CredentialsShape(
      accessKeyId: id, secretAccessKey: session.secret, sessionToken: session.token,
      expiration: session.expires)
  }

  /// Whether a call's MFA device is the caller's and its code can be one.
  // Simplified: mfa-codes
  func hasMultiFactor(_ serial: String?, _ code: String?, of caller: Caller) throws(AWSError) -> Bool {
    guard let serial else { return false }
    let user = userName(of: caller)?.lowercased()
    guard let device = iam.directory.devices[serial], device.user == user, user != nil else {
      throw AWSError(
        "AccessDenied",
        "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is "
          + "valid and associated with this user.")
    }
    guard let code, code.utf8.count == 6, code.utf8.allSatisfy({ 48...57 ~= $0 }) else {
      throw AWSError(
        "AccessDenied",
        "MultiFactorAuthentication failed with invalid MFA one time pass code. ")
    }
    return true
  }
}

/// Tells who the caller is; needs no permission, as in AWS.
package enum GetCallerIdentity: STSOperation {
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
    guard context.caller != .anonymous else {
      throw AWSError("MissingAuthenticationToken", "Request is missing Authentication Token")
    }
    return Output(
      userId: world.principalFacts(of: context.caller)?.userID ?? "", account: Account.id,
      arn: context.caller.arn)
  }
}

/// Gives a user temporary credentials, with MFA if a code is given; needs no permission, as in AWS.
package enum GetSessionToken: STSOperation {
  package static let name = "GetSessionToken"

  package struct Input: Decodable, Sendable {
    var durationSeconds: Int?
    var serialNumber: String?
    var tokenCode: String?
  }

  package struct Output: Encodable, Sendable { package var credentials: CredentialsShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] { [] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let name = world.userName(of: context.caller), context.caller.session == nil else {
      throw AWSError("AccessDenied", "Cannot call GetSessionToken with session credentials")
    }
    let seconds = try AssumeRole.seconds(input.durationSeconds ?? 43_200, most: 129_600)
    let usesMFA = try world.hasMultiFactor(input.serialNumber, input.tokenCode, of: context.caller)
    return Output(
      credentials: world.beginSession(
        .user(name.lowercased()), lasting: .seconds(seconds), usedMultiFactor: usesMFA))
  }
}

/// Tells which account a key belongs to; needs no permission of a resource.
package enum GetAccessKeyInfo: STSOperation {
  package static let name = "GetAccessKeyInfo"

  package struct Input: Decodable, Sendable { var accessKeyId: String }
  package struct Output: Encodable, Sendable { package var account: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let id = input.accessKeyId
    let isKnown =
      world.iam.sessions[id] != nil
      || world.iam.directory.users.rows.contains { $0.keys.contains { $0.id == id } }
    guard isKnown else {
      throw AWSError(
        "ValidationError", "1 validation error detected: Value '\(id)' at 'accessKeyId' is not known")
    }
    return Output(account: Account.id)
  }
}

/// Reads what EC2 puts in an encoded form behind a refusal.
package enum DecodeAuthorizationMessage: STSOperation {
  package static let name = "DecodeAuthorizationMessage"

  package struct Input: Decodable, Sendable { var encodedMessage: String }
  package struct Output: Encodable, Sendable { package var decodedMessage: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = EncodedRefusal.decode(input.encodedMessage) else {
      throw AWSError("InvalidAuthorizationMessageException", "The specified message was invalid.")
    }
    return Output(decodedMessage: text)
  }
}
