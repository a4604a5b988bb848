import Cloud
import EventKernel
import Foundation
import Testing

struct RDSParameterTests {
  private static let key = "ap-northeast-2/shop"

  private static func made(engine: String, family: String) throws -> World {
    var world = try TestWorld.make()
    try world.ask(
      CreateDBParameterGroup.self,
      #"{"dbParameterGroupName": "own", "dbParameterGroupFamily": "\#(family)", "description": "d"}"#)
    try world.ask(
      CreateDBInstance.self,
      """
      {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "\(engine)",
       "allocatedStorage": 20, "masterUsername": "owner", "masterUserPassword": "correct-horse",
       "dbParameterGroupName": "own"}
      """)
    world.wait(.minutes(10))
    return world
  }

  private static func modify(_ name: String, _ value: String, _ method: String = "pending-reboot") -> String {
    """
    {"dbParameterGroupName": "own", "parameters": [
     {"parameterName": "\(name)", "parameterValue": "\(value)", "applyMethod": "\(method)"}]}
    """
  }

  private func shop(_ world: World) throws -> DBInstance { try #require(world.rds.instances[Self.key]) }

  @Test func `a dynamic parameter is in force soon after the call`() throws {
    var world = try Self.made(engine: "mysql", family: "mysql8.4")
    #expect(try world.maxConnections(of: shop(world)) == 60)
    try world.ask(ModifyDBParameterGroup.self, Self.modify("max_connections", "25", "immediate"))
    #expect(try shop(world).parameterStatus == .applying)
    world.wait(.seconds(30))
    #expect(try shop(world).parameterStatus == .inSync)
    #expect(try world.maxConnections(of: shop(world)) == 25)
  }

  @Test func `a static parameter waits for a reboot`() throws {
    var world = try Self.made(engine: "postgres", family: "postgres17")
    #expect(
      try world.refusal(ModifyDBParameterGroup.self, Self.modify("max_connections", "20", "immediate"))?.code
        == "InvalidParameterCombination")
    try world.ask(ModifyDBParameterGroup.self, Self.modify("max_connections", "20"))
    world.wait(.minutes(5))
    #expect(try shop(world).parameterStatus == .pendingReboot)
    #expect(try world.maxConnections(of: shop(world)) == 79)
    try world.ask(RebootDBInstance.self, #"{"dbInstanceIdentifier": "shop"}"#)
    world.wait(.minutes(1))
    #expect(try shop(world).parameterStatus == .inSync)
    #expect(try world.maxConnections(of: shop(world)) == 20)
  }

  @Test func `a page cache larger than the memory keeps the engine from starting until it is reset`() throws {
    var world = try Self.made(engine: "mysql", family: "mysql8.4")
    try world.ask(ModifyDBParameterGroup.self, Self.modify("innodb_buffer_pool_size", "8589934592"))
    try world.ask(RebootDBInstance.self, #"{"dbInstanceIdentifier": "shop"}"#)
    world.wait(.minutes(1))
    #expect(try shop(world).status == .incompatibleParameters)
    #expect(try shop(world).service == .down)
    try world.ask(
      ResetDBParameterGroup.self, #"{"dbParameterGroupName": "own", "resetAllParameters": true}"#)
    try world.ask(RebootDBInstance.self, #"{"dbInstanceIdentifier": "shop"}"#)
    world.wait(.minutes(1))
    #expect(try shop(world).service == .serving)
  }

  @Test(arguments: [
    ("max_connections", "0", "InvalidParameterValue"), ("max_connections", "many", "InvalidParameterValue"),
    ("no_such_parameter", "1", "InvalidParameterValue"), ("port", "3307", "InvalidParameterValue"),
    ("max_connections", "LEAST({DBInstanceClassMemory/12582880},100)", ""),
    ("max_connections", "LEAST({DBInstanceClassMemory/12582880},100", "InvalidParameterValue"),
    ("slow_query_log", "2", "InvalidParameterValue"), ("long_query_time", "0.5", ""),
  ])
  func `a value is checked against what the parameter takes`(name: String, value: String, code: String) throws
  {
    var world = try Self.made(engine: "mysql", family: "mysql8.4")
    #expect(try world.refusal(ModifyDBParameterGroup.self, Self.modify(name, value))?.code ?? "" == code)
  }

  @Test func `groups are kept while they are used, default ones for ever`() throws {
    var world = try Self.made(engine: "mysql", family: "mysql8.4")
    #expect(
      try world.refusal(DeleteDBParameterGroup.self, #"{"dbParameterGroupName": "own"}"#)?.code
        == "InvalidDBParameterGroupState")
    #expect(
      try world.refusal(DeleteDBParameterGroup.self, #"{"dbParameterGroupName": "default.mysql8.4"}"#)?.code
        == "InvalidDBParameterGroupState")
    #expect(
      try world.refusal(
        ModifyDBInstance.self, #"{"dbInstanceIdentifier": "shop", "dbParameterGroupName": "none"}"#)?.code
        == "DBParameterGroupNotFound")
    #expect(
      try world.refusal(
        ModifyDBInstance.self,
        #"{"dbInstanceIdentifier": "shop", "dbParameterGroupName": "default.postgres17"}"#
      )?.code == "InvalidParameterCombination")
    let user = #"{"dbParameterGroupName": "own", "source": "user"}"#
    #expect(try world.ask(DescribeDBParameters.self, user).parameters.isEmpty)
    try world.ask(ModifyDBParameterGroup.self, Self.modify("max_connections", "25"))
    #expect(try world.ask(DescribeDBParameters.self, user).parameters.map(\.parameterValue) == ["25"])
  }

  @Test func `an upgrade interrupts and a new major version needs its flag and a group of its family`() throws
  {
    var world = try TestWorld.make()
    try world.ask(
      CreateDBInstance.self,
      """
      {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql", "allocatedStorage": 20,
       "masterUsername": "admin", "masterUserPassword": "correct-horse", "engineVersion": "8.0.43"}
      """)
    world.wait(.minutes(10))
    func upgrade(_ version: String, _ more: String = "") -> String {
      #"{"dbInstanceIdentifier": "shop", "engineVersion": "\#(version)", "applyImmediately": true\#(more)}"#
    }
    #expect(
      try world.ask(DescribePendingMaintenanceActions.self, "{}").pendingMaintenanceActions
        .flatMap { $0.pendingMaintenanceActionDetails.map(\.action) } == ["db-upgrade"])
    #expect(
      try world.refusal(ModifyDBInstance.self, upgrade("8.4.7"))?.message
        == "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.")
    try world.ask(ModifyDBInstance.self, upgrade("8.4.7", #", "allowMajorVersionUpgrade": true"#))
    #expect(try shop(world).status == .upgrading)
    #expect(try shop(world).service != .serving)
    world.wait(.minutes(15))
    #expect(try shop(world).engineVersion == "8.4.7")
    #expect(try shop(world).parameterGroup == "default.mysql8.4")
    #expect(try shop(world).service == .serving)
    #expect(
      try world.refusal(ModifyDBInstance.self, upgrade("8.0.44"))?.code == "InvalidParameterCombination")
  }

  @Test func `a newer minor version comes in the maintenance window unless that is switched off`() throws {
    for (isOn, version) in [(true, "8.4.7"), (false, "8.4.6")] {
      var world = try TestWorld.make()
      try world.ask(
        CreateDBInstance.self,
        """
        {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql",
         "allocatedStorage": 20, "masterUsername": "owner", "masterUserPassword": "correct-horse",
         "engineVersion": "8.4.6", "autoMinorVersionUpgrade": \(isOn),
         "preferredMaintenanceWindow": "tue:01:00-tue:01:30"}
        """)
      world.advance(to: .epoch + .days(1) + .hours(2))
      #expect(try shop(world).engineVersion == version)
    }
  }
}
