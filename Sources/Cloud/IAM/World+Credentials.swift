import EventKernel

/// What a call is signed with.
package struct AWSCredentials: Sendable, Hashable {
  package let keyID: String
  package let secret: String
  /// The token of temporary credentials.
  package let token: String?

  package init(keyID: String, secret: String, token: String? = nil) {
    self.keyID = keyID
    self.secret = secret
    self.token = token
  }
}

extension World {
  /// The caller that credentials stand for, as a service sees it.
  ///
  /// A new key is not known for a moment, and one that was made inactive works a moment longer.
  ///
  /// - Throws: the service's error for credentials that are unknown, inactive, expired or have another secret.
  package func caller(with credentials: AWSCredentials, for service: String) throws(AWSError) -> Caller {
    if let session = iam.sessions[credentials.keyID] {
      guard session.secret == credentials.secret else { throw .badSignature(service) }
      guard session.token == credentials.token else { throw .badToken(service) }
      guard now < session.expires else { throw .expired(service) }
      return Caller(arn: arn(of: session), session: credentials.keyID)
    }
    for user in iam.visible(at: now).users.rows {
      guard let key = user.keys.first(where: { $0.id == credentials.keyID }), key.isActive else { continue }
      guard key.secret == credentials.secret else { throw .badSignature(service) }
      guard credentials.token == nil else { throw .badToken(service) }
      return Caller(arn: user.arn)
    }
    throw explained(.badToken(service)) { settled throws(AWSError) in
      _ = try settled.caller(with: credentials, for: service)
    }
  }

  /// The ARN under which a session calls.
  func arn(of session: IAMSession) -> String {
    switch session.owner {
    case .user(let key): iam.directory.users[key]?.arn ?? IAMARN.of("user", "/", key)
    case .role(let key, let name):
      "arn:aws:sts::\(Account.id):assumed-role/\(iam.directory.roles[key]?.name ?? key)/\(name)"
    }
  }

  /// The newest active key of a user of a name; `nil` when there is no such user or no such key.
  package func credentials(ofUser name: String) -> AWSCredentials? {
    iam.directory.users[name.lowercased()]?.keys.last { $0.isActive }
      .map { AWSCredentials(keyID: $0.id, secret: $0.secret) }
  }

  /// Notes that a key was used, for `get-access-key-last-used`.
  package mutating func noteUse(ofKey id: String, service: String, region: Region) {
    guard iam.sessions[id] == nil else { return }
    let use = LastUse(
      at: now, service: ServicePrefix.iam(of: service),
      region: ServicePrefix.isGlobal(service) ? "us-east-1" : region.rawValue)
    for user in iam.directory.users where user.row.keys.contains(where: { $0.id == id }) {
      iam.note { directory in
        directory.users.update(user.id) { user in
          for index in user.keys.indices where user.keys[index].id == id { user.keys[index].lastUse = use }
        }
      }
    }
  }
}

extension AWSError {
  /// EC2 says one thing about all bad credentials; the others tell them apart.
  private static let ec2 = AWSError(
    "AuthFailure", "AWS was not able to validate the provided access credentials")

  fileprivate static func badToken(_ service: String) -> AWSError {
    switch service {
    case "ec2": ec2
    case "s3", "s3api":
      AWSError("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
    default:
      AWSError("InvalidClientTokenId", "The security token included in the request is invalid.")
    }
  }

  fileprivate static func badSignature(_ service: String) -> AWSError {
    guard service != "ec2" else { return ec2 }
    return AWSError(
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access "
        + "Key and signing method. Consult the service documentation for details.")
  }

  fileprivate static func expired(_ service: String) -> AWSError {
    service == "ec2"
      ? AWSError("RequestExpired", "Request has expired.")
      : AWSError("ExpiredToken", "The security token included in the request is expired")
  }
}
