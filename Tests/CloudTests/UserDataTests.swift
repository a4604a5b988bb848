import Cloud
import EventKernel
import Foundation
import Testing

/// Scripts in user data: what they make of a bare system.
struct UserDataTests {
  private static let apache = """
    #!/bin/bash
    dnf update -y
    dnf install -y httpd
    systemctl start httpd
    systemctl enable httpd
    echo "<h1>Hello from $(hostname -f)</h1>" > /var/www/html/index.html
    """

  /// A world with a machine of Amazon Linux that gets a script; whether its subnet leads to the Internet.
  private static func world(
    _ script: String, isPublic: Bool = true
  ) throws -> (world: World, instance: InstanceID) {
    var world = try TestWorld.make()
    if !isPublic {
      let table = try #require(world.ec2.routeTables.rows.first { $0.routes.count > 0 })
      try world.ask(
        DeleteRoute.self, #"{"routeTableId": "\#(table.id)", "destinationCidrBlock": "0.0.0.0/0"}"#)
    }
    let image = try #require(
      world.ec2.images.rows.first { $0.owner == "amazon" && $0.architecture == "x86_64" })
    let data = Base64Text.encode(script)
    let made = try world.ask(
      RunInstances.self,
      """
      {"imageId": "\(image.id)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1,
       "subnetId": "\(try world.subnet("a"))", "userData": "\(data)"}
      """)
    return (world, try #require(InstanceID(made.instances[0].instanceId)))
  }

  @Test func `a script that starts Apache serves once it is done, also after a stop`() throws {
    var (world, id) = try Self.world(Self.apache)
    #expect(world.noticeOfLaunch == .script(skipped: []))
    world.wait(.seconds(60))
    #expect(world.ec2.instances[id]?.isServing == false)
    world.wait(.seconds(60))
    let instance = try #require(world.ec2.instances[id])
    #expect(instance.isServing)
    #expect(world.app(of: instance)?.port == 80)
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(id)"]}"#)
    world.wait(.minutes(2))
    try world.ask(StartInstances.self, #"{"instanceIds": ["\#(id)"]}"#)
    world.wait(.minutes(2))
    #expect(world.ec2.instances[id]?.isServing == true)
    #expect(!world.codes(of: "\(id)").contains("user-data-skipped"))
  }

  @Test func `a server that nobody enabled does not come back after a stop`() throws {
    var (world, id) = try Self.world("#!/bin/bash\nyum install -y nginx && service nginx start\n")
    world.wait(.minutes(2))
    #expect(world.ec2.instances[id]?.isServing == true)
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(id)"]}"#)
    world.wait(.minutes(2))
    try world.ask(StartInstances.self, #"{"instanceIds": ["\#(id)"]}"#)
    world.wait(.minutes(2))
    #expect(world.ec2.instances[id]?.activity == .appFailed(.notEnabled("nginx")))
    #expect(world.codes(of: "\(id)").last == "application-not-enabled")
  }

  @Test func `without a way to the Internet nothing is installed`() throws {
    var (world, id) = try Self.world(Self.apache, isPublic: false)
    world.wait(.minutes(3))
    #expect(world.ec2.instances[id]?.activity == .appFailed(.noWayOut))
    #expect(world.codes(of: "\(id)").contains("user-data-no-way-out"))
    let console = try world.ask(GetConsoleOutput.self, #"{"instanceId": "\#(id)"}"#).output
    #expect(console.contains("Timeout was reached"))
  }

  @Test(
    arguments: [
      (
        "#!/bin/bash\nfor i in 1 2; do echo $i; done\ngit clone x\n",
        UserDataNotice.script(skipped: ["for", "git"])
      ),
      ("echo hello", .noScript), ("#cloud-config\npackages: [httpd]", .cloudConfig),
      ("#!/bin/bash\ncd /tmp && nohup python3 -m http.server 80 &\n", .script(skipped: [])),
    ] as [(String, UserDataNotice)])
  func `a launch says what is not carried out`(script: String, notice: UserDataNotice) throws {
    let (world, _) = try Self.world(script)
    #expect(world.noticeOfLaunch == notice)
  }

  @Test func `a script that starts nothing is said to`() throws {
    var (world, id) = try Self.world("#!/bin/bash\nmkdir /data\nfrobnicate\n")
    world.wait(.minutes(2))
    #expect(world.ec2.instances[id]?.activity == .appFailed(.scriptServesNothing))
    #expect(world.codes(of: "\(id)").contains("user-data-skipped"))
  }

  @Test func `Apache without a page answers 403 to health checks, with one 200`() throws {
    for (page, health) in [("", "unhealthy"), ("echo hi > /var/www/html/index.html", "healthy")] {
      var (world, id) = try Self.world(
        "#!/bin/bash\ndnf install -y httpd\nsystemctl enable --now httpd\n\(page)\n")
      world.wait(.minutes(2))
      let vpc = try #require(world.ec2.instances[id]?.vpc)
      let group = try world.ask(
        CreateTargetGroup.self,
        ["name": "web", "protocol": "HTTP", "port": 80, "vpcId": "\(vpc)"]
      ).targetGroups[0].targetGroupArn
      let subnets = [try world.subnet("a"), try world.subnet("b")]
      let balancer = try world.ask(CreateLoadBalancer.self, ["name": "web", "subnets": subnets])
        .loadBalancers[0].loadBalancerArn
      _ = try world.ask(
        CreateListener.self,
        [
          "loadBalancerArn": balancer, "protocol": "HTTP", "port": 80,
          "defaultActions": [["type": "forward", "targetGroupArn": group]],
        ])
      _ = try world.ask(RegisterTargets.self, ["targetGroupArn": group, "targets": [["id": "\(id)"]]])
      world.wait(.minutes(5))
      let shown = try world.ask(DescribeTargetHealth.self, ["targetGroupArn": group])
      #expect(shown.targetHealthDescriptions.map(\.targetHealth.state) == [health], "\(page)")
    }
  }
}

/// Base64 as the client makes it of user data.
enum Base64Text {
  static func encode(_ text: String) -> String { Foundation.Data(text.utf8).base64EncodedString() }
}
