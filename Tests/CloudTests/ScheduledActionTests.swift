import Cloud
import EventKernel
import Testing

@Suite struct ScheduledActionTests {
  static let schedules: [(String, String, String, String)] = [
    ("0 9 * * *", "UTC", "2026-01-05T08:59:59Z", "2026-01-05T09:00:00+00:00"),
    ("0 9 * * *", "UTC", "2026-01-05T09:00:00Z", "2026-01-06T09:00:00+00:00"),
    ("0 9 * * MON-FRI", "Asia/Seoul", "2026-01-05T00:00:00Z", "2026-01-06T00:00:00+00:00"),
    ("*/20 * * * *", "UTC", "2026-01-05T00:01:00Z", "2026-01-05T00:20:00+00:00"),
    ("0 0 1 */3 *", "UTC", "2026-01-05T00:00:00Z", "2026-04-01T00:00:00+00:00"),
    ("0 0 13 * 5", "UTC", "2026-01-05T00:00:00Z", "2026-01-09T00:00:00+00:00"),
    ("0 0 * * 7", "UTC", "2026-01-05T00:00:00Z", "2026-01-11T00:00:00+00:00"),
    ("0 9 * * *", "America/New_York", "2026-03-07T23:00:00Z", "2026-03-08T13:00:00+00:00"),
    ("30 2 * * *", "America/New_York", "2026-03-08T00:00:00Z", "2026-03-09T06:30:00+00:00"),
    ("0 9 * * *", "Europe/Berlin", "2026-10-25T00:00:00Z", "2026-10-25T08:00:00+00:00"),
    ("0 9 * * *", "Europe/Berlin", "2026-06-01T00:00:00Z", "2026-06-01T07:00:00+00:00"),
    ("0 9 * * *", "Australia/Sydney", "2026-01-05T00:00:00Z", "2026-01-05T22:00:00+00:00"),
    ("0 9 * * *", "Etc/GMT+9", "2026-01-05T00:00:00Z", "2026-01-05T18:00:00+00:00"),
    ("0 9 * * *", "Pacific/Tahiti", "2026-01-05T00:00:00Z", "2026-01-05T19:00:00+00:00"),
    ("0 9 * * *", "Pacific/Auckland", "2026-04-04T15:00:00Z", "2026-04-04T21:00:00+00:00"),
    ("0 9 * * *", "Pacific/Auckland", "2026-09-26T15:00:00Z", "2026-09-26T20:00:00+00:00"),
  ]

  /// A schedule, a zone, a moment, and the next one (the world begins on Monday 2026-01-05).
  @Test(arguments: schedules)
  func `a schedule is read by the clock of its zone`(
    text: String, zone: String, after: String, next: String
  ) throws {
    let schedule = try #require(CronSchedule(text))
    let rule = try #require(TimeZoneRule(named: zone))
    let moment = try #require(Instant(iso8601: after))
    #expect(schedule.next(after: moment, in: rule)?.iso8601 == next)
  }

  @Test(arguments: ["0 9 * *", "60 * * * *", "0 24 * * *", "a * * * *", "*/0 * * * *", "5-1 * * * *", ""])
  func `what is no schedule is refused`(text: String) {
    #expect(CronSchedule(text) == nil)
  }

  @Test func `a group grows at nine in Seoul and tells why`() throws {
    var fleet = try Fleet(desired: 1)
    fleet.web.world.wait(.minutes(1))
    _ = try fleet.web.world.ask(
      PutScheduledUpdateGroupAction.self,
      [
        "autoScalingGroupName": "fleet", "scheduledActionName": "rush", "recurrence": "0 9 * * *",
        "timeZone": "Asia/Seoul", "minSize": 3, "desiredCapacity": 3,
      ])
    let action = try fleet.web.world.ask(DescribeScheduledActions.self, [:]).scheduledUpdateGroupActions[0]
    #expect(action.startTime?.iso8601 == "2026-01-06T00:00:00+00:00")
    fleet.web.world.advance(to: .epoch + .hours(24) - .seconds(1))
    #expect(fleet.group.desiredCapacity == 1)
    fleet.web.world.wait(.minutes(2))
    #expect(fleet.group.desiredCapacity == 3)
    #expect(fleet.group.minSize == 3)
    #expect(fleet.members(.inService).count == 3)
    let activity = try fleet.web.world.ask(DescribeScalingActivities.self, [:]).activities[0]
    #expect(
      activity.cause.contains(
        "a scheduled action update of AutoScalingGroup constraints to min: 3, max: 6, desired: 3 changing the "
          + "desired capacity from 1 to 3"))
    let again = try fleet.web.world.ask(DescribeScheduledActions.self, [:]).scheduledUpdateGroupActions
    #expect(again[0].startTime?.iso8601 == "2026-01-07T00:00:00+00:00")
  }

  @Test func `a suspended group lets its action pass, and an action for once is gone`() throws {
    var fleet = try Fleet(desired: 1)
    _ = try fleet.web.world.ask(
      SuspendProcesses.self,
      ["autoScalingGroupName": "fleet", "scalingProcesses": ["ScheduledActions"]])
    let start = Instant.epoch + .hours(1)
    _ = try fleet.web.world.ask(
      PutScheduledUpdateGroupAction.self,
      [
        "autoScalingGroupName": "fleet", "scheduledActionName": "once", "startTime": start.nanoseconds,
        "desiredCapacity": 4,
      ])
    fleet.web.world.wait(.hours(2))
    #expect(fleet.group.desiredCapacity == 1)
    #expect(fleet.group.scheduledActions.isEmpty)
  }

  @Test func `wrong actions get AWS's errors`() throws {
    var fleet = try Fleet(desired: 1)
    fleet.web.world.wait(.minutes(1))
    func code(_ more: [String: Any]) throws -> String? {
      try fleet.web.world.refusal(
        PutScheduledUpdateGroupAction.self,
        ["autoScalingGroupName": "fleet", "scheduledActionName": "a"].with(more))
    }
    #expect(try code(["recurrence": "0 9 * * *"]) == "ValidationError")
    #expect(try code(["desiredCapacity": 1]) == "ValidationError")
    #expect(try code(["desiredCapacity": 1, "recurrence": "nine"]) == "ValidationError")
    #expect(try code(["minSize": 3, "maxSize": 2, "recurrence": "0 9 * * *"]) == "ValidationError")
    #expect(
      try code(["minSize": 3, "recurrence": "0 9 * * *", "timeZone": "Africa/Cairo"]) == "NotModelled")
    #expect(
      try code(["minSize": 3, "recurrence": "0 9 * * *", "timeZone": "Mars/Moon"]) == "ValidationError")
    #expect(
      try fleet.web.world.refusal(
        DeleteScheduledAction.self, ["autoScalingGroupName": "fleet", "scheduledActionName": "no"])
        == "ValidationError")
  }
}
