/// A named set of parameters that databases of one engine family use.
package struct DBParameterGroup: Sendable, Equatable {
  package let name: String
  package let region: Region
  package let arn: String
  /// The family, such as `mysql8.4`.
  package let family: String
  package let description: String
  /// The values that were set; all others are the engine's.
  package var values = Table<String, String>()
  package var tags: Tags
}

extension World {
  /// The most parameter groups of an account in a Region (facts: RDS quotas).
  static let mostParameterGroups = 50

  /// The engine of a family; `nil` when there is no such family.
  func engine(ofFamily family: String) -> DatabaseEngine? {
    DatabaseEngine.all.first { engine in
      engine.versions.contains { engine.family(of: $0).utf8.elementsEqual(family.utf8) }
    }
  }

  /// The family of the parameter group of a name: of a user's, or of a default one.
  func family(ofParameterGroup name: String, in region: Region) -> String? {
    if let group = rds.parameterGroups[RDSState.key(name, region)] { return group.family }
    let name = name.lowercased()
    guard name.hasPrefix("default.") else { return nil }
    let family = String(name.dropFirst("default.".count))
    return engine(ofFamily: family).map { _ in family }
  }

  /// The group that a database of a family is to use: the one that was named, or the family's default.
  func parameterGroupName(
    _ wish: String?, family: String, in region: Region
  ) throws(AWSError) -> String {
    guard let wish else { return "default.\(family)" }
    guard let found = self.family(ofParameterGroup: wish, in: region) else {
      throw RDSError.parameterGroupNotFound(wish)
    }
    guard found.utf8.elementsEqual(family.utf8) else {
      throw RDSError.combination(
        "The Parameter Group \(wish.lowercased()) with DBParameterGroupFamily \(found) cannot be used for this"
          + " instance. Please use a Parameter Group with DBParameterGroupFamily \(family)")
    }
    return wish.lowercased()
  }

  /// The values that a group sets; none of a default group.
  func values(ofParameterGroup name: String, in region: Region) -> Table<String, String> {
    rds.parameterGroups[RDSState.key(name, region)]?.values ?? Table()
  }

  /// Brings changes of a group to the databases that use it: dynamic ones at once if asked, all others at a restart.
  mutating func spread(_ changes: [(name: String, isImmediate: Bool)], ofGroup group: DBParameterGroup) {
    for (key, database) in rds.instances
    where database.region == group.region && database.parameterGroup.utf8.elementsEqual(group.name.utf8) {
      if changes.contains(where: \.isImmediate), database.parameterStatus != .pendingReboot {
        rds.instances.update(key) { $0.parameterStatus = .applying }
        schedule(
          .rds(.parametersApply(key: key, resourceID: database.resourceID)), in: RDSTimings.parameters)
      } else if changes.contains(where: \.isImmediate) {
        applyDynamicParameters(key)
      }
      if changes.contains(where: { !$0.isImmediate }) {
        rds.instances.update(key) { $0.parameterStatus = .pendingReboot }
      }
    }
  }

  /// Puts the dynamic values of its group in force.
  mutating func applyDynamicParameters(_ key: String) {
    guard let database = rds.instances[key] else { return }
    let values = values(ofParameterGroup: database.parameterGroup, in: database.region)
    rds.instances.update(key) { row in
      for parameter in DatabaseParameter.all(ofEngine: row.engine) where parameter.isDynamic {
        row.parameters[parameter.name] = values[parameter.name]
      }
      if row.parameterStatus == .applying { row.parameterStatus = .inSync }
    }
    revision.databases += 1
  }

  /// Puts all values of its group in force, as a restart does.
  mutating func applyAllParameters(_ key: String) {
    guard let database = rds.instances[key] else { return }
    let values = values(ofParameterGroup: database.parameterGroup, in: database.region)
    guard database.parameters != values || database.parameterStatus != .inSync else { return }
    rds.instances.update(key) {
      $0.parameters = values
      $0.parameterStatus = .inSync
    }
  }

  /// Whether the page cache that the values in force ask for fits into the class's memory.
  func parametersFit(_ database: DBInstance) -> Bool {
    let memory = catalog.dbInstanceClass(database.instanceClass)?.memoryGiB ?? 1
    let usable = Self.usableBytes(memoryGiB: memory)
    let wish = DatabaseParameter.cacheBytes(
      engine: database.engine, parameters: database.parameters, memoryBytes: usable)
    return (wish ?? 0) <= usable
  }
}
