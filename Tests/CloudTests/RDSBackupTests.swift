import Cloud
import EventKernel
import Foundation
import Testing

struct RDSBackupTests {
  private static let create = """
    {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql", "allocatedStorage": 20,
     "masterUsername": "admin", "masterUserPassword": "correct-horse", "backupRetentionPeriod": 2,
     "preferredBackupWindow": "03:00-03:30", "tags": [{"key": "Team", "value": "web"}]}
    """
  private static let key = "ap-northeast-2/shop"
  private static let snapshot = #"{"dbInstanceIdentifier": "shop", "dbSnapshotIdentifier": "before"}"#

  private static func made() throws -> World {
    var world = try TestWorld.make()
    try world.ask(CreateDBInstance.self, create)
    world.wait(.minutes(10))
    return world
  }

  private func statuses(_ world: inout World, _ input: String = "{}") throws -> [String] {
    try world.ask(DescribeDBSnapshots.self, input).dbSnapshots.map(\.status)
  }

  @Test func `a snapshot stops a database in one zone for seconds and is complete after three minutes`()
    throws
  {
    var world = try Self.made()
    let made = try world.ask(CreateDBSnapshot.self, Self.snapshot).dbSnapshot
    #expect(made.status == "creating")
    let database = try #require(world.rds.instances[Self.key])
    #expect(database.status == .backingUp)
    #expect(database.service == .serving)
    #expect(database.volumeSuspendedUntil == world.now + .seconds(5))
    #expect(try world.refusal(CreateDBSnapshot.self, Self.snapshot)?.code == "DBSnapshotAlreadyExists")
    world.wait(.minutes(3))
    #expect(world.rds.instances[Self.key]?.status == .available)
    #expect(try statuses(&world, #"{"snapshotType": "manual"}"#) == ["available"])
  }

  @Test func `a restore is a new database with the default groups, one zone and another endpoint`() throws {
    var world = try Self.made()
    let group = #"{"dbParameterGroupName": "own", "dbParameterGroupFamily": "mysql8.4", "description": "d"}"#
    try world.ask(CreateDBParameterGroup.self, group)
    try world.ask(
      ModifyDBInstance.self, #"{"dbInstanceIdentifier": "shop", "dbParameterGroupName": "own"}"#)
    try world.ask(CreateDBSnapshot.self, Self.snapshot)
    let restore = #"{"dbInstanceIdentifier": "copy", "dbSnapshotIdentifier": "before"}"#
    #expect(
      try world.refusal(RestoreDBInstanceFromDBSnapshot.self, restore)?.code == "InvalidDBSnapshotState")
    world.wait(.minutes(3))
    try world.ask(RestoreDBInstanceFromDBSnapshot.self, restore)
    world.wait(.minutes(10))
    let copy = try #require(world.rds.instances["ap-northeast-2/copy"])
    let shop = try #require(world.rds.instances[Self.key])
    #expect(copy.status == .available)
    #expect(copy.parameterGroup == "default.mysql8.4")
    #expect(shop.parameterGroup == "own")
    #expect(copy.endpoint != shop.endpoint)
    #expect(!copy.isMultiAZ)
    #expect(copy.tags["Team"] == "web")
    #expect(world.databaseKey(forHost: copy.endpoint) == "ap-northeast-2/copy")
  }

  @Test func `backups of each day are kept as long as the retention says`() throws {
    var world = try Self.made()
    world.advance(to: .epoch + .days(4))
    let automated = try world.ask(DescribeDBSnapshots.self, #"{"snapshotType": "automated"}"#).dbSnapshots
    #expect(
      automated.map(\.dbSnapshotIdentifier) == [
        "rds:shop-2026-01-06-03-00", "rds:shop-2026-01-07-03-00", "rds:shop-2026-01-08-03-00",
      ])
    let delete = #"{"dbSnapshotIdentifier": "rds:shop-2026-01-08-03-00"}"#
    #expect(
      try world.refusal(DeleteDBSnapshot.self, delete)?.message == "Only manual snapshots may be deleted.")
  }

  @Test(arguments: [
    (#""useLatestRestorableTime": true"#, nil),
    (#""restoreTime": 0"#, "InvalidParameterValue"),
    (#""restoreTime": 999999999"#, "InvalidParameterValue"),
    (#""deletionProtection": true"#, "InvalidParameterCombination"),
  ])
  func `a moment can be restored that lies between the first backup and the last log`(
    wish: String, code: String?
  ) throws {
    var world = try Self.made()
    world.wait(.hours(1))
    let described = try world.ask(DescribeDBInstances.self, "{}").dbInstances
    #expect(described.first?.latestRestorableTime == .epoch + .minutes(70))
    let input = #"{"sourceDBInstanceIdentifier": "shop", "targetDBInstanceIdentifier": "then", \#(wish)}"#
    #expect(try world.refusal(RestoreDBInstanceToPointInTime.self, input)?.code == code)
  }

  @Test func `a restore has the writes up to its moment, and knows how many had been acknowledged`() throws {
    var world = try Self.made()
    let begin = Instant.epoch + .minutes(15)
    for minute in 1...20 {
      world.advance(to: begin + .minutes(minute))
      world.noteWrites(UInt64(minute * 100), ofDatabase: Self.key, at: world.now)
    }
    try world.ask(CreateDBSnapshot.self, Self.snapshot)
    world.wait(.minutes(3))
    world.noteWrites(2_500, ofDatabase: Self.key, at: world.now)
    let moment = (begin + .seconds(630)).sinceEpoch.nanoseconds
    try world.ask(
      RestoreDBInstanceToPointInTime.self,
      #"{"sourceDBInstanceIdentifier": "shop", "targetDBInstanceIdentifier": "then", "restoreTime": \#(moment)}"#
    )
    try world.ask(
      RestoreDBInstanceToPointInTime.self,
      #"{"sourceDBInstanceIdentifier": "shop", "targetDBInstanceIdentifier": "late", "useLatestRestorableTime": true}"#
    )
    try world.ask(
      RestoreDBInstanceFromDBSnapshot.self,
      #"{"dbInstanceIdentifier": "copy", "dbSnapshotIdentifier": "before"}"#)
    func received(_ name: String) -> [UInt64]? {
      world.rds.instances["ap-northeast-2/\(name)"]?.writes.origin.map { [$0.received, $0.acknowledged] }
    }
    // Half a minute after the tenth minute, the last whole five minutes, the moment of the snapshot.
    #expect(received("then") == [1_000, 2_500])
    #expect(received("late") == [2_000, 2_500])
    #expect(received("copy") == [2_000, 2_500])
    #expect(received("shop") == nil)
  }

  @Test func `without backups there is no restore to a moment and no replica`() throws {
    var world = try Self.made()
    try world.ask(
      ModifyDBInstance.self,
      #"{"dbInstanceIdentifier": "shop", "backupRetentionPeriod": 0, "applyImmediately": true}"#)
    world.wait(.minutes(10))
    #expect(try statuses(&world, #"{"snapshotType": "automated"}"#).isEmpty)
    let restore =
      #"{"sourceDBInstanceIdentifier": "shop", "targetDBInstanceIdentifier": "then", "useLatestRestorableTime": true}"#
    #expect(
      try world.refusal(RestoreDBInstanceToPointInTime.self, restore)?.code == "PointInTimeRestoreNotEnabled")
    let replica = #"{"dbInstanceIdentifier": "reader", "sourceDBInstanceIdentifier": "shop"}"#
    let error = try #require(try world.refusal(CreateDBInstanceReadReplica.self, replica))
    #expect(error.code == "InvalidDBInstanceState")
    #expect(error.message.hasPrefix("Automated backups are not enabled for this database instance."))
  }

  @Test func `kept backups of a deleted database can be restored by its resource id until they expire`()
    throws
  {
    var world = try Self.made()
    let id = try #require(world.rds.instances[Self.key]).resourceID
    try world.ask(
      DeleteDBInstance.self,
      #"{"dbInstanceIdentifier": "shop", "skipFinalSnapshot": true, "deleteAutomatedBackups": false}"#)
    world.wait(.minutes(5))
    #expect(
      try world.ask(DescribeDBInstanceAutomatedBackups.self, "{}").dbInstanceAutomatedBackups.map(\.status)
        == ["retained"])
    let restore =
      #"{"sourceDbiResourceId": "\#(id)", "targetDBInstanceIdentifier": "again", "useLatestRestorableTime": true}"#
    #expect(try world.refusal(RestoreDBInstanceToPointInTime.self, restore) == nil)
    world.wait(.days(3))
    let late = restore.replacingOccurrences(of: "again", with: "late")
    #expect(
      try world.refusal(RestoreDBInstanceToPointInTime.self, late)?.code
        == "DBInstanceAutomatedBackupNotFound")
  }

  @Test func `a copy in another Region takes longer and lives there`() throws {
    var world = try Self.made()
    try world.ask(CreateDBSnapshot.self, Self.snapshot)
    world.wait(.minutes(4))
    let tokyo = CallContext(region: Region(rawValue: "ap-northeast-1"))
    let source = "arn:aws:rds:ap-northeast-2:123456789012:snapshot:before"
    let text = #"{"sourceDBSnapshotIdentifier": "\#(source)", "targetDBSnapshotIdentifier": "away"}"#
    let input = try JSONDecoder().decode(CopyDBSnapshot.Input.self, from: Data(text.utf8))
    let copy = try world.perform(CopyDBSnapshot.self, input, context: tokyo).dbSnapshot
    #expect(copy.sourceRegion == "ap-northeast-2")
    #expect(copy.sourceDBSnapshotIdentifier == source)
    world.wait(.minutes(3))
    #expect(world.rds.snapshots["ap-northeast-1/away"]?.status == .copying)
    world.wait(.seconds(4))
    #expect(world.rds.snapshots["ap-northeast-1/away"]?.status == .available)
    #expect(try statuses(&world, #"{"snapshotType": "manual"}"#).count == 1)
  }

  @Test func `a snapshot is shared with accounts, an automated one is not`() throws {
    var world = try Self.made()
    try world.ask(CreateDBSnapshot.self, Self.snapshot)
    world.wait(.minutes(4))
    func share(_ name: String, _ values: String) -> String {
      #"{"dbSnapshotIdentifier": "\#(name)", "attributeName": "restore", "valuesToAdd": [\#(values)]}"#
    }
    let shared = try world.ask(ModifyDBSnapshotAttribute.self, share("before", #""111122223333", "all""#))
    #expect(
      shared.dbSnapshotAttributesResult.dbSnapshotAttributes.first?.attributeValues == [
        "111122223333", "all",
      ])
    #expect(
      try world.refusal(ModifyDBSnapshotAttribute.self, share("before", #""me""#))?.code
        == "InvalidParameterValue")
    #expect(
      try world.refusal(ModifyDBSnapshotAttribute.self, share("rds:shop-2026-01-05-00-05", #""all""#))?.code
        == "InvalidDBSnapshotState")
  }

  @Test func `backups cost what they hold beyond the size of the databases`() throws {
    var world = try Self.made()
    #expect(!world.monthlyCost(traffic: nil).items.contains { $0.code == "database-backups" })
    try world.ask(
      DeleteDBInstance.self, #"{"dbInstanceIdentifier": "shop", "finalDBSnapshotIdentifier": "last"}"#)
    world.wait(.minutes(10))
    let item = world.monthlyCost(traffic: nil).items.first { $0.code == "database-backups" }
    #expect(item?.amount == Money(microdollars: 95_000))
  }
}
