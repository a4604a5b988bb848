/// An engine that databases can have.
struct DatabaseEngine {
  let name: String
  let description: String
  /// The versions that can be created, oldest first; the last is the default.
  let versions: [String]
  /// How many of the parts of a version make its major version.
  let majorParts: Int
  let port: Int
  let license: String

  /// The engines that are modelled, with a few versions each (TEACH).
  // Simplified: rds-few-versions
  static let all = [
    DatabaseEngine(
      name: "mariadb", description: "MariaDB Community Edition",
      versions: ["10.11.14", "10.11.15", "11.8.3", "11.8.5"],
      majorParts: 2,
      port: 3_306, license: "general-public-license"),
    DatabaseEngine(
      name: "mysql", description: "MySQL Community Edition",
      versions: ["8.0.43", "8.0.44", "8.4.6", "8.4.7"], majorParts: 2,
      port: 3_306, license: "general-public-license"),
    DatabaseEngine(
      name: "postgres", description: "PostgreSQL", versions: ["16.10", "16.11", "17.6", "17.7"],
      majorParts: 1, port: 5_432,
      license: "postgresql-license"),
  ]

  /// The engine of a call, or AWS's refusal of one that there is not; engines that only AWS has are refused by name.
  static func wanted(_ name: String) throws(AWSError) -> DatabaseEngine {
    if let engine = named(name) { return engine }
    if onlyOfAWS.contains(name) { throw .notModelled("Engine", name) }
    throw AWSError(
      "InvalidParameterValue", "Invalid DB engine", alternatives: .init(given: name, among: all.map(\.name)))
  }

  /// Engines of RDS and Aurora that are not here (RDS API, CreateDBInstance; 2026-11).
  private static let onlyOfAWS = [
    "aurora-mysql", "aurora-postgresql", "custom-oracle-ee", "custom-oracle-se2", "custom-sqlserver-ee",
    "custom-sqlserver-se", "custom-sqlserver-web", "db2-ae", "db2-se", "oracle-ee", "oracle-ee-cdb",
    "oracle-se2",
    "oracle-se2-cdb", "sqlserver-ee", "sqlserver-ex", "sqlserver-se", "sqlserver-web",
  ]

  static func named(_ name: String) -> DatabaseEngine? {
    all.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// The newest version that a text names whole or by its beginning (`8.4`); the newest of all for `nil`.
  func version(matching text: String?) -> String? {
    guard let text else { return versions.last }
    return versions.last { $0.utf8.elementsEqual(text.utf8) || $0.utf8.starts(with: "\(text).".utf8) }
  }

  /// The version that a call asks for, or AWS's refusal.
  func version(wished text: String?) throws(AWSError) -> String {
    guard let version = version(matching: text) else {
      throw RDSError.combination("Cannot find version \(text ?? "") for \(name)")
    }
    return version
  }

  /// The versions to which one can be upgraded: the newer ones of its own major version, and the next's.
  func targets(from version: String) -> [(version: String, isMajor: Bool)] {
    guard let index = versions.firstIndex(where: { $0.utf8.elementsEqual(version.utf8) }) else { return [] }
    let own = major(of: version)
    return versions[(index + 1)...].map { ($0, !major(of: $0).utf8.elementsEqual(own.utf8)) }
  }

  /// The family of parameter groups of a version, such as `mysql8.4`.
  func family(of version: String) -> String { name + major(of: version) }

  func major(of version: String) -> String {
    version.split(separator: ".").prefix(majorParts).joined(separator: ".")
  }
}

extension DBInstance {
  /// Takes a version, and of another major version the default group where it had one.
  mutating func take(version: String?) {
    guard let version, let engine = DatabaseEngine.named(engine) else { return }
    engineVersion = version
    maintenance = nil
    if parameterGroup.hasPrefix("default.") { parameterGroup = "default.\(engine.family(of: version))" }
  }
}

/// What RDS offers.
package enum RDSOfferings {
  /// The operations that list it.
  package static let all: [any Operation.Type] = [
    DescribeDBEngineVersions.self, DescribeOrderableDBInstanceOptions.self,
  ]
}

/// Lists engines and versions.
package enum DescribeDBEngineVersions: Operation {
  package static let service = "rds"
  package static let name = "DescribeDBEngineVersions"

  /// Which engine and version.
  package struct Input: Decodable, Sendable {
    package var engine: String?
    package var engineVersion: String?
    package var defaultOnly: Bool?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of versions.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var dbEngineVersions: [Version]
  }

  /// A version of an engine.
  package struct Version: Encodable, Sendable {
    package var engine: String
    package var majorEngineVersion: String
    package var engineVersion: String
    package var dbParameterGroupFamily: String
    package var dbEngineDescription: String
    package var dbEngineVersionDescription: String
    package var validUpgradeTarget: [UpgradeTarget]
    package var supportsReadReplica: Bool
    package var status: String
  }

  /// A version to which another can be upgraded.
  package struct UpgradeTarget: Encodable, Sendable {
    package var engine: String
    package var engineVersion: String
    package var description: String
    package var autoUpgrade: Bool
    package var isMajorVersionUpgrade: Bool
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows: [Version] = []
    for engine in DatabaseEngine.all
    where input.engine.map({ $0.utf8.elementsEqual(engine.name.utf8) }) ?? true {
      for version in input.defaultOnly == true ? engine.versions.suffix(1) : engine.versions[...] {
        if let wish = input.engineVersion, engine.version(matching: wish) != version { continue }
        let major = engine.major(of: version)
        rows.append(
          Version(
            engine: engine.name, majorEngineVersion: major, engineVersion: version,
            dbParameterGroupFamily: engine.name + major, dbEngineDescription: engine.description,
            dbEngineVersionDescription: "\(engine.description) \(version)",
            validUpgradeTarget: engine.targets(from: version).map { target in
              UpgradeTarget(
                engine: engine.name, engineVersion: target.version,
                description: "\(engine.description) \(target.version)", autoUpgrade: !target.isMajor,
                isMajorVersionUpgrade: target.isMajor)
            }, supportsReadReplica: true, status: "available"))
      }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, dbEngineVersions: page.rows)
  }
}

/// Lists the classes that can be ordered.
package enum DescribeOrderableDBInstanceOptions: Operation {
  package static let service = "rds"
  package static let name = "DescribeOrderableDBInstanceOptions"

  /// Which engine, version and class.
  package struct Input: Decodable, Sendable {
    package var engine: String
    package var engineVersion: String?
    package var dbInstanceClass: String?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of options.
  package struct Output: Encodable, Sendable {
    package var orderableDBInstanceOptions: [Option]
    package var marker: String?
  }

  /// A class with a kind of storage.
  package struct Option: Encodable, Sendable {
    package struct AvailabilityZone: Encodable, Sendable {
      package var name: String
    }

    package var engine: String
    package var engineVersion: String
    package var dbInstanceClass: String
    package var licenseModel: String
    package var availabilityZones: [AvailabilityZone]
    package var multiAZCapable: Bool
    package var readReplicaCapable: Bool
    package var vpc: Bool
    package var storageType: String
    package var minStorageSize: Int
    package var maxStorageSize: Int
    package var supportsStorageEncryption = true
    package var supportsIops: Bool
    package var supportsEnhancedMonitoring = true
    package var supportsIAMDatabaseAuthentication = true
    package var supportsPerformanceInsights: Bool
    /// Of Oracle and SQL Server alone.
    package var availableProcessorFeatures: [String] = []
    package var supportedEngineModes = ["provisioned"]
    package var supportsStorageAutoscaling = true
    package var supportsKerberosAuthentication: Bool
    /// There are no Outposts here.
    package var outpostCapable = false
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let engine = try DatabaseEngine.wanted(input.engine)
    let zones = world.catalog.zones(in: context.region).map {
      Option.AvailabilityZone(name: $0.zone.rawValue)
    }
    var rows: [Option] = []
    for version in engine.versions {
      if let wish = input.engineVersion, engine.version(matching: wish) != version { continue }
      for type in world.catalog.dbInstanceClasses {
        if let wish = input.dbInstanceClass, !wish.utf8.elementsEqual(type.name.utf8) { continue }
        for storage in DatabaseStorage.types {
          rows.append(
            Option(
              engine: engine.name, engineVersion: version, dbInstanceClass: type.name,
              licenseModel: engine.license, availabilityZones: zones, multiAZCapable: true,
              readReplicaCapable: true, vpc: true, storageType: storage,
              minStorageSize: storage.hasPrefix("io") ? 100 : 20, maxStorageSize: 65_536,
              supportsIops: storage != "gp2",
              supportsPerformanceInsights: DatabaseWatching.hasInsights(type.name, engine: engine),
              supportsKerberosAuthentication: engine.name != "mariadb"))
        }
      }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(orderableDBInstanceOptions: page.rows, marker: page.nextToken)
  }
}
