import Cloud
import EventKernel
import Testing

/// Classes, names and the watching of databases.
struct DatabaseWatchingTests {
  private static func create(_ more: String, on world: inout World) throws -> DBInstanceDescription {
    try world.ask(CreateDBInstance.self, input(more)).dbInstance
  }

  private static func input(_ more: String, engine: String = "mysql", type: String = "db.t4g.medium")
    -> String
  {
    """
    {"dbInstanceIdentifier": "shop", "dbInstanceClass": "\(type)", "engine": "\(engine)", "allocatedStorage": 20,
     "masterUsername": "boss"\(more)}
    """
  }

  private static let password = #", "masterUserPassword": "example-only""#

  @Test func `RDS keeps the password in a secret that costs`() throws {
    var world = try TestWorld.make()
    let made = try Self.create(#", "manageMasterUserPassword": true"#, on: &world)
    #expect(made.masterUserSecret?.secretStatus == "creating")
    world.wait(.minutes(20))
    let shown = try world.ask(DescribeDBInstances.self, "{}").dbInstances[0]
    #expect(shown.masterUserSecret?.secretStatus == "active")
    #expect(shown.masterUserSecret?.secretArn.contains(":secret:rds!db-") == true)
    #expect(world.monthlyCost(traffic: .none).items.contains { $0.code == "database-secret" })
    #expect(
      try world.refusal(
        CreateDBInstance.self, Self.input(#", "manageMasterUserPassword": true\#(Self.password)"#))?.code
        == "InvalidParameterCombination")
  }

  @Test func `a password that RDS keeps is not given, and its database has no replicas`() throws {
    var world = try TestWorld.make()
    _ = try Self.create(#", "manageMasterUserPassword": true"#, on: &world)
    world.wait(.minutes(20))
    func refusal(_ more: String) throws -> AWSError? {
      try world.refusal(ModifyDBInstance.self, #"{"dbInstanceIdentifier": "shop"\#(more)}"#)
    }
    #expect(try refusal(Self.password)?.code == "InvalidParameterCombination")
    #expect(try refusal(#", "manageMasterUserPassword": false"#)?.code == "InvalidParameterCombination")
    #expect(
      try refusal(#", "manageMasterUserPassword": true\#(Self.password)"#)?.code
        == "InvalidParameterCombination")
    let replica = #"{"dbInstanceIdentifier": "reader", "sourceDBInstanceIdentifier": "shop"}"#
    let refused = try world.refusal(CreateDBInstanceReadReplica.self, replica)
    #expect(refused?.code == "InvalidParameterValue")
    #expect(refused?.message.contains("engine mysql where ManageMasterUserPassword is enabled") == true)
    let own = #"{"dbInstanceIdentifier": "shop", "manageMasterUserPassword": false\#(Self.password)}"#
    #expect(try world.ask(ModifyDBInstance.self, own).dbInstance.masterUserSecret == nil)
    #expect(!world.monthlyCost(traffic: .none).items.contains { $0.code == "database-secret" })
    let kept = #"{"dbInstanceIdentifier": "shop", "manageMasterUserPassword": true}"#
    #expect(try world.ask(ModifyDBInstance.self, kept).dbInstance.masterUserSecret != nil)
    #expect(world.rds.instances["ap-northeast-2/shop"]?.masterPassword == nil)
    try world.ask(ModifyDBInstance.self, own)
    try world.ask(CreateDBInstanceReadReplica.self, replica)
  }

  @Test func `watching is shown as it was switched on`() throws {
    var world = try TestWorld.make()
    let made = try Self.create(
      """
      \(Self.password), "monitoringInterval": 60, "monitoringRoleArn": "arn:aws:iam::123456789012:role/watch",
       "enablePerformanceInsights": true, "enableCloudwatchLogsExports": ["error", "slowquery"]
      """, on: &world)
    #expect(made.monitoringInterval == 60)
    #expect(made.performanceInsightsRetentionPeriod == 7)
    #expect(made.enabledCloudwatchLogsExports == ["error", "slowquery"])
  }

  @Test(
    arguments: [
      (#", "monitoringInterval": 60"#, "mysql", "db.t4g.medium", "InvalidParameterCombination"),
      (#", "monitoringInterval": 7"#, "mysql", "db.t4g.medium", "InvalidParameterValue"),
      (#", "enablePerformanceInsights": true"#, "mysql", "db.t4g.micro", "InvalidParameterCombination"),
      (
        #", "enableCloudwatchLogsExports": ["postgresql"]"#, "mysql", "db.t4g.micro",
        "InvalidParameterCombination"
      ),
      ("", "mysql", "db.r7g.large", "NotModelled"), ("", "mysql", "db.huge", "InvalidParameterValue"),
      ("", "sqlserver-ex", "db.t3.micro", "NotModelled"),
      ("", "nosql", "db.t3.micro", "InvalidParameterValue"),
    ])
  func `what does not go together is refused`(more: String, engine: String, type: String, code: String) throws
  {
    var world = try TestWorld.make()
    let refusal = try world.refusal(
      CreateDBInstance.self, Self.input(Self.password + more, engine: engine, type: type))
    #expect(refusal?.code == code)
  }

  @Test func `PostgreSQL keeps admin for itself`() throws {
    var world = try TestWorld.make()
    let input = Self.input(Self.password, engine: "postgres").replacing("boss", with: "admin")
    #expect(
      try world.refusal(CreateDBInstance.self, input)
        == AWSError(
          "InvalidParameterValue",
          "MasterUsername admin cannot be used as it is a reserved word used by the engine"))
  }
}
