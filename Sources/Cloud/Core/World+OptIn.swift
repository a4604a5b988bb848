extension World {
  /// Whether the account can use a Region: those launched since 2019-03-20 are off until it opts in (facts: 1.1), and a
  /// world is opened in one only when it starts there.
  // Simplified: regions-stay-off
  package func isEnabled(_ region: Region) -> Bool {
    guard catalog.region(region)?.needsOptIn == true else { return true }
    return ec2.images.contains { $0.row.region == region && $0.row.owner == "amazon" }
  }

  /// Throws the refusal that a Region gives that is off for the account: it does not know the caller.
  func checkOptIn(to region: Region, for service: String) throws(AWSError) {
    guard !isEnabled(region) else { return }
    switch service {
    case "ec2":
      throw AWSError("AuthFailure", "AWS was not able to validate the provided access credentials")
    case "s3api":
      throw AWSError("InvalidToken", "The provided token is malformed or otherwise invalid.")
    // Services that speak JSON say it in other words than those that speak XML.
    case "ssm", "logs", "resourcegroupstaggingapi", "arc-zonal-shift", "pricing", "fis":
      throw AWSError("UnrecognizedClientException", "The security token included in the request is invalid")
    default:
      throw AWSError("InvalidClientTokenId", "The security token included in the request is invalid")
    }
  }
}
