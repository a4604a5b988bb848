import Cloud
import CloudAPI
import EventKernel
import Testing

/// What EC2 refuses of a request, in its own words, and what it answers beside the resource.
@Suite struct EC2RequestTests {
  /// An account with an instance that has just been launched.
  private struct Scene {
    var account: LearnerAccount
    let launch: String
    let instance: String
    let subnet: String
    let vpc: String

    init() throws {
      var account = try LearnerAccount()
      let image = try account.image()
      launch = "run-instances --image-id \(image) --instance-type t3.micro"
      instance = try account.text("ec2 \(launch) --query Instances[0].InstanceId")
      subnet = try account.text("ec2 describe-subnets --query Subnets[0].SubnetId")
      vpc = try account.text("ec2 describe-vpcs --query Vpcs[0].VpcId")
      self.account = account
    }

    mutating func check(_ line: String, _ code: String, _ words: String) {
      let outcome = account.run("ec2 " + line)
      #expect(outcome.error?.code == code, "\(line): \(LearnerAccount.complaint(of: outcome))")
      #expect(outcome.errorOutput.contains(words), "\(line): \(outcome.errorOutput)")
    }
  }

  @Test func `a rule names groups of its own VPC, so that a VPC takes none of another's rules with it`()
    throws
  {
    var scene = try Scene()
    let other = try scene.account.text("ec2 create-vpc --cidr-block 10.9.0.0/16 --query Vpc.VpcId")
    let foreign = try scene.account.text(
      "ec2 describe-security-groups --filters Name=vpc-id,Values=\(other) --query SecurityGroups[0].GroupId")
    let own = try scene.account.text(
      "ec2 create-security-group --group-name web --description web --vpc-id \(scene.vpc) --query GroupId")
    let words = "You have specified two resources that belong to different networks."
    let ends = "--group-id \(own) --protocol tcp --port 80 --source-group \(foreign)"
    scene.check("authorize-security-group-ingress \(ends)", "InvalidGroup.NotFound", words)
    scene.check("revoke-security-group-ingress \(ends)", "InvalidGroup.NotFound", words)
    let rule = try scene.account.text(
      "ec2 authorize-security-group-ingress --group-id \(own) --protocol tcp --port 80 --source-group \(own)"
        + " --query SecurityGroupRules[0].SecurityGroupRuleId")
    scene.check(
      "modify-security-group-rules --group-id \(own) --security-group-rules SecurityGroupRuleId=\(rule),"
        + "SecurityGroupRule={IpProtocol=tcp,FromPort=80,ToPort=80,ReferencedGroupId=\(foreign)}",
      "InvalidGroup.NotFound", words)
    #expect(scene.account.run("ec2 delete-vpc --vpc-id \(other)").status == 0)
  }

  @Test func `tags, interfaces, disks and templates that are not complete are refused`() throws {
    var scene = try Scene()
    let volume = "create-volume --availability-zone ap-northeast-2a --size 8"
    let twice = "Tags=[{Key=Name,Value=a},{Key=Name,Value=b}]"
    let template = "create-launch-template --launch-template-name shop --launch-template-data"
    let cases: [(String, String, String)] = [
      (
        "\(scene.launch) --tag-specifications ResourceType=instance,\(twice)", "InvalidParameterValue",
        "Duplicate tag key 'Name' specified."
      ),
      (
        "\(volume) --tag-specifications ResourceType=volume,\(twice)", "InvalidParameterValue",
        "Duplicate tag key 'Name' specified."
      ),
      (
        "\(volume) --tag-specifications ResourceType=volume", "InvalidTagKey.Malformed",
        "Tag specification must have at least one tag"
      ),
      (
        "\(scene.launch) --network-interfaces SubnetId=\(scene.subnet)", "InvalidParameterValue",
        "Each network interface requires a device index."
      ),
      (
        "\(volume) --volume-type io1", "InvalidParameterCombination",
        "The parameter iops must be specified for io1 volumes."
      ),
      (
        "\(scene.launch) --block-device-mappings DeviceName=/dev/sdb,Ebs={VolumeSize=10,VolumeType=io2}",
        "InvalidParameterCombination", "The parameter iops must be specified for io2 volumes."
      ),
      ("\(template) {}", "MissingParameter", "No launch template data was provided."),
      (
        "describe-launch-templates --launch-template-ids banana", "InvalidLaunchTemplateId.Malformed",
        "banana"
      ),
      (
        "describe-launch-templates --launch-template-ids lt-123", "InvalidLaunchTemplateId.Malformed",
        "lt-123"
      ),
      (
        "describe-launch-templates --launch-template-ids lt-0123456789abcdef0",
        "InvalidLaunchTemplateId.NotFound", "lt-0123456789abcdef0"
      ),
    ]
    for (line, code, words) in cases { scene.check(line, code, words) }
    let tags = "--tag-specifications ResourceType=volume,Tags=[{Key=Name,Value=a},{Key=Stage,Value=a}]"
    #expect(scene.account.code("ec2 \(volume) \(tags)") == "done")
    #expect(scene.account.code("ec2 \(template) InstanceType=t3.micro") == "done")
  }

  @Test(arguments: [
    ("describe-instance-status --instance-ids", "i-", "instancesSet"),
    ("describe-instance-credit-specifications --instance-ids", "i-", "instancesSet"),
    ("describe-instances --instance-ids", "i-", "instancesSet"),
    ("describe-network-interfaces --network-interface-ids", "eni-", "networkInterfaceIdSet"),
    ("describe-snapshots --snapshot-ids", "snap-", "snapshotSet"),
    ("describe-volumes --volume-ids", "vol-", "volumeSet"),
  ])
  func `what is named comes in no pages`(line: String, prefix: String, set: String) throws {
    var account = try LearnerAccount()
    let outcome = account.run("ec2 \(line) \(prefix)0123456789abcdef0 --max-results 5")
    #expect(outcome.error?.code == "InvalidParameterCombination")
    #expect(
      outcome.errorOutput.contains("The parameter \(set) cannot be used with the parameter maxResults"))
  }

  @Test func `a type that is none is no value of the attribute, and an image goes only once`() throws {
    var scene = try Scene()
    scene.account.wait(.minutes(3))
    let image = try scene.account.text(
      "ec2 create-image --instance-id \(scene.instance) --name golden --query ImageId")
    scene.account.wait(.minutes(20))
    scene.account.run("ec2 stop-instances --instance-ids \(scene.instance)")
    scene.account.wait(.minutes(5))
    scene.check(
      "modify-instance-attribute --instance-id \(scene.instance) --instance-type Value=x9.huge",
      "InvalidInstanceAttributeValue", "x9.huge")
    #expect(scene.account.code("ec2 deregister-image --image-id \(image)") == "done")
    scene.check(
      "deregister-image --image-id \(image)", "InvalidAMIID.Unavailable",
      "The image ID '\(image)' is no longer available")
    scene.check(
      "deregister-image --image-id ami-0123456789abcdef0", "InvalidAMIID.NotFound", "does not exist")
  }

  @Test func `a call is answered with its token, or with the one that the client makes up`() throws {
    var scene = try Scene()
    for line in [
      "create-route-table --vpc-id \(scene.vpc)", "create-network-acl --vpc-id \(scene.vpc)",
      "create-network-interface --subnet-id \(scene.subnet)",
      "create-nat-gateway --connectivity-type private --subnet-id \(scene.subnet)",
    ] {
      let token = try scene.account.text("ec2 \(line) --query ClientToken")
      #expect(token.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12], "\(line): \(token)")
      let first = scene.account.run("ec2 \(line) --client-token mine").output
      #expect(first.contains(#""ClientToken": "mine""#), "\(line): \(first)")
      #expect(scene.account.run("ec2 \(line) --client-token mine").output == first, "\(line)")
    }
    let token = try scene.account.text(
      "ec2 describe-instances --query Reservations[0].Instances[0].ClientToken")
    #expect(token.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12], "\(token)")
    #expect(
      try scene.account.text(
        "ec2 describe-vpc-attribute --vpc-id \(scene.vpc) --attribute enableNetworkAddressUsageMetrics "
          + "--query EnableNetworkAddressUsageMetrics.Value") == "False")
  }
}
