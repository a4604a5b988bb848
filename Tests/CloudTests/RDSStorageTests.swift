import Cloud
import EventKernel
import Foundation
import Testing

struct RDSStorageTests {
  private static let key = "ap-northeast-2/shop"

  private static func input(_ size: Int, _ more: String) -> String {
    """
    {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql",
     "allocatedStorage": \(size), "masterUsername": "admin", "masterUserPassword": "correct-horse"\(more)}
    """
  }

  /// Lets minutes pass in each of which so many GiB are written.
  private func write(_ gigabytes: Int, minutes: Int, in world: inout World) {
    var observations = Observations()
    observations.databases[Self.key] = DatabaseObservation(
      cpuUtilisation: 0, connections: 0, writtenBytes: gigabytes << 30)
    let end = world.now + .minutes(minutes)
    while world.step(upTo: end, observing: observations) != nil {}
    world.advance(to: end)
  }

  @Test(arguments: [
    (100, #", "storageType": "io1", "iops": 1000"#, ""),
    (100, #", "storageType": "io1""#, "InvalidParameterCombination"),
    (100, #", "storageType": "io1", "iops": 6000"#, "InvalidParameterCombination"),
    (99, #", "storageType": "io1", "iops": 1000"#, "InvalidParameterValue"),
    (100, #", "storageType": "io2", "iops": 6000"#, ""),
    (400, #", "storageType": "gp3", "iops": 20000, "storageThroughput": 1000"#, ""),
    (400, #", "storageType": "gp3", "storageThroughput": 4000"#, "InvalidParameterValue"),
    (20, #", "storageType": "gp3", "storageThroughput": 500"#, "InvalidParameterCombination"),
    (20, #", "maxAllocatedStorage": 21"#, "InvalidParameterCombination"),
  ])
  func `each kind of storage has its sizes and operations`(size: Int, more: String, code: String) throws {
    var world = try TestWorld.make()
    #expect(try world.refusal(CreateDBInstance.self, Self.input(size, more))?.code ?? "" == code)
  }

  @Test func `provisioned storage costs its operations beside its size`() throws {
    var world = try TestWorld.make()
    try world.ask(CreateDBInstance.self, Self.input(100, #", "storageType": "io1", "iops": 2000"#))
    let items = world.monthlyCost(traffic: nil).items.filter { $0.service == "RDS" }
    let prices = Dictionary(uniqueKeysWithValues: items.map { ($0.code, $0.amount.dollars) })
    #expect(prices["database-storage"] == 12.5)
    #expect(prices["database-iops"] == 200)
  }

  @Test func `storage that is nearly full grows by itself after five minutes, up to its limit`() throws {
    var world = try TestWorld.make()
    try world.ask(CreateDBInstance.self, Self.input(20, #", "maxAllocatedStorage": 35"#))
    world.wait(.minutes(10))
    write(18, minutes: 1, in: &world)
    world.wait(.minutes(4))
    #expect(world.rds.instances[Self.key]?.status == .available)
    world.wait(.minutes(4))
    #expect(world.rds.instances[Self.key]?.allocatedGiB == 30)
    #expect(world.rds.instances[Self.key]?.status == .storageOptimization)
    write(10, minutes: 1, in: &world)
    world.wait(.hours(3))
    #expect(world.rds.instances[Self.key]?.allocatedGiB == 30)
    #expect(world.codes(of: "shop").contains("database-storage-at-limit"))
  }

  @Test func `full storage takes no writes until it is larger`() throws {
    var world = try TestWorld.make()
    try world.ask(CreateDBInstance.self, Self.input(20, ""))
    world.wait(.minutes(10))
    write(25, minutes: 1, in: &world)
    #expect(world.rds.instances[Self.key]?.status == .storageFull)
    #expect(world.rds.instances[Self.key]?.service == .serving)
    try world.ask(
      ModifyDBInstance.self,
      #"{"dbInstanceIdentifier": "shop", "allocatedStorage": 40, "applyImmediately": true}"#)
    world.wait(.minutes(3))
    #expect(world.rds.instances[Self.key]?.status == .storageOptimization)
  }
}
