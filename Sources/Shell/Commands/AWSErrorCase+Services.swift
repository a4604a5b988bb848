import Cloud
import CloudAPI

/// What load balancing, S3, Route 53 and IAM refuse.
extension AWSErrorCase {
  /// The case of an error of these services that tells more with what was given.
  static func ofServices(_ facts: FailureFacts) -> AWSErrorCase? {
    switch facts.call?.service {
    case "elbv2": return ofBalancing(facts)
    case "autoscaling": return ofScaling(facts)
    case "s3api": return ofVersioning(facts) ?? ofBucketRegion(facts)
    case "route53": return ofRecords(facts)
    case "iam": return ofDevice(facts)
    default: return nil
    }
  }

  /// A text that is no ARN of a target group, load balancer or listener, though it often names one or another.
  private static func ofBalancing(_ facts: FailureFacts) -> AWSErrorCase? {
    guard let given = facts.part(after: "'", before: "' is not a valid "),
      let kind = facts.part(after: "' is not a valid ", before: " ARN")
    else { return nil }
    let isName = !given.hasPrefix("arn:")
    switch kind {
    case "target group":
      let query = "--query 'TargetGroups[].TargetGroupArn' --output text"
      let isBalancer = given.contains(":loadbalancer/")
      guard isName || isBalancer else { return AWSErrorCase("target-group-arn", ["name": given]) }
      return AWSErrorCase(
        isName ? "target-group-name" : "target-group-balancer", ["name": given],
        lines: [
          "aws elbv2 describe-target-groups \(isName ? "--names" : "--load-balancer-arn") \(given) \(query)"
        ])
    case "load balancer":
      guard isName else { return AWSErrorCase("balancer-arn", ["name": given]) }
      return AWSErrorCase(
        "balancer-name", ["name": given],
        lines: [
          "aws elbv2 describe-load-balancers --names \(given)"
            + " --query 'LoadBalancers[].LoadBalancerArn' --output text"
        ])
    case "listener":
      guard given.contains(":loadbalancer/") else { return AWSErrorCase("listener-arn", ["name": given]) }
      return AWSErrorCase(
        "listener-balancer", ["name": given],
        lines: [
          "aws elbv2 describe-listeners --load-balancer-arn \(given)"
            + " --query 'Listeners[].ListenerArn' --output text"
        ])
    default: return nil
    }
  }

  /// A bucket that is to lie in the Region of the call, which it does not name.
  private static func ofBucketRegion(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.code == "IllegalLocationConstraintException", let bucket = facts.given("Bucket"),
      let region = facts.region?.rawValue, region != "us-east-1"
    else { return nil }
    return AWSErrorCase(
      "bucket-region", ["name": region],
      lines: [
        "aws s3api create-bucket --bucket \(bucket) --region \(region)"
          + " --create-bucket-configuration LocationConstraint=\(region)"
      ])
  }

  /// A device that a user still has.
  private static func ofDevice(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.isCall("iam", "delete-virtual-mfa-device"), facts.code == "DeleteConflict",
      let serial = facts.given("SerialNumber"),
      let directory = facts.world?.iam.directory,
      let user = directory.devices[serial]?.user.flatMap({ directory.users[$0]?.name })
    else { return nil }
    return AWSErrorCase(
      "mfa-assigned", ["user": user],
      lines: ["aws iam deactivate-mfa-device --user-name \(user) --serial-number \(serial)"])
  }

  /// A record that does not fit those of its zone.
  private static func ofRecords(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.code == "InvalidChangeBatch" else { return nil }
    if facts.says("does not lie within the target zone") {
      return AWSErrorCase(
        "record-alias-zone",
        lines: [
          "aws elbv2 describe-load-balancers --query 'LoadBalancers[].[DNSName,CanonicalHostedZoneId]'"
            + " --output text"
        ])
    }
    if let zone = facts.part(after: "is not permitted at apex in zone ", before: ".]") {
      return AWSErrorCase("record-apex", ["zone": zone])
    }
    if facts.says("conflicts with other records") || facts.says("a conflicting RRSet of type CNAME") {
      return AWSErrorCase("record-beside-cname")
    }
    if let zone = facts.part(after: "is not permitted in zone ", before: ".]") {
      return AWSErrorCase("record-outside", ["zone": zone])
    }
    let list = facts.given("HostedZoneId").map {
      ["aws route53 list-resource-record-sets --hosted-zone-id \($0)"]
    }
    if facts.says("but it already exists") { return AWSErrorCase("record-exists") }
    if facts.says("do not match the current values") {
      return AWSErrorCase("record-differs", lines: list ?? [])
    }
    return facts.says("Tried to delete") && facts.says("but it was not found")
      ? AWSErrorCase("record-missing", lines: list ?? []) : nil
  }

  /// A status of versioning that is none.
  private static func ofVersioning(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.code == "MalformedXML", facts.isCall("s3api", "put-bucket-versioning"),
      let bucket = facts.given("Bucket"),
      let status = facts.call?.input["VersioningConfiguration"]?["Status"]?.text
    else { return nil }
    return AWSErrorCase(
      "versioning-status", ["name": status],
      lines: [
        "aws s3api put-bucket-versioning --bucket \(bucket) --versioning-configuration Status=Enabled"
      ])
  }
}
