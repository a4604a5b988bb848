/// Refusals of CloudFront that several operations share, in AWS's words.
enum CloudFrontError {
  static let noDistribution = AWSError("NoSuchDistribution", "The specified distribution does not exist.")
  static let noAccessControl = AWSError(
    "NoSuchOriginAccessControl", "The specified origin access control does not exist.")
  static let noCachePolicy = AWSError("NoSuchCachePolicy", "The specified cache policy does not exist.")
  static let quantities = AWSError(
    "InconsistentQuantities", "The value of Quantity and the size of Items don't match.")
  static let noVersion = AWSError(
    "InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.")
  static let precondition = AWSError(
    "PreconditionFailed",
    "The request failed because it didn't meet the preconditions in one or more request-header fields.")

  static func invalid(_ message: String) -> AWSError { AWSError("InvalidArgument", message) }

  /// Throws unless the call names the version that is in force.
  static func check(_ version: String?, against etag: String) throws(AWSError) {
    guard let version, !version.isEmpty else { throw noVersion }
    guard version.split(separator: "\"").joined().utf8.elementsEqual(etag.utf8) else { throw precondition }
  }
}

extension World {
  /// The cache policy of an id, AWS's or the account's own.
  package func cachePolicy(_ id: String) -> CachePolicy? {
    ManagedPolicies.cache.first { $0.id.utf8.elementsEqual(id.utf8) } ?? cloudFront.cachePolicies[id]
  }

  /// The distribution of an id, or AWS's refusal.
  func edgeDistribution(_ id: String) throws(AWSError) -> EdgeDistribution {
    guard let found = cloudFront.distributions[id] else { throw CloudFrontError.noDistribution }
    return found
  }

  /// The tags of the distribution of an ARN.
  func tags(ofDistribution arn: String) -> Tags {
    arn.split(separator: "/").last.flatMap { cloudFront.distributions[String($0)]?.tags } ?? Tags()
  }

  /// The access to a distribution by an action.
  func distributionAccess(_ action: String, _ id: String, _ context: CallContext) -> [AccessRequest] {
    let tags = cloudFront.distributions[id]?.tags ?? Tags()
    return [
      AccessRequest(
        action: "cloudfront:\(action)",
        target: AccessTarget("arn:aws:cloudfront::\(Account.id):distribution/\(id)", tags: tags))
    ]
  }
}
