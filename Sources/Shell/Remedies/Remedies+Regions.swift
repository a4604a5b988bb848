import Cloud
import EventKernel
import Texts
import Traffic

/// Makers of remedies that reach over Regions.
extension RemedySite {
  /// The most servers that a second Region gets.
  private static let mostServers = 8

  /// The databases of other Regions that machines ask.
  private var farDatabases: [DBInstance] {
    let hosts = machines.flatMap { [$0.settings.databaseHost, $0.settings.databaseReadHost] }
    let keys = hosts.compactMap { $0.flatMap { world.databaseKey(forHost: $0) } }
    return keys.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      .compactMap { world.rds.instances[$0] }.filter { $0.region != region }
  }

  /// A database of another Region gets a replica in that of its applications: for the reads, or promoted and for all.
  func nearReplicas() -> [Remedy] {
    let chosen = machines.filter { $0.autoScalingGroup == nil && !$0.userData.hasPrefix("#!") }
    guard let model = chosen.first else { return [] }
    return farDatabases.flatMap { database -> [Remedy] in
      let name = "\(database.identifier)-near"
      let made = replicating(database, as: name, for: model.vpc, in: region)
      let promoted =
        made + [
          "aws rds promote-read-replica --db-instance-identifier \(name)", "wait",
        ]
      let values: [String: TextValue] = [
        "database": .string(database.identifier), "region": .string(region.rawValue),
      ]
      let asked = naming(name, in: region)
      let reading = launched(
        chosen, after: made + [asked], setting: "DB_READ_HOST", to: "$NEW_DB", .nearReplica)
      let writing = launched(
        chosen, after: promoted + [asked], setting: "DB_HOST", to: "$NEW_DB", .nearPrimary)
      let primary = Remedy(.nearPrimary, values, writing.lines)
      guard mean({ Double($0.reads) }) > 0 else { return [primary] }
      return [Remedy(.nearReplica, values, reading.lines), primary]
    }
  }

  /// The lines that replicate a database into a Region, open to the VPC's machines.
  private func replicating(
    _ database: DBInstance, as name: String, for vpc: VPCID?, in region: Region
  ) -> [String] {
    let there = "--region \(region.rawValue)"
    let group = world.rds.subnetGroups.rows.first { $0.region == region && $0.vpc == vpc }
    let subnets = group.map { " --db-subnet-group-name \($0.name)" } ?? ""
    let network = group.map { "\($0.vpc)" } ?? "$NEW_VPC"
    let finding =
      group == nil
      ? [
        "NEW_VPC=$(aws ec2 describe-vpcs \(there) --filters Name=is-default,Values=true"
          + " --query 'Vpcs[0].VpcId' --output text)"
      ] : []
    return finding + [
      "NEW_DB_SG=$(aws ec2 create-security-group \(there) --group-name \(name) --description 'Database'"
        + " --vpc-id \(network) --query GroupId --output text)",
      "aws ec2 authorize-security-group-ingress \(there) --group-id $NEW_DB_SG --protocol tcp"
        + " --port \(database.port) --cidr 0.0.0.0/0",
      "aws rds create-db-instance-read-replica \(there) --db-instance-identifier \(name)"
        + " --source-db-instance-identifier \(database.arn) --vpc-security-group-ids $NEW_DB_SG\(subnets)",
      "wait",
    ]
  }

  /// The line that keeps the name of a database as `$NEW_DB`.
  private func naming(_ name: String, in region: Region) -> String {
    "NEW_DB=$(aws rds describe-db-instances --region \(region.rawValue) --db-instance-identifier \(name)"
      + " --query 'DBInstances[0].Endpoint.Address' --output text)"
  }

  /// A second Region to which a failover record leads users when the first one does not answer: as many servers from a
  /// copy of the image, with a replica of the database for their reads.
  func secondRegions() -> [Remedy] {
    let lost = experiment.faults.filter { $0.fault.kind == .regionLoss }.compactMap(\.fault.region)
    guard lost.contains(region), let other = nearestRegion(besides: lost), let host,
      let zone = hostedZone(of: host), let app, app.port == port, let model = machines.first,
      world.ec2.images[model.image]?.owner == Account.id, !model.userData.hasPrefix("#!"),
      let change = failover(of: host, in: zone, app)
    else { return [] }
    let there = "--region \(other.rawValue)"
    var lines = [
      "NEW_IMAGE=$(aws ec2 copy-image \(there) --source-region \(region.rawValue)"
        + " --source-image-id \(model.image) --name second-region --query ImageId --output text)",
      "NEW_VPC=$(aws ec2 describe-vpcs \(there) --filters Name=is-default,Values=true"
        + " --query 'Vpcs[0].VpcId' --output text)",
      "NEW_SUBNET=$(aws ec2 describe-subnets \(there) --filters Name=vpc-id,Values=$NEW_VPC"
        + " --query 'Subnets[0].SubnetId' --output text)",
      "NEW_SG=$(aws ec2 create-security-group \(there) --group-name new-web --description 'Users'"
        + " --vpc-id $NEW_VPC --query GroupId --output text)",
      "aws ec2 authorize-security-group-ingress \(there) --group-id $NEW_SG --protocol tcp --port \(port)"
        + " --cidr 0.0.0.0/0",
      "wait",
    ]
    var settings = model.userData.split(separator: "\n").map(String.init).filter { line in
      !["DB_HOST=", "DB_READ_HOST=", "CACHE_HOST="].contains { line.contains($0) }
    }
    if let database = model.settings.databaseHost.flatMap({ world.databaseKey(forHost: $0) })
      .flatMap({ world.rds.instances[$0] })
    {
      let name = "\(database.identifier)-second"
      lines += replicating(database, as: name, for: nil, in: other) + [naming(name, in: other)]
      settings.append("DB_HOST=$NEW_DB")
    }
    guard !settings.contains(where: { $0.contains("\"") || $0.contains("`") || $0.contains("\\") }) else {
      return []
    }
    let data = settings.isEmpty ? "" : " --user-data \"\(settings.joined(separator: "\n"))\""
    let count = min(machines.count, Self.mostServers)
    for number in 1...count {
      lines.append(
        "NEW_\(number)=$(aws ec2 run-instances \(there) --image-id $NEW_IMAGE --instance-type \(model.type)"
          + " --subnet-id $NEW_SUBNET --security-group-ids $NEW_SG --associate-public-ip-address\(data)"
          + " --query 'Instances[0].InstanceId' --output text)")
    }
    lines.append("wait")
    for number in 1...count {
      lines.append(
        "NEW_\(number)_IP=$(aws ec2 describe-instances \(there) --instance-ids $NEW_\(number)"
          + " --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)")
    }
    let values = (1...count).map { "{Value=$NEW_\($0)_IP}" }.joined(separator: ",")
    let second =
      "{Action=CREATE,ResourceRecordSet={Name=\(host),Type=A,TTL=60,SetIdentifier=second,Failover=SECONDARY,"
      + "ResourceRecords=[\(values)]}}"
    lines += change.before
    lines.append(
      "aws route53 change-resource-record-sets --hosted-zone-id \(zone.id) --change-batch "
        + "\"Changes=[\(change.first),\(second)]\"")
    lines.append("wait")
    return [
      Remedy(
        .secondRegion,
        ["region": .string(other.rawValue), "count": .integer(count), "host": .string(host)], lines)
    ]
  }

  /// What lets the only record of a host become the primary one of a failover: lines that make a health check, and the
  /// changes that take the record out and put it back with the check; `nil` where there are more records or none.
  private func failover(
    of host: String, in zone: HostedZone, _ app: AppProfile
  ) -> (before: [String], first: String)? {
    let own = zone.records.filter { $0.name == host.lowercased() + "." && ["A", "CNAME"].contains($0.type) }
    guard own.count == 1, let record = own.first, record.type == "A", record.policy == .simple else {
      return nil
    }
    let endpoint: String
    let present: String
    let primary: String
    switch record.answer {
    case .values(let values, let ttl):
      guard let address = values.first else { return nil }
      endpoint = "IPAddress=\(address)"
      let records = values.map { "{Value=\($0)}" }.joined(separator: ",")
      present = "TTL=\(ttl),ResourceRecords=[\(records)]"
      primary = "TTL=60,ResourceRecords=[\(records)]"
    case .alias(let target, let zoneID, let evaluatesHealth):
      endpoint = "FullyQualifiedDomainName=\(target.hasSuffix(".") ? String(target.dropLast()) : target)"
      let alias = "AliasTarget={HostedZoneId=\(zoneID),DNSName=\(target),EvaluateTargetHealth="
      present = "\(alias)\(evaluatesHealth)}"
      primary = "\(alias)true}"
    }
    let check =
      "NEW_CHECK=$(aws route53 create-health-check --caller-reference second-region --health-check-config"
      + " Type=HTTP,\(endpoint),Port=\(port),ResourcePath=\(app.healthPath),RequestInterval=10,FailureThreshold=3"
      + " --query HealthCheck.Id --output text)"
    let head = "ResourceRecordSet={Name=\(host),Type=A"
    return (
      [check],
      "{Action=DELETE,\(head),\(present)}},{Action=CREATE,\(head),SetIdentifier=first,Failover=PRIMARY,"
        + "HealthCheckId=$NEW_CHECK,\(primary)}}"
    )
  }

  /// The Region with the shortest way that needs no opt-in and is not lost.
  private func nearestRegion(besides lost: [Region]) -> Region? {
    world.catalog.regions.filter { !$0.needsOptIn && $0.region != region && !lost.contains($0.region) }
      .compactMap { info in
        world.catalog.roundTrip(from: region, to: info.region).map { (way: $0, region: info.region) }
      }
      .min { ($0.way, $0.region.rawValue) < ($1.way, $1.region.rawValue) }?.region
  }
}
