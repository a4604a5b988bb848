// What calls about zones, records and health checks ask for (AWS Service Authorization Reference: Amazon Route 53).

extension GetHostedZone {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHostedZone(input.id).requests
  }
}

extension DeleteHostedZone {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHostedZone(input.id).requests
  }
}

extension UpdateHostedZoneComment {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHostedZone(input.id).requests
  }
}

extension ListResourceRecordSets {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHostedZone(input.hostedZoneId).requests
  }
}

extension GetHealthCheck {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHealthCheck(input.healthCheckId).requests
  }
}

extension UpdateHealthCheck {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHealthCheck(input.healthCheckId).requests
  }
}

extension DeleteHealthCheck {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHealthCheck(input.healthCheckId).requests
  }
}

extension GetHealthCheckStatus {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHealthCheck(input.healthCheckId).requests
  }
}

extension ChangeResourceRecordSets {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onHostedZone(input.hostedZoneId)
      .with(
        "route53:ChangeResourceRecordSetsNormalizedRecordNames",
        values: input.changeBatch.changes.map { normalised($0.resourceRecordSet.name) }
      )
      .with(
        "route53:ChangeResourceRecordSetsRecordTypes",
        values: input.changeBatch.changes.map(\.resourceRecordSet.type)
      )
      .with("route53:ChangeResourceRecordSetsActions", values: input.changeBatch.changes.map(\.action))
      .requests
  }
}

extension ChangeResourceRecordSets {
  /// A record's name as the condition key has it: small letters, without the final dot.
  private static func normalised(_ name: String) -> String {
    let small = name.lowercased()
    return small.hasSuffix(".") ? String(small.dropLast()) : small
  }
}
