/// The operations on parameter groups.
package enum RDSParameterGroups {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateDBParameterGroup.self, CopyDBParameterGroup.self, DescribeDBParameterGroups.self,
    DeleteDBParameterGroup.self, DescribeDBParameters.self, DescribeRDSEngineDefaultParameters.self,
    ModifyDBParameterGroup.self, ResetDBParameterGroup.self,
  ]
}

/// A parameter group as the API shows it.
package struct DBParameterGroupDescription: Encodable, Sendable {
  package var dbParameterGroupName: String
  package var dbParameterGroupFamily: String
  package var description: String
  package var dbParameterGroupArn: String

  init(_ group: DBParameterGroup) {
    dbParameterGroupName = group.name
    dbParameterGroupFamily = group.family
    description = group.description
    dbParameterGroupArn = group.arn
  }
}

/// The output of operations that answer one parameter group.
package struct DBParameterGroupOutput: Encodable, Sendable {
  package var dbParameterGroup: DBParameterGroupDescription
}

extension World {
  /// The default group of a family, as the API shows it: made by AWS, never changed.
  private func defaultParameterGroup(_ family: String, in region: Region) -> DBParameterGroup {
    DBParameterGroup(
      name: "default.\(family)", region: region, arn: RDSState.arn("pg", "default.\(family)", region),
      family: family, description: "Default parameter group for \(family)", tags: Tags())
  }

  /// The group of a name, AWS's own default ones among them, or AWS's refusal.
  func parameterGroup(named name: String, in region: Region) throws(AWSError) -> DBParameterGroup {
    if let group = rds.parameterGroups[RDSState.key(name, region)] { return group }
    guard let family = family(ofParameterGroup: name, in: region) else {
      throw RDSError.parameterGroupNotFound(name)
    }
    return defaultParameterGroup(family, in: region)
  }

  /// The groups of a Region: the defaults of the families that databases use, and those that users made.
  fileprivate func parameterGroups(in region: Region) -> [DBParameterGroup] {
    var groups = rds.parameterGroups.rows.filter { $0.region == region }
    let used = rds.instances.rows.filter { $0.region == region }.map(\.parameterGroup)
    for engine in DatabaseEngine.all {
      for family in Set(engine.versions.map(engine.family)).sorted()
      where used.contains(where: { $0.utf8.elementsEqual("default.\(family)".utf8) }) {
        groups.append(defaultParameterGroup(family, in: region))
      }
    }
    return groups.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Keeps a new group, or refuses its name.
  fileprivate mutating func addParameterGroup(
    _ name: String, family: String, description: String, values: Table<String, String>, tags: [Tags.Tag]?,
    in region: Region
  ) throws(AWSError) -> DBParameterGroupOutput {
    let name = name.lowercased()
    guard DatabaseChecks.isIdentifier(name, longest: 255) else {
      throw RDSError.invalid(
        "The parameter DBParameterGroupName is not a valid identifier. Identifiers must begin with a letter;"
          + " must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or contain"
          + " two consecutive hyphens.")
    }
    let key = RDSState.key(name, region)
    guard rds.parameterGroups[key] == nil else {
      throw AWSError("DBParameterGroupAlreadyExists", "Parameter group \(name) already exists")
    }
    guard rds.parameterGroups.rows.count(where: { $0.region == region }) < Self.mostParameterGroups else {
      throw AWSError("DBParameterGroupQuotaExceeded", "Parameter group quota exceeded")
    }
    guard !description.isEmpty else {
      throw RDSError.invalid(
        "The parameter Description must be provided and must not be blank.")
    }
    let group = DBParameterGroup(
      name: name, region: region, arn: RDSState.arn("pg", name, region), family: family,
      description: description, values: values,
      tags: try Tags().adding(tags, refusing: RDSTagging.refusal))
    rds.parameterGroups[key] = group
    return DBParameterGroupOutput(dbParameterGroup: DBParameterGroupDescription(group))
  }
}

/// Makes a parameter group, which has the engine's own values until they are changed.
package enum CreateDBParameterGroup: Operation {
  package static let service = "rds"
  package static let name = "CreateDBParameterGroup"

  /// The group and its family.
  package struct Input: Decodable, Sendable {
    package var dbParameterGroupName: String
    package var dbParameterGroupFamily: String
    package var description: String
    package var tags: [Tags.Tag]?
  }

  package typealias Output = DBParameterGroupOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseParameterGroup(input.dbParameterGroupName).tagging(
      input.tags
    ).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard world.engine(ofFamily: input.dbParameterGroupFamily) != nil else {
      throw RDSError.invalid(
        "ParameterGroupFamily \(input.dbParameterGroupFamily) is not a valid parameter group family")
    }
    return try world.addParameterGroup(
      input.dbParameterGroupName, family: input.dbParameterGroupFamily, description: input.description,
      values: Table(), tags: input.tags, in: context.region)
  }
}

/// Makes a parameter group with the values of another.
package enum CopyDBParameterGroup: Operation {
  package static let service = "rds"
  package static let name = "CopyDBParameterGroup"

  /// The group to copy, by name or ARN, and the new one.
  package struct Input: Decodable, Sendable {
    package var sourceDBParameterGroupIdentifier: String
    package var targetDBParameterGroupIdentifier: String
    package var targetDBParameterGroupDescription: String
    package var tags: [Tags.Tag]?
  }

  package typealias Output = DBParameterGroupOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseParameterGroup(input.sourceDBParameterGroupIdentifier)
      .onDatabaseParameterGroup(input.targetDBParameterGroupIdentifier).tagging(input.tags)
      .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let name = input.sourceDBParameterGroupIdentifier
    let prefix = RDSState.arn("pg", "", context.region)
    let source = try world.parameterGroup(
      named: name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name, in: context.region)
    guard !source.name.hasPrefix("default.") else {
      throw RDSError.invalid(
        "The parameter SourceDBParameterGroupIdentifier names a default group, which can't be copied.")
    }
    return try world.addParameterGroup(
      input.targetDBParameterGroupIdentifier, family: source.family,
      description: input.targetDBParameterGroupDescription, values: source.values, tags: input.tags,
      in: context.region)
  }
}

/// Lists parameter groups.
package enum DescribeDBParameterGroups: Operation {
  package static let service = "rds"
  package static let name = "DescribeDBParameterGroups"

  /// One group, or all.
  package struct Input: Decodable, Sendable {
    package var dbParameterGroupName: String?
    package var maxRecords: Int?
    package var marker: String?
  }

  /// A page of groups.
  package struct Output: Encodable, Sendable {
    package var marker: String?
    package var dbParameterGroups: [DBParameterGroupDescription]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rows = world.parameterGroups(in: context.region)
    if let name = input.dbParameterGroupName {
      rows = [try world.parameterGroup(named: name, in: context.region)]
    }
    let page = try world.rdsPage(rows, marker: input.marker, maxRecords: input.maxRecords)
    return Output(
      marker: page.nextToken, dbParameterGroups: page.rows.map(DBParameterGroupDescription.init))
  }
}

/// Deletes a parameter group that no database uses.
package enum DeleteDBParameterGroup: Operation {
  package static let service = "rds"
  package static let name = "DeleteDBParameterGroup"

  /// Which group.
  package struct Input: Decodable, Sendable {
    package var dbParameterGroupName: String
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseParameterGroup(input.dbParameterGroupName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let group = try world.parameterGroup(named: input.dbParameterGroupName, in: context.region)
    guard !group.name.hasPrefix("default.") else {
      throw AWSError(
        "InvalidDBParameterGroupState",
        "The parameter group \(group.name) is a default group and can't be deleted.")
    }
    let isUsed = world.rds.instances.contains {
      $0.row.region == group.region && $0.row.parameterGroup.utf8.elementsEqual(group.name.utf8)
    }
    guard !isUsed else {
      throw AWSError(
        "InvalidDBParameterGroupState",
        "One or more database instances are still members of this parameter group \(group.name),"
          + " so the group cannot be deleted")
    }
    world.rds.parameterGroups[RDSState.key(group.name, group.region)] = nil
    return NoOutput()
  }
}
