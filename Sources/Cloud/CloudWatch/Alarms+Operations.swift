import EventKernel

extension Alarm {
  /// The key of an alarm in its table.
  static func key(_ region: Region, _ name: String) -> String { "\(region.rawValue)/\(name)" }
}

/// Removes alarms; names that no alarm has are passed over.
package enum DeleteAlarms: Operation {
  package static let service = "cloudwatch"
  package static let name = "DeleteAlarms"

  /// Which ones.
  package struct Input: Codable, Sendable { package var alarmNames: [String] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    guard input.alarmNames.count <= 100 else {
      throw AWSError("ValidationError", "Up to 100 alarms can be deleted at once")
    }
    let composite = input.alarmNames.filter {
      world.cloudWatch.composites[Alarm.key(context.region, $0)] != nil
    }
    // One composite alarm among any others (API reference, DeleteAlarms).
    guard composite.count <= 1 else {
      throw AWSError("ValidationError", "You can delete only one composite alarm in an operation")
    }
    // Only a composite alarm that goes itself lets its alarms go; a cycle is broken by changing a rule
    // (API reference, DeleteAlarms).
    for name in input.alarmNames where world.alarmState(name, in: context.region) != nil {
      let isNeeded = world.cloudWatch.composites.rows.contains { row in
        row.region == context.region && !input.alarmNames.contains(row.name)
          && row.rule.alarms.contains(name)
      }
      guard !isNeeded else {
        throw AWSError(
          "ValidationError", "Cannot delete \(name) as there are composite alarm(s) depending on it.")
      }
    }
    for name in input.alarmNames {
      let key = Alarm.key(context.region, name)
      guard world.alarmState(name, in: context.region) != nil else { continue }
      world.recordConfiguration(
        key, name, isComposite: world.cloudWatch.composites[key] != nil, "deleted")
      world.cloudWatch.setAlarm(key, to: nil)
      world.cloudWatch.composites[key] = nil
      world.cloudWatch.tags[key] = nil
    }
    world.evaluateComposites()
    return NoOutput()
  }
}

/// Puts an alarm into a state until its next evaluation, to try its actions.
package enum SetAlarmState: Operation {
  package static let service = "cloudwatch"
  package static let name = "SetAlarmState"

  /// The alarm, the state and why.
  package struct Input: Codable, Sendable {
    package var alarmName: String
    package var stateValue: String
    package var stateReason: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let key = Alarm.key(context.region, input.alarmName)
    guard world.alarmState(input.alarmName, in: context.region) != nil else {
      throw AWSError("ResourceNotFound", "Could not find alarm \(input.alarmName)")
    }
    guard let state = Alarm.State(rawValue: input.stateValue) else {
      throw AWSError("ValidationError", "The value \(input.stateValue) is unsupported for StateValue.")
    }
    if world.cloudWatch.composites[key] != nil {
      world.setCompositeState(state, of: key, reason: input.stateReason)
    } else {
      world.setState(state, of: key, reason: input.stateReason)
      world.evaluateComposites()
    }
    return NoOutput()
  }
}

/// Lets alarms act.
package enum EnableAlarmActions: Operation {
  package static let service = "cloudwatch"
  package static let name = "EnableAlarmActions"

  /// Which alarms.
  package struct Input: Codable, Sendable { package var alarmNames: [String] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    for name in input.alarmNames {
      world.cloudWatch.alarms.update(Alarm.key(context.region, name)) { $0.actionsEnabled = true }
      world.cloudWatch.composites.update(Alarm.key(context.region, name)) { $0.actionsEnabled = true }
    }
    return NoOutput()
  }
}

/// Keeps alarms from acting; their states still change.
package enum DisableAlarmActions: Operation {
  package static let service = "cloudwatch"
  package static let name = "DisableAlarmActions"

  /// Which alarms.
  package struct Input: Codable, Sendable { package var alarmNames: [String] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    for name in input.alarmNames {
      world.cloudWatch.alarms.update(Alarm.key(context.region, name)) { $0.actionsEnabled = false }
      world.cloudWatch.composites.update(Alarm.key(context.region, name)) { $0.actionsEnabled = false }
    }
    return NoOutput()
  }
}
