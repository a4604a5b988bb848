import Cloud
import EventKernel
import Foundation
import Testing

struct RDSTests {
  private static let key = "ap-northeast-2/shop"

  /// Input for a small database with more members.
  private static func small(_ more: String = "") -> String {
    """
    {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql", "allocatedStorage": 20,
     "masterUsername": "admin", "masterUserPassword": "correct-horse"\(more)}
    """
  }

  /// A world with the database `shop`, available.
  private static func made(_ more: String = "") throws -> World {
    var world = try TestWorld.make()
    try world.ask(CreateDBInstance.self, small(more))
    world.wait(.minutes(10))
    return world
  }

  private func shop(_ world: World) throws -> DBInstance { try #require(world.rds.instances[Self.key]) }

  @Test func `a subnet in which a database or its standby stands cannot be deleted`() throws {
    var world = try Self.made(#", "multiAZ": true"#)
    let database = try #require(world.rds.instances.first?.row)
    let taken = [database.zone, try #require(database.standbyZone)]
    for letter in ["a", "b", "c", "d"] {
      let input = #"{"subnetId": "\#(try world.subnet(letter))"}"#
      let isTaken = taken.contains(World.zone(letter))
      #expect(
        try world.refusal(DeleteSubnet.self, input)?.code == (isTaken ? "DependencyViolation" : nil),
        "\(letter)")
    }
  }

  @Test func `a database is created in five minutes and its endpoint then leads to it`() throws {
    var world = try TestWorld.make()
    let output = try world.ask(CreateDBInstance.self, Self.small())
    #expect(output.dbInstance.dbInstanceStatus == "creating")
    #expect(output.dbInstance.endpoint == nil)
    world.wait(.seconds(299))
    #expect(try shop(world).status == .creating)
    world.wait(.seconds(1))
    #expect(try shop(world).status == .available)
    #expect(try shop(world).service == .serving)
    let host = try shop(world).endpoint
    #expect(world.databaseKey(forHost: host) == Self.key)
    let answer = world.resolve(host: host, from: "seoul")
    #expect(answer.alternatives.map(\.ttl) == [.seconds(5)])
    #expect(try answer.alternatives.first?.addresses == [shop(world).address])
    #expect(try world.endpoint(at: shop(world).address) == .database(Self.key))
  }

  @Test(arguments: [
    (#", "multiAZ": true, "availabilityZone": "ap-northeast-2a""#, "InvalidParameterCombination"),
    (#", "storageType": "gp3", "iops": 12000"#, "InvalidParameterCombination"),
    (#", "backupRetentionPeriod": 36"#, "InvalidParameterValue"),
    (#", "dbSubnetGroupName": "nowhere""#, "DBSubnetGroupNotFoundFault"),
    (#", "vpcSecurityGroupIds": ["sg-1"]"#, "InvalidParameterValue"),
    (#", "engineVersion": "5.6""#, "InvalidParameterCombination"),
    (#", "port": 80"#, "InvalidParameterValue"),
  ])
  func `a database that AWS would not take is refused`(more: String, code: String) throws {
    var world = try TestWorld.make()
    #expect(try world.refusal(CreateDBInstance.self, Self.small(more))?.code == code)
    #expect(world.rds.instances.isEmpty)
  }

  @Test(arguments: [
    (#""dbInstanceIdentifier": "shop""#, #""dbInstanceIdentifier": "1shop""#, "not a valid identifier"),
    (#""dbInstanceIdentifier": "shop""#, #""dbInstanceIdentifier": "sh--op""#, "not a valid identifier"),
    (#""engine": "mysql""#, #""engine": "mongodb""#, "Invalid DB engine"),
    ("db.t3.micro", "db.t3.tiny", "Invalid DB Instance class: db.t3.tiny"),
    (#""allocatedStorage": 20"#, #""allocatedStorage": 19"#, "storage type gp2: 19"),
    ("correct-horse", "short", "shorter than 8 characters"),
    ("correct-horse", "with/slash1", "printable ASCII characters besides"),
  ])
  func `a wrong value is refused in AWS's words`(from: String, to: String, words: String) throws {
    var world = try TestWorld.make()
    let input = Self.small().replacingOccurrences(of: from, with: to)
    let error = try #require(try world.refusal(CreateDBInstance.self, input))
    #expect(error.message.contains(words))
  }

  @Test func `with a standby the endpoint moves 90 seconds after the primary's zone has lost power`() throws {
    var world = try Self.made(#", "multiAZ": true"#)
    let before = try shop(world)
    let standby = try #require(before.standbyZone)
    world.inject(.zonePower(before.zone), at: world.now, lasting: .minutes(15))
    world.wait(.seconds(29))
    #expect(try shop(world).service == .down)
    world.wait(.seconds(60))
    #expect(try shop(world).service != .serving)
    #expect(try shop(world).zone == before.zone)
    world.wait(.seconds(1))
    let after = try shop(world)
    #expect(after.service == .serving)
    #expect(after.zone == standby)
    #expect(after.address == before.standbyAddress)
    #expect(after.failovers == 1)
    #expect(after.endpointMoved == world.now)
    let answer = world.resolve(host: after.endpoint, from: "seoul")
    #expect(answer.alternatives.first?.addresses == [after.address])
  }

  @Test func `without a standby a database is down until power returns and it has recovered`() throws {
    var world = try Self.made()
    world.inject(.zonePower(try shop(world).zone), at: world.now, lasting: .minutes(15))
    world.wait(.minutes(15) - .seconds(1))
    #expect(try shop(world).service == .down)
    world.wait(.seconds(1 + 59))
    #expect(try shop(world).service != .serving)
    world.wait(.seconds(1))
    #expect(try shop(world).service == .serving)
    #expect(try shop(world).failovers == 0)
  }

  @Test func `the loss of the standby's zone interrupts nothing`() throws {
    var world = try Self.made(#", "multiAZ": true"#)
    let standby = try #require(try shop(world).standbyZone)
    world.inject(.zonePower(standby), at: world.now, lasting: .minutes(15))
    for _ in 0..<20 {
      world.wait(.minutes(1))
      #expect(try shop(world).service == .serving)
    }
    #expect(try shop(world).failovers == 0)
  }

  @Test func `a failover does not go to a standby without power, and goes there once it has power`() throws {
    var world = try Self.made(#", "multiAZ": true"#)
    let (primary, standby) = (try shop(world).zone, try #require(try shop(world).standbyZone))
    world.inject(.zonePower(standby), at: world.now, lasting: .minutes(5))
    world.inject(.zonePower(primary), at: world.now, lasting: .minutes(60))
    world.wait(.minutes(5) - .seconds(1))
    #expect(try shop(world).service == .down)
    world.wait(.seconds(1 + 90))
    #expect(try shop(world).service == .serving)
    #expect(try shop(world).zone == standby)
  }

  @Test func `a reboot with failover takes a minute and needs a standby`() throws {
    var world = try Self.made(#", "multiAZ": true"#)
    let zone = try shop(world).zone
    try world.ask(RebootDBInstance.self, #"{"dbInstanceIdentifier": "shop", "forceFailover": true}"#)
    #expect(try shop(world).status == .rebooting)
    world.wait(.seconds(60))
    #expect(try shop(world).service == .serving)
    #expect(try shop(world).zone != zone)
    var single = try Self.made()
    let input = #"{"dbInstanceIdentifier": "shop", "forceFailover": true}"#
    #expect(try single.refusal(RebootDBInstance.self, input)?.code == "InvalidParameterCombination")
  }

  @Test func `a stopped database starts by itself after seven days`() throws {
    var world = try Self.made()
    try world.ask(StopDBInstance.self, #"{"dbInstanceIdentifier": "shop"}"#)
    #expect(try shop(world).status == .stopping)
    world.wait(.minutes(2))
    #expect(try shop(world).status == .stopped)
    #expect(
      try world.refusal(StopDBInstance.self, #"{"dbInstanceIdentifier": "shop"}"#)?.code
        == "InvalidDBInstanceState")
    world.wait(.days(7) - .seconds(1))
    #expect(try shop(world).status == .stopped)
    world.wait(.minutes(5))
    #expect(try shop(world).service == .serving)
  }

  @Test func `power that returns does not start a stopped database`() throws {
    var world = try Self.made()
    let zone = try shop(world).zone
    try world.ask(StopDBInstance.self, #"{"dbInstanceIdentifier": "shop"}"#)
    world.wait(.minutes(3))
    world.inject(.zonePower(zone), at: world.now, lasting: .minutes(5))
    world.wait(.minutes(20))
    #expect(try shop(world).status == .stopped)
    #expect(try shop(world).service == .down)
  }

  @Test func `a new class serves on while it is prepared and then interrupts`() throws {
    var world = try Self.made()
    try world.ask(
      ModifyDBInstance.self,
      #"{"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.m5.large", "applyImmediately": true}"#)
    world.wait(.minutes(4) - .seconds(1))
    #expect(try shop(world).service == .serving)
    world.wait(.seconds(1))
    #expect(try shop(world).service != .serving)
    world.wait(.minutes(2))
    #expect(try shop(world).service == .serving)
    #expect(try shop(world).instanceClass == "db.m5.large")
    #expect(try shop(world).status == .available)
  }

  @Test func `a password is pending while the database is made, and for two minutes after a change`() throws {
    var world = try TestWorld.make()
    func pending() throws -> String? {
      let shown = try world.ask(DescribeDBInstances.self, "{}").dbInstances
      return try #require(shown.first).pendingModifiedValues.masterUserPassword
    }
    let made = try world.ask(CreateDBInstance.self, Self.small())
    #expect(made.dbInstance.pendingModifiedValues.masterUserPassword == "****")
    world.wait(.minutes(4))
    #expect(try pending() == "****")
    world.wait(.minutes(2))
    #expect(try pending() == nil)
    let changed = try world.ask(
      ModifyDBInstance.self, #"{"dbInstanceIdentifier": "shop", "masterUserPassword": "another-secret"}"#)
    #expect(changed.dbInstance.pendingModifiedValues.masterUserPassword == "****")
    world.wait(.minutes(1))
    #expect(try pending() == "****")
    world.wait(.minutes(1))
    #expect(try pending() == nil)
  }

  @Test func `a change that is not immediate waits for Sunday 17 o'clock`() throws {
    var world = try Self.made()
    let output = try world.ask(
      ModifyDBInstance.self, #"{"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.small"}"#)
    #expect(output.dbInstance.pendingModifiedValues.dbInstanceClass == "db.t3.small")
    world.advance(to: .epoch + .days(6) + .hours(17) - .seconds(1))
    #expect(try shop(world).instanceClass == "db.t3.micro")
    world.wait(.minutes(10))
    #expect(try shop(world).instanceClass == "db.t3.small")
  }

  @Test func `storage grows while it serves and cannot change again until it is optimised`() throws {
    var world = try Self.made()
    let grow = #"{"dbInstanceIdentifier": "shop", "allocatedStorage": 100, "applyImmediately": true}"#
    let again = #"{"dbInstanceIdentifier": "shop", "allocatedStorage": 200, "applyImmediately": true}"#
    try world.ask(ModifyDBInstance.self, grow)
    world.wait(.minutes(2))
    #expect(try shop(world).allocatedGiB == 100)
    #expect(try shop(world).status == .storageOptimization)
    #expect(try shop(world).service == .serving)
    #expect(try world.refusal(ModifyDBInstance.self, again)?.code == "InvalidParameterCombination")
    world.wait(.hours(2))
    #expect(try world.refusal(ModifyDBInstance.self, again) == nil)
    let less = #"{"dbInstanceIdentifier": "shop", "allocatedStorage": 50, "applyImmediately": true}"#
    world.wait(.hours(3))
    #expect(try world.refusal(ModifyDBInstance.self, less)?.code == "InvalidParameterCombination")
  }

  @Test func `a standby is added without an outage`() throws {
    var world = try Self.made()
    try world.ask(
      ModifyDBInstance.self, #"{"dbInstanceIdentifier": "shop", "multiAZ": true, "applyImmediately": true}"#)
    for _ in 0..<8 {
      #expect(try shop(world).service == .serving)
      world.wait(.minutes(1))
    }
    #expect(try shop(world).isMultiAZ)
    #expect(try shop(world).standbyZone != nil)
    #expect(try shop(world).standbyZone != shop(world).zone)
  }

  @Test func `deleting asks for a last snapshot or for its omission`() throws {
    var world = try Self.made(#", "deletionProtection": true"#)
    let skip = #"{"dbInstanceIdentifier": "shop", "skipFinalSnapshot": true}"#
    let error = try world.refusal(DeleteDBInstance.self, skip)
    #expect(error?.message.hasPrefix("Cannot delete protected DB Instance") == true)
    try world.ask(
      ModifyDBInstance.self, #"{"dbInstanceIdentifier": "shop", "deletionProtection": false}"#)
    let bare = #"{"dbInstanceIdentifier": "shop"}"#
    #expect(
      try world.refusal(DeleteDBInstance.self, bare)?.message
        == "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.")
    try world.ask(
      DeleteDBInstance.self, #"{"dbInstanceIdentifier": "shop", "finalDBSnapshotIdentifier": "last"}"#)
    #expect(try shop(world).status == .deleting)
    world.wait(.minutes(2))
    #expect(world.rds.instances.isEmpty)
    #expect(world.rds.snapshots["ap-northeast-2/last"]?.allocatedGiB == 20)
    #expect(try world.refusal(DeleteDBInstance.self, skip)?.code == "DBInstanceNotFound")
  }

  @Test(arguments: [
    ("mysql", "db.t3.micro", 60), ("mysql", "db.t3.small", 141), ("mysql", "db.t3.medium", 304),
    ("mysql", "db.m5.large", 630), ("mariadb", "db.m5.large", 315), ("postgres", "db.t3.micro", 79),
    ("postgres", "db.m5.large", 831),
  ])
  func `connections follow the engine's formula over the memory`(
    engine: String, name: String, connections: Int
  ) throws {
    var world = try TestWorld.make()
    let input = Self.small().replacingOccurrences(of: "mysql", with: engine)
      .replacingOccurrences(of: "db.t3.micro", with: name)
      .replacingOccurrences(of: "admin", with: "owner")
    try world.ask(CreateDBInstance.self, input)
    #expect(try world.maxConnections(of: shop(world)) == connections)
  }

  @Test(arguments: [
    ("gp2", 20, 100), ("gp2", 100, 300), ("gp3", 100, 3_000), ("gp3", 400, 12_000), ("gp2", 6_000, 18_000),
  ])
  func `operations a second follow the storage`(type: String, size: Int, iops: Int) throws {
    var world = try TestWorld.make()
    let input = Self.small(#", "storageType": "\#(type)""#)
      .replacingOccurrences(of: #""allocatedStorage": 20"#, with: #""allocatedStorage": \#(size)"#)
    try world.ask(CreateDBInstance.self, input)
    #expect(try world.capacity(of: shop(world)).iops == iops)
  }

  @Test func `a subnet group covers two zones and is kept while it is used`() throws {
    var world = try TestWorld.make()
    let (a, c) = (try world.subnet("a"), try world.subnet("c"))
    func group(_ subnets: String) -> String {
      #"{"dbSubnetGroupName": "Data", "dbSubnetGroupDescription": "d", "subnetIds": [\#(subnets)]}"#
    }
    let single = try world.refusal(CreateDBSubnetGroup.self, group("\"\(a)\""))
    #expect(single?.code == "DBSubnetGroupDoesNotCoverEnoughAZs")
    #expect(single?.message.contains("Current AZ coverage: ap-northeast-2a.") == true)
    #expect(try world.refusal(CreateDBSubnetGroup.self, group("\"subnet-1\""))?.code == "InvalidSubnet")
    try world.ask(CreateDBSubnetGroup.self, group("\"\(c)\", \"\(a)\""))
    try world.ask(CreateDBInstance.self, Self.small(#", "dbSubnetGroupName": "data""#))
    #expect(try shop(world).zone == World.zone("a"))
    let delete = #"{"dbSubnetGroupName": "data"}"#
    #expect(
      try world.refusal(DeleteDBSubnetGroup.self, delete)?.code == "InvalidDBSubnetGroupStateFault")
  }

  @Test func `a database does not start where there is no power`() throws {
    var world = try TestWorld.make()
    world.inject(.zonePower(World.zone("a")), at: world.now, lasting: .hours(1))
    world.wait(.seconds(1))
    let input = Self.small(#", "availabilityZone": "ap-northeast-2a""#)
    #expect(try world.refusal(CreateDBInstance.self, input)?.code == "InsufficientDBInstanceCapacity")
    try world.ask(CreateDBInstance.self, Self.small())
    #expect(try shop(world).zone == World.zone("b"))
  }

  @Test func `events tell a failover in AWS's words`() throws {
    var world = try Self.made(#", "multiAZ": true"#)
    world.inject(.zonePower(try shop(world).zone), at: world.now, lasting: .minutes(15))
    world.wait(.minutes(2))
    let output = try world.ask(
      DescribeRDSEvents.self, #"{"sourceIdentifier": "shop", "sourceType": "db-instance"}"#)
    #expect(
      output.events.map(\.message) == [
        "DB instance created", "Multi-AZ instance failover started.", "Multi-AZ instance failover completed",
      ])
  }

  @Test func `events of a reboot with failover tell who asked for it, and the restart`() throws {
    var world = try Self.made(#", "multiAZ": true"#)
    try world.ask(RebootDBInstance.self, #"{"dbInstanceIdentifier": "shop", "forceFailover": true}"#)
    world.wait(.minutes(2))
    let events = try world.ask(
      DescribeRDSEvents.self, #"{"sourceIdentifier": "shop", "sourceType": "db-instance"}"#
    ).events
    #expect(
      events.map(\.message) == [
        "DB instance created", "Multi-AZ instance failover started.", "Multi-AZ instance failover completed",
        "The user requested a failover of the DB instance", "DB instance restarted",
      ])
    #expect(events.last?.eventCategories == ["availability"])
  }
}
