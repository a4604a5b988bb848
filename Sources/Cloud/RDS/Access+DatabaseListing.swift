// What listings of databases, snapshots and groups ask for: the one that they name, or all (AWS Service Authorization
// Reference: Amazon RDS).

extension DescribeDBInstances {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier ?? "*").requests
  }
}

extension DescribeDBInstanceAutomatedBackups {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier ?? "*").requests
  }
}

extension DescribePendingMaintenanceActions {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.resourceIdentifier ?? "*").requests
  }
}

extension DescribeDBSnapshots {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier)
      .onDatabaseSnapshot(input.dbSnapshotIdentifier ?? "*").requests
  }
}

extension DescribeDBParameterGroups {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .onDatabaseParameterGroup(input.dbParameterGroupName ?? "*").requests
  }
}

extension DescribeDBSubnetGroups {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseSubnetGroup(input.dbSubnetGroupName ?? "*").requests
  }
}

extension ListTagsForRDSResource {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onTagged(input.resourceName).requests
  }
}
