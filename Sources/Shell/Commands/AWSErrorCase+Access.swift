import Cloud
import CloudAPI

/// Who may not call, and what IAM does not do.
extension AWSErrorCase {
  /// The case of an error about the caller or about what belongs to a user.
  static func ofAccess(_ facts: FailureFacts) -> AWSErrorCase? {
    ofRegion(facts) ?? ofBlockedACL(facts) ?? ofDenial(facts) ?? ofIAM(facts)
  }

  /// A Region that is off for the account, in which nobody is known.
  private static func ofRegion(_ facts: FailureFacts) -> AWSErrorCase? {
    let codes = ["AuthFailure", "InvalidClientTokenId", "InvalidToken", "UnrecognizedClientException"]
    guard codes.contains(facts.code), let region = facts.region, facts.world?.isEnabled(region) == false
    else { return nil }
    return AWSErrorCase("region-off", ["name": region.rawValue])
  }

  /// An ACL that would let everybody in, where Block Public Access does not take any.
  private static func ofBlockedACL(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.code == "AccessDenied", facts.says("prevented by the BlockPublicAcls setting"),
      let bucket = facts.part(after: "on resource: \"arn:aws:s3:::", before: "\"")
    else { return nil }
    return AWSErrorCase(
      "public-acl-blocked",
      lines: [
        "aws s3api put-public-access-block --bucket \(bucket) --public-access-block-configuration"
          + " BlockPublicAcls=false,IgnorePublicAcls=false,BlockPublicPolicy=true,RestrictPublicBuckets=true"
      ])
  }

  /// An action that no policy of the caller allows, and the line that allows it.
  private static func ofDenial(_ facts: FailureFacts) -> AWSErrorCase? {
    // What S3 and STS refuse has more causes, which the call's own sentence tells; no policy opens those of AWS.
    let isTold =
      facts.isCall("s3api", "get-object") || facts.isCall("sts", "assume-role")
      || facts.says("arn:aws:iam::aws:policy/")
    guard denials.contains(facts.code), !isTold, facts.says("because no identity-based policy allows"),
      let caller = facts.part(after: "User: ", before: " is not authorized"),
      let shown = facts.part(after: "to perform: ", before: " ")
    else { return nil }
    let parts = caller.split(separator: "/").map(String.init)
    let holder: (kind: String, name: String)
    if caller.contains(":user/"), let name = parts.last {
      holder = ("user", name)
    } else if caller.contains(":assumed-role/"), parts.count == 3 {
      holder = ("role", parts[1])
    } else {
      return nil
    }
    let action = shown.hasPrefix("SNS:") ? "sns:\(shown.dropFirst(4))" : shown
    let name = action.split(separator: ":").last.map(String.init) ?? action
    let policy =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":""# + action
      + #"","Resource":"*"}]}"#
    return AWSErrorCase(
      "denied-\(holder.kind)", ["name": holder.name, "action": action],
      lines: [
        "aws iam put-\(holder.kind)-policy --\(holder.kind)-name \(holder.name) --policy-name allow-\(name)"
          + " --policy-document '\(policy)'"
      ])
  }

  /// The caller's own user, who is not to be deleted, and quotas of which something can be deleted.
  private static func ofIAM(_ facts: FailureFacts) -> AWSErrorCase? {
    let user = facts.given("UserName") ?? facts.call?.user
    if facts.code == "DeleteConflict", facts.isCall("iam", "delete-user"), let user,
      user.lowercased() == facts.call?.user?.lowercased()
    {
      return AWSErrorCase("own-user", ["name": user])
    }
    guard facts.code == "LimitExceeded" else { return nil }
    if facts.says("AccessKeysPerUser"), let user {
      return AWSErrorCase(
        "two-keys", ["name": user],
        lines: [
          "aws iam list-access-keys --user-name \(user)",
          "aws iam delete-access-key --user-name \(user) --access-key-id ID",
        ])
    }
    guard facts.says("up to 5 versions"), let arn = facts.given("PolicyArn") else { return nil }
    return AWSErrorCase(
      "five-versions",
      lines: [
        "aws iam list-policy-versions --policy-arn \(arn)",
        "aws iam delete-policy-version --policy-arn \(arn) --version-id ID",
      ])
  }
}
