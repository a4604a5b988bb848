import Cloud
import CloudAPI

/// What load balancing, Auto Scaling and S3 refuse.
extension AWSErrorCase {
  /// The case of an error of these services that tells more with what was given.
  static func ofServices(_ facts: FailureFacts) -> AWSErrorCase? {
    switch facts.call?.service {
    case "elbv2": return ofBalancing(facts)
    case "autoscaling":
      return facts.part(after: "AutoScalingGroup name not found - ").map {
        AWSErrorCase("scaling-group", ["name": $0])
      }
    case "s3api": return ofVersioning(facts)
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
