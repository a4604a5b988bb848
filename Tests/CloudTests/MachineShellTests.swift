import Cloud
import EventKernel
import Foundation
import Testing

/// The shell inside machines: its grammar, its software, its disks and what it reaches.
struct MachineShellTests {
  /// A machine of Amazon Linux that administrators can open with a key.
  private struct Machine {
    var world: World
    let id: InstanceID
    fileprivate let key: String

    init(type: String = "t3.micro", profile: String? = nil) throws {
      world = try TestWorld.make()
      if let profile { try world.makeProfile(profile) }
      key = try world.ask(CreateKeyPair.self, #"{"keyName": "mine"}"#).keyMaterial
      let image = try #require(
        world.ec2.images.rows.first { $0.owner == "amazon" && $0.architecture == "x86_64" })
      let role = profile.map { #", "iamInstanceProfile": {"name": "\#($0)"}"# } ?? ""
      let made = try world.ask(
        RunInstances.self,
        """
        {"imageId": "\(image.id)", "instanceType": "\(type)", "minCount": 1, "maxCount": 1, "keyName": "mine",
         "subnetId": "\(try world.subnet("a"))"\(role)}
        """)
      id = try #require(InstanceID(made.instances[0].instanceId))
      let group = try #require(world.ec2.securityGroups.rows.first { $0.name == "default" })
      try world.ask(
        AuthorizeSecurityGroupIngress.self,
        """
        {"groupId": "\(group.id)", "ipPermissions": [{"ipProtocol": "tcp", "fromPort": 22, "toPort": 22,
         "ipRanges": [{"cidrIp": "203.0.113.0/24"}]}]}
        """)
      world.wait(.minutes(3))
    }

    /// What a line wrote, its errors behind it.
    mutating func run(_ line: String, client: MachineClient? = nil) -> MachineAnswer {
      let host = world.ec2.instances[id]?.publicAddress.map { "\($0)" } ?? "0.0.0.0"
      let result = world.runOverSecureShell([line], host: host, privateKey: key, client: client)
      guard case .success(let answer) = result else { return MachineAnswer(error: "\(result)", status: 255) }
      return answer
    }
  }

  @Test(
    arguments: [
      ("echo a; echo b", "a\nb\n", 0), ("false_word && echo b", "", 127), ("nonsense || echo b", "b\n", 0),
      ("X=1; echo \"$X and ${X}\" '$X'", "1 and 1 $X\n", 0), ("echo $(echo in `echo side`)", "in side\n", 0),
      ("echo one > /tmp/f && echo two >> /tmp/f && cat /tmp/f", "one\ntwo\n", 0),
      ("cat <<EOF | tee /tmp/g\nline $X end\nEOF", "line  end\n", 0), ("echo a | grep b", "", 1),
      ("mkdir /data && cd /data && echo x > y && ls /data && pwd", "y\n/data\n", 0),
      ("for i in 1 2 3; do echo $i; done; echo after", "after\n", 0), ("if true; then echo a; fi", "", 2),
      ("f() { echo inside; }; echo out", "out\n", 0), ("set -e; nonsense; echo after", "", 127),
      ("echo 'unclosed", "", 2), ("echo a > /etc/passwd", "", 1), ("apt-get install -y nginx", "", 127),
      ("systemctl status httpd", "", 4), ("mysql -h nowhere", "", 127),
    ] as [(String, String, Int32)])
  func `lines write what bash writes`(line: String, output: String, status: Int32) throws {
    var machine = try Machine()
    let answer = machine.run(line)
    #expect(answer.output == output, "\(answer)")
    #expect(answer.status == status, "\(answer)")
  }

  @Test func `the line of AWS's guide asks the metadata service with a token`() throws {
    var machine = try Machine()
    let base = "http://169.254.169.254/latest"
    let token =
      "TOKEN=`curl -s -X PUT \"\(base)/api/token\" -H \"X-aws-ec2-metadata-token-ttl-seconds: 21600\"`"
    let type = "curl -s -H \"X-aws-ec2-metadata-token: $TOKEN\" \(base)/meta-data/instance-type"
    #expect(machine.run("\(token) && \(type)").output == "t3.micro\n")
    #expect(machine.run(type).output.contains("401 - Unauthorized"))
    #expect(machine.run(type).status == 0)
    #expect(machine.run("curl -s \(base)/api/token").output.contains("405"))
    #expect(
      machine.run("\(token) && curl -sf -H \"X-aws-ec2-metadata-token: $TOKEN\" \(base)/no").status == 22)
  }

  @Test func `the metadata service tells of the role, the network and the machine`() throws {
    var machine = try Machine(profile: "reader")
    let base = "http://169.254.169.254/latest"
    func read(_ path: String) -> String {
      machine.run(
        "T=$(curl -s -X PUT \(base)/api/token -H 'X-aws-ec2-metadata-token-ttl-seconds: 60'); curl -s -H \"X-aws-ec2-metadata-token: $T\" \(base)/\(path)"
      ).output
    }
    #expect(read("meta-data/iam/security-credentials/") == "reader\n")
    let credentials = read("meta-data/iam/security-credentials/reader")
    #expect(credentials.contains("\"AccessKeyId\" : \"ASIA") && credentials.contains("\"Expiration\""))
    #expect(read("meta-data/iam/security-credentials/other").contains("404"))
    #expect(read("meta-data/iam/info").contains("instance-profile/reader"))
    #expect(
      read("dynamic/instance-identity/document").contains("\"region\" : \"\(TestWorld.region.rawValue)\""))
    let mac = read("meta-data/mac").dropLast()
    #expect(read("meta-data/network/interfaces/macs/") == "\(mac)/\n")
    #expect(
      read("meta-data/network/interfaces/macs/\(mac)/subnet-id") == "\(try machine.world.subnet("a"))\n")
    #expect(read("meta-data/").contains("placement/\n"))
    #expect(machine.run("ec2-metadata --instance-id").output == "instance-id: \(machine.id)\n")
  }

  @Test func `a bastion leads to a machine that lets its group in`() throws {
    var machine = try Machine()
    let image = try #require(machine.world.ec2.instances[machine.id]?.image)
    let made = try machine.world.ask(
      RunInstances.self,
      """
      {"imageId": "\(image)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1, "keyName": "mine",
       "subnetId": "\(try machine.world.subnet("b"))"}
      """)
    let inner = try #require(InstanceID(made.instances[0].instanceId))
    machine.world.wait(.minutes(3))
    let row = try #require(machine.world.ec2.instances[inner])
    let outside = try #require(machine.world.ec2.instances[machine.id]?.publicAddress)
    let line = try #require(
      SecureShellLine(["-J", "ec2-user@\(outside)", "ec2-user@\(row.privateAddress)", "hostname"]))
    let name = "ip-\("\(row.privateAddress)".replacingOccurrences(of: ".", with: "-"))\n"
    #expect(
      machine.world.runOverSecureShell(line, privateKey: machine.key) == .success(MachineAnswer(output: name))
    )
    let direct = try #require(SecureShellLine(["\(row.privateAddress)", "hostname"]))
    #expect(
      machine.world.runOverSecureShell(direct, privateKey: machine.key)
        == .failure(.timedOut(.privateAddress(inner))))
    #expect(machine.run("ssh ec2-user@\(row.privateAddress) hostname").error.contains("Permission denied"))
    let agent = try #require(
      SecureShellLine(["-A", "ec2-user@\(outside)", "ssh ec2-user@\(row.privateAddress) hostname"]))
    #expect(
      machine.world.runOverSecureShell(agent, privateKey: machine.key)
        == .success(MachineAnswer(output: name)))
    #expect(machine.run("ping -c 2 \(row.privateAddress)").output.contains("2 received, 0% packet loss"))
    let closed = try machine.world.ask(
      CreateSecurityGroup.self, #"{"groupName": "closed", "description": "c", "vpcId": "\#(row.vpc)"}"#
    ).groupId
    try machine.world.ask(
      ModifyInstanceAttribute.self, #"{"instanceId": "\#(inner)", "groups": ["\#(closed)"]}"#)
    #expect(machine.run("ping -c 2 \(row.privateAddress)").output.contains("0 received, 100% packet loss"))
    guard
      case .failure(.timedOut(.closedPort(inner, _))) = machine.world.runOverSecureShell(
        line, privateKey: machine.key)
    else {
      Issue.record("The group lets everybody in.")
      return
    }
  }

  @Test func `a web server is installed, started, asked and stopped by hand`() throws {
    var machine = try Machine()
    #expect(machine.run("curl localhost").status == 7)
    #expect(machine.run("sudo dnf install -y httpd").output.contains("Complete!"))
    #expect(machine.run("sudo systemctl start httpd; systemctl is-active httpd").output == "active\n")
    #expect(
      machine.run("echo hello | sudo tee /var/www/html/index.html; curl -s http://localhost/").output
        == "hello\nhello\n")
    #expect(machine.run("curl -sf http://localhost/none").status == 22)
    #expect(machine.world.ec2.instances[machine.id]?.isServing == true)
    #expect(machine.run("sudo systemctl stop httpd; curl localhost").status == 7)
  }

  @Test func `a disk that grows is seen at once, its file system after growpart and xfs_growfs`() throws {
    var machine = try Machine()
    let root = try #require(machine.world.ec2.instances[machine.id]?.rootVolume)
    try machine.world.ask(ModifyVolume.self, #"{"volumeId": "\#(root)", "size": 20}"#)
    machine.world.wait(.seconds(15))
    #expect(machine.run("lsblk").output.contains("nvme0n1       20G disk"))
    #expect(machine.run("lsblk").output.contains("nvme0n1p1   8G part /"))
    #expect(machine.run("df -h").output.contains("/dev/nvme0n1p1 8G"))
    #expect(machine.run("sudo xfs_growfs -d /").output.contains("unchanged"))
    #expect(machine.run("sudo growpart /dev/nvme0n1 1").output.hasPrefix("CHANGED"))
    #expect(machine.run("sudo growpart /dev/nvme0n1 1").status == 1)
    #expect(machine.run("df -h").output.contains("/dev/nvme0n1p1 8G"))
    #expect(machine.run("sudo xfs_growfs -d /").output.contains("from 8G to 20G"))
    #expect(machine.run("df -h").output.contains("/dev/nvme0n1p1 20G"))
  }

  @Test func `a boot grows the root by itself`() throws {
    var machine = try Machine(type: "t2.micro")
    let root = try #require(machine.world.ec2.instances[machine.id]?.rootVolume)
    try machine.world.ask(ModifyVolume.self, #"{"volumeId": "\#(root)", "size": 20}"#)
    machine.world.wait(.seconds(15))
    #expect(machine.run("df -h").output.contains("/dev/xvda1 8G"))
    _ = machine.run("sudo reboot")
    machine.world.wait(.minutes(3))
    #expect(machine.run("df -h").output.contains("/dev/xvda1 20G"))
  }

  @Test func `a new volume is empty until it has a file system`() throws {
    var machine = try Machine()
    let zone = try #require(machine.world.ec2.instances[machine.id]?.zone)
    let volume = try machine.world.ask(
      CreateVolume.self, #"{"availabilityZone": "\#(zone.rawValue)", "size": 10}"#
    ).volumeId
    machine.world.wait(.seconds(10))
    try machine.world.ask(
      AttachVolume.self, #"{"volumeId": "\#(volume)", "instanceId": "\#(machine.id)", "device": "/dev/sdf"}"#)
    machine.world.wait(.seconds(10))
    #expect(machine.run("sudo file -s /dev/nvme1n1").output == "/dev/nvme1n1: data\n")
    #expect(machine.run("sudo mount /dev/nvme1n1 /data").status == 32)
    #expect(
      machine.run("sudo mkfs -t xfs /dev/nvme1n1 && sudo mkdir /data && sudo mount /dev/sdf /data").status
        == 0)
    #expect(machine.run("df -h").output.contains("/dev/nvme1n1 10G"))
    #expect(machine.run("echo kept > /data/note; sudo umount /data; cat /data/note").status == 1)
    #expect(machine.run("sudo mount /dev/xvdf /data; cat /data/note").output == "kept\n")
  }

  @Test func `a client gets through as security groups say`() throws {
    var machine = try Machine()
    try machine.world.ask(
      CreateDBInstance.self,
      """
      {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql", "allocatedStorage": 20,
       "masterUsername": "boss", "masterUserPassword": "example-only"}
      """)
    machine.world.wait(.minutes(20))
    let host = try #require(machine.world.rds.instances.rows.first?.endpoint)
    _ = machine.run("sudo dnf install -y nc mariadb105")
    #expect(machine.run("nc -zv \(host) 3306").status == 0)
    #expect(
      machine.run("mysql -h \(host) -u boss -pexample-only").output == "mysql: connected to \(host):3306\n")
    #expect(machine.run("nc -zv \(host) 5432").error == "Ncat: Connection refused.\n")
    let own = try machine.world.ask(
      CreateSecurityGroup.self,
      #"{"groupName": "apart", "description": "apart", "vpcId": "\#(machine.world.ec2.instances[machine.id]!.vpc)"}"#
    ).groupId
    try machine.world.ask(
      ModifyDBInstance.self,
      #"{"dbInstanceIdentifier": "shop", "vpcSecurityGroupIds": ["\#(own)"], "applyImmediately": true}"#)
    machine.world.wait(.minutes(5))
    #expect(machine.run("nc -zv \(host) 3306").error == "Ncat: TIMEOUT.\n")
  }

  @Test func `a database admits its master user with the password that it has now`() throws {
    var machine = try Machine()
    for (name, engine) in [("shop", "mysql"), ("books", "postgres")] {
      try machine.world.ask(
        CreateDBInstance.self,
        """
        {"dbInstanceIdentifier": "\(name)", "dbInstanceClass": "db.t3.micro", "engine": "\(engine)", "allocatedStorage": 20,
         "masterUsername": "boss", "masterUserPassword": "example-only"}
        """)
    }
    machine.world.wait(.minutes(20))
    let hosts = machine.world.rds.instances.rows.map(\.endpoint)
    let shop = try #require(hosts.first { $0.hasPrefix("shop.") })
    let books = try #require(hosts.first { $0.hasPrefix("books.") })
    _ = machine.run("sudo dnf install -y mariadb105 postgresql15")
    let admitted = "mysql: connected to \(shop):3306\n"
    #expect(machine.run("mysql --host=\(shop) --user=boss --password=example-only").output == admitted)
    #expect(machine.run("export MYSQL_PWD=example-only; mysql -h \(shop) -uboss").output == admitted)
    for (options, uses) in [
      ("-u boss -pwrong", "YES"), ("-u boss -p", "NO"), ("-u other -pexample-only", "YES"),
    ] {
      let answer = machine.run("mysql -h \(shop) \(options)")
      #expect(answer.status == 1)
      #expect(answer.error.hasPrefix("ERROR 1045 (28000): Access denied for user '"))
      #expect(answer.error.contains("(using password: \(uses))"))
    }
    #expect(
      machine.run("psql \"host=\(books) user=boss password=example-only dbname=postgres\"").output
        == "psql: connected to \(books):5432\n")
    #expect(machine.run("psql postgresql://boss:example-only@\(books):5432/postgres").status == 0)
    #expect(
      machine.run("export PGPASSWORD=no; psql -h \(books) -U boss").error.contains("authentication failed"))
    #expect(machine.run("psql -h \(books) -U boss -p 5432").error.contains("no password supplied"))
    try machine.world.ask(
      ModifyDBInstance.self, #"{"dbInstanceIdentifier": "shop", "masterUserPassword": "another-one"}"#)
    machine.world.wait(.minutes(5))
    #expect(machine.run("mysql -h \(shop) -u boss -pexample-only").status == 1)
    #expect(machine.run("mysql -h \(shop) -u boss -panother-one").output == admitted)
    // Whoever restores a snapshot logs in as its source was logged in to.
    try machine.world.ask(
      CreateDBSnapshot.self, #"{"dbInstanceIdentifier": "shop", "dbSnapshotIdentifier": "kept"}"#)
    machine.world.wait(.minutes(30))
    try machine.world.ask(
      RestoreDBInstanceFromDBSnapshot.self,
      #"{"dbInstanceIdentifier": "again", "dbSnapshotIdentifier": "kept", "dbInstanceClass": "db.t3.micro"}"#)
    machine.world.wait(.minutes(40))
    let again = try #require(machine.world.rds.instances.rows.first { $0.identifier == "again" }?.endpoint)
    #expect(machine.run("mysql -h \(again) -u boss -panother-one").status == 0)
  }

  @Test func `aws speaks with the role of the instance`() throws {
    let client = MachineClient { words, _, context, _ in
      MachineAnswer(output: "\(words) \(context.caller.arn) \(context.region.rawValue)\n")
    }
    var bare = try Machine()
    #expect(bare.run("aws ec2 describe-vpcs", client: client).status == 253)
    var machine = try Machine(profile: "reader")
    let answer = machine.run("aws ec2 describe-vpcs", client: client)
    #expect(answer.output.contains("assumed-role/reader/\(machine.id)"), "\(answer)")
  }

  @Test func `stress shows in the metric`() throws {
    var machine = try Machine()
    #expect(machine.run("stress --cpu 2 --timeout 300").status == 127)
    _ = machine.run("sudo dnf install -y stress")
    #expect(machine.run("stress --cpu 2 --timeout 300 &").status == 0)
    machine.world.wait(.minutes(6))
    let start = (machine.world.now - .minutes(20)).nanoseconds
    let end = machine.world.now.nanoseconds
    let shown = try machine.world.ask(
      GetMetricStatistics.self,
      [
        "namespace": "AWS/EC2", "metricName": "CPUUtilization", "startTime": start, "endTime": end,
        "period": 300,
        "statistics": ["Maximum"], "dimensions": [["name": "InstanceId", "value": "\(machine.id)"]],
      ])
    #expect(shown.datapoints.compactMap(\.maximum).max() == 100)
  }
}
