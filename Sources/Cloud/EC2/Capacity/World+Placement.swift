import EventKernel

extension World {
  /// The group of a name or an id; `nil` when neither is given.
  ///
  /// - Throws: AWS's error when there is no such group in the Region.
  func placementGroup(name: String?, id: String?, in region: Region) throws(AWSError) -> PlacementGroup? {
    if let id {
      let found = try PlacementGroupID.parse(id, else: "InvalidPlacementGroupId", "placement group ID")
      guard let row = ec2.placementGroups[found], row.region == region else {
        throw .placementGroupUnknown(id)
      }
      guard name == nil else {
        throw AWSError(
          "InvalidParameterCombination", "The parameters GroupName and GroupId may not be specified together."
        )
      }
      return row
    }
    guard let name, !name.isEmpty else { return nil }
    let found = ec2.placementGroups.first {
      $0.row.region == region && $0.row.name.utf8.elementsEqual(name.utf8)
    }
    guard let found else { throw .placementGroupUnknown(name) }
    return found.row
  }

  /// The machines of a group that have not been terminated, by id.
  func members(of group: PlacementGroupID) -> [Instance] {
    ec2.instances.rows.filter {
      $0.placementGroup == group && $0.state != .terminated && $0.state != .shuttingDown
    }
  }

  /// The group and the part of it that a launch comes into; `nil` without a group.
  ///
  /// - Throws: AWS's errors for a group that is unknown, for a type or a zone that it does not take, and when it is full.
  func placement(
    _ asked: PlacementSpecification?, type: String, in zone: Zone
  ) throws(AWSError) -> (group: PlacementGroupID, partition: Int?)? {
    guard
      let group = try placementGroup(name: asked?.groupName, id: asked?.groupId, in: zone.region)
    else {
      guard asked?.partitionNumber == nil else {
        throw AWSError(
          "InvalidParameterCombination",
          "The parameter PartitionNumber can only be used with a placement group that has the partition strategy."
        )
      }
      return nil
    }
    try checkRoom(for: type, in: group, zone: zone)
    return (group.id, try partition(asked?.partitionNumber, of: group, in: zone))
  }

  /// Throws when a group does not take a machine more in a zone: a cluster stands in one zone and takes no burstable type,
  /// and a spread group has at most seven running machines a zone.
  func checkRoom(for type: String, in group: PlacementGroup, zone: Zone) throws(AWSError) {
    let members = members(of: group.id)
    switch group.strategy {
    case .cluster:
      guard catalog.instanceType(type)?.isBurstable != true else {
        throw AWSError(
          "InvalidParameterCombination",
          "Cluster placement groups are not supported by the '\(type)' instance type. Specify a supported instance "
            + "type or change the placement group strategy, and try again.")
      }
      if let other = members.first(where: { $0.zone != zone }) {
        throw AWSError(
          "InvalidPlacementGroup.InUse",
          "The placement group '\(group.name)' is in use in another availability zone: \(other.zone.rawValue)"
        )
      }
    case .spread:
      let running = members.count { $0.zone == zone && ($0.state == .pending || $0.state == .running) }
      guard running < PlacementGroup.mostSpread else {
        throw AWSError(
          "InstanceLimitExceeded",
          "The spread placement group '\(group.name)' has \(running) running instances in \(zone.rawValue). A spread "
            + "placement group can have at most \(PlacementGroup.mostSpread) running instances per Availability Zone."
        )
      }
    case .partition: break
    }
  }

  /// The part of a group that a machine comes into: the one that was asked for, else that with the fewest machines in the
  /// zone.
  private func partition(_ asked: Int?, of group: PlacementGroup, in zone: Zone) throws(AWSError) -> Int? {
    guard let count = group.partitions else {
      guard asked == nil else {
        throw AWSError(
          "InvalidParameterCombination",
          "The parameter PartitionNumber can only be used with a placement group that has the partition strategy."
        )
      }
      return nil
    }
    if let asked {
      guard (1...count).contains(asked) else {
        throw .invalidParameter(
          "\(asked)", "PartitionNumber",
          "The placement group '\(group.name)' has the partitions 1 to \(count).")
      }
      return asked
    }
    let members = members(of: group.id).filter { $0.zone == zone }
    let sizes = (1...count).map { number in members.count { $0.partition == number } }
    return (sizes.firstIndex(of: sizes.min() ?? 0) ?? 0) + 1
  }

  /// Throws when the group of a stopped machine does not take it now.
  func checkRoom(for instance: Instance) throws(AWSError) {
    guard let group = instance.placementGroup.flatMap({ ec2.placementGroups[$0] }) else { return }
    let others = group.strategy == .cluster ? members(of: group.id).filter { $0.id != instance.id } : []
    guard group.strategy == .spread || !others.isEmpty else { return }
    try checkRoom(for: instance.type, in: group, zone: instance.zone)
  }
}

extension AWSError {
  static func placementGroupUnknown(_ name: String) -> AWSError {
    AWSError("InvalidPlacementGroup.Unknown", "The Placement Group '\(name)' is unknown.")
  }
}
