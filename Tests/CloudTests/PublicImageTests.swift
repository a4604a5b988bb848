import Cloud
import EventKernel
import Foundation
import Testing

/// The images that Amazon and Canonical publish, by the names and parameters that tutorials use.
struct PublicImageTests {
  @Test(arguments: [
    ("amazon", "amzn2-ami-hvm-*-x86_64-gp2", "x86_64", "/dev/xvda"),
    ("amazon", "al2023-ami-2023.*-kernel-6.1-arm64", "arm64", "/dev/xvda"),
    ("099720109477", "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*", "x86_64", "/dev/sda1"),
    ("099720109477", "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-arm64-server-*", "arm64", "/dev/sda1"),
  ])
  func `an image is found by its owner and name`(
    owner: String, name: String, architecture: String, device: String
  ) throws {
    var world = try TestWorld.make()
    let images = try world.ask(
      DescribeImages.self,
      #"{"owners": ["\#(owner)"], "filters": [{"name": "name", "values": ["\#(name)"]}]}"#
    ).images
    let image = try #require(images.count == 1 ? images.first : nil)
    #expect(image.architecture == architecture && image.rootDeviceName == device)
    #expect(image.imageOwnerAlias == "amazon")
  }

  @Test(arguments: [
    "ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2",
    "ami-amazon-linux-latest/al2023-ami-kernel-6.12-arm64",
    "ami-amazon-linux-latest/amzn2-ami-kernel-5.10-hvm-arm64-gp2",
    "canonical/ubuntu/server/22.04/stable/current/amd64/hvm/ebs-gp2/ami-id",
    "canonical/ubuntu/server/24.04/stable/current/arm64/hvm/ebs-gp3/ami-id",
  ])
  func `a public parameter names an image`(name: String) throws {
    var world = try TestWorld.make()
    let parameter = try world.ask(GetParameter.self, #"{"name": "/aws/service/\#(name)"}"#).parameter
    #expect(ImageID(parameter.value).flatMap { world.ec2.images[$0] } != nil)
  }

  @Test(arguments: [
    ("us-east-1", "us-east-1"), ("us-east-1/longName", "US East (N. Virginia)"),
    ("ap-northeast-2/availability-zones/apne2-az1", "apne2-az1"),
  ])
  func `public parameters name Regions and zones`(path: String, value: String) throws {
    var world = try TestWorld.make()
    let root = "/aws/service/global-infrastructure/regions"
    #expect(
      try world.ask(GetParameter.self, #"{"name": "\#(root)/\#(path)"}"#).parameter.value == value)
    let listed = try world.ask(GetParametersByPath.self, #"{"path": "\#(root)"}"#)
    #expect(listed.parameters.first?.value == "af-south-1" && listed.nextToken != nil)
    #expect(
      try world.refusal(GetParameter.self, #"{"name": "\#(root)/us-east-9"}"#)?.code == "ParameterNotFound")
  }

  @Test func `a template keeps the parameter of its image, and each launch asks it anew`() throws {
    var world = try TestWorld.make()
    let images = try ["old", "new"].map {
      try world.ask(RegisterLabImage.self, #"{"name": "\#($0)", "memory": 0.5, "warmUp": 10}"#).imageId
    }
    func set(_ image: String) throws {
      try world.ask(
        PutParameter.self,
        #"{"name": "/golden", "value": "\#(image)", "type": "String", "overwrite": true}"#)
    }
    func launch() throws -> String {
      try world.ask(
        RunInstances.self,
        #"{"launchTemplate": {"launchTemplateName": "web"}, "minCount": 1, "maxCount": 1}"#
      ).instances[0].imageId
    }
    func shown(_ more: String = "") throws -> String? {
      try world.ask(
        DescribeLaunchTemplateVersions.self, #"{"launchTemplateName": "web"\#(more)}"#
      ).launchTemplateVersions[0].launchTemplateData.imageId
    }
    try set(images[0])
    try world.ask(
      CreateLaunchTemplate.self,
      """
      {"launchTemplateName": "web",
       "launchTemplateData": {"imageId": "resolve:ssm:/golden", "instanceType": "t3.micro"}}
      """)
    #expect(try launch() == images[0])
    try set(images[1])
    #expect(try launch() == images[1])
    #expect(try shown() == "resolve:ssm:/golden")
    #expect(try shown(#", "resolveAlias": true"#) == images[1])
    func input(_ version: Int) -> String {
      #"{"imageId": "resolve:ssm:/golden:\#(version)", "instanceType": "t3.micro"}"#
    }
    for (version, image) in [(1, images[0]), (2, images[1])] {
      #expect(try world.ask(RunInstances.self, input(version)).instances[0].imageId == image)
    }
    #expect(try world.refusal(RunInstances.self, input(3))?.code == "InvalidParameterValue")
  }

  @Test func `a listing of Amazon's images begins with Amazon Linux 2023`() throws {
    var world = try TestWorld.make()
    let images = try world.ask(DescribeImages.self, #"{"owners": ["amazon"]}"#).images
    #expect(images.count == 12)
    #expect(images.prefix(4).allSatisfy { $0.name.hasPrefix("al2023") })
  }

  @Test func `a machine of Ubuntu has the disk of its image and lets its own user in`() throws {
    var world = try TestWorld.make()
    let key = try world.ask(CreateKeyPair.self, #"{"keyName": "own"}"#).keyMaterial
    let group = try #require(world.ec2.securityGroups.rows.first).id
    try world.ask(
      AuthorizeSecurityGroupIngress.self,
      """
      {"groupId": "\(group)",
       "ipPermissions": [{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": [{"cidrIp": "0.0.0.0/0"}]}]}
      """)
    let name =
      "resolve:ssm:/aws/service/canonical/ubuntu/server/24.04/stable/current/amd64/hvm/ebs-gp3/ami-id"
    let shape = try world.ask(
      RunInstances.self, #"{"imageId": "\#(name)", "instanceType": "t3.micro", "keyName": "own"}"#)
    world.wait(.minutes(2))
    let launched = try #require(InstanceID(shape.instances[0].instanceId).flatMap { world.ec2.instances[$0] })
    #expect(launched.rootDevice == "/dev/sda1")
    let address = try #require(launched.publicAddress)
    let denied = world.runOverSecureShell(["whoami"], host: "\(address)", privateKey: key)
    #expect(denied == .failure(.denied))
    let answer = world.runOverSecureShell(["df"], host: "\(address)", user: "ubuntu", privateKey: key)
    #expect(throws: Never.self) { try answer.get() }
    func run(_ line: String) throws -> MachineAnswer {
      try world.runOverSecureShell([line], host: "\(address)", user: "ubuntu", privateKey: key).get()
    }
    #expect(try run("cat /etc/os-release").output.contains("ID=\"ubuntu\""))
    let foreign = try run("sudo dnf install -y nginx")
    #expect(foreign.status == 127 && foreign.error.contains("Ubuntu 24.04 has apt-get"))
    #expect(try run("sudo apt-get update && sudo apt install -y apache2").status == 0)
    // Servers of Ubuntu's packages run as soon as they are installed, with a page of their own.
    #expect(try run("systemctl is-active apache2").output == "active\n")
    #expect(try run("systemctl status httpd").status == 4)
    #expect(try run("curl -s localhost").output.contains("Apache2 Default Page"))
    #expect(try run("echo hello > /var/www/html/index.html && curl -s localhost").output == "hello\n")
  }

  @Test func `topics of Amazon Linux 2 install what they are named after`() throws {
    var world = try TestWorld.make()
    let name = "resolve:ssm:/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-x86_64-gp2"
    let script = "#!/bin/bash\namazon-linux-extras install -y nginx1\nsystemctl enable --now nginx\n"
    let shape = try world.ask(
      RunInstances.self,
      #"{"imageId": "\#(name)", "instanceType": "t3.micro", "userData": "\#(Data(script.utf8).base64EncodedString())"}"#
    )
    world.wait(.minutes(4))
    let instance = try #require(InstanceID(shape.instances[0].instanceId).flatMap { world.ec2.instances[$0] })
    #expect(instance.isServing)
    #expect(instance.bootLog.contains("Installed: nginx1"))
  }
}
