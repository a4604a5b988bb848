/// Who makes a call: a principal of the account or of AWS, or nobody known.
package struct Caller: Hashable, Sendable, Codable {
  /// The principal's ARN, such as `arn:aws:iam::123456789012:user/admin`; of a service its name; of nobody `anonymous`.
  package let arn: String
  /// The access key of the session, for callers with temporary credentials.
  package let session: String?

  /// The caller with an ARN.
  package init(arn: String, session: String? = nil) {
    self.arn = arn
    self.session = session
  }

  /// The administrator of the lab's account, who makes every call until a lab or a line says otherwise.
  package static let administrator = Caller(arn: "arn:aws:iam::\(Account.id):user/learner")

  /// Nobody known: a request without credentials, such as a browser's for a public object.
  package static let anonymous = Caller(arn: "anonymous")

  /// A service of AWS, such as `cloudfront.amazonaws.com`.
  package static func service(_ name: String) -> Caller { Caller(arn: name) }

  /// A session of an instance with its role.
  package static func instance(_ id: String, role arn: String) -> Caller {
    Caller(arn: "arn:aws:sts::\(Account.id):assumed-role/\(IAMARN.name(in: arn))/\(id)")
  }
}
