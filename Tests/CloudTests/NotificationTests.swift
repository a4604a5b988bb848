import Cloud
import EventKernel
import Testing

/// What topics are told: by filters of subscriptions, and by groups of Auto Scaling.
struct NotificationTests {
  @Test(
    arguments: [
      (#"{\"kind\":[\"order\"]}"#, true), (#"{\"kind\":[\"refund\"]}"#, false),
      (#"{\"kind\":[{\"prefix\":\"or\"}],\"price\":[{\"numeric\":[\">\",100,\"<=\",200]}]}"#, true),
      (#"{\"price\":[{\"numeric\":[\"<\",100]}]}"#, false), (#"{\"none\":[{\"exists\":false}]}"#, true),
      (#"{\"kind\":[{\"anything-but\":[\"order\"]}]}"#, false), (#"{\"colours\":[\"red\"]}"#, true),
      ("{}", true),
    ])
  func `a subscription gets what its filter lets through`(policy: String, isDelivered: Bool) throws {
    var world = try TestWorld.make()
    let topic = try world.ask(CreateTopic.self, #"{"name": "shop"}"#).topicArn
    let arn = try world.ask(
      Subscribe.self, #"{"topicArn": "\#(topic)", "protocol": "sms", "endpoint": "+821012345678"}"#
    ).subscriptionArn
    try world.ask(
      SetSubscriptionAttributes.self,
      #"{"subscriptionArn": "\#(arn)", "attributeName": "FilterPolicy", "attributeValue": "\#(policy)"}"#)
    try world.ask(
      Publish.self,
      """
      {"topicArn": "\(topic)", "message": "hello", "messageAttributes": {
        "kind": {"dataType": "String", "stringValue": "order"},
        "colours": {"dataType": "String.Array", "stringValue": "[\\"red\\", \\"blue\\"]"},
        "price": {"dataType": "Number", "stringValue": "150"}}}
      """)
    #expect(world.sns.deliveries.isEmpty != isDelivered)
  }

  @Test func `a filter and an attribute that cannot be read are refused`() throws {
    var world = try TestWorld.make()
    let topic = try world.ask(CreateTopic.self, #"{"name": "shop"}"#).topicArn
    func subscribe(_ policy: String) -> String? {
      refusedCode {
        try world.ask(
          Subscribe.self,
          #"{"topicArn": "\#(topic)", "protocol": "sms", "endpoint": "+821012345678", "attributes": {"FilterPolicy": "\#(policy)"}}"#
        )
      }
    }
    #expect(subscribe("{") == "InvalidParameter")
    #expect(subscribe(#"{\"kind\":\"order\"}"#) == "InvalidParameter")
    #expect(subscribe(#"{\"kind\":[{\"like\":\"x\"}]}"#) == "InvalidParameter")
    let bad =
      #"{"topicArn": "\#(topic)", "message": "m", "messageAttributes": {"n": {"dataType": "Number", "stringValue": "x"}}}"#
    #expect(refusedCode { try world.ask(Publish.self, bad) } == "ParameterValueInvalid")
  }

  @Test func `a topic is told of launches and terminations`() throws {
    var fleet = try Fleet(desired: 0)
    let topic = try fleet.web.world.ask(CreateTopic.self, ["name": "scaling"]).topicArn
    _ = try fleet.web.world.ask(
      Subscribe.self, ["topicArn": topic, "protocol": "sms", "endpoint": "+821012345678"])
    let put: [String: Any] = [
      "autoScalingGroupName": "fleet", "topicARN": topic,
      "notificationTypes": ["autoscaling:EC2_INSTANCE_LAUNCH", "autoscaling:EC2_INSTANCE_TERMINATE"],
    ]
    _ = try fleet.web.world.ask(PutNotificationConfiguration.self, put)
    #expect(fleet.web.world.sns.deliveries.count == 1)
    for capacity in [1, 0] {
      _ = try fleet.web.world.ask(
        SetDesiredCapacity.self, ["autoScalingGroupName": "fleet", "desiredCapacity": capacity])
      fleet.web.world.wait(.minutes(10))
    }
    let subjects = fleet.web.world.sns.deliveries.compactMap(\.subject)
    #expect(
      subjects.map { $0.split(separator: " ").dropFirst(2).first ?? "" } == ["test", "launch", "termination"])
    let shown = try fleet.web.world.ask(DescribeNotificationConfigurations.self, [:])
    #expect(shown.notificationConfigurations.count == 2)
    #expect(
      try fleet.web.world.refusal(
        PutNotificationConfiguration.self,
        [
          "autoScalingGroupName": "fleet", "topicARN": topic + "x",
          "notificationTypes": ["autoscaling:TEST_NOTIFICATION"],
        ])
        == "ValidationError")
    let named: [String: Any] = ["autoScalingGroupName": "fleet", "topicARN": topic]
    _ = try fleet.web.world.ask(DeleteNotificationConfiguration.self, named)
    #expect(try fleet.web.world.refusal(DeleteNotificationConfiguration.self, named) == "ValidationError")
  }

  @Test func `a group follows a metric of one's own`() throws {
    var fleet = try Fleet(desired: 2)
    fleet.web.world.wait(.minutes(5))
    _ = try fleet.web.world.ask(
      PutScalingPolicy.self,
      [
        "autoScalingGroupName": "fleet", "policyName": "queue", "policyType": "TargetTrackingScaling",
        "targetTrackingConfiguration": [
          "targetValue": 10,
          "customizedMetricSpecification": [
            "metricName": "Backlog", "namespace": "Shop", "statistic": "Average",
            "dimensions": [["name": "Queue", "value": "orders"]],
          ],
        ],
      ])
    for _ in 0..<6 {
      _ = try fleet.web.world.ask(
        PutMetricData.self,
        [
          "namespace": "Shop",
          "metricData": [
            ["metricName": "Backlog", "value": 20, "dimensions": [["name": "Queue", "value": "orders"]]]
          ],
        ])
      fleet.web.world.wait(.minutes(1))
    }
    #expect(fleet.group.desiredCapacity == 4)
    #expect(
      try fleet.web.world.refusal(
        PutScalingPolicy.self,
        [
          "autoScalingGroupName": "fleet", "policyName": "bad", "policyType": "TargetTrackingScaling",
          "targetTrackingConfiguration": [
            "targetValue": 10, "customizedMetricSpecification": ["namespace": "Shop"],
          ],
        ]) == "ValidationError")
  }

  @Test func `steps take Average alone`() throws {
    var fleet = try Fleet(desired: 1)
    func put(_ kind: String) throws -> String? {
      try fleet.web.world.refusal(
        PutScalingPolicy.self,
        [
          "autoScalingGroupName": "fleet", "policyName": "steps", "policyType": "StepScaling",
          "adjustmentType": "ChangeInCapacity", "metricAggregationType": kind,
          "stepAdjustments": [["metricIntervalLowerBound": 0, "scalingAdjustment": 1]],
        ])
    }
    #expect(try put("Average") == nil)
    #expect(try put("Maximum") == "NotModelled")
    #expect(try put("Median") == "ValidationError")
  }
}
