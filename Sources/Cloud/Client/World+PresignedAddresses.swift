import EventKernel

/// Addresses that carry the signature of somebody who may read the object.
extension World {
  /// The signature of an address by a principal.
  ///
  /// - Parameter address: the address with its query up to the signature.
  package func signature(of address: String, by arn: String) -> String {
    "\(SHA256.digest(of: "\(seed.rawValue) \(arn) \(address)"))"
  }

  /// Who reads with the query of a request: nobody known without a signature, else who made it.
  func signer(of call: WebCall) -> Result<ObjectReader, AWSError> {
    func value(_ name: String) -> String? {
      call.request.query.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }
    guard let signature = value("X-Amz-Signature") else { return .success(.anybody) }
    guard let stamp = value("X-Amz-Date").flatMap(Self.moment), let text = value("X-Amz-Expires"),
      let seconds = Int(text), seconds > 0
    else {
      return .failure(
        AWSError(
          "AuthorizationQueryParametersError",
          "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters."
        ))
    }
    guard seconds <= 604_800 else {
      return .failure(
        AWSError(
          "AuthorizationQueryParametersError",
          "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds"
        ))
    }
    guard now <= stamp + .seconds(seconds) else {
      return .failure(AWSError("AccessDenied", "Request has expired"))
    }
    let end = call.target.firstRange(of: "&X-Amz-Signature=")?.lowerBound ?? call.target.endIndex
    let address = "https://\(call.door)\(call.target[..<end])"
    let callers =
      iam.visible(at: now).users.rows.map { Caller(arn: $0.arn) }
      + iam.sessions.filter { now < $0.row.expires }.map { Caller(arn: arn(of: $0.row), session: $0.id) }
    let found = callers.first { caller in
      self.signature(of: address, by: caller.arn).utf8.elementsEqual(signature.utf8)
    }
    guard let found else {
      return .failure(
        AWSError(
          "SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided. Check your key and signing method."
        ))
    }
    return .success(.principal(found))
  }

  /// The moment of `20260105T000000Z`.
  private static func moment(_ stamp: String) -> Instant? {
    let digits = Array(stamp)
    guard digits.count >= 16, digits[8] == "T", digits.last == "Z" else { return nil }
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    return Instant(
      iso8601:
        "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
  }
}
