import Cloud
import EventKernel
import Testing

/// The example of the guide (facts: Auto Scaling 4.6): steps of 0, 10 and 30 % around a threshold of 50, a group of ten,
/// through alarms on what its machines report.
@Suite struct StepScalingTests {
  private static func fleet(warmUp: Int) throws -> Fleet {
    var fleet = try Fleet(desired: 10, max: 20)
    fleet.web.world.wait(.minutes(30))
    let out = try fleet.web.world.ask(
      PutScalingPolicy.self,
      [
        "autoScalingGroupName": "fleet", "policyName": "out", "policyType": "StepScaling",
        "adjustmentType": "PercentChangeInCapacity", "estimatedInstanceWarmup": warmUp,
        "stepAdjustments": [
          ["metricIntervalLowerBound": 0, "metricIntervalUpperBound": 10, "scalingAdjustment": 0],
          ["metricIntervalLowerBound": 10, "metricIntervalUpperBound": 20, "scalingAdjustment": 10],
          ["metricIntervalLowerBound": 20, "scalingAdjustment": 30],
        ],
      ])
    let inwards = try fleet.web.world.ask(
      PutScalingPolicy.self,
      [
        "autoScalingGroupName": "fleet", "policyName": "in", "policyType": "StepScaling",
        "adjustmentType": "PercentChangeInCapacity", "estimatedInstanceWarmup": warmUp,
        "stepAdjustments": [
          ["metricIntervalUpperBound": -20, "scalingAdjustment": -30],
          ["metricIntervalLowerBound": -20, "metricIntervalUpperBound": -10, "scalingAdjustment": -10],
          ["metricIntervalLowerBound": -10, "metricIntervalUpperBound": 0, "scalingAdjustment": 0],
        ],
      ])
    for (name, comparison, policy) in [
      ("busy", "GreaterThanOrEqualToThreshold", out.policyARN),
      ("idle", "LessThanOrEqualToThreshold", inwards.policyARN),
    ] {
      _ = try fleet.web.world.ask(
        PutMetricAlarm.self,
        [
          "alarmName": name, "namespace": "AWS/EC2", "metricName": "CPUUtilization",
          "dimensions": [["name": "AutoScalingGroupName", "value": "fleet"]], "statistic": "Average",
          "period": 60, "evaluationPeriods": 1, "threshold": 50, "comparisonOperator": comparison,
          "alarmActions": [policy],
        ])
    }
    return fleet
  }

  /// The capacity that a load of the machines makes wanted: the first change, or that of now after three minutes.
  private static func capacity(of fleet: inout Fleet, at cpu: Double) -> Int {
    let before = fleet.group.desiredCapacity
    for _ in 0..<180 where fleet.group.desiredCapacity == before { fleet.run(cpu: cpu, for: .seconds(1)) }
    return fleet.group.desiredCapacity
  }

  @Test func `once warm-up is over 60 makes 11, then 70 makes 14; 40 makes 13, then 30 makes 10`() throws {
    var fleet = try Self.fleet(warmUp: 60)
    for (cpu, capacity) in [(0.62, 11), (0.72, 14), (0.38, 13), (0.28, 10)] {
      #expect(Self.capacity(of: &fleet, at: cpu) == capacity, "at \(cpu)")
      // In the band of no change, until what came has warmed and what went is gone.
      fleet.run(cpu: 0.5, for: .minutes(10))
      #expect(fleet.group.desiredCapacity == capacity)
    }
  }

  @Test func `while the eleventh still warms up a metric of 70 makes 13`() throws {
    var fleet = try Self.fleet(warmUp: 1_200)
    #expect(Self.capacity(of: &fleet, at: 0.62) == 11)
    fleet.run(cpu: 0.55, for: .minutes(5))
    #expect(fleet.group.desiredCapacity == 11)
    #expect(Self.capacity(of: &fleet, at: 0.72) == 13)
    fleet.run(cpu: 0.72, for: .minutes(3))
    #expect(fleet.group.desiredCapacity == 13)
  }
}
