// What calls about alarms and metrics ask for (AWS Service Authorization Reference: Amazon CloudWatch).

extension Access {
  /// The call is about alarms by their names, with their tags.
  func onAlarms(_ names: [String]) -> Access {
    let start = "arn:aws:cloudwatch:\(context.region.rawValue):\(Account.id):alarm:"
    return on(
      names.map {
        AccessTarget(start + $0, tags: world.cloudWatch.tags[Alarm.key(context.region, $0)] ?? Tags())
      })
  }
}

extension SetAlarmState {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onAlarms([input.alarmName]).requests
  }
}

extension DeleteAlarms {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onAlarms(input.alarmNames).requests
  }
}

extension EnableAlarmActions {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onAlarms(input.alarmNames).requests
  }
}

extension DisableAlarmActions {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onAlarms(input.alarmNames).requests
  }
}

extension PutMetricData {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).with("cloudwatch:namespace", input.namespace).requests
  }
}

extension DescribeAlarms {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .onAlarms(input.alarmNames.map { $0.isEmpty ? ["*"] : $0 } ?? ["*"]).requests
  }
}

extension DescribeAlarmHistory {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onAlarms([input.alarmName ?? "*"]).requests
  }
}
