package import EventKernel

/// Makes or changes a scheduled action of a group.
package enum PutScheduledUpdateGroupAction: Operation {
  package static let service = "autoscaling"
  package static let name = "PutScheduledUpdateGroupAction"

  /// When, how often, and which sizes; `Time` is the old word for `StartTime`.
  package struct Input: Decodable, Sendable {
    package var autoScalingGroupName: String
    package var scheduledActionName: String
    package var time: Instant?
    package var startTime: Instant?
    package var endTime: Instant?
    package var recurrence: String?
    package var minSize: Int?
    package var maxSize: Int?
    package var desiredCapacity: Int?
    package var timeZone: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    let name = input.scheduledActionName
    let old = group.scheduledActions[name]
    guard old != nil || group.scheduledActions.count < AutoScalingLimits.scheduledActions else {
      throw AWSError(
        "LimitExceeded",
        "A group can have at most \(AutoScalingLimits.scheduledActions) scheduled actions.")
    }
    let start = input.startTime ?? input.time
    try check(input, start: start, now: world.now)
    let isTaken = group.scheduledActions.contains {
      $0.row.name != name && $0.row.recurrence == nil && start != nil && $0.row.start == start
    }
    guard !isTaken else {
      throw AWSError("AlreadyExists", "A scheduled action already exists for the given start time.")
    }
    let arn =
      old?.arn
      ?? "arn:aws:autoscaling:\(context.region.rawValue):\(Account.id):scheduledUpdateGroupAction:\(world.nextUUID())"
      + ":autoScalingGroupName/\(group.name):scheduledActionName/\(name)"
    if let key = old?.key { world.agenda.cancel(key) }
    let action = ScheduledAction(
      name: name, arn: arn, start: start, end: input.endTime,
      recurrence: input.recurrence.flatMap { CronSchedule($0) }, timeZone: input.timeZone,
      minSize: input.minSize, maxSize: input.maxSize, desiredCapacity: input.desiredCapacity)
    world.autoScaling.groups.update(group.key) { $0.scheduledActions[name] = action }
    world.scheduleNext(name, of: group.key)
    return NoOutput()
  }

  private static func check(_ input: Input, start: Instant?, now: Instant) throws(AWSError) {
    guard input.minSize != nil || input.maxSize != nil || input.desiredCapacity != nil else {
      throw AWSError(
        "ValidationError", "At least one of MinSize, MaxSize or DesiredCapacity must be specified.")
    }
    for size in [input.minSize, input.maxSize, input.desiredCapacity].compactMap({ $0 }) {
      guard (0...10_000).contains(size) else {
        throw AWSError("ValidationError", "Sizes must be between 0 and 10000.")
      }
    }
    if let low = input.minSize, let high = input.maxSize, low > high {
      throw AWSError(
        "ValidationError", "Min size (\(low)) must not be larger than max size (\(high)).")
    }
    if let recurrence = input.recurrence {
      guard CronSchedule(recurrence) != nil else {
        throw AWSError("ValidationError", "Given recurrence string:\(recurrence) is invalid")
      }
    } else {
      guard start != nil else {
        throw AWSError("ValidationError", "You must specify StartTime or Recurrence.")
      }
    }
    if let name = input.timeZone {
      guard TimeZoneRule(named: name) != nil else {
        guard TimeZoneRule.ownRules.contains(name) else {
          throw AWSError("ValidationError", "Invalid time zone: \(name)")
        }
        throw .notModelled("TimeZone", name)
      }
      guard input.recurrence != nil else {
        throw AWSError("ValidationError", "TimeZone can only be specified with a Recurrence.")
      }
    }
    if let start, start <= now { throw AWSError("ValidationError", "Given start time is in the past") }
    if let end = input.endTime {
      guard end > now else { throw AWSError("ValidationError", "Given end time is in the past") }
      guard start.map({ $0 < end }) ?? true else {
        throw AWSError("ValidationError", "Given start time is after the end time")
      }
    }
  }
}

/// Lists scheduled actions.
package enum DescribeScheduledActions: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeScheduledActions"

  /// Whose and which; those that happen next between two times.
  package struct Input: Decodable, Sendable {
    package var autoScalingGroupName: String?
    package var scheduledActionNames: [String]?
    package var startTime: Instant?
    package var endTime: Instant?
    package var nextToken: String?
    package var maxRecords: Int?
  }

  /// One action.
  package struct Action: Encodable, Sendable {
    package var autoScalingGroupName: String
    package var scheduledActionName: String
    package var scheduledActionARN: String
    package var time: Instant?
    package var startTime: Instant?
    package var endTime: Instant?
    package var recurrence: String?
    package var minSize: Int?
    package var maxSize: Int?
    package var desiredCapacity: Int?
    package var timeZone: String?
  }

  /// A page of actions, by group and name.
  package struct Output: Encodable, Sendable {
    package var scheduledUpdateGroupActions: [Action]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var groups = world.autoScalingGroups(in: context.region)
    if let name = input.autoScalingGroupName {
      groups = [try world.autoScalingGroup(name, in: context.region)]
    }
    var found: [Action] = []
    for group in groups {
      for action in group.scheduledActions.rows
      where input.scheduledActionNames?.contains(action.name) ?? true {
        // AWS shows the next time of a recurrence as its start.
        let next = action.next ?? action.start
        if let from = input.startTime, let next, next < from { continue }
        if let until = input.endTime, let next, next > until { continue }
        found.append(
          Action(
            autoScalingGroupName: group.name, scheduledActionName: action.name,
            scheduledActionARN: action.arn, time: next, startTime: next, endTime: action.end,
            recurrence: action.recurrence?.text, minSize: action.minSize, maxSize: action.maxSize,
            desiredCapacity: action.desiredCapacity, timeZone: action.timeZone))
      }
    }
    let page = try AutoScalingPage.of(found, token: input.nextToken, limit: input.maxRecords)
    return Output(scheduledUpdateGroupActions: page.rows, nextToken: page.nextToken)
  }
}

/// Removes a scheduled action.
package enum DeleteScheduledAction: Operation {
  package static let service = "autoscaling"
  package static let name = "DeleteScheduledAction"

  /// Which one.
  package struct Input: Codable, Sendable {
    package var autoScalingGroupName: String
    package var scheduledActionName: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.groupAccess(defaultAction, input.autoScalingGroupName, context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let group = try world.autoScalingGroup(input.autoScalingGroupName, in: context.region)
    guard let action = group.scheduledActions[input.scheduledActionName] else {
      throw AWSError("ValidationError", "Scheduled action name not found")
    }
    if let key = action.key { world.agenda.cancel(key) }
    world.autoScaling.groups.update(group.key) { $0.scheduledActions[action.name] = nil }
    return NoOutput()
  }
}

extension World {
  /// Puts the next time of a scheduled action on the agenda; one that is over is removed.
  mutating func scheduleNext(_ name: String, of key: String) {
    guard let action = autoScaling.groups[key]?.scheduledActions[name] else { return }
    let next: Instant?
    if let recurrence = action.recurrence {
      let zone = action.timeZone.flatMap { TimeZoneRule(named: $0) } ?? .utc
      let from = max(now, (action.start ?? now) - .seconds(1))
      next = recurrence.next(after: from, in: zone)
    } else {
      next = action.start.flatMap { $0 > now ? $0 : nil }
    }
    guard let next, action.end.map({ next < $0 }) ?? true else {
      autoScaling.groups.update(key) { $0.scheduledActions[name] = nil }
      return
    }
    let entry = agenda.add(.autoScaling(.scheduledActionRuns(group: key, action: name)), at: next)
    autoScaling.groups.update(key) { group in
      group.scheduledActions.update(name) {
        $0.next = next
        $0.key = entry
      }
    }
  }

  /// Does what a scheduled action says, unless such actions are suspended, and puts its next time down.
  mutating func runScheduledAction(_ name: String, of key: String) {
    guard let group = autoScaling.groups[key], let action = group.scheduledActions[name] else { return }
    if group.runs("ScheduledActions"), !group.isDeleting { apply(action, to: group) }
    scheduleNext(name, of: key)
  }

  private mutating func apply(_ action: ScheduledAction, to group: AutoScalingGroup) {
    let low = action.minSize ?? group.minSize
    let high = max(low, action.maxSize ?? group.maxSize)
    let desired = max(low, min(high, action.desiredCapacity ?? group.desiredCapacity))
    autoScaling.groups.update(group.key) {
      $0.minSize = low
      $0.maxSize = high
    }
    note("group-scheduled-action", group.name, action.name)
    setDesiredCapacity(
      of: group.key, to: desired,
      because: "a scheduled action update of AutoScalingGroup constraints to min: \(low), max: \(high), "
        + "desired: \(desired)")
  }
}
