import Cloud
import EventKernel
import Testing

/// What is done inside machines, over Systems Manager and over ssh.
struct MachineTests {
  /// A world with an instance that has a key and lets administrators in; the key's private half.
  private static func world(
    extra: String = "", profile: String? = nil
  ) throws -> (world: World, instance: Instance, key: String) {
    var world = try TestWorld.make()
    if let profile { try world.makeProfile(profile) }
    let key = try world.ask(CreateKeyPair.self, #"{"keyName": "mine"}"#).keyMaterial
    let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 0.5, "warmUp": 10}"#).imageId
    let shape = try world.ask(
      RunInstances.self,
      """
      {"imageId": "\(image)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1, "keyName": "mine",
       "subnetId": "\(try world.subnet("a"))"\(extra)}
      """)
    let group = try #require(world.ec2.securityGroups.rows.first { $0.name == "default" })
    try world.ask(
      AuthorizeSecurityGroupIngress.self,
      """
      {"groupId": "\(group.id)", "ipPermissions": [{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22,
       "ipRanges": [{"cidrIp": "203.0.113.0/24"}]}]}
      """)
    world.wait(.minutes(3))
    let instance = InstanceID(shape.instances[0].instanceId).flatMap { world.ec2.instances[$0] }
    return (world, try #require(instance), key)
  }

  private static func ssh(_ line: String, _ instance: InstanceID, _ key: String, _ world: inout World)
    -> Result<MachineAnswer, SecureShellFailure>
  {
    let address = world.ec2.instances[instance]?.publicAddress.map { "\($0)" } ?? "0.0.0.0"
    return world.runOverSecureShell([line], host: address, privateKey: key)
  }

  private static let keys = "/home/ec2-user/.ssh/authorized_keys"

  @Test func `a lost key is replaced by way of another machine, and the old one then opens nothing`() throws {
    var (world, instance, old) = try Self.world()
    let new = try world.ask(CreateKeyPair.self, #"{"keyName": "new"}"#).keyMaterial
    let line = try #require(world.ec2.keyPairs.rows.first { $0.name == "new" }).publicKey
    #expect(Self.ssh("whoami", instance.id, old, &world) == .success(MachineAnswer(output: "root\n")))
    #expect(Self.ssh("whoami", instance.id, new, &world) == .failure(.denied))
    // The rescue machine opens with the new key.
    let rescue = try world.ask(
      RunInstances.self,
      """
      {"imageId": "\(instance.image)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1, "keyName": "new",
       "subnetId": "\(instance.subnet)"}
      """)
    let helper = try #require(InstanceID(rescue.instances[0].instanceId))
    let root = try #require(instance.rootVolume)
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    world.wait(.minutes(2))
    try world.ask(DetachVolume.self, #"{"volumeId": "\#(root)"}"#)
    world.wait(.seconds(5))
    try world.ask(
      AttachVolume.self, #"{"volumeId": "\#(root)", "instanceId": "\#(helper)", "device": "/dev/sdf"}"#)
    world.wait(.seconds(5))
    for command in [
      "sudo mount /dev/xvdf1 /mnt", "echo \"\(line)\" > /mnt\(Self.keys)", "sudo umount /mnt",
    ] {
      #expect(Self.ssh(command, helper, new, &world) == .success(MachineAnswer()))
    }
    try world.ask(DetachVolume.self, #"{"volumeId": "\#(root)"}"#)
    world.wait(.seconds(5))
    try world.ask(
      AttachVolume.self, #"{"volumeId": "\#(root)", "instanceId": "\#(instance.id)", "device": "/dev/xvda"}"#)
    try world.ask(StartInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    world.wait(.minutes(2))
    #expect(Self.ssh("whoami", instance.id, new, &world) == .success(MachineAnswer(output: "root\n")))
    #expect(Self.ssh("whoami", instance.id, old, &world) == .failure(.denied))
  }

  @Test func `a closed port and an unknown host answer as ssh does`() throws {
    var (world, instance, key) = try Self.world()
    #expect(
      world.runOverSecureShell(["whoami"], host: "nowhere.example", privateKey: key) == .failure(.unknownHost)
    )
    let group = try #require(instance.securityGroups.first)
    try world.ask(
      RevokeSecurityGroupIngress.self,
      """
      {"groupId": "\(group)", "ipPermissions": [{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22,
       "ipRanges": [{"cidrIp": "203.0.113.0/24"}]}]}
      """)
    #expect(
      Self.ssh("whoami", instance.id, key, &world)
        == .failure(.timedOut(.closedPort(instance.id, from: Account.learnerAddress))))
    let inside = world.runOverSecureShell(["whoami"], host: "\(instance.privateAddress)", privateKey: key)
    #expect(inside == .failure(.timedOut(.privateAddress(instance.id))))
    #expect(
      world.runOverSecureShell(["whoami"], host: "192.0.2.1", privateKey: key)
        == .failure(.timedOut(.nobody)))
  }

  @Test func `frozen writes hold the application and make copies whole`() throws {
    var (world, instance, key) = try Self.world()
    _ = Self.ssh("sudo fsfreeze -f /", instance.id, key, &world)
    #expect(world.ec2.instances[instance.id]?.isServing == false)
    for number in 1...12 {
      let id = try world.ask(
        CreateImage.self, #"{"instanceId": "\#(instance.id)", "name": "i\#(number)xx", "noReboot": true}"#
      ).imageId
      let root = ImageID(id).flatMap { world.ec2.images[$0]?.devices.first?.snapshot }
      #expect(root.flatMap { world.ec2.snapshots[$0]?.contents.isConsistent } == true)
    }
    _ = Self.ssh("sudo fsfreeze -u /", instance.id, key, &world)
    #expect(world.ec2.instances[instance.id]?.isServing == true)
  }

  @Test(arguments: [("stop", Instance.State.stopped), ("terminate", .terminated)])
  func `a shutdown of the system does what the instance is told`(behaviour: String, state: Instance.State)
    throws
  {
    var (world, instance, key) = try Self.world(
      extra: #", "instanceInitiatedShutdownBehavior": "\#(behaviour)""#)
    _ = Self.ssh("sudo shutdown -h now", instance.id, key, &world)
    world.wait(.minutes(1))
    #expect(world.ec2.instances[instance.id]?.state == state)
  }

  @Test func `an application that is stopped by hand refuses until it is started`() throws {
    var (world, instance, key) = try Self.world()
    _ = Self.ssh("sudo systemctl stop app", instance.id, key, &world)
    #expect(world.ec2.instances[instance.id]?.isServing == false)
    _ = Self.ssh("sudo systemctl start app", instance.id, key, &world)
    world.wait(.seconds(11))
    #expect(world.ec2.instances[instance.id]?.isServing == true)
  }

  @Test(
    arguments: [
      ("curl http://169.254.169.254/latest/meta-data/instance-type", 0),
      ("curl -f http://169.254.169.254/latest/meta-data/instance-type", 22),
      ("curl -H 'X-aws-ec2-metadata-token: t' http://169.254.169.254/latest/meta-data/instance-type", 0),
      ("ec2-metadata -t", 0), ("rm -rf /", 1), ("dd if=/dev/zero", 127), ("rm -f a", 0), ("cp a b", 1),
      ("echo a > a; cp a b; mv b c; cat c | grep -c a", 0), ("ps -ef | grep systemd | wc -l", 0),
      ("free -m", 0),
      ("echo a b | awk '{print $2}'", 0), ("hostname -f", 0), ("head -1 nothing", 1),
      ("grep '(' /etc/os-release", 1),
      ("mount /dev/xvdz /mnt", 32), ("cat /etc/passwd", 1),
      ("umount /mnt", 32), ("lsblk", 0), ("df -h", 0), ("echo a >> /etc/hosts", 1), ("# a comment", 0),
      ("echo \"unclosed", 2), (">", 2), ("", 0),
    ] as [(String, Int32)])
  func `commands end as they end in a machine`(line: String, status: Int32) throws {
    var (world, instance, key) = try Self.world()
    guard case .success(let answer) = Self.ssh(line, instance.id, key, &world) else {
      Issue.record("The machine let nobody in.")
      return
    }
    #expect(answer.status == status, "\(answer)")
  }

  @Test func `a spare machine reads of its end in its metadata`() throws {
    var (world, instance, key) = try Self.world(extra: #", "instanceMarketOptions": {"marketType": "spot"}"#)
    let ask =
      "curl -f -H 'X-aws-ec2-metadata-token: t' http://169.254.169.254/latest/meta-data/spot/instance-action"
    guard case .success(let before) = Self.ssh(ask, instance.id, key, &world) else { return }
    #expect(before.status == 22)
    world.inject(.spotReclaim(type: "t3.micro", zone: World.zone("a")), at: world.now, lasting: .hours(1))
    world.wait(.seconds(1))
    guard case .success(let after) = Self.ssh(ask, instance.id, key, &world) else { return }
    #expect(after.output.hasPrefix(#"{"action": "terminate", "time": "#))
  }

  @Test func `scripts go only to machines whose role may speak to Systems Manager`() throws {
    var (world, instance, _) = try Self.world(
      extra: #", "iamInstanceProfile": {"name": "managed"}"#, profile: "managed")
    let send =
      #"{"documentName": "AWS-RunShellScript", "instanceIds": ["\#(instance.id)"], "parameters": {"commands": ["hostname", "nonsense"]}}"#
    #expect(refusedCode { try world.ask(SendCommand.self, send) } == "InvalidInstanceId")
    try world.ask(
      AttachRolePolicy.self,
      #"{"roleName": "managed", "policyArn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"}"#)
    world.wait(.seconds(30))
    let id = try world.ask(SendCommand.self, send).command.commandId
    let ask = #"{"commandId": "\#(id)", "instanceId": "\#(instance.id)"}"#
    #expect(try world.ask(GetCommandInvocation.self, ask).status == "InProgress")
    world.wait(.seconds(3))
    let answer = try world.ask(GetCommandInvocation.self, ask)
    #expect(answer.status == "Failed")
    #expect(answer.responseCode == 127)
    #expect(answer.standardOutputContent.hasPrefix("ip-"))
    let power = send.replacing("RunShellScript", with: "RunPowerShellScript")
    let other = try world.ask(SendCommand.self, power).command.commandId
    world.wait(.seconds(3))
    let failed = try world.ask(
      GetCommandInvocation.self, #"{"commandId": "\#(other)", "instanceId": "\#(instance.id)"}"#)
    #expect(failed.responseCode == 127)
    #expect(failed.standardErrorContent.contains("pwsh"))
    #expect(
      refusedCode { try world.ask(SendCommand.self, #"{"documentName": "AWS-Nothing"}"#) }
        == "InvalidDocument")
  }

  @Test func `the newest image is found by its parameter`() throws {
    var world = try TestWorld.make()
    let name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    let value = try world.ask(GetParameter.self, #"{"name": "\#(name)"}"#).parameter.value
    let made = try world.ask(
      RunInstances.self,
      #"{"imageId": "resolve:ssm:\#(name)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1}"#)
    #expect(made.instances[0].imageId == value)
    #expect(
      refusedCode {
        try world.ask(
          RunInstances.self,
          #"{"imageId": "resolve:ssm:/none", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1}"#)
      } == "InvalidParameterValue")
  }

  @Test func `parameters are kept, changed only when told, and listed by path`() throws {
    var world = try TestWorld.make()
    func put(_ more: String) throws -> String? {
      refusedCode {
        try world.ask(PutParameter.self, #"{"name": "/shop/db", "value": "a", "type": "String"\#(more)}"#)
      }
    }
    #expect(try put("") == nil)
    #expect(try put("") == "ParameterAlreadyExists")
    #expect(try put(#", "overwrite": true"#) == nil)
    #expect(try world.ask(GetParameter.self, #"{"name": "/shop/db"}"#).parameter.version == 2)
    #expect(
      try world.ask(GetParametersByPath.self, #"{"path": "/shop"}"#).parameters.map(\.name) == ["/shop/db"])
    try world.ask(DeleteParameter.self, #"{"name": "/shop/db"}"#)
    #expect(refusedCode { try world.ask(GetParameter.self, #"{"name": "/shop/db"}"#) } == "ParameterNotFound")
  }

  @Test func `an advanced parameter holds more and stays one`() throws {
    var world = try TestWorld.make()
    func put(_ bytes: Int, _ more: String) -> Result<String, any Error> {
      Result {
        try world.ask(
          PutParameter.self,
          """
          {"name": "/shop/note", "value": "\(String(repeating: "a", count: bytes))", "type": "String",
           "overwrite": true\(more)}
          """
        ).tier
      }
    }
    func refused(_ result: Result<String, any Error>) -> String? { refusedCode { _ = try result.get() } }
    #expect(try put(10, "").get() == "Standard")
    #expect(refused(put(4_097, "")) == "ValidationException")
    #expect(try put(4_096, #", "tier": "Intelligent-Tiering""#).get() == "Standard")
    #expect(try put(8_192, #", "tier": "Intelligent-Tiering""#).get() == "Advanced")
    #expect(refused(put(8_193, "")) == "ValidationException")
    #expect(refused(put(10, #", "tier": "Standard""#)) == "ValidationException")
    #expect(try put(10, "").get() == "Advanced")
    #expect(try world.ask(DescribeParameters.self, "{}").parameters.map(\.tier) == ["Advanced"])
  }

  @Test func `commands and managed instances are found by filters`() throws {
    var (world, instance, _) = try Self.world(
      extra: """
        , "iamInstanceProfile": {"name": "managed"},
        "tagSpecifications": [{"resourceType": "instance", "tags": [{"key": "stage", "value": "test"}]}]
        """, profile: "managed")
    try world.ask(
      AttachRolePolicy.self,
      #"{"roleName": "managed", "policyArn": "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"}"#)
    world.wait(.seconds(30))
    func managed(_ key: String, _ value: String) throws -> Int {
      try world.ask(
        DescribeInstanceInformation.self, #"{"filters": [{"key": "\#(key)", "values": ["\#(value)"]}]}"#
      ).instanceInformationList.count
    }
    let fitting = [
      ("InstanceIds", "\(instance.id)"), ("PingStatus", "Online"), ("PlatformTypes", "Linux"),
      ("ResourceType", "EC2Instance"), ("tag-key", "stage"), ("tag:stage", "test"),
    ]
    for (key, value) in fitting {
      #expect(try managed(key, value) == 1, "\(key)")
      #expect(try managed(key, "x") == 0, "\(key)")
    }
    #expect(refusedCode { _ = try managed("Colour", "x") } == "InvalidInstanceInformationFilterValue")
    let sent = try world.ask(
      SendCommand.self,
      #"{"documentName": "AWS-RunShellScript", "instanceIds": ["\#(instance.id)"], "parameters": {"commands": ["hostname"]}}"#
    ).command
    world.wait(.seconds(3))
    func commands(_ key: String, _ value: String) throws -> Int {
      try world.ask(ListCommands.self, #"{"filters": [{"key": "\#(key)", "value": "\#(value)"}]}"#).commands
        .count
    }
    #expect(try commands("Status", "Success") == 1)
    #expect(try commands("Status", "Failed") == 0)
    #expect(try commands("DocumentName", sent.documentName) == 1)
    #expect(try commands("InvokedAfter", "2020-01-01T00:00:00Z") == 1)
    #expect(try commands("InvokedBefore", "2020-01-01T00:00:00Z") == 0)
    #expect(refusedCode { _ = try commands("InvokedBefore", "soon") } == "ValidationException")
    #expect(refusedCode { _ = try commands("Colour", "x") } == "InvalidFilterKey")
  }
}
