// What calls that read one resource ask for; all other listings of EC2 take `*` alone (AWS Service Authorization Reference:
// Amazon EC2).

extension DescribeInstanceAttribute {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId).requests
  }
}

extension GetConsoleOutput {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId).requests
  }
}

extension DescribeVpcAttribute {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.vpc, input.vpcId).requests
  }
}

extension DescribeFleetInstances {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.fleet, input.fleetId).requests
  }
}

extension DescribeSpotFleetInstances {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.spotFleetRequest, input.spotFleetRequestId).requests
  }
}

extension DescribeSpotFleetRequestHistory {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.spotFleetRequest, input.spotFleetRequestId).requests
  }
}
