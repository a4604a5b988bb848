import Cloud
import EventKernel
import Testing

/// What exercises do inside machines: disks that come back after a boot, pages of the outside, objects at a first boot.
struct MachineTutorialTests {
  /// A world with a machine of Amazon Linux that lets administrators in; the key's private half.
  private static func world(
    userData: String? = nil, profile: String? = nil
  ) throws -> (world: World, id: InstanceID, key: String) {
    var world = try TestWorld.make()
    if let profile {
      try world.makeProfile(profile)
      try world.ask(
        AttachRolePolicy.self,
        #"{"roleName": "\#(profile)", "policyArn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"}"#)
      world.wait(.seconds(30))
    }
    let key = try world.ask(CreateKeyPair.self, #"{"keyName": "mine"}"#).keyMaterial
    let group = try #require(world.ec2.securityGroups.rows.first { $0.name == "default" })
    try world.ask(
      AuthorizeSecurityGroupIngress.self,
      """
      {"groupId": "\(group.id)", "ipPermissions": [{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22,
       "ipRanges": [{"cidrIp": "203.0.113.0/24"}]}]}
      """)
    if profile != nil {
      try world.ask(
        CreateBucket.self,
        #"{"bucket": "pages-of-ours", "createBucketConfiguration": {"locationConstraint": "ap-northeast-2"}}"#
      )
      let page = Base64Text.encode("hello from S3\n")
      for key in ["index.html", "site/a.html", "site/sub/b.html"] {
        try world.ask(PutObject.self, #"{"bucket": "pages-of-ours", "key": "\#(key)", "body": "\#(page)"}"#)
      }
    }
    let image = try #require(
      world.ec2.images.rows.first { $0.owner == "amazon" && $0.architecture == "x86_64" })
    let script = userData.map { #", "userData": "\#(Base64Text.encode($0))""# } ?? ""
    let role = profile.map { #", "iamInstanceProfile": {"name": "\#($0)"}"# } ?? ""
    let made = try world.ask(
      RunInstances.self,
      """
      {"imageId": "\(image.id)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1, "keyName": "mine",
       "subnetId": "\(try world.subnet("a"))"\(script)\(role)}
      """)
    world.wait(.minutes(3))
    return (world, try #require(InstanceID(made.instances[0].instanceId)), key)
  }

  private static func run(_ line: String, _ id: InstanceID, _ key: String, _ world: inout World) throws
    -> MachineAnswer
  {
    let address = world.ec2.instances[id]?.publicAddress.map { "\($0)" } ?? "0.0.0.0"
    return try world.runOverSecureShell([line], host: address, privateKey: key).get()
  }

  @Test func `a disk of the table of file systems is mounted again after a boot`() throws {
    var (world, id, key) = try Self.world()
    let volume = try world.ask(
      CreateVolume.self, #"{"availabilityZone": "\#(world.ec2.instances[id]!.zone.rawValue)", "size": 1}"#
    ).volumeId
    world.wait(.seconds(30))
    try world.ask(
      AttachVolume.self, #"{"volumeId": "\#(volume)", "instanceId": "\#(id)", "device": "/dev/sdf"}"#)
    world.wait(.seconds(10))
    for line in ["sudo mkfs -t xfs /dev/nvme1n1", "sudo mkdir /data", "sudo mount /dev/nvme1n1 /data"] {
      #expect(try Self.run(line, id, key, &world).status == 0, "\(line)")
    }
    _ = try Self.run("echo hi | sudo tee /data/a.txt", id, key, &world)
    let identifier = try Self.run(
      "sudo blkid /dev/nvme1n1 | grep -o 'UUID=\"[^\"]*\"' | cut -d '\"' -f 2", id, key, &world
    ).output.split(separator: "\n").first.map(String.init)
    let uuid = try #require(identifier)
    #expect(try Self.run("lsblk -f", id, key, &world).output.contains(uuid))
    let table = "sudo cp /etc/fstab /etc/fstab.orig; echo \"UUID=\(uuid)  /data  xfs  defaults,nofail  0  2\""
    #expect(try Self.run("\(table) | sudo tee -a /etc/fstab", id, key, &world).status == 0)
    _ = try Self.run("sudo umount /data; sudo mount -a", id, key, &world)
    #expect(try Self.run("cat /data/a.txt", id, key, &world).output == "hi\n")
    try world.ask(RebootInstances.self, #"{"instanceIds": ["\#(id)"]}"#)
    world.wait(.minutes(3))
    #expect(try Self.run("cat /data/a.txt", id, key, &world).output == "hi\n")
    #expect(
      try Self.run("echo 'UUID=none /more xfs defaults 0 2' >> /etc/fstab; mount -a", id, key, &world).status
        == 32)
    #expect(try Self.run("mount /nowhere", id, key, &world).status != 0)
  }

  @Test func `a machine with a way out sees the outside, and says its own public address there`() throws {
    var (world, id, key) = try Self.world()
    let address = try #require(world.ec2.instances[id]?.publicAddress)
    #expect(try Self.run("curl -s https://checkip.amazonaws.com", id, key, &world).output == "\(address)\n")
    let echo = try Self.run("ping -c 2 8.8.8.8", id, key, &world)
    #expect(echo.status == 0 && echo.output.contains("2 received") && echo.output.contains("time=30"))
    #expect(try Self.run("ping -c 1 google.com", id, key, &world).status == 0)
    #expect(try Self.run("curl -sI https://www.google.com", id, key, &world).output.contains("200"))
    let group = try #require(world.ec2.securityGroups.rows.first { $0.name == "default" })
    try world.ask(
      RevokeSecurityGroupEgress.self,
      #"{"groupId": "\#(group.id)", "ipPermissions": [{"ipProtocol": "-1", "ipRanges": [{"cidrIp": "0.0.0.0/0"}]}]}"#
    )
    let silent = try Self.run("ping -c 1 8.8.8.8", id, key, &world)
    #expect(silent.status == 1 && silent.output.contains("100% packet loss"))
    #expect(try Self.run("curl -m 2 http://ifconfig.me", id, key, &world).status == 28)
  }

  @Test func `a first boot fetches its pages from a bucket, whatever its log goes to`() throws {
    var (world, id, key) = try Self.world(
      userData: """
        #!/bin/bash -xe
        exec > >(tee /var/log/user-data.log|logger -t user-data -s 2>/dev/console) 2>&1
        dnf install -y httpd
        aws s3 cp s3://pages-of-ours/index.html /var/www/html/index.html
        aws s3 sync s3://pages-of-ours/site /var/www/html/site --quiet
        sudo bash -c "echo up > /var/www/html/health.html"
        systemctl enable --now httpd
        """, profile: "reader")
    #expect(try Self.run("curl -s localhost", id, key, &world).output == "hello from S3\n")
    #expect(try Self.run("cat /var/www/html/site/sub/b.html", id, key, &world).output == "hello from S3\n")
    #expect(try Self.run("curl -s localhost/health.html", id, key, &world).output == "up\n")
    #expect(!world.codes(of: "\(id)").contains("user-data-skipped"))
  }
}
