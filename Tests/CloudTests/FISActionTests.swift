import Cloud
import EventKernel
import Testing

/// What each action of the Fault Injection Service does to the world, and that it ends.
struct FISActionTests {
  private func arn(_ id: InstanceID) -> String { "arn:aws:ec2:ap-northeast-2:123456789012:instance/\(id)" }

  @Test func `servers that were terminated meanwhile fail the action, unless it may complete`() throws {
    for (flag, state) in [("true", "completed"), ("false", "failed")] {
      var scene = try FISScene()
      let id = try scene.start(
        [
          "stop": [
            "actionId": "aws:ec2:stop-instances", "targets": ["Instances": "web"],
            "parameters": ["startInstancesAfterDuration": "PT2M", "completeIfInstancesTerminated": flag],
          ]
        ], targets: ["web": FISScene.tagged()])
      scene.world.wait(.minutes(1))
      _ = try scene.world.ask(TerminateInstances.self, ["instanceIds": ["\(scene.servers[0])"]])
      scene.world.wait(.minutes(2))
      #expect(try scene.states(id) == [state, "stop \(state)"])
    }
  }

  @Test(arguments: [
    ("aws:ec2:terminate-instances", Instance.State.shuttingDown),
    ("aws:ec2:reboot-instances", .running), ("aws:ec2:stop-instances", .stopping),
  ])
  func `servers are terminated, rebooted and stopped for good`(action: String, state: Instance.State) throws {
    var scene = try FISScene(servers: 1)
    let id = try scene.start(
      ["act": ["actionId": action, "targets": ["Instances": "web"]]],
      targets: ["web": FISScene.target("aws:ec2:instance", [arn(scene.servers[0])])])
    scene.world.wait(.seconds(3))
    #expect(scene.serverStates == [state])
    #expect(scene.world.ec2.instances[scene.servers[0]]?.activity != .serving)
    scene.world.wait(.seconds(5))
    #expect(try scene.states(id) == ["completed", "act completed"])
    #expect(scene.serverStates != [.pending])
  }

  @Test func `a spare machine has its notice two minutes before it goes`() throws {
    var scene = try FISScene(servers: 1)
    let image = try #require(scene.world.ec2.images.rows.first { $0.owner == Account.id })
    let answer = try scene.world.ask(
      RunInstances.self,
      [
        "imageId": "\(image.id)", "instanceType": "m5.large", "minCount": 1, "maxCount": 1,
        "instanceMarketOptions": ["marketType": "spot"],
        "tagSpecifications": [["resourceType": "instance", "tags": [["key": "team", "value": "shop"]]]],
      ])
    let spot = try #require(InstanceID(answer.instances[0].instanceId))
    scene.world.wait(.minutes(2))
    let id = try scene.start(
      [
        "take": [
          "actionId": "aws:ec2:send-spot-instance-interruptions", "targets": ["SpotInstances": "web"],
          "parameters": ["durationBeforeInterruption": "PT5M"],
        ]
      ], targets: ["web": FISScene.tagged("ALL", "aws:ec2:spot-instance")])
    scene.world.wait(.seconds(3 + 179))
    #expect(scene.world.ec2.instances[spot]?.spotNotice == nil)
    scene.world.wait(.seconds(1))
    #expect(scene.world.ec2.instances[spot]?.spotNotice != nil)
    #expect(scene.serverStates == [.running])
    scene.world.wait(.minutes(2))
    #expect(scene.world.ec2.instances[spot]?.state == .shuttingDown)
    #expect(try scene.states(id) == ["completed", "take completed"])
  }

  @Test func `a subnet is cut off by a network ACL, and has its own back afterwards`() throws {
    var scene = try FISScene()
    try scene.world.openDefaultGroup()
    let here = try #require(scene.world.ec2.instances[scene.servers[0]])
    let other = try #require(scene.world.ec2.instances[scene.servers[1]])
    let outside = FlowSource.address(IPv4Address(bits: 203 << 24 | 113 << 8 | 7))
    let neighbour = FlowSource.groups(other.securityGroups, other.privateAddress)
    let subnet = "arn:aws:ec2:ap-northeast-2:123456789012:subnet/\(here.subnet)"
    func cut(_ scope: String, _ more: [String: Any] = [:]) -> [String: Any] {
      [
        "cut": [
          "actionId": "aws:network:disrupt-connectivity", "targets": ["Subnets": "net"],
          "parameters": ["duration": "PT5M", "scope": scope].with(more),
        ]
      ]
    }
    let targets = ["net": FISScene.target("aws:ec2:subnet", [subnet])]
    for (scope, fromOutside, fromNeighbour) in [
      ("all", false, false), ("vpc", false, true), ("availability-zone", true, false), ("s3", true, true),
    ] {
      let id = try scene.start(cut(scope), targets: targets)
      scene.world.wait(.seconds(3))
      #expect(try scene.states(id) == ["running", "cut running"])
      #expect(scene.world.allows(from: outside, to: here, port: 80) == fromOutside, "\(scope)")
      #expect(scene.world.allows(from: neighbour, to: here, port: 80) == fromNeighbour, "\(scope)")
      #expect(scene.world.allows(from: outside, to: other, port: 80), "\(scope)")
      let lists = try scene.world.ask(DescribeNetworkAcls.self, [:]).networkAcls
      #expect(lists.contains { $0.tags.contains { $0.key == "managedByFIS" } })
      scene.world.wait(.minutes(5))
      #expect(try scene.states(id) == ["completed", "cut completed"])
      #expect(scene.world.allows(from: outside, to: here, port: 80), "\(scope)")
      #expect(scene.world.allows(from: neighbour, to: here, port: 80), "\(scope)")
      #expect(try scene.world.ask(DescribeNetworkAcls.self, [:]).networkAcls.count == 1)
    }
    let first = try scene.start(cut("all"), targets: targets)
    let second = try scene.start(cut("s3"), targets: targets)
    scene.world.wait(.seconds(3))
    #expect(try scene.states(second) == ["failed", "cut failed"])
    _ = try scene.world.ask(StopExperiment.self, ["id": first])
    scene.world.wait(.seconds(5))
    #expect(scene.world.allows(from: outside, to: here, port: 80))
    let list = try scene.start(cut("prefix-list", ["prefixListIdentifier": "pl-12345678"]), targets: targets)
    scene.world.wait(.seconds(3))
    #expect(try scene.experiment(list).failure?.code == "ConfigurationFailure")
  }

  @Test func `a database fails over to its standby`() throws {
    var scene = try FISScene(servers: 0)
    try scene.world.ask(
      CreateDBInstance.self,
      """
      {"dbInstanceIdentifier": "orders", "dbInstanceClass": "db.m5.large", "engine": "mysql",
       "masterUsername": "admin", "masterUserPassword": "secret-enough", "allocatedStorage": 20, "multiAZ": true}
      """)
    scene.world.wait(.minutes(20))
    let before = try #require(scene.world.rds.instances.first?.row)
    let zone = before.zone.rawValue
    let id = try scene.start(
      [
        "reboot": [
          "actionId": "aws:rds:reboot-db-instances", "targets": ["DBInstances": "db"],
          "parameters": ["forceFailover": "true"],
        ]
      ],
      targets: [
        "db": FISScene.target(
          "aws:rds:db", [before.arn], ["parameters": ["availabilityZoneIdentifiers": zone]])
      ])
    scene.world.wait(.minutes(3))
    #expect(try scene.states(id) == ["completed", "reboot completed"])
    #expect(scene.world.rds.instances.first?.row.failovers == 1)
    #expect(scene.world.rds.instances.first?.row.zone != before.zone)
  }

  @Test func `the nodes of a cache lose power in a zone, and have it back`() throws {
    var scene = try FISScene(servers: 0)
    try scene.world.ask(
      CreateReplicationGroup.self,
      """
      {"replicationGroupId": "sessions", "replicationGroupDescription": "d", "cacheNodeType": "cache.t3.micro",
       "numCacheClusters": 3, "automaticFailoverEnabled": true, "multiAZEnabled": true}
      """)
    scene.world.wait(.minutes(5))
    func nodes() -> [Bool] {
      scene.world.elastiCache.replicationGroups.first?.row.nodes.map(\.hasPower) ?? []
    }
    let arn = try #require(scene.world.elastiCache.replicationGroups.first?.row.arn)
    let id = try scene.start(
      [
        "dark": [
          "actionId": "aws:elasticache:replicationgroup-interrupt-az-power",
          "targets": ["ReplicationGroups": "cache"], "parameters": ["duration": "PT10M"],
        ]
      ],
      targets: [
        "cache": FISScene.target(
          "aws:elasticache:replicationgroup", [arn],
          ["parameters": ["availabilityZoneIdentifier": "apne2-az1"]])
      ])
    scene.world.wait(.minutes(5))
    #expect(nodes() == [false, true, true])
    #expect(scene.world.elastiCache.replicationGroups.first?.row.primary != 0)
    scene.world.wait(.minutes(6))
    #expect(nodes() == [true, true, true])
    #expect(try scene.states(id) == ["completed", "dark completed"])
  }

  @Test func `a zone refuses machines to a role for a while, and to nobody else`() throws {
    var scene = try FISScene(servers: 0)
    try scene.makeRole("deploy", trusts: "ec2.amazonaws.com", allows: ["*"])
    let image = try #require(scene.world.ec2.images.rows.first { $0.owner == Account.id })
    let id = try scene.start(
      [
        "short": [
          "actionId": "aws:ec2:api-insufficient-instance-capacity-error", "targets": ["Roles": "who"],
          "parameters": ["duration": "PT10M", "availabilityZoneIdentifiers": "ap-northeast-2a,apne2-az2"],
        ]
      ],
      targets: ["who": FISScene.target("aws:iam:role", ["arn:aws:iam::123456789012:role/deploy"])])
    scene.world.wait(.seconds(10))
    func launch(_ letter: String, _ role: String?) throws -> String? {
      let input: [String: Any] = [
        "imageId": "\(image.id)", "instanceType": "m5.large", "minCount": 1, "maxCount": 1,
        "subnetId": try scene.world.subnet(letter),
      ]
      guard let role else { return try scene.world.refusal(RunInstances.self, input) }
      return try scene.world.refusal(RunInstances.self, input, to: role)
    }
    #expect(try launch("a", "deploy") == "InsufficientInstanceCapacity")
    #expect(try launch("b", "deploy") == "InsufficientInstanceCapacity")
    #expect(try launch("c", "deploy") == nil)
    #expect(try launch("a", nil) == nil)
    scene.world.wait(.minutes(10))
    #expect(try launch("a", "deploy") == nil)
    #expect(try scene.states(id) == ["completed", "short completed"])
  }

  @Test func `a zone refuses machines to an Auto Scaling group, which goes elsewhere`() throws {
    var fleet = try Fleet(desired: 0)
    var scene = try FISScene(servers: 0)
    scene.world = fleet.web.world
    try scene.makeRole("chaos", trusts: "fis.amazonaws.com", allows: ["ec2:InjectApiError"])
    scene.world.wait(.seconds(10))
    _ = try scene.start(
      [
        "short": [
          "actionId": "aws:ec2:asg-insufficient-instance-capacity-error",
          "targets": ["AutoScalingGroups": "group"],
          "parameters": ["duration": "PT1H", "availabilityZoneIdentifiers": "ap-northeast-2a"],
        ]
      ], targets: ["group": FISScene.tagged("ALL", "aws:ec2:autoscaling-group")])
    scene.world.wait(.seconds(10))
    _ = try scene.world.ask(
      SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": 4])
    scene.world.wait(.minutes(5))
    fleet.web.world = scene.world
    #expect(fleet.spread == [0, 2, 2])
    #expect(
      fleet.group.activities.contains {
        $0.statusMessage?.contains("do not have sufficient m5.large capacity") == true
      })
  }

  @Test(arguments: [
    ("aws:fis:inject-api-internal-error", "InternalError"),
    ("aws:fis:inject-api-throttle-error", "RequestLimitExceeded"),
    ("aws:fis:inject-api-unavailable-error", "Unavailable"),
  ])
  func `calls of a role fail by a share, those that are named`(action: String, code: String) throws {
    var scene = try FISScene(servers: 0)
    try scene.makeRole("deploy", trusts: "ec2.amazonaws.com", allows: ["*"])
    _ = try scene.start(
      [
        "fail": [
          "actionId": action, "targets": ["Roles": "who"],
          "parameters": [
            "duration": "PT10M", "service": "ec2", "operations": "DescribeVpcs,RunInstances",
            "percentage": "50",
          ],
        ]
      ],
      targets: ["who": FISScene.target("aws:iam:role", ["arn:aws:iam::123456789012:role/deploy"])])
    scene.world.wait(.seconds(10))
    var failures = 0
    for _ in 0..<200 {
      let refused = try scene.world.refusal(DescribeVpcs.self, [:], to: "deploy")
      if let refused {
        #expect(refused == code)
        failures += 1
      }
      #expect(try scene.world.refusal(DescribeVpcs.self, [:]) == nil)
      #expect(try scene.world.refusal(DescribeSubnets.self, [:], to: "deploy") == nil)
      scene.world.wait(.seconds(1))
    }
    #expect((70...130).contains(failures))
  }
}
