// What calls about alarms and metrics ask for (AWS Service Authorization Reference: Amazon CloudWatch).

extension Access {
  /// The call is about alarms by their names.
  func onAlarms(_ names: [String]) -> Access {
    on(
      names.map {
        AccessTarget("arn:aws:cloudwatch:\(context.region.rawValue):\(Account.id):alarm:\($0)")
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
