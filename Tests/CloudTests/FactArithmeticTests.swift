import Cloud
import EventKernel
import Testing

/// Arithmetic of the facts that needs no traffic. Each test names its fact.
struct FactArithmeticTests {
  private static func rules(_ type: String) throws -> (credits: InstanceType.Credits, vCPUs: Int) {
    let found = try #require(try TestWorld.catalog.get().instanceType(type))
    return (try #require(found.credits), found.vCPUs)
  }

  /// Types with what they earn an hour, and the baseline of each vCPU in percent.
  private static let bursting: [(type: String, perHour: Double, baseline: Double)] = [
    ("t2.nano", 3, 5), ("t3.nano", 6, 5), ("t2.micro", 6, 10), ("t3.micro", 12, 10), ("t2.small", 12, 20),
    ("t3.small", 24, 20), ("t2.medium", 24, 20), ("t3.medium", 24, 20), ("t2.large", 36, 30),
    ("t3.large", 36, 30), ("t2.xlarge", 54, 22.5), ("t3.xlarge", 96, 40), ("t2.2xlarge", 81.6, 17),
    ("t3.2xlarge", 192, 40),
  ]

  /// Facts, EC2 2.5: credits earned an hour, the baseline of each vCPU, and a cap of 24 hours' earnings.
  @Test(arguments: bursting)
  func `an idle machine earns its type's credits up to a day's, and its baseline spends just them`(
    type: String, perHour: Double, baseline: Double
  ) throws {
    let (rules, vCPUs) = try Self.rules(type)
    var credits = CPUCredits(launch: 0)
    for _ in 0..<60 { credits.pass(used: 0, type: rules, vCPUs: vCPUs, isUnlimited: false) }
    #expect(abs(credits.earned - perHour) < 1e-6)
    for _ in 0..<1_500 { credits.pass(used: 0, type: rules, vCPUs: vCPUs, isUnlimited: false) }
    #expect(abs(credits.earned - 24 * perHour) < 1e-6)
    let work = Double(vCPUs) * baseline / 100
    for _ in 0..<600 { credits.pass(used: work, type: rules, vCPUs: vCPUs, isUnlimited: false) }
    #expect(abs(credits.earned - 24 * perHour) < 0.5)
    #expect(credits.speed == 1)
  }

  /// Facts, EC2 2.5: with all vCPUs busy a full balance lasts 24 h × earnings ÷ (vCPUs × 60 − earnings), in hours.
  @Test(arguments: [("t3.nano", 75.8), ("t3.micro", 160.0), ("t3.small", 360), ("t3.large", 617.1)])
  func `a full balance lasts until what is burnt has outrun what is earned`(
    type: String, minutes: Double
  ) throws {
    let (rules, vCPUs) = try Self.rules(type)
    #expect(abs(24 * rules.perHour / (Double(vCPUs) * 60 - rules.perHour) * 60 - minutes) < 0.1)
    var credits = CPUCredits(launch: 0, earned: rules.maximum)
    var fast = 0
    while credits.speed == 1, fast < 2_000 {
      credits.pass(used: Double(vCPUs), type: rules, vCPUs: vCPUs, isUnlimited: false)
      fast += 1
    }
    #expect(abs(Double(fast) - minutes) <= 2)
  }

  /// Facts, EC2 2.6: a year without money upfront pays from about 63 % of the hours on, three years paid at once from 38 %.
  @Test(arguments: ["m5.large", "c5.large", "r5.large", "t3.micro"])
  func `a reservation pays from the share of hours that it costs`(type: String) throws {
    let region = Region(rawValue: "us-east-1")
    let catalog = try TestWorld.catalog.get()
    let terms = catalog.commitments(ofInstance: type, in: region)
    #expect((5_900...6_700).contains(terms.share(years: 1, .none)))
    #expect((3_600...4_200).contains(terms.share(years: 3, .all)))
  }

  /// Facts, EC2 2.4: the price doubles with each size step inside a family, of instances and of databases.
  @Test func `the next size costs twice as much`() throws {
    let catalog = try TestWorld.catalog.get()
    for region in [Region(rawValue: "us-east-1"), TestWorld.region] {
      for family in ["m5", "m6i", "c5", "r5", "r6g"] {
        let prices = ["large", "xlarge", "2xlarge", "4xlarge"].compactMap {
          catalog.hourlyPrice(ofInstance: "\(family).\($0)", in: region)
        }
        for (one, next) in zip(prices, prices.dropFirst()) {
          #expect(abs(one * 2 - next) <= 1_000, "\(family)")
        }
      }
      for family in ["db.t3", "db.t4g", "db.m5", "db.m6i", "db.m6g", "db.r5", "db.r6i", "db.r6g"] {
        let prices = ["large", "xlarge", "2xlarge", "4xlarge"].compactMap {
          catalog.hourlyPrice(ofDatabase: "\(family).\($0)", in: region)
        }
        #expect(prices.count > 2)
        for (one, next) in zip(prices, prices.dropFirst()) {
          #expect(abs(one * 2 - next) <= 1_000, "\(family)")
        }
      }
    }
  }

  /// Facts, RDS: vCPU and memory of a class are those of the EC2 type of the same name.
  @Test func `a database class is the machine of its name`() throws {
    let catalog = try TestWorld.catalog.get()
    #expect(catalog.dbInstanceClasses.contains { $0.vCPUs == 16 })
    for row in catalog.dbInstanceClasses {
      let type = try #require(catalog.instanceType(String(row.name.dropFirst("db.".count))), "\(row.name)")
      #expect(row.vCPUs == type.vCPUs && row.memoryGiB == type.memoryGiB, "\(row.name)")
    }
  }
}
