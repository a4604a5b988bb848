import Cloud
import EventKernel
import Foundation
import Testing

/// Bills against arithmetic done by hand with the prices of Seoul.
struct BillingTests {
  /// A world with an image of a small application.
  private static func world() throws -> (world: World, image: String) {
    var world = try TestWorld.make()
    let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 1}"#).imageId
    return (world, image)
  }

  private static func launch(
    _ count: Int, _ type: String, _ image: String, in letter: String, of world: inout World
  ) throws {
    let input = """
      {"imageId": "\(image)", "instanceType": "\(type)", "minCount": \(count), "maxCount": \(count),
       "subnetId": "\(try world.subnet(letter))"}
      """
    try world.ask(RunInstances.self, input)
  }

  /// What the items of a code cost together, in micro-dollars.
  private func cost(_ code: String, _ bill: CostBreakdown) -> Int64 {
    bill.items.filter { $0.code == code }.reduce(0) { $0 + $1.amount.microdollars }
  }

  @Test func `the reference of the first lab costs what its parts cost`() throws {
    var (world, image) = try Self.world()
    for (letter, count) in [("a", 2), ("b", 2), ("c", 1)] {
      try Self.launch(count, "m5.large", image, in: letter, of: &world)
    }
    let subnets = try ["a", "b", "c"].map { "\"\(try world.subnet($0))\"" }.joined(separator: ",")
    try world.ask(CreateLoadBalancer.self, #"{"name": "web", "subnets": [\#(subnets)]}"#)
    world.wait(.minutes(10))
    let bill = world.monthlyCost(traffic: nil)
    // 5 × m5.large 0.118 × 730               = 430.70
    #expect(cost("instance", bill) == 430_700_000)
    // 5 × 8 GiB gp3 × 0.0912                 =   3.648
    #expect(cost("root-volume", bill) == 3_648_000)
    // 5 instances + 3 nodes, 0.005 × 730     =  29.20
    #expect(cost("public-address", bill) == 29_200_000)
    // application load balancer 0.0225 × 730 =  16.425
    #expect(cost("load-balancer", bill) == 16_425_000)
    #expect(bill.monthly == Money(microdollars: 479_973_000))
  }

  @Test func `units of a load balancer follow the larger of connections and bytes`() throws {
    var (world, _) = try Self.world()
    let subnets = try ["a", "b"].map { "\"\(try world.subnet($0))\"" }.joined(separator: ",")
    try world.ask(CreateLoadBalancer.self, #"{"name": "web", "subnets": [\#(subnets)]}"#)
    let month: UInt64 = 730 * 3_600
    // 50 new connections a second are 2 units, 1 GiB an hour is 1: 2 × 0.008 × 730 = 11.68.
    let connections = TrafficVolumes(loadBalancerBytes: 730 << 30, newConnections: 50 * month)
    #expect(cost("capacity-units", world.monthlyCost(traffic: connections)) == 11_680_000)
    // 5 GiB an hour are 5 units: 29.20.
    let bytes = TrafficVolumes(loadBalancerBytes: 5 * 730 << 30, newConnections: 50 * month)
    #expect(cost("capacity-units", world.monthlyCost(traffic: bytes)) == 29_200_000)
  }

  @Test func `a bill split by service, resource or tag adds up to the bill, traffic included`() throws {
    var (world, image) = try Self.world()
    try Self.launch(2, "t3.medium", image, in: "a", of: &world)
    try Self.launch(1, "m5.large", image, in: "b", of: &world)
    let subnets = try ["a", "b"].map { "\"\(try world.subnet($0))\"" }.joined(separator: ",")
    try world.ask(CreateLoadBalancer.self, #"{"name": "web", "subnets": [\#(subnets)]}"#)
    world.wait(.minutes(10))
    let id = try #require(world.ec2.instances.first?.id)
    try world.ask(CreateTags.self, #"{"resources": ["\#(id)"], "tags": [{"key": "team", "value": "shop"}]}"#)
    let traffic = TrafficVolumes(
      internetBytes: 333 << 30, crossZoneBytes: 77 << 30, loadBalancerBytes: 999 << 30,
      newConnections: 123_456_789, dnsQueries: 1_234_567)
    for bill in [world.monthlyCost(traffic: nil), world.monthlyCost(traffic: traffic)] {
      for grouping in [CostGrouping.service, .resource, .tag("team"), .tag("nobody")] {
        let groups = world.groups(of: bill, by: grouping)
        #expect(groups.reduce(Money.zero) { $0 + $1.amount } == bill.monthly)
        #expect(Set(groups.map(\.key)).count == groups.count)
        #expect(zip(groups, groups.dropFirst()).allSatisfy { $0.amount >= $1.amount })
      }
      let items = bill.items.filter { $0.resource == "\(id)" && $0.code != "root-volume" }
      let shop = world.groups(of: bill, by: .tag("team")).first { $0.key == "shop" }
      #expect(shop?.amount == items.reduce(Money.zero) { $0 + $1.amount } && !items.isEmpty)
      #expect(world.groups(of: bill, by: .tag("nobody")).map(\.key) == [nil])
    }
  }

  @Test func `the hours of what stands add up to its price`() throws {
    var (world, image) = try Self.world()
    #expect(world.costsByHour().isEmpty)
    try Self.launch(1, "m5.large", image, in: "a", of: &world)
    world.wait(.hours(5))
    let hours = world.costsByHour()
    let hourly = world.monthlyCost(traffic: nil).monthly.dollars / World.hoursPerMonth
    // Whole hours cost an hour of the month; the first and the last are parts of one.
    for hour in hours.dropFirst().dropLast() { #expect(abs(hour.amount.dollars - hourly) < 0.000_01) }
    let billed = world.billing.spans(until: world.now).reduce(0.0) {
      $0 + $1.charge.dollars(over: $1.end - $1.start)
    }
    #expect(abs(hours.reduce(0.0) { $0 + $1.amount.dollars } - billed) < 0.000_01 && billed > 0.5)
    #expect(zip(hours, hours.dropFirst()).allSatisfy { $1.start - $0.start == .hours(1) })
  }

  @Test func `two t3.medium with a terabyte a month cost what the first lab's table says`() throws {
    var (world, image) = try Self.world()
    try Self.launch(2, "t3.medium", image, in: "a", of: &world)
    world.wait(.minutes(5))
    let bill = world.monthlyCost(traffic: TrafficVolumes(internetBytes: 1 << 40))
    // 2 × 0.052 × 730 = 75.92; (1,024 − 100) × 0.126 = 116.424; together 192.344.
    #expect(cost("instance", bill) + cost("internet", bill) == 192_344_000)
  }

  @Test(
    arguments: [
      (50, 0), (100, 0), (101, 126_000), (10_240, 1_277_640_000),
      // 10,140 × 0.126 + 40,960 × 0.122 + 1 × 0.117.
      (51_201, 1_277_640_000 + 4_997_120_000 + 117_000),
    ] as [(UInt64, Int64)])
  func `the Internet has tiers of which the first 100 GB are free`(gibibytes: UInt64, amount: Int64) throws {
    var (world, image) = try Self.world()
    try Self.launch(1, "t3.micro", image, in: "a", of: &world)
    let bill = world.monthlyCost(traffic: TrafficVolumes(internetBytes: gibibytes << 30))
    #expect(cost("internet", bill) == amount)
  }

  @Test func `bytes between zones are billed on both sides`() throws {
    var (world, image) = try Self.world()
    try Self.launch(1, "t3.micro", image, in: "a", of: &world)
    let bill = world.monthlyCost(traffic: TrafficVolumes(crossZoneBytes: 100 << 30))
    #expect(cost("cross-zone", bill) == 2_000_000)
  }

  @Test func `each Region sends at its own price, and copies to other Regions are billed where they leave`()
    throws
  {
    let world = try TestWorld.make()
    func regional(_ region: String, _ gibibytes: UInt64, to other: String, _ copied: UInt64)
      -> TrafficVolumes.Regional
    {
      TrafficVolumes.Regional(
        region: Region(rawValue: region), internetBytes: gibibytes << 30, crossZoneBytes: 10 << 30,
        copies: [TrafficVolumes.Copy(to: Region(rawValue: other), bytes: copied << 30)])
    }
    let bill = world.monthlyCost(
      traffic: TrafficVolumes(regions: [
        regional("ap-northeast-1", 150, to: "ap-northeast-2", 40),
        regional("us-east-1", 300, to: "us-east-2", 50),
      ]))
    // The free 100 GB are used up in Tokyo: 50 × 0.114, then 300 × 0.09.
    #expect(cost("internet", bill) == 5_700_000 + 27_000_000)
    // 2 × 10 × 0.01 in each.
    #expect(cost("cross-zone", bill) == 400_000)
    // 40 × 0.09 from Tokyo, 50 × 0.01 from N. Virginia to Ohio.
    #expect(cost("other-region", bill) == 3_600_000 + 500_000)
    #expect(bill.items.allSatisfy { ["ap-northeast-1", "us-east-1"].contains($0.resource) })
  }

  @Test func `a stopped instance costs its volume, an Elastic IP costs whether it is used or not`() throws {
    var (world, image) = try Self.world()
    try Self.launch(1, "m5.large", image, in: "a", of: &world)
    world.wait(.minutes(5))
    let id = try #require(world.ec2.instances.first?.id)
    let allocation = try world.ask(AllocateAddress.self, "{}").allocationId
    #expect(cost("elastic-address", world.monthlyCost(traffic: nil)) == 3_650_000)
    try world.ask(AssociateAddress.self, #"{"allocationId": "\#(allocation)", "instanceId": "\#(id)"}"#)
    let associated = world.monthlyCost(traffic: nil)
    #expect(cost("elastic-address", associated) + cost("public-address", associated) == 3_650_000)
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(id)"]}"#)
    world.wait(.minutes(5))
    let stopped = world.monthlyCost(traffic: nil)
    #expect(cost("instance", stopped) == 0)
    #expect(cost("root-volume", stopped) == 729_600)
    #expect(cost("elastic-address", stopped) == 3_650_000)
  }

  @Test(arguments: [(false, "gp2"), (false, "gp3"), (true, "gp2")])
  func `a standby doubles a database's instance and storage`(multiAZ: Bool, storage: String) throws {
    var (world, _) = try Self.world()
    try world.ask(
      CreateDBInstance.self,
      """
      {"dbInstanceIdentifier": "shop", "dbInstanceClass": "db.m5.large", "engine": "mysql", "allocatedStorage": 100,
       "masterUsername": "admin", "masterUserPassword": "correct-horse", "multiAZ": \(multiAZ),
       "storageType": "\(storage)", "publiclyAccessible": false}
      """)
    world.wait(.minutes(10))
    let copies: Int64 = multiAZ ? 2 : 1
    // 0.236 × 730 = 172.28 and 100 × 0.131 = 13.10 for each copy.
    #expect(cost("database", world.monthlyCost(traffic: nil)) == copies * 172_280_000)
    #expect(cost("database-storage", world.monthlyCost(traffic: nil)) == copies * 13_100_000)
    try world.ask(StopDBInstance.self, #"{"dbInstanceIdentifier": "shop"}"#)
    world.wait(.minutes(5))
    let stopped = world.monthlyCost(traffic: nil)
    #expect(cost("database", stopped) == 0)
    #expect(cost("database-storage", stopped) == copies * 13_100_000)
  }

  @Test(arguments: [("redis", 36_500_000), ("valkey", 29_200_000)] as [(String, Int64)])
  func `each node of a cache is billed at its engine's price`(engine: String, amount: Int64) throws {
    var (world, _) = try Self.world()
    try world.ask(
      CreateReplicationGroup.self,
      """
      {"replicationGroupId": "sessions", "replicationGroupDescription": "d", "cacheNodeType": "cache.t3.micro",
       "numCacheClusters": 2, "engine": "\(engine)"}
      """)
    // 2 × 0.025 × 730 and 2 × 0.020 × 730.
    #expect(cost("cache-nodes", world.monthlyCost(traffic: nil)) == amount)
  }

  @Test func `names cost by zone, check and question`() throws {
    var (world, _) = try Self.world()
    try world.ask(CreateHostedZone.self, #"{"name": "shop.example", "callerReference": "1"}"#)
    let outside = #""ipAddress": "198.51.100.1", "type": "HTTP", "requestInterval": 10"#
    try world.ask(CreateHealthCheck.self, #"{"callerReference": "1", "healthCheckConfig": {\#(outside)}}"#)
    let inside = #""fullyQualifiedDomainName": "web-1.ap-northeast-2.elb.amazonaws.com", "type": "HTTP""#
    try world.ask(CreateHealthCheck.self, #"{"callerReference": "2", "healthCheckConfig": {\#(inside)}}"#)
    let bill = world.monthlyCost(traffic: TrafficVolumes(dnsQueries: 3_000_000))
    #expect(cost("hosted-zone", bill) == 500_000)
    #expect(cost("health-check", bill) == 750_000)
    #expect(cost("health-check-options", bill) == 2_000_000)
    #expect(cost("queries", bill) == 1_200_000)
  }
}
