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
      ("", "mysql", "db.r6g.large", "NotModelled"), ("", "mysql", "db.huge", "InvalidParameterValue"),
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
