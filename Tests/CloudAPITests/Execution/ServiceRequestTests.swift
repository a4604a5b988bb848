import Cloud
import CloudAPI
import EventKernel
import Testing

/// What the services beside EC2 refuse of a request, in their own words, and what they always answer.
@Suite struct ServiceRequestTests {
  @Test func `tags of a zone want the id without its path`() throws {
    var account = try LearnerAccount()
    let path = try account.text(
      "route53 create-hosted-zone --name a.example --caller-reference a --query HostedZone.Id")
    let id = String(path.dropFirst("/hostedzone/".count))
    let kind = "--resource-type hostedzone"
    for line in [
      "change-tags-for-resource \(kind) --add-tags Key=a,Value=b --resource-id",
      "list-tags-for-resource \(kind) --resource-id", "list-tags-for-resources \(kind) --resource-ids",
    ] {
      let call = "route53 \(line)"
      let outcome = account.run("\(call) \(path)")
      #expect(outcome.error?.code == "InvalidInput", "\(line)")
      #expect(
        outcome.errorOutput.contains(
          "1 validation error detected: Value '\(path)' at 'resourceId' failed to satisfy constraint: Member must "
            + "have length less than or equal to 32"), "\(line): \(outcome.errorOutput)")
      #expect(account.code("\(call) /hostedzone/Z1") == "NoSuchHostedZone", "\(line)")
      #expect(account.code("\(call) \(id)") == "done", "\(line)")
    }
    #expect(account.code("route53 get-hosted-zone --id \(path)") == "done")
  }

  @Test func `a balancer says which protocols its listeners speak, and groups are named in one way`() throws {
    var account = try LearnerAccount()
    let vpc = try account.text("ec2 describe-vpcs --query Vpcs[0].VpcId")
    let subnets = try account.text("ec2 describe-subnets --query Subnets[:2].SubnetId").split(separator: "\t")
    let group = try account.text(
      "elbv2 create-target-group --name web --protocol HTTP --port 80 --vpc-id \(vpc) "
        + "--query TargetGroups[0].TargetGroupArn")
    for (type, name, words) in [
      ("application", "TCP", "Listener protocol 'TCP' must be one of 'HTTP, HTTPS'"),
      ("network", "HTTP", "Listener protocol 'HTTP' must be one of 'TLS, TCP, TCP_UDP, UDP'"),
    ] {
      let balancer = try account.text(
        "elbv2 create-load-balancer --name \(type) --type \(type) --subnets \(subnets.joined(separator: " ")) "
          + "--query LoadBalancers[0].LoadBalancerArn")
      let outcome = account.run(
        "elbv2 create-listener --load-balancer-arn \(balancer) --protocol \(name) --port 99 "
          + "--default-actions Type=forward,TargetGroupArn=\(group)")
      #expect(outcome.error?.code == "ValidationError")
      #expect(outcome.errorOutput.contains(words), "\(outcome.errorOutput)")
      for more in ["--names web", "--load-balancer-arn \(balancer)"] {
        let both = account.run("elbv2 describe-target-groups --target-group-arns \(group) \(more)")
        #expect(both.error?.code == "ValidationError")
        #expect(both.errorOutput.contains("cannot be specified at the same time"), "\(both.errorOutput)")
      }
    }
  }

  @Test(arguments: [
    (
      "cloudwatch describe-alarms --alarm-names a --alarm-name-prefix a", "InvalidParameterCombination",
      "cannot be specified together"
    ),
    (
      "ssm describe-parameters --parameter-filters Key=Banana,Values=x", "ValidationException",
      "Value 'Banana' at 'parameterFilters.1.member.key' failed to satisfy constraint: Member must satisfy regular "
        + "expression pattern: tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType"
    ),
    (
      "ssm describe-parameters --parameter-filters Key=Path,Option=Recursive,Values=p", "ValidationException",
      "slash"
    ),
    ("ssm describe-parameters --parameter-filters Key=Label,Values=x", "InvalidFilterKey", "Label"),
  ])
  func `filters that do not go together or do not exist are refused`(
    line: String, code: String, words: String
  )
    throws
  {
    var account = try LearnerAccount()
    let outcome = account.run(line)
    #expect(outcome.error?.code == code)
    #expect(outcome.errorOutput.contains(words), "\(outcome.errorOutput)")
  }

  @Test func `what AWS always answers is there`() throws {
    var account = try LearnerAccount()
    let costs = account.run(
      "ce get-cost-and-usage --time-period Start=2026-01-01,End=2026-01-02 --granularity DAILY "
        + "--metrics UnblendedCost")
    #expect(costs.output.contains(#""DimensionValueAttributes": []"#), "\(costs.output) \(costs.errorOutput)")
    let option = "OrderableDBInstanceOptions[0].[StorageType,SupportsIops,SupportsStorageEncryption,"
    let members = "SupportsPerformanceInsights,SupportedEngineModes[0],OutpostCapable]"
    #expect(
      try account.text(
        "rds describe-orderable-db-instance-options --engine mysql --db-instance-class db.t3.micro "
          + "--query \(option)\(members)") == "gp2\tFalse\tTrue\tFalse\tprovisioned\tFalse")
  }
}
