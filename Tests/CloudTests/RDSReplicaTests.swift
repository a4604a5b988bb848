import Cloud
import EventKernel
import Foundation
import Testing

struct RDSReplicaTests {
  private static let key = "ap-northeast-2/shop"
  private static let reader = "ap-northeast-2/reader"
  private static let replica = #"{"dbInstanceIdentifier": "reader", "sourceDBInstanceIdentifier": "shop"}"#

  private static func made() throws -> World {
    var world = try TestWorld.make()
    try world.ask(
      CreateDBInstance.self,
      """
      {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql", "allocatedStorage": 20,
       "masterUsername": "admin", "masterUserPassword": "correct-horse"}
      """)
    world.wait(.minutes(10))
    try world.ask(CreateDBInstanceReadReplica.self, replica)
    world.wait(.minutes(10))
    return world
  }

  @Test func `a replica has its own endpoint, its source's groups and no backups`() throws {
    var world = try Self.made()
    let reader = try #require(world.rds.instances[Self.reader])
    #expect(reader.status == .available)
    #expect(reader.replication?.sourceName == "shop")
    #expect(reader.backupRetentionDays == 0)
    #expect(world.databaseKey(forHost: reader.endpoint) == Self.reader)
    let described = try world.ask(DescribeDBInstances.self, "{}").dbInstances
    #expect(described.map(\.readReplicaDBInstanceIdentifiers) == [[], ["reader"]])
    #expect(described.first?.statusInfos?.map(\.status) == ["replicating"])
  }

  @Test func `a promotion reboots the replica, ends replication and begins backups`() throws {
    var world = try Self.made()
    try world.ask(
      PromoteReadReplica.self, #"{"dbInstanceIdentifier": "reader", "backupRetentionPeriod": 3}"#)
    #expect(world.rds.instances[Self.reader]?.status == .modifying)
    #expect(world.rds.instances[Self.reader]?.service != .serving)
    world.wait(.seconds(300))
    let reader = try #require(world.rds.instances[Self.reader])
    #expect(reader.service == .serving)
    #expect(reader.replication == nil)
    #expect(reader.backupRetentionDays == 3)
    #expect(reader.restorableSpan(at: world.now) != nil)
    let again = #"{"dbInstanceIdentifier": "reader"}"#
    #expect(
      try world.refusal(PromoteReadReplica.self, again)?.message == "DB Instance is not a read replica.")
  }

  @Test func `a source with replicas keeps its backups, does not stop, and leaves them alone when it goes`()
    throws
  {
    var world = try Self.made()
    #expect(
      try world.refusal(StopDBInstance.self, #"{"dbInstanceIdentifier": "shop"}"#)?.code
        == "InvalidDBInstanceState")
    #expect(
      try world.refusal(StopDBInstance.self, #"{"dbInstanceIdentifier": "reader"}"#)?.code
        == "InvalidDBInstanceState")
    #expect(
      try world.refusal(
        ModifyDBInstance.self, #"{"dbInstanceIdentifier": "shop", "backupRetentionPeriod": 0}"#)?.code
        == "InvalidParameterCombination")
    try world.ask(DeleteDBInstance.self, #"{"dbInstanceIdentifier": "shop", "skipFinalSnapshot": true}"#)
    world.wait(.minutes(2))
    #expect(world.rds.instances[Self.reader]?.replication == nil)
    #expect(world.rds.instances[Self.reader]?.service == .serving)
  }

  @Test func `a replica in another Region needs the ARN and takes that Region's default groups`() throws {
    var world = try Self.made()
    let tokyo = Region(rawValue: "ap-northeast-1")
    world.openAccount(in: [tokyo])
    func input(_ source: String) throws -> CreateDBInstanceReadReplica.Input {
      let text = #"{"dbInstanceIdentifier": "away", "sourceDBInstanceIdentifier": "\#(source)"}"#
      return try JSONDecoder().decode(CreateDBInstanceReadReplica.Input.self, from: Data(text.utf8))
    }
    let context = CallContext(region: tokyo)
    #expect(throws: AWSError.self) {
      try world.perform(CreateDBInstanceReadReplica.self, input("shop"), context: context)
    }
    let arn = "arn:aws:rds:ap-northeast-2:123456789012:db:shop"
    let made = try world.perform(CreateDBInstanceReadReplica.self, input(arn), context: context).dbInstance
    #expect(made.readReplicaSourceDBInstanceIdentifier == arn)
    world.wait(.minutes(30))
    #expect(world.rds.instances["ap-northeast-1/away"]?.service == .serving)
    try world.ask(DeleteDBInstance.self, #"{"dbInstanceIdentifier": "shop", "skipFinalSnapshot": true}"#)
    world.wait(.minutes(2))
    #expect(world.rds.instances["ap-northeast-1/away"]?.replication?.isReplicating == false)
  }

  @Test func `a sixteenth replica and a fourth level are refused`() throws {
    var world = try Self.made()
    for number in 2...15 {
      try world.ask(
        CreateDBInstanceReadReplica.self,
        #"{"dbInstanceIdentifier": "r\#(number)", "sourceDBInstanceIdentifier": "shop"}"#)
    }
    let more = #"{"dbInstanceIdentifier": "r16", "sourceDBInstanceIdentifier": "shop"}"#
    #expect(try world.refusal(CreateDBInstanceReadReplica.self, more)?.code == "InstanceQuotaExceeded")
  }
}
