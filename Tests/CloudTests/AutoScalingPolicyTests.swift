import Cloud
import EventKernel
import Testing

@Suite struct AutoScalingPolicyTests {
  /// Capacity, percentage and change (facts: Auto Scaling 4.6).
  @Test(arguments: [(100, 12.7, 12), (100, 0.67, 1), (100, -0.58, -1), (100, -6.67, -6)])
  func `percentages round as the guide says`(capacity: Int, exact: Double, change: Int) {
    // The exact change is made from a capacity of 10,000 and a percentage in hundredths.
    let group = Int(exact.magnitude * 100)
    #expect(
      ScalingArithmetic.change(
        of: group, by: .percentChangeInCapacity, amount: exact > 0 ? 1 : -1) == change)
  }

  @Test func `a smallest adjustment sets a floor`() {
    #expect(
      ScalingArithmetic.change(of: 4, by: .percentChangeInCapacity, amount: 25, atLeast: 2) == 2)
    #expect(
      ScalingArithmetic.change(of: 4, by: .percentChangeInCapacity, amount: -25, atLeast: 2) == -2)
    #expect(ScalingArithmetic.change(of: 4, by: .exactCapacity, amount: 1) == -3)
  }

  private let out = [(0.0, 10.0 as Double?, 0), (10, 20, 10), (20, nil, 30)].map {
    ScalingPolicy.Step(lower: $0.0, upper: $0.1, amount: $0.2)
  }
  private let inwards = [(-10.0, 0.0, 0), (-20, -10, -10), (-.infinity, -20, -30)].map {
    ScalingPolicy.Step(lower: $0.0 == -.infinity ? nil : $0.0, upper: $0.1, amount: $0.2)
  }

  private func target(_ steps: [ScalingPolicy.Step], metric: Double, desired: Int, warming: Int = 0) -> Int {
    guard let step = ScalingArithmetic.step(steps, distance: metric - 50) else { return desired }
    return ScalingArithmetic.stepTarget(
      desired: desired, warming: warming, terminating: 0, adjustment: .percentChangeInCapacity,
      amount: step.amount, atLeast: nil)
  }

  @Test func `the guide's group of ten steps as the guide says when warm-up is over`() {
    #expect(target(out, metric: 59, desired: 10) == 10)
    #expect(target(out, metric: 60, desired: 10) == 11)
    #expect(target(out, metric: 70, desired: 11) == 14)
    #expect(target(inwards, metric: 40, desired: 14) == 13)
    #expect(target(inwards, metric: 30, desired: 13) == 10)
  }

  @Test func `what is warming is not counted twice`() {
    #expect(target(out, metric: 62, desired: 11, warming: 1) == 11)
    #expect(target(out, metric: 70, desired: 11, warming: 1) == 13)
    #expect(target(inwards, metric: 30, desired: 11, warming: 1) == 11)
  }

  @Test(arguments: [(4, 75.0, 50.0, 6), (3, 51, 50, 4), (4, 20, 50, 2), (4, 0, 50, 0)])
  func `tracking wants as many as bring the metric to its target`(
    capacity: Int, metric: Double, target: Double, wanted: Int
  ) {
    #expect(ScalingArithmetic.trackingTarget(capacity: capacity, metric: metric, target: target) == wanted)
  }

  @Test func `tracking adds machines after three minutes above its target, and shrinks after fifteen below`()
    throws
  {
    var fleet = try Fleet(desired: 2, max: 6)
    fleet.web.world.wait(.minutes(3))
    let answer = try fleet.web.world.ask(
      PutScalingPolicy.self,
      [
        "autoScalingGroupName": "fleet", "policyName": "half", "policyType": "TargetTrackingScaling",
        "estimatedInstanceWarmup": 60,
        "targetTrackingConfiguration": [
          "predefinedMetricSpecification": ["predefinedMetricType": "ASGAverageCPUUtilization"],
          "targetValue": 50.0,
        ],
      ])
    #expect(answer.alarms.count == 2)
    fleet.run(cpu: 0.8, for: .seconds(179))
    #expect(fleet.group.desiredCapacity == 2)
    fleet.run(cpu: 0.8, for: .seconds(61))
    #expect(fleet.group.desiredCapacity == 4)
    fleet.run(cpu: 0.1, for: .minutes(14))
    #expect(fleet.group.desiredCapacity == 4)
    fleet.run(cpu: 0.1, for: .minutes(3))
    #expect(fleet.group.desiredCapacity == 1)
  }

  @Test func `a simple policy acts once and waits for its cooldown`() throws {
    var fleet = try Fleet(desired: 1, max: 9)
    fleet.web.world.wait(.minutes(2))
    let policy = try fleet.web.world.ask(
      PutScalingPolicy.self,
      [
        "autoScalingGroupName": "fleet", "policyName": "one", "adjustmentType": "ChangeInCapacity",
        "scalingAdjustment": 1,
      ]
    ).policyARN
    _ = try fleet.web.world.ask(
      PutMetricAlarm.self,
      [
        "alarmName": "busy", "namespace": "Shop", "metricName": "Queue", "statistic": "Sum",
        "period": 60, "evaluationPeriods": 1, "threshold": 1, "comparisonOperator": "GreaterThanThreshold",
        "treatMissingData": "breaching", "alarmActions": [policy],
      ])
    fleet.web.world.wait(.minutes(1))
    #expect(fleet.group.desiredCapacity == 2)
    fleet.web.world.wait(.minutes(5))
    #expect(fleet.group.desiredCapacity == 2)
    fleet.web.world.wait(.minutes(2))
    #expect(fleet.group.desiredCapacity == 3)
  }
}
