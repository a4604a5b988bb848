import Cloud
import CloudAPI
import EventKernel
import Testing

/// What listings and calls by name work on: AWS authorises most of them on an ARN, and a refusal names it.
@Suite struct ListingAccessTests {
  private static let guest = Caller(arn: "arn:aws:iam::123456789012:user/guest")
  private static let here = "ap-northeast-2:123456789012"
  private static let refusals = [
    "AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation",
  ]

  @Test(arguments: [
    ("rds describe-db-instances", "rds:DescribeDBInstances", "rds:\(here):db:*"),
    (
      "rds describe-db-instances --db-instance-identifier shop", "rds:DescribeDBInstances",
      "rds:\(here):db:shop"
    ),
    ("rds describe-db-snapshots", "rds:DescribeDBSnapshots", "rds:\(here):snapshot:*"),
    ("rds describe-db-subnet-groups", "rds:DescribeDBSubnetGroups", "rds:\(here):subgrp:*"),
    ("rds describe-db-parameter-groups", "rds:DescribeDBParameterGroups", "rds:\(here):pg:*"),
    (
      "rds list-tags-for-resource --resource-name arn:aws:rds:\(here):pg:shop", "rds:ListTagsForResource",
      "rds:\(here):pg:shop"
    ),
    ("cloudwatch describe-alarms", "cloudwatch:DescribeAlarms", "cloudwatch:\(here):alarm:*"),
    (
      "cloudwatch describe-alarms --alarm-names shop", "cloudwatch:DescribeAlarms",
      "cloudwatch:\(here):alarm:shop"
    ),
    (
      "cloudwatch describe-alarm-history", "cloudwatch:DescribeAlarmHistory", "cloudwatch:\(here):alarm:*"
    ),
    (
      "elasticache describe-cache-clusters", "elasticache:DescribeCacheClusters",
      "elasticache:\(here):cluster:*"
    ),
    (
      "elasticache describe-replication-groups", "elasticache:DescribeReplicationGroups",
      "elasticache:\(here):replicationgroup:*"
    ),
    (
      "elasticache describe-cache-subnet-groups", "elasticache:DescribeCacheSubnetGroups",
      "elasticache:\(here):subnetgroup:*"
    ),
    ("ssm describe-parameters", "ssm:DescribeParameters", "ssm:\(here):*"),
    ("ssm list-commands", "ssm:ListCommands", "ssm:\(here):*"),
    ("route53 get-change --id C1", "route53:GetChange", "route53:::change/C1"),
    (
      "route53 list-tags-for-resource --resource-type healthcheck --resource-id shop",
      "route53:ListTagsForResource", "route53:::healthcheck/shop"
    ),
    (
      "cloudfront get-cache-policy --id shop", "cloudfront:GetCachePolicy",
      "cloudfront::123456789012:cache-policy/shop"
    ),
    (
      "cloudfront delete-origin-access-control --id shop", "cloudfront:DeleteOriginAccessControl",
      "cloudfront::123456789012:origin-access-control/shop"
    ),
    (
      "savingsplans describe-savings-plans", "savingsplans:DescribeSavingsPlans",
      "savingsplans::123456789012:savingsplan/*"
    ),
    (
      "ce get-cost-and-usage --time-period Start=2026-01-01,End=2026-01-02 --granularity DAILY --metrics UnblendedCost",
      "ce:GetCostAndUsage", "ce:us-east-1:123456789012:/GetCostAndUsage"
    ),
    (
      "ec2 get-console-output --instance-id i-0123456789abcdef0", "ec2:GetConsoleOutput",
      "ec2:\(here):instance/*"
    ),
    (
      "ec2 describe-instance-attribute --instance-id i-0123456789abcdef0 --attribute userData",
      "ec2:DescribeInstanceAttribute", "ec2:\(here):instance/i-0123456789abcdef0"
    ),
    (
      "ec2 describe-vpc-attribute --vpc-id vpc-0123456789abcdef0 --attribute enableDnsSupport",
      "ec2:DescribeVpcAttribute", "ec2:\(here):vpc/*"
    ),
    (
      "ec2 delete-security-group --group-name nope", "ec2:DeleteSecurityGroup",
      "ec2:\(here):security-group/*"
    ),
    (
      "ec2 disassociate-address --association-id eipassoc-0123456789abcdef0", "ec2:DisassociateAddress",
      "ec2:\(here):elastic-ip/*"
    ),
    (
      "autoscaling delete-launch-configuration --launch-configuration-name shop",
      "autoscaling:DeleteLaunchConfiguration",
      "autoscaling:\(here):launchConfiguration:*:launchConfigurationName/shop"
    ),
    ("iam list-virtual-mfa-devices", "iam:ListVirtualMFADevices", "iam::123456789012:mfa/*"),
  ])
  func `a policy on the resource lets the call through, and one on another does not`(
    line: String, action: String, resource: String
  ) throws {
    var account = try LearnerAccount()
    try account.grant(
      [#"{"Effect":"Allow","Action":"\#(action)","Resource":"arn:aws:\#(resource)"}"#], to: "guest")
    let allowed = account.run(line, as: Self.guest)
    #expect(!Self.refusals.contains(allowed.error?.code ?? ""), "\(allowed.errorOutput)")
    try account.grant(
      [#"{"Effect":"Allow","Action":"\#(action)","Resource":"arn:aws:\#(resource)-other"}"#], to: "guest")
    let refused = account.run(line, as: Self.guest)
    #expect(Self.refusals.contains(refused.error?.code ?? ""), "\(refused.errorOutput)")
    #expect(refused.errorOutput.contains("on resource: arn:aws:"))
  }

  @Test func `a group by name is the group of the default VPC, with its tags`() throws {
    var account = try LearnerAccount()
    account.run(
      "ec2 create-security-group --group-name web --description web --tag-specifications "
        + "ResourceType=security-group,Tags=[{Key=env,Value=dev}]")
    try account.grant(
      [
        #"{"Effect":"Allow","Action":"ec2:*SecurityGroup*","Resource":"arn:aws:ec2:*:*:security-group/*","#
          + #""Condition":{"StringEquals":{"aws:ResourceTag/env":"dev"}}}"#
      ], to: "guest")
    let open = "ec2 authorize-security-group-ingress --group-name"
    #expect(account.run("\(open) web --protocol tcp --port 80 --cidr 0.0.0.0/0", as: Self.guest).status == 0)
    #expect(
      account.run("\(open) default --protocol tcp --port 80 --cidr 0.0.0.0/0", as: Self.guest).error?.code
        == "UnauthorizedOperation")
    #expect(account.run("ec2 delete-security-group --group-name web", as: Self.guest).status == 0)
  }

  @Test func `all buckets are listed under the ARN of all, and the refusal names none`() throws {
    var account = try LearnerAccount()
    account.run("s3 mb s3://shop-img")
    try account.grant(
      [#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::shop-img/*"}"#], to: "guest")
    let refused = account.run("s3 ls", as: Self.guest)
    #expect(
      refused.errorOutput.contains(
        "is not authorized to perform: s3:ListAllMyBuckets because no identity-based policy allows the "
          + "s3:ListAllMyBuckets action"))
    #expect(
      account.run("s3api list-objects-v2 --bucket shop-img", as: Self.guest).errorOutput.contains(
        #"s3:ListBucket on resource: "arn:aws:s3:::shop-img" because"#))
    // Who may not list learns no more of a missing key than that.
    #expect(
      account.run("s3api get-object --bucket shop-img --key none o", as: Self.guest).errorOutput.contains(
        #"s3:ListBucket on resource: "arn:aws:s3:::shop-img" because"#))
    for resource in ["arn:aws:s3:::*", "*"] {
      try account.grant(
        [#"{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"\#(resource)"}"#], to: "guest")
      #expect(account.run("s3 ls", as: Self.guest).output.contains("shop-img"), "\(resource)")
    }
    try account.grant(
      [#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::shop-img"}"#], to: "guest")
    #expect(account.run("s3 ls", as: Self.guest).status != 0)
  }

  @Test func `SNS writes its actions in capitals, and lists under everything of the Region`() throws {
    var account = try LearnerAccount()
    try account.grant(
      [#"{"Effect":"Allow","Action":"sns:ListTopics","Resource":"arn:aws:sns:us-east-1:*:*"}"#], to: "guest")
    #expect(
      account.run("sns list-topics", as: Self.guest).errorOutput.contains(
        "SNS:ListTopics on resource: arn:aws:sns:\(Self.here):* because no identity-based policy allows the "
          + "SNS:ListTopics action"))
    #expect(account.run("sns list-topics --region us-east-1", as: Self.guest).status == 0)
  }

  @Test func `parameters and rules have their tags for policies`() throws {
    var account = try LearnerAccount()
    account.run("ssm put-parameter --name shop --type String --value a --tags Key=env,Value=dev")
    account.run("ssm put-parameter --name till --type String --value a --tags Key=env,Value=prod")
    try account.grant(
      [
        #"{"Effect":"Allow","Action":"ssm:GetParameter","Resource":"*","Condition":"#
          + #"{"StringEquals":{"ssm:resourceTag/env":"dev"}}}"#
      ], to: "guest")
    #expect(account.run("ssm get-parameter --name shop", as: Self.guest).status == 0)
    #expect(account.run("ssm get-parameter --name shop:1", as: Self.guest).status == 0)
    #expect(
      account.run("ssm get-parameter --name till", as: Self.guest).error?.code == "AccessDeniedException")
  }
}
