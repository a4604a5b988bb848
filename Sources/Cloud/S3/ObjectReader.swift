/// Who fetches an object over the web.
package enum ObjectReader: Sendable, Equatable {
  /// A browser without credentials.
  case anybody
  /// A distribution, by its ARN, that signs its requests (origin access control).
  case distribution(String)
  /// Somebody whose signature stands in the address.
  case principal(Caller)

  /// Who it is to policies.
  var caller: Caller {
    switch self {
    case .anybody: .anonymous
    case .distribution: .service("cloudfront.amazonaws.com")
    case .principal(let caller): caller
    }
  }

  /// The condition keys that its requests bring.
  var keys: S3ConditionKeys {
    switch self {
    case .anybody, .principal: []
    case .distribution(let arn): [("aws:SourceArn", arn), ("aws:SourceAccount", Account.id)]
    }
  }
}

extension World {
  /// Whether an object may be read over the web.
  package func mayRead(_ key: String, in bucket: String, as reader: ObjectReader) -> Bool {
    let access = s3Access("GetObject", to: bucket, key, keys: reader.keys)
    return decision(on: access, by: reader.caller) == .allowed
  }
}
