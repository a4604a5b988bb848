/// The operations on subnet groups.
package enum RDSSubnetGroups {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateDBSubnetGroup.self, DescribeDBSubnetGroups.self, ModifyDBSubnetGroup.self, DeleteDBSubnetGroup.self,
  ]
}

/// A subnet group as the API shows it.
package struct DBSubnetGroupDescription: Encodable, Sendable {
  /// A subnet of the group.
  package struct Subnet: Encodable, Sendable {
    package struct AvailabilityZone: Encodable, Sendable {
      package var name: String
    }

    package var subnetIdentifier: String
    package var subnetAvailabilityZone: AvailabilityZone
    package var subnetStatus: String
  }

  package var dbSubnetGroupName: String
  package var dbSubnetGroupDescription: String
  package var vpcId: String
  package var subnetGroupStatus: String
  package var subnets: [Subnet]
  package var dbSubnetGroupArn: String
}

/// The output of operations that answer one subnet group.
package struct DBSubnetGroupOutput: Encodable, Sendable {
  package var dbSubnetGroup: DBSubnetGroupDescription
}

extension World {
  /// A subnet group as the API shows it.
  func description(of group: DBSubnetGroup) -> DBSubnetGroupDescription {
    DBSubnetGroupDescription(
      dbSubnetGroupName: group.name, dbSubnetGroupDescription: group.description, vpcId: "\(group.vpc)",
      subnetGroupStatus: "Complete",
      subnets: group.subnets.map { id in
        DBSubnetGroupDescription.Subnet(
          subnetIdentifier: "\(id)",
          subnetAvailabilityZone: DBSubnetGroupDescription.Subnet.AvailabilityZone(
            name: ec2.subnets[id]?.zone.rawValue ?? ""),
          subnetStatus: "Active")
      }, dbSubnetGroupArn: group.arn)
  }

  /// The subnets that a call names, ordered by zone; they must be in one VPC of the Region and cover two zones.
  func databaseSubnets(_ texts: [String], in region: Region) throws(AWSError) -> [Subnet] {
    var subnets: [Subnet] = []
    for text in texts {
      guard let id = SubnetID(text), let subnet = ec2.subnets[id], subnet.zone.region == region else {
        throw AWSError(
          "InvalidSubnet", "Some input subnets in :[\(texts.joined(separator: ", "))] are invalid.")
      }
      if !subnets.contains(where: { $0.id == id }) { subnets.append(subnet) }
    }
    subnets.sort { ($0.zone, $0.id) < ($1.zone, $1.id) }
    guard subnets.allSatisfy({ $0.vpc == subnets.first?.vpc }) else {
      throw AWSError("InvalidSubnet", "The subnets \(texts.joined(separator: ", ")) are not in the same VPC.")
    }
    var zones: [Zone] = []
    for subnet in subnets where zones.last != subnet.zone { zones.append(subnet.zone) }
    guard zones.count >= 2 else {
      let covered = zones.map(\.rawValue).joined(separator: ", ")
      throw AWSError(
        "DBSubnetGroupDoesNotCoverEnoughAZs",
        "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage:"
          + " \(covered). Add subnets to cover at least 2 AZs.")
    }
    return subnets
  }
}

/// Names the subnets in which databases may stand.
package enum CreateDBSubnetGroup: Operation {
  package static let service = "rds"
  package static let name = "CreateDBSubnetGroup"

  /// The group and its subnets.
  package struct Input: Decodable, Sendable {
    package var dbSubnetGroupName: String
    package var dbSubnetGroupDescription: String
    package var subnetIds: [String]
    package var tags: [Tags.Tag]?
  }

  package typealias Output = DBSubnetGroupOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let name = input.dbSubnetGroupName.lowercased()
    // AWS: letters, digits, periods, underscores, spaces and hyphens after a letter.
    let isPlain = name.utf8.allSatisfy {
      (97...122).contains($0) || (48...57).contains($0) || [32, 45, 46, 95].contains($0)
    }
    guard name.utf8.first.map({ (97...122).contains($0) }) == true, isPlain, name.utf8.count <= 255,
      !name.utf8.elementsEqual("default".utf8)
    else {
      throw RDSError.invalid("The parameter DBSubnetGroupName is not a valid identifier.")
    }
    let key = RDSState.key(name, context.region)
    guard world.rds.subnetGroups[key] == nil else {
      throw AWSError("DBSubnetGroupAlreadyExists", "The DB subnet group '\(name)' already exists.")
    }
    let subnets = try world.databaseSubnets(input.subnetIds, in: context.region)
    guard let vpc = subnets.first?.vpc else {
      throw AWSError("InvalidSubnet", "Some input subnets in :[] are invalid.")
    }
    var tags = Tags()
    for tag in input.tags ?? [] { tags[tag.key] = tag.value }
    let group = DBSubnetGroup(
      name: name, region: context.region, arn: RDSState.arn("subgrp", name, context.region),
      description: input.dbSubnetGroupDescription, vpc: vpc, subnets: subnets.map(\.id), tags: tags)
    world.rds.subnetGroups[key] = group
    return Output(dbSubnetGroup: world.description(of: group))
  }
}

/// Lists subnet groups.
package enum DescribeDBSubnetGroups: Operation {
  package static let service = "rds"
  package static let name = "DescribeDBSubnetGroups"

  /// One group, or all of them.
  package struct Input: Decodable, Sendable {
    package var dbSubnetGroupName: String?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of groups.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var dbSubnetGroups: [DBSubnetGroupDescription]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows = world.rds.subnetGroups.rows.filter { $0.region == context.region }
    if let name = input.dbSubnetGroupName {
      rows.removeAll { !$0.name.utf8.elementsEqual(name.lowercased().utf8) }
      guard !rows.isEmpty else {
        throw AWSError("DBSubnetGroupNotFoundFault", "Subnet Group \(name) not found.")
      }
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(marker: page.nextToken, dbSubnetGroups: page.rows.map(world.description(of:)))
  }
}

/// Puts other subnets into a group.
package enum ModifyDBSubnetGroup: Operation {
  package static let service = "rds"
  package static let name = "ModifyDBSubnetGroup"

  /// The group with all its subnets from now on.
  package struct Input: Decodable, Sendable {
    package var dbSubnetGroupName: String
    package var dbSubnetGroupDescription: String?
    package var subnetIds: [String]
  }

  package typealias Output = DBSubnetGroupOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let key = RDSState.key(input.dbSubnetGroupName, context.region)
    guard var group = world.rds.subnetGroups[key] else {
      throw RDSError.subnetGroupNotFound(input.dbSubnetGroupName)
    }
    let subnets = try world.databaseSubnets(input.subnetIds, in: context.region)
    guard subnets.allSatisfy({ $0.vpc == group.vpc }) else {
      throw AWSError(
        "InvalidSubnet", "The specified subnets are not in \(group.vpc), the VPC of the DB subnet group.")
    }
    for database in world.rds.instances.rows
    where database.region == context.region && database.subnetGroup.utf8.elementsEqual(group.name.utf8) {
      let used = [database.zone] + (database.standbyZone.map { [$0] } ?? [])
      guard used.allSatisfy({ zone in subnets.contains { $0.zone == zone } }) else {
        throw AWSError(
          "SubnetAlreadyInUse",
          "The subnet in \(database.zone.rawValue) is currently in use by the DB instance"
            + " \(database.identifier) and cannot be removed.")
      }
    }
    group.description = input.dbSubnetGroupDescription ?? group.description
    group.subnets = subnets.map(\.id)
    world.rds.subnetGroups[key] = group
    return Output(dbSubnetGroup: world.description(of: group))
  }
}

/// Deletes a group that no database uses.
package enum DeleteDBSubnetGroup: Operation {
  package static let service = "rds"
  package static let name = "DeleteDBSubnetGroup"

  /// Which group.
  package struct Input: Decodable, Sendable {
    package var dbSubnetGroupName: String
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let key = RDSState.key(input.dbSubnetGroupName, context.region)
    guard let group = world.rds.subnetGroups[key] else {
      throw RDSError.subnetGroupNotFound(input.dbSubnetGroupName)
    }
    let user = world.rds.instances.rows.first {
      $0.region == group.region && $0.subnetGroup.utf8.elementsEqual(group.name.utf8)
    }
    if let user {
      throw AWSError(
        "InvalidDBSubnetGroupStateFault",
        "Cannot delete the subnet group '\(group.name)' because at least one database instance:"
          + " \(user.identifier) is still using it.")
    }
    world.rds.subnetGroups[key] = nil
    return NoOutput()
  }
}
