package import EventKernel

/// The operations on maintenance.
package enum RDSMaintenance {
  /// All of them.
  package static let all: [any Operation.Type] = [
    DescribePendingMaintenanceActions.self, ApplyPendingMaintenanceAction.self,
  ]
}

/// When the maintenance that waits for a database is to be done, as somebody asked.
package struct DatabaseMaintenance: Sendable, Equatable {
  /// AWS's word for it, such as `next-maintenance`.
  package let optIn: String
  /// When it will be done.
  package let applyDate: Instant
}

/// Maintenance of a resource as the API shows it.
package struct ResourcePendingMaintenanceActions: Encodable, Sendable {
  /// One action.
  package struct Action: Encodable, Sendable {
    package var action: String
    package var autoAppliedAfterDate: Instant?
    package var forcedApplyDate: Instant?
    package var optInStatus: String?
    package var currentApplyDate: Instant?
    package var description: String
  }

  package var resourceIdentifier: String
  package var pendingMaintenanceActionDetails: [Action]
}

extension World {
  /// What AWS has announced for a database: a newer minor version that it would install by itself.
  ///
  /// The window in which it is installed is the next one of a database that takes minor versions.
  // Simplified: rds-minor-versions-only
  func maintenance(of database: DBInstance) -> ResourcePendingMaintenanceActions? {
    guard let target = minorTarget(of: database), database.status != .creating, database.status != .deleting
    else { return nil }
    let window = database.maintenanceWindow.next(after: now)
    return ResourcePendingMaintenanceActions(
      resourceIdentifier: database.arn,
      pendingMaintenanceActionDetails: [
        ResourcePendingMaintenanceActions.Action(
          action: "db-upgrade", autoAppliedAfterDate: database.upgradesMinorVersions ? window : nil,
          optInStatus: database.maintenance?.optIn,
          currentApplyDate: database.maintenance?.applyDate
            ?? (database.upgradesMinorVersions ? window : nil),
          description: "Upgrade to \(database.engine) \(target)")
      ])
  }

  /// The newest minor version of a database's major one, when it has an older.
  func minorTarget(of database: DBInstance) -> String? {
    DatabaseEngine.named(database.engine)?.targets(from: database.engineVersion).last { !$0.isMajor }?.version
  }
}

/// Lists the maintenance that waits.
package enum DescribePendingMaintenanceActions: Operation {
  package static let service = "rds"
  package static let name = "DescribePendingMaintenanceActions"

  /// Of which resource, by ARN.
  package struct Input: Decodable, Sendable {
    package var resourceIdentifier: String?
    package var filters: [RDSFilter]?
    package var marker: String?
    package var maxRecords: Int?
  }

  /// A page of actions by resource.
  package struct Output: Encodable, Sendable {
    package var pendingMaintenanceActions: [ResourcePendingMaintenanceActions]
    package var marker: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var databases = world.rds.instances.rows.filter { $0.region == context.region }
    if let arn = input.resourceIdentifier {
      databases.removeAll { !$0.arn.utf8.elementsEqual(arn.utf8) }
      guard !databases.isEmpty else {
        throw AWSError("ResourceNotFoundFault", "The specified resource ID was not found: \(arn)")
      }
    }
    for filter in input.filters ?? [] {
      guard filter.name.utf8.elementsEqual("db-instance-id".utf8) else {
        throw RDSError.invalid("Unrecognized filter name: \(filter.name)")
      }
      databases.removeAll { !(filter.values.contains($0.identifier) || filter.values.contains($0.arn)) }
    }
    let page = try world.rdsPage(
      databases.compactMap(world.maintenance(of:)), marker: input.marker, maxRecords: input.maxRecords)
    return Output(pendingMaintenanceActions: page.rows, marker: page.nextToken)
  }
}

/// Says when maintenance that waits is to be done.
package enum ApplyPendingMaintenanceAction: Operation {
  package static let service = "rds"
  package static let name = "ApplyPendingMaintenanceAction"

  /// The resource by ARN, the action, and when.
  package struct Input: Decodable, Sendable {
    package var resourceIdentifier: String
    package var applyAction: String
    package var optInType: String
  }

  /// What waits now.
  package struct Output: Encodable, Sendable {
    package var resourcePendingMaintenanceActions: ResourcePendingMaintenanceActions
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabase(input.resourceIdentifier).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let found = world.rds.instances.first {
      $0.row.region == context.region && $0.row.arn.utf8.elementsEqual(input.resourceIdentifier.utf8)
    }
    guard let (key, database) = found, input.applyAction.utf8.elementsEqual("db-upgrade".utf8),
      let target = world.minorTarget(of: database), let waiting = world.maintenance(of: database)
    else {
      throw AWSError(
        "ResourceNotFoundFault", "The specified resource ID was not found: \(input.resourceIdentifier)")
    }
    switch input.optInType {
    case "immediate":
      guard database.status == .available, database.service == .serving else {
        throw AWSError("InvalidDBInstanceState", "Database instance is not in available state.")
      }
      var changes = DBInstance.Changes()
      changes.engineVersion = target
      world.beginModification(key, changes)
      var shown = waiting
      shown.pendingMaintenanceActionDetails[0].optInStatus = "immediate"
      shown.pendingMaintenanceActionDetails[0].currentApplyDate = world.now
      return Output(resourcePendingMaintenanceActions: shown)
    case "next-maintenance":
      let window = database.maintenanceWindow.next(after: world.now)
      world.rds.instances.update(key) { row in
        row.maintenance = DatabaseMaintenance(optIn: "next-maintenance", applyDate: window)
        row.pending.engineVersion = target
      }
      world.scheduleWindow(key)
    case "undo-opt-in":
      world.rds.instances.update(key) { row in
        row.maintenance = nil
        row.pending.engineVersion = nil
      }
    default: throw RDSError.invalid("Invalid opt in type: \(input.optInType)")
    }
    let now = world.rds.instances[key].flatMap(world.maintenance(of:)) ?? waiting
    return Output(resourcePendingMaintenanceActions: now)
  }
}
