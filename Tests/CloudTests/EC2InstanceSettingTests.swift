import Cloud
import EventKernel
import Testing

/// What a launch may ask for, and what can be changed later.
struct EC2InstanceSettingTests {
  @Test(
    arguments: [
      (#""metadataOptions": {"httpTokens": "sometimes"}"#, "InvalidParameterValue"),
      (#""metadataOptions": {"httpPutResponseHopLimit": 65}"#, "InvalidParameterValue"),
      (#""creditSpecification": {"cpuCredits": "standard"}"#, nil),
      (
        #""instanceType": "m5.large", "creditSpecification": {"cpuCredits": "standard"}"#,
        "InvalidParameterCombination"
      ),
      (#""instanceInitiatedShutdownBehavior": "hibernate"#, "InvalidParameterValue"),
      (#""instanceType": "t2.micro", "ebsOptimized": true"#, "Unsupported"),
      (#""ebsOptimized": true"#, nil), (#""privateIpAddress": "172.31.0.77"#, nil),
      (#""privateIpAddress": "10.0.0.77"#, "InvalidParameterValue"),
      (#""privateIpAddress": "172.31.0.1"#, "InvalidIPAddress.InUse"),
      (#""placement": {"tenancy": "dedicated"}"#, nil),
      (#""placement": {"tenancy": "host"}"#, "NotModelled"),
    ] as [(String, String?)])
  func `a launch takes what AWS takes`(members: String, expected: String?) throws {
    var world = try TestWorld.make()
    let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 0.5}"#).imageId
    let type = members.contains("instanceType") ? "" : #""instanceType": "t3.micro","#
    let closed = members.filter { $0 == "\"" }.count.isMultiple(of: 2) ? members : members + "\""
    let launch = """
      {"imageId": "\(image)", \(type) "minCount": 1, "maxCount": 1, "subnetId": "\(try world.subnet("a"))", \(closed)}
      """
    #expect(refusedCode { try world.ask(RunInstances.self, launch) } == expected)
  }

  @Test func `a client token launches once`() throws {
    var (world, _) = try EC2StorageTests.world()
    let image = try #require(world.ec2.images.rows.first { $0.owner == Account.id })
    func launch(_ type: String) throws -> String {
      try world.ask(
        RunInstances.self,
        #"{"imageId": "\#(image.id)", "instanceType": "\#(type)", "minCount": 1, "maxCount": 1, "clientToken": "a"}"#
      ).reservationId
    }
    let first = try launch("t3.micro")
    #expect(try launch("t3.micro") == first)
    #expect(world.ec2.instances.count == 2)
    #expect(refusedCode { _ = try launch("t3.small") } == "IdempotentParameterMismatch")
  }

  @Test func `an instance is stopped only after it has run`() throws {
    var world = try TestWorld.make()
    let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 0.5, "warmUp": 10}"#).imageId
    let id = try world.ask(
      RunInstances.self,
      #"{"imageId": "\#(image)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1}"#
    ).instances[0].instanceId
    let ids = #"{"instanceIds": ["\#(id)"]}"#
    let first = try world.refusal(StopInstances.self, ids)
    #expect(first?.code == "IncorrectInstanceState")
    #expect(
      first?.message == "Instance '\(id)' cannot be stopped as it has never reached the 'running' state.")
    world.wait(.minutes(1))
    try world.ask(StopInstances.self, ids)
    world.wait(.minutes(1))
    try world.ask(StartInstances.self, ids)
    let again = try world.refusal(StopInstances.self, ids)
    #expect(again?.message == "The instance '\(id)' is not in a state from which it can be stopped.")
  }

  @Test func `an instance and a VPC show what EC2 says of every one`() throws {
    var (world, instance) = try EC2StorageTests.world()
    let ids = #"{"instanceIds": ["\#(instance.id)"]}"#
    let first = instance.launchTime
    try world.ask(StopInstances.self, ids)
    world.wait(.minutes(1))
    try world.ask(StartInstances.self, ids)
    world.wait(.minutes(1))
    let shown = try world.ask(DescribeInstances.self, ids).reservations[0].instances[0]
    #expect(shown.launchTime > first && shown.usageOperationUpdateTime == first)
    #expect(shown.privateDnsNameOptions?.hostnameType == "ip-name")
    #expect(!shown.enclaveOptions.enabled && !shown.operator.managed)
    #expect(shown.networkPerformanceOptions.bandwidthWeighting == "default")
    let vpcs = try world.ask(DescribeVpcs.self, "{}").vpcs
    #expect(vpcs.map(\.blockPublicAccessStates?.internetGatewayBlockMode) == ["off"])
    let made = try world.ask(CreateVpc.self, #"{"cidrBlock": "10.6.0.0/16"}"#).vpc
    #expect(made.blockPublicAccessStates == nil)
  }

  @Test func `the user data of a template is Base64`() throws {
    var world = try TestWorld.make()
    func make(_ data: String) -> String {
      #"{"launchTemplateName": "web", "launchTemplateData": {"userData": "\#(data)"}}"#
    }
    let refused = try world.refusal(CreateLaunchTemplate.self, make("#!/bin/bash"))
    #expect(refused?.code == "InvalidUserData.Malformed")
    #expect(refused?.message == "Invalid BASE64 encoding of user data.")
    #expect(try world.refusal(CreateLaunchTemplate.self, make("IyEvYmluL2Jhc2g=")) == nil)
  }

  @Test func `stop protection refuses a stop, and protection can be taken off`() throws {
    var (world, instance) = try EC2StorageTests.world(extra: #", "disableApiStop": true"#)
    let ids = #"{"instanceIds": ["\#(instance.id)"]}"#
    #expect(refusedCode { try world.ask(StopInstances.self, ids) } == "OperationNotPermitted")
    try world.ask(
      ModifyInstanceAttribute.self, #"{"instanceId": "\#(instance.id)", "disableApiStop": {"value": false}}"#)
    #expect(refusedCode { try world.ask(StopInstances.self, ids) } == nil)
  }

  @Test func `detailed monitoring gives a point every minute and costs by the metric`() throws {
    var (world, instance) = try EC2StorageTests.world()
    func points(_ world: inout World) throws -> Int {
      let answer = try world.ask(
        GetMetricStatistics.self,
        [
          "namespace": "AWS/EC2", "metricName": "CPUUtilization", "statistics": ["Average"], "period": 60,
          "dimensions": [["name": "InstanceId", "value": "\(instance.id)"]],
          "startTime": 1_800_000_000_000,
          "endTime": 2_400_000_000_000,
        ])
      return answer.datapoints.count
    }
    var watched = world
    try watched.ask(MonitorInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    world.advance(to: .epoch + .minutes(45))
    watched.advance(to: .epoch + .minutes(45))
    #expect(try points(&world) == 2)
    #expect(try points(&watched) == 10)
    let extra = watched.monthlyCost(traffic: nil).items.filter { $0.code == "detailed-monitoring" }
    #expect(extra.map(\.amount.microdollars) == [2_100_000])
  }

  @Test func `without metadata an instance has no role`() throws {
    var (world, instance) = try EC2StorageTests.world(
      extra: #", "iamInstanceProfile": {"name": "web"}"#, profile: "web")
    #expect(world.ec2.instances[instance.id].flatMap(world.role(of:)) != nil)
    try world.ask(
      ModifyInstanceMetadataOptions.self, #"{"instanceId": "\#(instance.id)", "httpEndpoint": "disabled"}"#)
    #expect(world.ec2.instances[instance.id].flatMap(world.role(of:)) == nil)
  }

  @Test func `a role is put on, shown and taken off`() throws {
    var (world, instance) = try EC2StorageTests.world()
    let associate = #"{"instanceId": "\#(instance.id)", "iamInstanceProfile": {"name": "web"}}"#
    #expect(
      refusedCode { try world.ask(AssociateIamInstanceProfile.self, associate) } == "InvalidParameterValue")
    try world.makeProfile("web")
    let made = try world.ask(AssociateIamInstanceProfile.self, associate).iamInstanceProfileAssociation
    #expect(made?.state == "associating")
    let profile = try world.ask(GetInstanceProfile.self, #"{"instanceProfileName": "web"}"#).instanceProfile
    #expect(made?.iamInstanceProfile.id == profile.instanceProfileId)
    let asked = #"{"instanceIds": ["\#(instance.id)"]}"#
    let shown = try world.ask(DescribeInstances.self, asked).reservations.first?.instances.first
    #expect(shown?.iamInstanceProfile?.id == profile.instanceProfileId)
    #expect(shown?.iamInstanceProfile?.arn == profile.arn)
    #expect(refusedCode { try world.ask(AssociateIamInstanceProfile.self, associate) } == "IncorrectState")
    let all = try world.ask(DescribeIamInstanceProfileAssociations.self, "{}").iamInstanceProfileAssociations
    #expect(all.map(\.instanceId) == ["\(instance.id)"])
    let id = try #require(made).associationId
    try world.ask(DisassociateIamInstanceProfile.self, #"{"associationId": "\#(id)"}"#)
    #expect(world.ec2.instances[instance.id]?.instanceProfile == nil)
    #expect(
      refusedCode { try world.ask(DisassociateIamInstanceProfile.self, #"{"associationId": "\#(id)"}"#) }
        == "InvalidAssociationID.NotFound")
  }

  @Test func `the options of a launch template reach its instances`() throws {
    var (world, _) = try EC2StorageTests.world()
    let image = try #require(world.ec2.images.rows.first { $0.owner == Account.id })
    try world.ask(
      CreateLaunchTemplate.self,
      """
      {"launchTemplateName": "web", "launchTemplateData": {"imageId": "\(image.id)", "instanceType": "t3.micro",
       "monitoring": {"enabled": true}, "metadataOptions": {"httpTokens": "optional"},
       "blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"volumeSize": 20}}],
       "tagSpecifications": [{"resourceType": "volume", "tags": [{"key": "team", "value": "shop"}]}]}}
      """)
    let made = try world.ask(
      RunInstances.self, #"{"minCount": 1, "maxCount": 1, "launchTemplate": {"launchTemplateName": "web"}}"#)
    let instance = try #require(InstanceID(made.instances[0].instanceId).flatMap { world.ec2.instances[$0] })
    #expect(instance.isMonitored)
    #expect(!instance.metadata.requiresTokens)
    #expect(world.rootVolume(of: instance)?.plan.sizeGiB == 20)
    #expect(world.rootVolume(of: instance)?.tags["team"] == "shop")
  }
}
