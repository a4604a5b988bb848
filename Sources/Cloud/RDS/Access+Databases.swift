// What calls about databases and their subnet groups ask for (AWS Service Authorization Reference: Amazon RDS).

extension CreateDBInstance {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier)
      .onDatabaseSubnetGroup(input.dbSubnetGroupName)
      .onDatabaseParameterGroup(input.dbParameterGroupName).tagging(input.tags)
      .with("rds:DatabaseClass", input.dbInstanceClass).with("rds:DatabaseEngine", input.engine)
      .passing(role: input.monitoringRoleArn, to: "monitoring.rds.amazonaws.com").requests
  }
}

extension ModifyDBInstance {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier)
      .onDatabaseParameterGroup(input.dbParameterGroupName)
      .with("rds:DatabaseClass", input.dbInstanceClass).requests
  }
}

extension DeleteDBInstance {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier).requests
  }
}

extension RebootDBInstance {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier).requests
  }
}

extension StopDBInstance {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier).requests
  }
}

extension StartDBInstance {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.dbInstanceIdentifier).requests
  }
}

extension CreateDBSubnetGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .onDatabaseSubnetGroup(input.dbSubnetGroupName).tagging(input.tags).requests
  }
}

extension ModifyDBSubnetGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .onDatabaseSubnetGroup(input.dbSubnetGroupName).requests
  }
}

extension DeleteDBSubnetGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .onDatabaseSubnetGroup(input.dbSubnetGroupName).requests
  }
}

extension AddTagsToRDSResource {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onTagged(input.resourceName).tagging(input.tags).requests
  }
}

extension RemoveTagsFromRDSResource {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onTagged(input.resourceName)
      .untagging(input.tagKeys).requests
  }
}
