package import EventKernel

/// One line of an alarm's history.
package struct AlarmHistoryItem: Sendable, Equatable {
  /// What a line tells of.
  package enum Kind: String, Sendable {
    case configuration = "ConfigurationUpdate"
    case state = "StateUpdate"
    case action = "Action"
  }

  package let alarm: String
  package let region: Region
  package let isComposite: Bool
  package let at: Instant
  package let kind: Kind
  package let summary: String
  /// What AWS keeps as JSON.
  package let data: String
}

extension World {
  /// How many lines CloudWatch keeps of one alarm; AWS keeps thirty days.
  // Simplified: alarm-history-length
  private static var longestHistory: Int { 100 }

  private mutating func record(_ key: String, _ item: AlarmHistoryItem) {
    let found: Void? = cloudWatch.history.update(key) { items in
      items.append(item)
      if items.count > Self.longestHistory { items.removeFirst() }
    }
    if found == nil { cloudWatch.history[key] = [item] }
  }

  private func region(ofKey key: String) -> Region {
    Region(rawValue: String(key.prefix { $0 != "/" }))
  }

  /// Tells that an alarm was made, changed or removed.
  mutating func recordConfiguration(_ key: String, _ name: String, isComposite: Bool, _ verb: String) {
    record(
      key,
      AlarmHistoryItem(
        alarm: name, region: region(ofKey: key), isComposite: isComposite, at: now, kind: .configuration,
        summary: "Alarm \"\(name)\" \(verb)",
        data:
          "{\"version\":\"1.0\",\"type\":\"\(verb == "created" ? "Create" : verb == "deleted" ? "Delete" : "Update")\"}"
      ))
  }

  /// Tells that an alarm has gone from one state to another.
  mutating func recordStateChange(
    _ key: String, _ name: String, isComposite: Bool, from old: (Alarm.State, String),
    to new: (Alarm.State, String)
  ) {
    func part(_ state: (Alarm.State, String)) -> String {
      "{\"stateValue\":\"\(state.0.rawValue)\",\"stateReason\":\(JSONText.quoted(state.1))}"
    }
    record(
      key,
      AlarmHistoryItem(
        alarm: name, region: region(ofKey: key), isComposite: isComposite, at: now, kind: .state,
        summary: "Alarm updated from \(old.0.rawValue) to \(new.0.rawValue)",
        data: "{\"version\":\"1.0\",\"oldState\":\(part(old)),\"newState\":\(part(new))}"))
  }

  /// Tells that an action was taken.
  mutating func recordAction(_ key: String, _ name: String, isComposite: Bool, _ action: String) {
    record(
      key,
      AlarmHistoryItem(
        alarm: name, region: region(ofKey: key), isComposite: isComposite, at: now, kind: .action,
        summary: "Successfully executed action \(action)",
        data: "{\"actionState\":\"Succeeded\",\"notificationResource\":\(JSONText.quoted(action))}"))
  }
}

/// Lists what alarms have gone through.
package enum DescribeAlarmHistory: Operation {
  package static let service = "cloudwatch"
  package static let name = "DescribeAlarmHistory"

  /// Whose history, of which kind, from when to when; metric alarms unless composite ones are named.
  package struct Input: Codable, Sendable {
    package var alarmName: String?
    package var alarmTypes: [String]?
    package var historyItemType: String?
    package var startDate: Instant?
    package var endDate: Instant?
    package var maxRecords: Int?
    package var nextToken: String?
    package var scanBy: String?
  }

  /// One line.
  package struct Item: Encodable, Sendable {
    package var alarmName: String
    package var alarmType: String
    package var timestamp: Instant
    package var historyItemType: String
    package var historySummary: String
    package var historyData: String
  }

  /// A page of lines, the newest first unless asked otherwise.
  package struct Output: Encodable, Sendable {
    package var alarmHistoryItems: [Item]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let types = input.alarmTypes ?? ["MetricAlarm"]
    let all = world.cloudWatch.history.rows.flatMap { $0 }.filter { item in
      item.region == context.region && (input.alarmName.map { $0 == item.alarm } ?? true)
        && types.contains(item.isComposite ? "CompositeAlarm" : "MetricAlarm")
        && (input.historyItemType.map { $0 == item.kind.rawValue } ?? true)
        && (input.startDate.map { item.at >= $0 } ?? true) && (input.endDate.map { item.at <= $0 } ?? true)
    }
    let isAscending = input.scanBy == "TimestampAscending"
    let order = all.indices.sorted { left, right in
      if all[left].at != all[right].at { return (all[left].at < all[right].at) == isAscending }
      return (left < right) == isAscending
    }
    guard
      let page = Page(
        of: order.map { all[$0] }, from: input.nextToken, limit: min(100, input.maxRecords ?? 100))
    else { throw AWSError("InvalidNextToken", "The next token specified is invalid.") }
    return Output(
      alarmHistoryItems: page.rows.map {
        Item(
          alarmName: $0.alarm, alarmType: $0.isComposite ? "CompositeAlarm" : "MetricAlarm",
          timestamp: $0.at, historyItemType: $0.kind.rawValue, historySummary: $0.summary,
          historyData: $0.data)
      }, nextToken: page.nextToken)
  }
}
