extension World {
  /// What a call works on that names no resource: `*`, or what some services put in its place.
  ///
  /// Systems Manager and SNS ask for everything of theirs in the account and Region, Cost Explorer for the call itself,
  /// as the messages of their refusals show; S3 lists all buckets under the ARN of all (S3 User Guide: policy examples).
  func everything(of action: String, in region: Region) -> AccessTarget {
    let parts = action.split(separator: ":", maxSplits: 1).map(String.init)
    let name = parts.last ?? action
    switch parts.first ?? "" {
    case "ec2": return AccessTarget("*", keys: keys(in: region))
    case "ssm": return AccessTarget("arn:aws:ssm:\(region.rawValue):\(Account.id):*")
    case "sns": return AccessTarget("arn:aws:sns:\(region.rawValue):\(Account.id):*")
    case "ce": return AccessTarget("arn:aws:ce:us-east-1:\(Account.id):/\(name)")
    case "s3": return AccessTarget("arn:aws:s3:::*")
    default: return AccessTarget("*")
    }
  }
}
