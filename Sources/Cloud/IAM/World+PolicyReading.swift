extension World {
  /// Reads a policy of an identity, counted without white space.
  ///
  /// - Throws: `MalformedPolicyDocument`.
  func identityPolicy(_ text: String) throws(AWSError) -> PolicyDocument {
    do throws(PolicyProblem) {
      return try PolicyDocument(json: text, as: .identity)
    } catch {
      throw AWSError("MalformedPolicyDocument", error.message)
    }
  }

  /// Reads a trust policy; the users and roles that it names must exist.
  ///
  /// - Throws: `MalformedPolicyDocument`, `LimitExceeded` above 2,048 characters.
  func trustPolicy(_ text: String) throws(AWSError) -> PolicyDocument {
    let document: PolicyDocument
    do throws(PolicyProblem) {
      document = try PolicyDocument(json: text, as: .trust)
    } catch {
      throw AWSError("MalformedPolicyDocument", error.message)
    }
    guard document.size <= 2_048 else { throw .quota("ACLSizePerRole", 2_048) }
    try checkPrincipals(of: document)
    return document
  }

  /// Throws for a user or role of the account that a resource's policy names and nobody is.
  func checkPrincipals(of document: PolicyDocument) throws(AWSError) {
    for case .any(let principals)? in document.statements.map(\.principals) {
      for case .identity(let arn) in principals where !exists(principal: arn) {
        throw AWSError("MalformedPolicyDocument", "Invalid principal in policy: \"AWS\":\"\(arn)\"")
      }
    }
  }

  /// Whether an ARN is that of a user or role of the account; those of other accounts are taken on trust.
  private func exists(principal arn: String) -> Bool {
    guard Access.account(ofARN: arn) == Account.id else { return true }
    if arn.contains(":assumed-role/") { return true }
    let key = IAMARN.name(in: arn).lowercased()
    return iam.directory.users[key]?.arn == arn || iam.directory.roles[key]?.arn == arn
  }

  /// The ARN of a managed policy that a call gives as a permissions boundary.
  func boundary(_ arn: String?) throws(AWSError) -> String? {
    guard let arn else { return nil }
    guard iam.directory.policies[arn] != nil || catalog.awsPolicy(arn) != nil else {
      throw .noSuchEntity("Scope ARN: \(arn) does not exist or is not attachable.")
    }
    return arn
  }
}

extension PolicyDocument {
  /// The characters that count against a quota: all but white space.
  var size: Int { text.unicodeScalars.count { !$0.properties.isWhitespace } }
}

extension Access {
  /// The account in an ARN.
  static func account(ofARN arn: String) -> String {
    let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    return parts.count == 6 ? String(parts[4]) : ""
  }
}
