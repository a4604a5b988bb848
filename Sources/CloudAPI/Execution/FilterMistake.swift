/// A value of a filter that no row can ever have: the filter compares a state, and AWS has no such state.
package struct FilterMistake: Sendable, Equatable {
  /// The filter by its name.
  package let filter: String
  /// The value as it was given.
  package let given: String
  /// The states that there are, in AWS's order.
  package let states: [String]

  /// The first one in the input of a call; `nil` where all values can be met. Values with wildcards can.
  init?(in input: ValueObject, of operation: OperationShape) {
    guard operation.table.cliName == "ec2", let filters = Self.states[operation.name] else { return nil }
    for filter in (input["Filters"] ?? input["Filter"])?.elements ?? [] {
      guard let name = filter["Name"]?.text, let shape = filters[name],
        let states = operation.table.shape(named: shape)?.enumValues, !states.isEmpty
      else { continue }
      for value in filter["Values"]?.elements?.compactMap(\.text) ?? []
      where !states.contains(value) && !value.contains(where: { "*?".contains($0) }) {
        self.filter = name
        given = value
        self.states = states
        return
      }
    }
    return nil
  }

  /// The filters that compare states, and the shapes that list these, by operation.
  private static let states = [
    "DescribeCapacityReservations": ["state": "CapacityReservationState"],
    "DescribeImages": ["state": "ImageState"],
    "DescribeInstanceStatus": ["instance-state-name": "InstanceStateName"],
    "DescribeInstances": ["instance-state-name": "InstanceStateName"],
    "DescribeNatGateways": ["state": "NatGatewayState"],
    "DescribeReservedInstances": ["state": "ReservedInstanceState"],
    "DescribeSnapshots": ["status": "SnapshotState"],
    "DescribeSpotInstanceRequests": ["state": "SpotInstanceState"],
    "DescribeSubnets": ["state": "SubnetState"],
    "DescribeVolumes": ["attachment.status": "VolumeAttachmentState", "status": "VolumeState"],
    "DescribeVpcs": ["state": "VpcState"],
  ]
}
