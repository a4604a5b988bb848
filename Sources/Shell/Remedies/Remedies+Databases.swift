import Cloud
import EventKernel
import Texts
import Traffic

/// Makers of remedies about databases and how applications use them.
extension RemedySite {
  /// The name that a new database of a remedy gets.
  private static let newDatabase = "new-db"

  /// Applications that ask a database of the Region, the first one where there is none yet.
  func databaseHosts() -> [Remedy] {
    let chosen = decidingMachines.filter { $0.autoScalingGroup == nil && !$0.userData.hasPrefix("#!") }
    guard let model = chosen.first else { return [] }
    let primaries = databases.filter { $0.replication == nil }
    if !primaries.isEmpty {
      return primaries.compactMap { setting("DB_HOST", $0.endpoint, on: chosen) }
    }
    let made = [
      "NEW_SG=$(aws ec2 create-security-group --group-name new-db --description 'MySQL'"
        + " --vpc-id \(model.vpc) --query GroupId --output text)",
      "aws ec2 authorize-security-group-ingress --group-id $NEW_SG --protocol tcp --port 3306"
        + " --cidr 0.0.0.0/0",
      "aws rds create-db-instance --db-instance-identifier \(Self.newDatabase) --engine mysql"
        + " --db-instance-class db.m5.large --allocated-storage 100 --storage-type gp3"
        + " --master-username admin --manage-master-user-password --vpc-security-group-ids $NEW_SG",
      "wait",
      "NEW_DB=$(aws rds describe-db-instances --db-instance-identifier \(Self.newDatabase)"
        + " --query 'DBInstances[0].Endpoint.Address' --output text)",
    ]
    return [launched(chosen, after: made, setting: "DB_HOST", to: "$NEW_DB", .database)]
  }

  /// Machines launched anew with a key of their user data set to a variable of the lines before.
  func launched(
    _ chosen: [Instance], after made: [String], setting key: String, to variable: String, _ code: Remedy.Code
  ) -> Remedy {
    // The shell puts the value of the variable in where the text stands in quotation marks.
    let remedy = remade(
      chosen, before: made, userData: { Self.setting(key, variable, in: $0.userData) }, code,
      ["count": .integer(chosen.count)])
    return Remedy(remedy.code, remedy.values, remedy.lines.map { Self.opened($0, variable) })
  }

  /// A line whose quoted user data holds a variable, with quotation marks that let the shell put its value in.
  private static func opened(_ line: String, _ variable: String) -> String {
    guard let option = line.firstRange(of: "--user-data '"), line.contains("=\(variable)") else {
      return line
    }
    let rest = line[option.upperBound...]
    guard let end = rest.firstIndex(of: "'") else { return line }
    let before = line[..<option.lowerBound]
    return "\(before)--user-data \"\(rest[..<end])\"\(rest[rest.index(after: end)...])"
  }

  /// Stopped databases start.
  func databaseStarts() -> [Remedy] {
    deciding.filter { $0.status == .stopped || $0.status == .stopping }.map { database in
      Remedy(
        .startDatabase, ["database": .string(database.identifier)],
        ["wait", "aws rds start-db-instance --db-instance-identifier \(database.identifier)", "wait"])
    }
  }

  /// A standby, from which backups are taken, where the database stood still for one in the run.
  func spareBackups() -> [Remedy] {
    report.timeline.contains { $0.occurrence.code == "database-backing-up" } ? standbys() : []
  }

  /// A standby in another zone.
  func standbys() -> [Remedy] {
    deciding.filter { !$0.isMultiAZ && $0.replication == nil }.map {
      modified($0, "--multi-az", .multiAZ, [:])
    }
  }

  /// The next larger class of the family, the cheapest of all that carries the load, and the largest of the family.
  func largerClasses() -> [Remedy] {
    deciding.flatMap { database -> [Remedy] in
      guard let present = world.catalog.dbInstanceClass(database.instanceClass) else { return [] }
      let larger = world.catalog.dbInstanceClasses.filter {
        $0.vCPUs > present.vCPUs || $0.vCPUs == present.vCPUs && $0.memoryGiB > present.memoryGiB
      }.sorted { ($0.vCPUs, $0.memoryGiB, $0.name) < ($1.vCPUs, $1.memoryGiB, $1.name) }
      let kin = larger.filter { $0.family == present.family }
      let demand = rate * mean { Double($0.reads + $0.writes) * $0.queryCPU.inSeconds }
      let enough = larger.filter { Double($0.vCPUs) * 0.7 > demand }.min {
        let one = (world.catalog.hourlyPrice(ofDatabase: $0.name, in: region) ?? .max, $0.name)
        return one < (world.catalog.hourlyPrice(ofDatabase: $1.name, in: region) ?? .max, $1.name)
      }
      let names = [(kin.first ?? larger.first)?.name, enough?.name, (kin.last ?? larger.last)?.name]
        .compactMap { $0 }
      return names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.map {
        modified(
          database, "--db-instance-class \($0)", .databaseClass,
          ["class": .string($0), "old": .string(database.instanceClass)])
      }
    }
  }

  /// Storage that holds what the run writes, twice that of now, and storage that grows by itself.
  func largerStorage() -> [Remedy] {
    deciding.flatMap { database -> [Remedy] in
      let bytes = rate * report.duration.inSeconds * mean { Double($0.writes * ($0.writeBytes ?? 0)) }
      let written = Int((bytes / 1_073_741_824 * 1.2).rounded(.up)) + database.allocatedGiB
      let sizes = [database.allocatedGiB * 2, min(65_536, max(written, database.allocatedGiB * 10))]
      let larger = sizes.filter { $0 > database.allocatedGiB }.map {
        modified(
          database, "--allocated-storage \($0)", .databaseStorage,
          ["size": .integer($0), "old": .integer(database.allocatedGiB)])
      }
      let most = min(65_536, max(1_000, database.allocatedGiB * 10))
      return larger + [
        modified(
          database, "--max-allocated-storage \(most)", .databaseGrowth, ["size": .integer(most)])
      ]
    }
  }

  /// Storage with more operations a second: gp3, and from 400 GiB on 12,000 of them.
  func fasterStorage() -> [Remedy] {
    deciding.flatMap { database -> [Remedy] in
      let least = database.allocatedGiB
      var sizes = [max(20, least)]
      if least < 400 { sizes.append(400) }
      let better = sizes.filter { database.storageType != "gp3" || $0 > least }
      return better.map { size in
        modified(
          database, "--storage-type gp3 --allocated-storage \(size)", .fasterStorage,
          ["size": .integer(size), "iops": .integer(size < 400 ? 3_000 : 12_000)])
      }
    }
  }

  /// A replica that answers the reads of all machines.
  func readReplicas() -> [Remedy] {
    let chosen = machines.filter { $0.autoScalingGroup == nil && !$0.userData.hasPrefix("#!") }
    guard let database = deciding.first, database.replication == nil, !chosen.isEmpty,
      mean({ Double($0.reads) }) > 0
    else { return [] }
    let name = "\(database.identifier)-reader"
    // A replica in another zone outlives the primary's.
    let zones = world.rds.subnetGroups.rows.filter { $0.name == database.subnetGroup && $0.region == region }
      .flatMap(\.subnets).compactMap { world.ec2.subnets[$0]?.zone }
    let other = zones.filter { $0 != database.zone }.min()
    let place = other.map { " --availability-zone \($0.rawValue)" } ?? ""
    let made = [
      "aws rds create-db-instance-read-replica --db-instance-identifier \(name)"
        + " --source-db-instance-identifier \(database.identifier)\(place)",
      "wait",
      "NEW_DB=$(aws rds describe-db-instances --db-instance-identifier \(name)"
        + " --query 'DBInstances[0].Endpoint.Address' --output text)",
    ]
    let remedy = launched(chosen, after: made, setting: "DB_READ_HOST", to: "$NEW_DB", .readReplica)
    return [Remedy(.readReplica, ["database": .string(database.identifier)], remedy.lines)]
  }

  /// A replica that applications write to becomes a primary, or they write to its source.
  func writableDatabases() -> [Remedy] {
    deciding.filter { $0.replication != nil }.flatMap { replica -> [Remedy] in
      let source = replica.replication.flatMap { world.rds.instances[$0.source] }
      let promoted = Remedy(
        .promotion, ["database": .string(replica.identifier)],
        ["aws rds promote-read-replica --db-instance-identifier \(replica.identifier)", "wait"])
      return [source.flatMap { setting("DB_HOST", $0.endpoint, on: machines) }, promoted].compactMap { $0 }
    }
  }

  /// Applications that ask for a database's address again after five seconds.
  func addressLifetimes() -> [Remedy] {
    [setting("DB_DNS_TTL", "5", on: machines.filter { $0.settings.databaseAddressLifetime > .seconds(5) })]
      .compactMap { $0 }
  }

  /// Applications that keep addresses for twice as long as the run lasts, so that nobody misses a resolver that is silent.
  func longerAddressLifetimes() -> [Remedy] {
    let span = min(86_400, max(3_600, 2 * Int(report.duration.wholeSeconds)))
    let chosen = machines.filter { $0.settings.databaseAddressLifetime < .seconds(span) }
    return [setting("DB_DNS_TTL", "\(span)", on: chosen)].compactMap { $0 }
  }

  /// Applications that try a query again while no database answers.
  func databaseRetries() -> [Remedy] {
    [setting("DB_RETRY", "5", on: machines.filter { $0.settings.databaseRetry < 5 })].compactMap { $0 }
  }

  /// Pools as large as the database takes, or answers in time; also 4 and 16 times as large ones where they were full.
  func pools(larger: Bool) -> [Remedy] {
    guard let first = machines.first else { return [] }
    let present = first.settings.databasePool
    var sizes = larger ? [min(1_000, present * 4), min(1_000, present * 16)] : []
    if let database = deciding.first {
      let capacity = world.capacity(of: database)
      sizes.append(max(1, capacity.maxConnections * 9 / 10 / machines.count))
      // More queries at once than the vCPUs answer while users wait are answered for nobody.
      let query = mean { $0.queryCPU.inSeconds }
      let patience = workload.populations.map(\.timeout).min()?.inSeconds ?? 0
      if query > 0 {
        let useful = min(1_000, Double(capacity.vcpus) * patience / query / 2) / Double(machines.count)
        sizes.append(max(1, Int(useful)))
      }
    }
    return sizes.filter { $0 != present && (1...1_000).contains($0) }
      .reduce(into: [Int]()) { if !$0.contains($1) { $0.append($1) } }
      .compactMap { setting("DB_POOL", "\($0)", on: machines) }
  }

  /// Applications that are let into the database: their machines get a role that may, or they come with the password.
  func databaseRoles() -> [Remedy] {
    let chosen = decidingMachines.isEmpty ? machines : decidingMachines
    let asking = chosen.filter { $0.settings.authenticatesDatabaseByRole }
    guard !asking.isEmpty else { return [] }
    let trust =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#
    let policy =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"rds-db:connect","Resource":"*"}]}"#
    let role = "new-app"
    var lines = [
      "aws iam create-role --role-name \(role) --assume-role-policy-document '\(trust)'",
      "aws iam put-role-policy --role-name \(role) --policy-name connect --policy-document '\(policy)'",
      "aws iam create-instance-profile --instance-profile-name \(role)",
      "aws iam add-role-to-instance-profile --instance-profile-name \(role) --role-name \(role)",
      "sleep 15",
    ]
    lines += asking.filter { $0.instanceProfile == nil }.map {
      "aws ec2 associate-iam-instance-profile --instance-id \($0.id) --iam-instance-profile Name=\(role)"
    }
    lines += databases.filter { !$0.authenticatesByIAM }.map {
      "aws rds modify-db-instance --db-instance-identifier \($0.identifier)"
        + " --enable-iam-database-authentication --apply-immediately"
    }
    let password = setting("DB_AUTH", "password", on: asking)
    return [
      Remedy(.databaseRole, ["count": .integer(asking.count)], lines + ["sleep 15", "wait"]), password,
    ].compactMap { $0 }
  }

  private func modified(
    _ database: DBInstance, _ options: String, _ code: Remedy.Code, _ values: [String: TextValue]
  ) -> Remedy {
    var values = values
    values["database"] = .string(database.identifier)
    return Remedy(
      code, values,
      [
        "aws rds modify-db-instance --db-instance-identifier \(database.identifier) \(options)"
          + " --apply-immediately", "wait",
      ])
  }
}
