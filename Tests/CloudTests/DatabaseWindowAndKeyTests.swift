import Cloud
import EventKernel
import Foundation
import Testing

/// The windows of databases beside each other, and the keys that they are encrypted with.
struct DatabaseWindowAndKeyTests {
  private static func database(_ more: String) -> String {
    """
    {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql", "allocatedStorage": 20,
     "masterUsername": "admin", "masterUserPassword": "correct-horse"\(more)}
    """
  }

  private static func made(_ more: String) throws -> World {
    var world = try TestWorld.make()
    try world.ask(CreateDBInstance.self, database(more))
    world.wait(.minutes(10))
    return world
  }

  @Test(arguments: [
    ("17:00-18:00", "sun:18:00-sun:18:30"), ("16:30-17:30", "sun:17:30-sun:18:00"),
    ("03:00-04:00", "sun:17:00-sun:17:30"),
  ])
  func `the maintenance window that nobody named makes way for the backup window`(
    backup: String, maintenance: String
  ) throws {
    var world = try Self.made(#", "preferredBackupWindow": "\#(backup)""#)
    let shown = try world.ask(DescribeDBInstances.self, "{}").dbInstances
    #expect(shown.map(\.preferredBackupWindow) == [backup])
    #expect(shown.map(\.preferredMaintenanceWindow) == [maintenance])
  }

  @Test func `windows that are both named must not overlap`() throws {
    var world = try TestWorld.make()
    let both =
      #", "preferredBackupWindow": "17:00-18:00", "preferredMaintenanceWindow": "sun:17:30-sun:18:30""#
    #expect(
      try world.refusal(CreateDBInstance.self, Self.database(both))?.code == "InvalidParameterCombination")
    var made = try Self.made(#", "preferredMaintenanceWindow": "sun:17:00-sun:18:00""#)
    #expect(
      try made.refusal(
        ModifyDBInstance.self, #"{"dbInstanceIdentifier": "shop", "preferredBackupWindow": "17:30-18:30"}"#)?
        .code == "InvalidParameterCombination")
  }

  @Test func `the alias, the ARN and the id name the Region's key, others do not exist`() throws {
    var world = try Self.made(#", "storageEncrypted": true, "kmsKeyId": "alias/aws/rds""#)
    let key = try #require(try world.ask(DescribeDBInstances.self, "{}").dbInstances.first?.kmsKeyId)
    #expect(key.hasPrefix("arn:aws:kms:ap-northeast-2:\(Account.id):key/"))
    for name in [key, String(key.split(separator: "/")[1])] {
      var other = try TestWorld.make()
      let more = #", "storageEncrypted": true, "kmsKeyId": "\#(name)""#
      #expect(try other.ask(CreateDBInstance.self, Self.database(more)).dbInstance.kmsKeyId == key)
    }
    var other = try TestWorld.make()
    #expect(
      try other.refusal(
        CreateDBInstance.self, Self.database(#", "storageEncrypted": true, "kmsKeyId": "alias/mine""#))?.code
        == "KMSKeyNotAccessibleFault")
    #expect(
      try other.refusal(CreateDBInstance.self, Self.database(#", "kmsKeyId": "alias/aws/rds""#))?.code
        == "InvalidParameterCombination")
    #expect(try other.ask(CreateDBInstance.self, Self.database("")).dbInstance.kmsKeyId == nil)
  }

  @Test func `an encrypted source of another Region demands that Region's key`() throws {
    var world = try Self.made(#", "storageEncrypted": true"#)
    world.openAccount(in: [Region(rawValue: "us-west-2")])
    let source = "arn:aws:rds:ap-northeast-2:\(Account.id):db:shop"
    func replica(_ more: String) throws -> String? {
      let call = #"{"dbInstanceIdentifier": "far", "sourceDBInstanceIdentifier": "\#(source)"\#(more)}"#
      return try world.ask(CreateDBInstanceReadReplica.self, call, in: "us-west-2").dbInstance.kmsKeyId
    }
    #expect(refusedCode { _ = try replica("") } == "InvalidParameterCombination")
    #expect(try replica(#", "kmsKeyId": "alias/aws/rds""#)?.contains("us-west-2") == true)
    world.wait(.minutes(30))
    try world.ask(
      CreateDBSnapshot.self, #"{"dbInstanceIdentifier": "shop", "dbSnapshotIdentifier": "before"}"#)
    world.wait(.minutes(30))
    let snapshot = "arn:aws:rds:ap-northeast-2:\(Account.id):snapshot:before"
    func copy(_ more: String) throws -> DBSnapshotDescription {
      let call =
        #"{"sourceDBSnapshotIdentifier": "\#(snapshot)", "targetDBSnapshotIdentifier": "kept"\#(more)}"#
      return try world.ask(CopyDBSnapshot.self, call, in: "us-west-2").dbSnapshot
    }
    #expect(refusedCode { _ = try copy("") } == "InvalidParameterCombination")
    #expect(try copy(#", "kmsKeyId": "alias/aws/rds""#).encrypted)
  }

  @Test func `a copy of a snapshot becomes encrypted with a key, a replica does not`() throws {
    var world = try Self.made("")
    try world.ask(
      CreateDBSnapshot.self, #"{"dbInstanceIdentifier": "shop", "dbSnapshotIdentifier": "before"}"#)
    world.wait(.minutes(30))
    let copy = try world.ask(
      CopyDBSnapshot.self,
      """
      {"sourceDBSnapshotIdentifier": "before", "targetDBSnapshotIdentifier": "safe", "kmsKeyId": "alias/aws/rds"}
      """
    ).dbSnapshot
    #expect(copy.encrypted && copy.kmsKeyId != nil)
    world.wait(.minutes(30))
    let restored = try world.ask(
      RestoreDBInstanceFromDBSnapshot.self,
      #"{"dbInstanceIdentifier": "secret", "dbSnapshotIdentifier": "safe"}"#
    ).dbInstance
    #expect(restored.storageEncrypted)
    #expect(
      try world.refusal(
        CreateDBInstanceReadReplica.self,
        """
        {"dbInstanceIdentifier": "r", "sourceDBInstanceIdentifier": "shop", "kmsKeyId": "alias/aws/rds"}
        """)?.code == "InvalidParameterCombination")
  }

  @Test func `the listings that scripts ask answer`() throws {
    var world = try Self.made("")
    #expect(try world.ask(DescribeDBClusters.self, "{}").dbClusters.isEmpty)
    #expect(
      try world.refusal(DescribeDBClusters.self, #"{"dbClusterIdentifier": "a"}"#)?.code
        == "DBClusterNotFoundFault")
    #expect(
      try world.refusal(DescribeDBClusters.self, #"{"filters": [{"name": "colour", "values": ["x"]}]}"#)?.code
        == "InvalidParameterValue")
    let quotas = try world.ask(DescribeDBAccountAttributes.self, "{}").accountQuotas
    let used = Dictionary(uniqueKeysWithValues: quotas.map { ($0.accountQuotaName, $0.used) })
    #expect(used["DBInstances"] == 1 && used["AllocatedStorage"] == 20)
    let logs = try world.ask(DescribeDBLogFiles.self, #"{"dbInstanceIdentifier": "shop"}"#).describeDBLogFiles
    #expect(logs.contains { $0.logFileName == "error/mysql-error.log" })
    #expect(
      try world.ask(
        DescribeDBLogFiles.self, #"{"dbInstanceIdentifier": "shop", "filenameContains": "slow"}"#
      ).describeDBLogFiles.isEmpty)
    #expect(
      try world.refusal(DescribeDBLogFiles.self, #"{"dbInstanceIdentifier": "none"}"#)?.code
        == "DBInstanceNotFound")
  }
}
