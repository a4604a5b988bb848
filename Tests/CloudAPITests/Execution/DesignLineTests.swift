import Cloud
import CloudAPI
import EventKernel
import Testing

/// Designs that people who know AWS build, typed as they type them.
@Suite struct DesignLineTests {
  /// An account with a second VPC: a public and a private subnet, a gateway, and an image.
  private struct Network {
    var account: LearnerAccount
    let vpc: String
    let outside: String
    let inside: String
    let image: String

    init() throws {
      account = try LearnerAccount()
      vpc = try account.text("ec2 create-vpc --cidr-block 10.0.0.0/16 --query Vpc.VpcId")
      outside = try account.text(
        "ec2 create-subnet --vpc-id \(vpc) --cidr-block 10.0.0.0/24 --availability-zone ap-northeast-2a "
          + "--query Subnet.SubnetId")
      inside = try account.text(
        "ec2 create-subnet --vpc-id \(vpc) --cidr-block 10.0.1.0/24 --availability-zone ap-northeast-2b "
          + "--query Subnet.SubnetId")
      image = try account.image()
    }

    mutating func attachGateway() throws {
      let gateway = try account.text(
        "ec2 create-internet-gateway --query InternetGateway.InternetGatewayId")
      _ = try account.text("ec2 attach-internet-gateway --vpc-id \(vpc) --internet-gateway-id \(gateway)")
    }
  }

  @Test func `a private subnet goes out through a NAT gateway, which has its own life`() throws {
    var network = try Network()
    try network.attachGateway()
    let allocation = try network.account.text("ec2 allocate-address --query AllocationId")
    let nat = try network.account.text(
      "ec2 create-nat-gateway --subnet-id \(network.outside) --allocation-id \(allocation) "
        + "--query NatGateway.NatGatewayId")
    #expect(
      network.account.code("ec2 release-address --allocation-id \(allocation)") == "InvalidIPAddress.InUse")
    #expect(
      network.account.code(
        "ec2 create-nat-gateway --subnet-id \(network.outside) --allocation-id \(allocation)")
        == "Resource.AlreadyAssociated")
    #expect(network.account.run("ec2 wait nat-gateway-available --nat-gateway-ids \(nat)").status == 0)
    let table = try network.account.text(
      "ec2 create-route-table --vpc-id \(network.vpc) --query RouteTable.RouteTableId")
    let route = "--route-table-id \(table) --destination-cidr-block 0.0.0.0/0 --nat-gateway-id \(nat)"
    #expect(network.account.code("ec2 replace-route \(route)") == "InvalidParameterValue")
    #expect(network.account.code("ec2 create-route \(route)") == "done")
    _ = try network.account.text(
      "ec2 associate-route-table --route-table-id \(table) --subnet-id \(network.inside)")
    let state = "ec2 describe-route-tables --route-table-ids \(table) --query RouteTables[0].Routes[1].State"
    #expect(try network.account.text(state) == "active")
    #expect(network.account.code("ec2 delete-subnet --subnet-id \(network.outside)") == "DependencyViolation")
    #expect(
      network.account.world.monthlyCost(traffic: nil).items.contains { $0.code == "nat-gateway" })
    #expect(network.account.code("ec2 delete-nat-gateway --nat-gateway-id \(nat)") == "done")
    #expect(network.account.run("ec2 wait nat-gateway-deleted --nat-gateway-ids \(nat)").status == 0)
    #expect(try network.account.text(state) == "blackhole")
    #expect(network.account.code("ec2 release-address --allocation-id \(allocation)") == "done")
    #expect(
      network.account.code("ec2 describe-nat-gateways --filter Name=colour,Values=red")
        == "InvalidParameterValue")
  }

  @Test func `a NAT gateway without an Internet gateway fails, and its address is free again`() throws {
    var network = try Network()
    let allocation = try network.account.text("ec2 allocate-address --query AllocationId")
    let nat = try network.account.text(
      "ec2 create-nat-gateway --subnet-id \(network.outside) --allocation-id \(allocation) "
        + "--query NatGateway.NatGatewayId")
    network.account.wait(.minutes(2))
    #expect(
      try network.account.text(
        "ec2 describe-nat-gateways --nat-gateway-ids \(nat) --query NatGateways[0].[State,FailureCode]")
        == "failed\tGateway.NotAttached")
    #expect(network.account.code("ec2 release-address --allocation-id \(allocation)") == "done")
    network.account.wait(.hours(1))
    #expect(
      network.account.code("ec2 describe-nat-gateways --nat-gateway-ids \(nat)") == "NatGatewayNotFound")
  }

  @Test func `subnets change their route table by its association`() throws {
    var network = try Network()
    let main = try network.account.text(
      "ec2 describe-route-tables --filters Name=vpc-id,Values=\(network.vpc) "
        + "--query RouteTables[0].Associations[0].RouteTableAssociationId")
    let table = try network.account.text(
      "ec2 create-route-table --vpc-id \(network.vpc) --query RouteTable.RouteTableId")
    let association = try network.account.text(
      "ec2 replace-route-table-association --association-id \(main) --route-table-id \(table) "
        + "--query NewAssociationId")
    #expect(association.hasPrefix("rtbassoc-") && association != main)
    #expect(
      try network.account.text(
        "ec2 describe-route-tables --filters Name=association.main,Values=true "
          + "Name=vpc-id,Values=\(network.vpc) --query RouteTables[].RouteTableId") == table)
    #expect(
      network.account.code(
        "ec2 replace-route-table-association --association-id \(main) --route-table-id \(table)")
        == "InvalidAssociationID.NotFound")
  }

  @Test func `a network load balancer stands on Elastic IPs until it is deleted`() throws {
    var account = try LearnerAccount()
    let subnets = try account.text(
      "ec2 describe-subnets --query Subnets[:2].SubnetId"
    ).split(separator: "\t").map(String.init)
    let first = try account.text("ec2 allocate-address --query [AllocationId,PublicIp]").split(
      separator: "\t")
    let mapping = "SubnetId=\(subnets[0]),AllocationId=\(first[0])"
    #expect(
      account.code("elbv2 create-load-balancer --name web --subnet-mappings \(mapping)")
        == "InvalidConfigurationRequest")
    let create = "elbv2 create-load-balancer --name net --type network --subnet-mappings "
    #expect(account.code(create + "SubnetId=\(subnets[0]),AllocationId=eipalloc-1") == "AllocationIdNotFound")
    let arn = try account.text(
      create + "\(mapping) SubnetId=\(subnets[1]) --query LoadBalancers[0].LoadBalancerArn")
    let addresses = try account.text(
      "elbv2 describe-load-balancers --names net "
        + "--query LoadBalancers[0].AvailabilityZones[].LoadBalancerAddresses[].[IpAddress,AllocationId]")
    #expect(addresses == "\(first[1])\t\(first[0])")
    #expect(
      account.code("elbv2 create-load-balancer --name two --type network --subnet-mappings \(mapping)")
        == "ResourceInUse")
    #expect(account.code("ec2 release-address --allocation-id \(first[0])") == "InvalidIPAddress.InUse")
    #expect(account.code("ec2 disassociate-address --public-ip \(first[1])") == "AuthFailure")
    #expect(account.code("elbv2 delete-load-balancer --load-balancer-arn \(arn)") == "done")
    #expect(account.code("ec2 release-address --allocation-id \(first[0])") == "done")
  }

  @Test func `a group is spread over zones, of the first type that its policy names`() throws {
    var account = try LearnerAccount()
    let image = try account.image()
    _ = try account.text(
      "ec2 create-launch-template --launch-template-name web --launch-template-data "
        + "ImageId=\(image),InstanceType=m5.large")
    let policy =
      "{\"LaunchTemplate\":{\"LaunchTemplateSpecification\":{\"LaunchTemplateName\":\"web\"},"
      + "\"Overrides\":[{\"InstanceType\":\"c5.large\"},{\"InstanceType\":\"m5.large\"}]}}"
    let outcome = account.run(
      words: [
        "autoscaling", "create-auto-scaling-group", "--auto-scaling-group-name", "web", "--min-size", "2",
        "--max-size", "4", "--availability-zones", "ap-northeast-2a", "ap-northeast-2c",
        "--mixed-instances-policy", policy, "--termination-policies", "NewestInstance",
      ])
    #expect(outcome.status == 0, "\(LearnerAccount.complaint(of: outcome))")
    account.wait(.minutes(1))
    #expect(
      try account.text(
        "autoscaling describe-auto-scaling-groups --query "
          + "AutoScalingGroups[0].Instances[].[InstanceType,AvailabilityZone,LifecycleState]|sort_by(@,&[1])")
        == "c5.large\tap-northeast-2a\tInService\nc5.large\tap-northeast-2c\tInService")
    #expect(
      try account.text(
        "autoscaling describe-auto-scaling-groups --query "
          + "AutoScalingGroups[0].[LaunchTemplate,MixedInstancesPolicy.LaunchTemplate.Overrides[1].InstanceType]"
      )
        == "None\tm5.large")
    #expect(
      account.code(
        "autoscaling update-auto-scaling-group --auto-scaling-group-name web --availability-zones x")
        == "ValidationError")
  }

  @Test func `running machines join a group and leave it again`() throws {
    var account = try LearnerAccount()
    let image = try account.image()
    _ = try account.text(
      "ec2 create-launch-template --launch-template-name web --launch-template-data "
        + "ImageId=\(image),InstanceType=t3.micro")
    _ = try account.text(
      "autoscaling create-auto-scaling-group --auto-scaling-group-name web --min-size 0 --max-size 1 "
        + "--availability-zones ap-northeast-2a --launch-template LaunchTemplateName=web")
    let id = try account.text(
      "ec2 run-instances --image-id \(image) --instance-type t3.micro "
        + "--placement AvailabilityZone=ap-northeast-2a --query Instances[0].InstanceId")
    let attach = "autoscaling attach-instances --auto-scaling-group-name web --instance-ids \(id)"
    #expect(account.code(attach) == "ValidationError", "It does not run yet.")
    account.wait(.seconds(30))
    #expect(account.code(attach) == "done")
    #expect(account.code(attach) == "ValidationError", "It is a member already.")
    account.wait(.seconds(30))
    let state = "autoscaling describe-auto-scaling-instances --query AutoScalingInstances[].LifecycleState"
    #expect(try account.text(state) == "InService")
    let detach = "autoscaling detach-instances --auto-scaling-group-name web --instance-ids \(id) "
    #expect(
      account.run(detach + "--should-decrement-desired-capacity").output.contains("Detaching EC2 instance"))
    account.wait(.minutes(5))
    #expect(try account.text(state) == "")
    #expect(
      try account.text(
        "ec2 describe-instances --instance-ids \(id) --query Reservations[].Instances[].State.Name")
        == "running")
  }

  @Test func `a step policy is carried out by hand, and acts as its step says`() throws {
    var account = try LearnerAccount()
    let image = try account.image()
    _ = try account.text(
      "ec2 create-launch-template --launch-template-name web --launch-template-data "
        + "ImageId=\(image),InstanceType=t3.micro")
    _ = try account.text(
      "autoscaling create-auto-scaling-group --auto-scaling-group-name web --min-size 1 --max-size 5 "
        + "--availability-zones ap-northeast-2a --launch-template LaunchTemplateName=web")
    account.wait(.minutes(10))
    _ = try account.text(
      "autoscaling put-scaling-policy --auto-scaling-group-name web --policy-name up --policy-type StepScaling "
        + "--adjustment-type ChangeInCapacity --step-adjustments "
        + "MetricIntervalLowerBound=0,MetricIntervalUpperBound=20,ScalingAdjustment=1 "
        + "MetricIntervalLowerBound=20,ScalingAdjustment=3")
    let execute = "autoscaling execute-policy --auto-scaling-group-name web --policy-name up"
    #expect(account.code(execute) == "ValidationError")
    #expect(account.code(execute + " --metric-value 85 --breach-threshold 60") == "done")
    #expect(
      try account.text(
        "autoscaling describe-auto-scaling-groups --query AutoScalingGroups[0].DesiredCapacity")
        == "4")
    #expect(account.code(execute + "s --metric-value 85 --breach-threshold 60") == "ValidationError")
  }

  @Test func `a listener has its default rule, a zone its comment`() throws {
    var account = try LearnerAccount()
    let subnets = try account.text("ec2 describe-subnets --query Subnets[:2].SubnetId")
      .replacing("\t", with: " ")
    let vpc = try account.text("ec2 describe-vpcs --query Vpcs[0].VpcId")
    let balancer = try account.text(
      "elbv2 create-load-balancer --name web --subnets \(subnets) --query LoadBalancers[0].LoadBalancerArn")
    let group = try account.text(
      "elbv2 create-target-group --name web --protocol HTTP --port 80 --vpc-id \(vpc) "
        + "--query TargetGroups[0].TargetGroupArn")
    let listener = try account.text(
      "elbv2 create-listener --load-balancer-arn \(balancer) --protocol HTTP --port 80 "
        + "--default-actions Type=forward,TargetGroupArn=\(group) --query Listeners[0].ListenerArn")
    let rule = try account.text("elbv2 describe-rules --listener-arn \(listener) --query Rules[].RuleArn")
    #expect(rule.contains(":listener-rule/app/web/"))
    #expect(
      try account.text(
        "elbv2 describe-rules --rule-arns \(rule) --query Rules[].[Priority,IsDefault,Actions[0].TargetGroupArn]"
      )
        == "default\tTrue\t\(group)")
    #expect(account.code("elbv2 describe-rules --rule-arns \(rule)0") == "RuleNotFound")
    let zone = try account.text(
      "route53 create-hosted-zone --name shop.example --caller-reference a --query HostedZone.Id")
    #expect(
      try account.text(
        "route53 update-hosted-zone-comment --id \(zone) --comment Shop --query HostedZone.Config.Comment")
        == "Shop")
    #expect(account.code("route53 update-hosted-zone-comment --id Z0 --comment Shop") == "NoSuchHostedZone")
  }

  @Test func `what is mistyped is refused by its own name`() throws {
    var account = try LearnerAccount()
    #expect(account.run("ec2 describe-instances --instanc-ids i-1").suggestions == ["--instance-ids"])
    #expect(account.run("ec2 descibe-instances").errorOutput.contains("  * describe-instances"))
    let refusal = account.run("ec2 run-instances --image-id ami-1 --enable-primary-ipv6").refusal
    #expect(refusal == .member(service: "ec2", operation: "run-instances", name: "--enable-primary-ipv6"))
    #expect(
      account.run("ec2 create-flow-logs").refusal
        == .operation(service: "ec2", name: "create-flow-logs"))
  }
}
