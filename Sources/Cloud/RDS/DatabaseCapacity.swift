/// What a database can do at once.
package struct DatabaseCapacity: Sendable, Equatable {
  /// The vCPUs of its class.
  package let vcpus: Int
  /// How many connections it takes; the next is refused.
  package let maxConnections: Int
  /// How many storage operations a second it does in the long run.
  package let iops: Int
  /// The same with the burst of gp2.
  package let storage: MeteredRate
}

extension World {
  /// What the class and the storage of a database allow.
  package func capacity(of database: DBInstance) -> DatabaseCapacity {
    DatabaseCapacity(
      vcpus: catalog.dbInstanceClass(database.instanceClass)?.vCPUs ?? 1,
      maxConnections: maxConnections(of: database), iops: Self.iops(of: database),
      storage: Self.storageRate(of: database))
  }

  /// How many connections a database takes: the engine's formula over the memory of its class (facts: RDS 10.4).
  package func maxConnections(of database: DBInstance) -> Int {
    let memory = catalog.dbInstanceClass(database.instanceClass)?.memoryGiB ?? 1
    if let text = database.parameters["max_connections"],
      let value = ParameterFormula.value(of: text, memoryBytes: Self.usableBytes(memoryGiB: memory))
    {
      return max(1, Int(value.rounded()))
    }
    return Self.maxConnections(engine: database.engine, memoryGiB: memory)
  }

  /// The engine's default of `max_connections`; 270 MB and 4.6 % of the memory are the system's (TEACH, facts: RDS 10.4).
  static func maxConnections(engine: String, memoryGiB: Double) -> Int {
    let usable = usableBytes(memoryGiB: memoryGiB)
    let connections: Double =
      switch engine {
      case "mariadb": min(usable / 25_165_760, 12_000)
      case "postgres": min(usable / 9_531_392, 5_000)
      default: usable / 12_582_880
      }
    return max(1, Int(connections.rounded()))
  }

  /// What of a class's memory is the engine's: `DBInstanceClassMemory` in AWS's formulas (TEACH, facts: RDS 10.4).
  static func usableBytes(memoryGiB: Double) -> Double {
    let nominal = memoryGiB * 1_073_741_824
    return nominal * (1 - 0.046) - 270_000_000
  }

  /// Operations a second of a database's storage for ever (facts: RDS 10.3).
  static func iops(of database: DBInstance) -> Int {
    switch database.storageType {
    case "io1", "io2": database.iops ?? 1_000
    case "gp3": database.iops ?? (database.allocatedGiB >= 400 ? 12_000 : 3_000)
    default: min(max(100, 3 * database.allocatedGiB), database.allocatedGiB >= 400 ? 64_000 : 16_000)
    }
  }

  /// Operations a second of a database's storage: gp2 bursts, from 400 GiB on over four volumes, each with credits of its
  /// own (facts: EC2 2.11, RDS 10.3).
  package static func storageRate(of database: DBInstance) -> MeteredRate {
    let baseline = Double(max(1, iops(of: database)))
    guard database.storageType.utf8.elementsEqual("gp2".utf8) else { return MeteredRate(baseline) }
    let volumes: Double = database.allocatedGiB >= 400 ? 4 : 1
    return MeteredRate(
      baseline: baseline, burst: BurstRules.gp2Burst * volumes, credits: BurstRules.gp2Credits * volumes)
  }

  /// What of a database's storage gp3 moves in a second, in MiB; `nil` for other types (facts: RDS 10.3).
  static func throughput(of database: DBInstance) -> Int? {
    guard database.storageType.utf8.elementsEqual("gp3".utf8) else { return nil }
    return database.throughput ?? (database.allocatedGiB >= 400 ? 500 : 125)
  }
}
