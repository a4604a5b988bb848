extension Access {
  /// The call works on a database by its identifier or ARN; without one, as if it were not said.
  package func onDatabase(_ identifier: String?) -> Access {
    on(rds: "db", identifier) { world, arn in
      world.rds.instances.rows.first { $0.arn.utf8.elementsEqual(arn.utf8) }?.tags
    }
  }

  /// The call works on a snapshot of a database by its identifier or ARN.
  package func onDatabaseSnapshot(_ identifier: String?) -> Access {
    on(rds: "snapshot", identifier) { world, arn in
      world.rds.snapshots.rows.first { $0.arn.utf8.elementsEqual(arn.utf8) }?.tags
    }
  }

  /// The call works on a parameter group by its name.
  package func onDatabaseParameterGroup(_ name: String?) -> Access {
    on(rds: "pg", name) { world, arn in
      world.rds.parameterGroups.rows.first { $0.arn.utf8.elementsEqual(arn.utf8) }?.tags
    }
  }

  /// The call works on a subnet group of databases by its name.
  package func onDatabaseSubnetGroup(_ name: String?) -> Access {
    on(rds: "subgrp", name) { world, arn in
      world.rds.subnetGroups.rows.first { $0.arn.utf8.elementsEqual(arn.utf8) }?.tags
    }
  }

  /// The call works on the tags of a database, snapshot or group by its ARN.
  func onTagged(_ arn: String) -> Access {
    let parts = arn.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false).map(String.init)
    switch parts.count == 7 ? parts[5] : "" {
    case "snapshot": return onDatabaseSnapshot(arn)
    case "pg": return onDatabaseParameterGroup(arn)
    case "subgrp": return onDatabaseSubnetGroup(arn)
    default: return onDatabase(arn)
    }
  }

  private func on(rds kind: String, _ name: String?, _ tags: (World, String) -> Tags?) -> Access {
    guard let name else { return self }
    let arn = name.hasPrefix("arn:") ? name : RDSState.arn(kind, name.lowercased(), context.region)
    let found = tags(world, arn) ?? Tags()
    var keys = ConditionKeys()
    for tag in found.all { keys["rds:\(kind)-tag/\(tag.key)"] = [tag.value] }
    return on(AccessTarget(arn, tags: found, keys: keys))
  }
}
