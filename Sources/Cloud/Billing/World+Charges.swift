extension World {
  /// An item of the bill with its place, its kind of use and the tags of its resource.
  func charge(for item: CostBreakdown.Item) -> BillingState.Charge {
    let found = chargedResource(of: item)
    let region = found?.region
    let prefix = region.map(Self.usagePrefix) ?? ""
    let use = found?.use ?? item.code
    return BillingState.Charge(
      item: item, region: region, usageType: prefix + use, instanceType: found?.type,
      tags: found?.tags ?? Tags())
  }

  /// What is known of the resource that an item names.
  private func chargedResource(
    of item: CostBreakdown.Item
  ) -> (region: Region?, use: String, type: String?, tags: Tags)? {
    switch item.service {
    case "RDS": return databaseCharge(item)
    case "ElastiCache":
      guard let row = elastiCache.replicationGroups.rows.first(where: { $0.id == item.resource }) else {
        return nil
      }
      return (row.region, "NodeUsage:\(row.nodeType)", row.nodeType, row.tags)
    case "ELB":
      guard let row = loadBalancing.loadBalancers.rows.first(where: { $0.name == item.resource }) else {
        return nil
      }
      return (row.region, item.code == "load-balancer" ? "LoadBalancerUsage" : "LCUUsage", nil, row.tags)
    case "Route 53":
      if let zone = route53.zones[item.resource] { return (nil, "HostedZone", nil, zone.tags) }
      guard let check = route53.healthChecks[item.resource] else {
        return item.code == "queries" ? (nil, "DNS-Queries", nil, Tags()) : nil
      }
      return (
        nil, item.code == "health-check" ? "Health-Check-AWS" : "Health-Check-Option-AWS", nil, check.tags
      )
    case "S3": return objectCharge(item)
    case "CloudFront":
      let found = edgeCharge(item)
      return (nil, found.use, nil, found.tags)
    case "Data transfer":
      let use =
        item.code == "internet"
        ? "DataTransfer-Out-Bytes"
        : item.code == "cross-zone" ? "DataTransfer-Regional-Bytes" : "AWS-Out-Bytes"
      return (Region(rawValue: item.resource), use, nil, Tags())
    case "FIS": return (Region(rawValue: item.resource), "ActionMinutes", nil, Tags())
    case "Systems Manager": return (item.region, "PS-Advanced-Param-Tier1", nil, Tags())
    case "CloudWatch" where item.code == "detailed-monitoring":
      guard let row = InstanceID(item.resource).flatMap({ ec2.instances[$0] }) else { return nil }
      return (row.zone.region, "CW:MetricMonitorUsage", nil, row.tags)
    case "CloudWatch":
      guard let region = item.region else { return nil }
      let key = Alarm.key(region, item.resource)
      if let row = cloudWatch.alarms[key] {
        return (
          region, row.isHighResolution ? "CW:HighResAlarmMonitorUsage" : "CW:AlarmMonitorUsage", nil, Tags()
        )
      }
      return cloudWatch.composites[key] == nil ? nil : (region, "CW:CompositeAlarmMonitorUsage", nil, Tags())
    default: return computeCharge(item)
    }
  }

  private func databaseCharge(
    _ item: CostBreakdown.Item
  ) -> (region: Region?, use: String, type: String?, tags: Tags)? {
    guard let row = rds.instances.rows.first(where: { $0.identifier == item.resource }) else {
      return item.code == "database-backups"
        ? (Region(rawValue: item.resource), "RDS:ChargedBackupUsage", nil, Tags()) : nil
    }
    let multi = row.isMultiAZ ? "Multi-AZ-" : ""
    let kind = row.storageType.hasPrefix("io") ? "PIOPS" : row.storageType.uppercased()
    let use: String =
      switch item.code {
      case "database": "\(row.isMultiAZ ? "Multi-AZUsage" : "InstanceUsage"):\(row.instanceClass)"
      case "database-storage": "RDS:\(multi)\(kind)-Storage"
      case "database-iops": "RDS:\(multi)\(kind == "PIOPS" ? "PIOPS" : "GP3-PIOPS")"
      default: "RDS:\(multi)GP3-Throughput"
      }
    return (row.region, use, item.code == "database" ? row.instanceClass : nil, row.tags)
  }

  private func computeCharge(
    _ item: CostBreakdown.Item
  ) -> (region: Region?, use: String, type: String?, tags: Tags)? {
    if let row = InstanceID(item.resource).flatMap({ ec2.instances[$0] }) {
      let region = row.zone.region
      return switch item.code {
      case "instance": (region, "BoxUsage:\(row.type)", row.type, row.tags)
      case "spot-instance": (region, "SpotUsage:\(row.type)", row.type, row.tags)
      // Tags of an instance are not those of its volume (facts: EC2 2.8).
      case "root-volume", "volume-iops", "volume-throughput":
        (
          region, use(of: item.code, row.rootVolume.flatMap { ec2.volumes[$0] }), nil,
          row.rootVolume.flatMap { ec2.volumes[$0]?.tags } ?? Tags()
        )
      case "surplus-credits": (region, "CPUCredits:\(row.type.prefix { $0 != "." })", row.type, row.tags)
      case "public-address": (region, "PublicIPv4:InUseAddress", nil, row.tags)
      default: (region, item.code, nil, row.tags)
      }
    }
    if let row = ec2.reservedInstances.first(where: { $0.id == item.resource }) {
      return (row.region, "HeavyUsage:\(row.offer.type)", row.offer.type, Tags())
    }
    if let row = CapacityReservationID(item.resource).flatMap({ ec2.capacityReservations[$0] }) {
      return (row.zone.region, "UnusedBox:\(row.type)", row.type, row.tags)
    }
    if let row = VolumeID(item.resource).flatMap({ ec2.volumes[$0] }) {
      return (row.zone.region, use(of: item.code, row), nil, row.tags)
    }
    if let row = SnapshotID(item.resource).flatMap({ ec2.snapshots[$0] }) {
      return (row.region, "EBS:SnapshotUsage", nil, row.tags)
    }
    if let row = AllocationID(item.resource).flatMap({ ec2.addresses[$0] }) {
      let use = row.instance == nil ? "PublicIPv4:IdleAddress" : "PublicIPv4:InUseAddress"
      return (row.region, use, nil, row.tags)
    }
    if let row = NATGatewayID(item.resource).flatMap({ ec2.natGateways[$0] }) {
      return (row.region, "NatGateway-Hours", nil, row.tags)
    }
    if let row = VPCEndpointID(item.resource).flatMap({ ec2.vpcEndpoints[$0] }) {
      return (row.region, "VpcEndpoint-Hours", nil, row.tags)
    }
    if item.code == "dedicated-hardware" {
      return (Region(rawValue: item.resource), "DedicatedUsage", nil, Tags())
    }
    // Public addresses of load balancers and databases are billed with the VPC under the names of those.
    if let row = loadBalancing.loadBalancers.rows.first(where: { $0.name == item.resource }) {
      return (row.region, "PublicIPv4:InUseAddress", nil, row.tags)
    }
    if let row = rds.instances.rows.first(where: { $0.identifier == item.resource }) {
      return (row.region, "PublicIPv4:InUseAddress", nil, row.tags)
    }
    return nil
  }

  /// AWS's name of what is used of a volume.
  private func use(of code: String, _ volume: Volume?) -> String {
    let type = volume?.plan.type.rawValue ?? "gp3"
    return switch code {
    case "volume-iops": "EBS:VolumeP-IOPS.\(type)"
    case "volume-throughput": "EBS:VolumeP-Throughput.\(type)"
    default: "EBS:VolumeUsage.\(type)"
    }
  }

  private func objectCharge(
    _ item: CostBreakdown.Item
  ) -> (region: Region?, use: String, type: String?, tags: Tags)? {
    if let row = s3.buckets.rows.first(where: { $0.name == item.resource }) {
      let use =
        switch item.code {
        case "s3-storage-standard": "TimedStorage-ByteHrs"
        case "s3-visits": "Requests-Tier2"
        default: "TimedStorage-\(item.code)"
        }
      return (row.region, use, nil, row.tags)
    }
    let isRegion = catalog.region(Region(rawValue: item.resource)) != nil
    let use =
      item.code == "s3-writes" ? "Requests-Tier1" : item.code == "s3-reads" ? "Requests-Tier2" : item.code
    return (isRegion ? Region(rawValue: item.resource) : nil, use, nil, Tags())
  }

  /// What kinds of use in a Region begin with, such as `APN2-`; nothing in N. Virginia.
  static func usagePrefix(_ region: Region) -> String {
    usagePrefixes[region.rawValue] ?? "\(region.rawValue)-"
  }

  private static let usagePrefixes = [
    "us-east-1": "", "us-east-2": "USE2-", "us-west-1": "USW1-", "us-west-2": "USW2-", "eu-west-1": "EU-",
    "eu-west-2": "EUW2-", "eu-west-3": "EUW3-", "eu-central-1": "EUC1-", "eu-north-1": "EUN1-",
    "ap-northeast-1": "APN1-", "ap-northeast-2": "APN2-", "ap-northeast-3": "APN3-",
    "ap-southeast-1": "APS1-", "ap-southeast-2": "APS2-", "ap-south-1": "APS3-", "sa-east-1": "SAE1-",
    "ca-central-1": "CAN1-",
  ]
}

extension BillingState.Charge {
  /// The service as Cost Explorer names it.
  package var serviceName: String {
    switch (item.service, item.code) {
    case ("EC2", "instance"), ("EC2", "spot-instance"), ("EC2", "reserved-instance"),
      ("EC2", "surplus-credits"), ("EC2", "dedicated-hardware"), ("EC2", "unused-reservation"):
      "Amazon Elastic Compute Cloud - Compute"
    case ("EC2", _), ("VPC", "nat-gateway"): "EC2 - Other"
    case ("VPC", _): "Amazon Virtual Private Cloud"
    case ("ELB", _): "Amazon Elastic Load Balancing"
    case ("RDS", _): "Amazon Relational Database Service"
    case ("ElastiCache", _): "Amazon ElastiCache"
    case ("Route 53", _): "Amazon Route 53"
    case ("CloudWatch", _): "AmazonCloudWatch"
    case ("Savings Plans", _): "Savings Plans for AWS Compute usage"
    case ("S3", _): "Amazon Simple Storage Service"
    case ("CloudFront", _): "Amazon CloudFront"
    case ("Systems Manager", _): "AWS Systems Manager"
    case ("FIS", _): "AWS Fault Injection Service"
    case ("Data transfer", _): "AWS Data Transfer"
    default: item.service
    }
  }
}
