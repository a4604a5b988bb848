/// Who fetches an object over the web.
package enum ObjectReader: Sendable, Equatable {
  /// A browser without credentials.
  case anybody
  /// A distribution, by its ARN, that signs its requests (origin access control).
  case distribution(String)
}

extension World {
  /// Whether an object may be read over the web.
  package func mayRead(_ key: String, in bucket: String, as reader: ObjectReader) -> Bool {
    let access: AccessRequest
    let caller: Caller
    switch reader {
    case .anybody: (access, caller) = (s3Access("GetObject", to: bucket, key), .anonymous)
    case .distribution(let arn):
      access = s3Access(
        "GetObject", to: bucket, key, keys: [("aws:SourceArn", arn), ("aws:SourceAccount", Account.id)])
      caller = .service("cloudfront.amazonaws.com")
    }
    return decision(on: access, by: caller) == .allowed
  }
}
