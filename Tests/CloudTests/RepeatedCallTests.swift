import Cloud
import EventKernel
import Foundation
import Testing

/// Calls that AWS repeats without harm, and what it refuses of names, ports, addresses and values.
struct RepeatedCallTests {
  @Test func `a target group of the same settings is made once`() throws {
    var web = try WebWorld()
    let call: [String: Any] = ["name": "again", "protocol": "HTTP", "port": 80, "vpcId": web.vpc]
    let first = try web.world.ask(CreateTargetGroup.self, call).targetGroups[0].targetGroupArn
    #expect(try web.world.ask(CreateTargetGroup.self, call).targetGroups[0].targetGroupArn == first)
    #expect(
      try web.world.refusal(CreateTargetGroup.self, call.merging(["port": 81]) { $1 })
        == "DuplicateTargetGroupName")
    #expect(web.world.loadBalancing.targetGroups.rows.count { $0.name == "again" } == 1)
  }

  @Test func `a listener of the same settings is made once`() throws {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    let call: [String: Any] = [
      "loadBalancerArn": arn, "protocol": "HTTP", "port": 80,
      "defaultActions": [["type": "forward", "targetGroupArn": web.group]],
    ]
    #expect(try web.world.ask(CreateListener.self, call).listeners.count == 1)
    #expect(web.world.loadBalancing.listeners.count == 1)
  }

  @Test(arguments: [(70_000, "less than or equal to 65535"), (0, "greater than or equal to 1")])
  func `a port outside of its bounds is told the bound`(port: Int, words: String) throws {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    func message(_ body: () throws -> Void) -> String? {
      do { try body() } catch { return (error as? AWSError)?.message }
      return nil
    }
    let group = message {
      _ = try web.world.ask(
        CreateTargetGroup.self, ["name": "x", "protocol": "HTTP", "port": port, "vpcId": web.vpc])
    }
    let listener = message {
      _ = try web.world.ask(
        CreateListener.self,
        [
          "loadBalancerArn": arn, "protocol": "HTTP", "port": port,
          "defaultActions": [["type": "forward", "targetGroupArn": web.group]],
        ])
    }
    for text in [group, listener] {
      #expect(text?.hasPrefix("1 validation error detected: Value '\(port)' at 'port'") == true)
      #expect(text?.hasSuffix(words) == true)
    }
  }

  @Test func `an alarm that a composite alarm names stays, unless that one goes too`() throws {
    var world = try TestWorld.make()
    for name in ["errors", "other"] {
      _ = try world.ask(
        PutMetricAlarm.self,
        [
          "alarmName": name, "namespace": "Shop", "metricName": name, "statistic": "Sum", "period": 60,
          "evaluationPeriods": 1, "threshold": 1, "comparisonOperator": "GreaterThanThreshold",
        ])
    }
    _ = try world.ask(PutCompositeAlarm.self, ["alarmName": "page", "alarmRule": "ALARM(errors)"])
    let error = try world.refusal(DeleteAlarms.self, #"{"alarmNames": ["other", "errors"]}"#)
    #expect(error?.code == "ValidationError")
    #expect(
      error?.message == "Cannot delete errors as there are composite alarm(s) depending on it.")
    #expect(world.cloudWatch.alarms.count == 2)
    _ = try world.ask(DeleteAlarms.self, #"{"alarmNames": ["errors", "page"]}"#)
    #expect(world.cloudWatch.alarms.count == 1 && world.cloudWatch.composites.isEmpty)
  }

  @Test(arguments: [
    #""ipAddress": "10.0.0.1""#, #""ipAddress": "172.31.0.9""#, #""ipAddress": "192.168.1.1""#,
    #""ipAddress": "127.0.0.1""#, #""ipAddress": "169.254.169.254""#, #""ipAddress": "224.0.0.1""#,
    #""fullyQualifiedDomainName": "localhost""#, #""fullyQualifiedDomainName": "10.0.0.1""#,
  ])
  func `health checkers reach no private or local endpoint`(endpoint: String) throws {
    var world = try TestWorld.make()
    let call = #"{"callerReference": "b", "healthCheckConfig": {"type": "HTTP", "port": 80, \#(endpoint)}}"#
    #expect(try world.refusal(CreateHealthCheck.self, call)?.code == "InvalidInput")
    let well =
      #"{"callerReference": "c", "healthCheckConfig": {"type": "HTTP", "ipAddress": "198.51.100.1"}}"#
    let id = try world.ask(CreateHealthCheck.self, well).healthCheck.id
    #expect(
      try world.refusal(UpdateHealthCheck.self, #"{"healthCheckId": "\#(id)", \#(endpoint)}"#)?.code
        == "InvalidInput")
  }

  @Test(
    arguments: [
      ("MX", "10 mail.shop.example", nil), ("MX", "mail.shop.example", "MXRRDATANotTwoFields"),
      ("MX", "x mail.shop.example", "MXRRDATAIllegalPriority"), ("SRV", "1 10 5269 xmpp.shop.example", nil),
      ("SRV", "1 10 xmpp.shop.example", "SRVRRDATANotFourFields"),
      ("SRV", "1 10 70000 xmpp.shop.example", "SRVRRDATAIllegalNumber"),
      ("CAA", #"0 issue \"amazon.com\""#, nil), ("CAA", "issue amazon.com", "CAARRDATANotThreeFields"),
      ("CAA", "0 issue amazon.com", "InvalidCharacterString"),
      ("CAA", #"300 issue \"amazon.com\""#, "CAARRDATAIllegalFlags"),
      ("TXT", #"\"one\" \"two\""#, nil), ("TXT", #"\"a \\\"b\\\"\""#, nil),
      ("TXT", "plain", "InvalidCharacterString"),
      ("TXT", #"\"open"#, "InvalidCharacterString"),
      ("TXT", "\\\"" + String(repeating: "x", count: 256) + "\\\"", "CharacterStringTooLong"),
      ("AAAA", "2001:db8::1", nil), ("AAAA", "10.0.0.1", "AAAARRDATAIllegalIPv6Address"),
      ("CNAME", "two words.example", "RRDATANotSingleField"), ("CNAME", "a..b", "DomainNameIllegal"),
    ] as [(String, String, String?)])
  func `values have the form of their type`(type: String, value: String, fault: String?) throws {
    var zone = try Route53TestZone()
    let set =
      #"{"name": "x.shop.example", "type": "\#(type)", "ttl": 60, "resourceRecords": [{"value": "\#(value)"}]}"#
    let error = try zone.refusal(("CREATE", set))
    #expect(error?.code == (fault == nil ? nil : "InvalidChangeBatch"))
    if let fault {
      #expect(error?.message.contains("FATAL problem: \(fault)") == true, "\(error?.message ?? "")")
    }
  }

  @Test func `a device name is whole and free`() throws {
    var (world, _) = try EC2StorageTests.world()
    let instance = try #require(world.ec2.instances.rows.first)
    let volume = try world.ask(
      CreateVolume.self, #"{"availabilityZone": "\#(instance.zone.rawValue)", "size": 1}"#
    ).volumeId
    world.wait(.seconds(10))
    func attach(_ device: String) throws -> AWSError? {
      try world.refusal(
        AttachVolume.self,
        #"{"volumeId": "\#(volume)", "instanceId": "\#(instance.id)", "device": "\#(device)"}"#)
    }
    #expect(try attach("sdf")?.message.hasSuffix("sdf is not a valid EBS device name.") == true)
    let taken = try attach(instance.rootDevice)
    #expect(taken?.code == "InvalidParameterValue")
    #expect(taken?.message.hasSuffix("Attachment point \(instance.rootDevice) is already in use") == true)
    #expect(try attach("xvdf") == nil)
  }

  @Test func `listings of what is not there say so as AWS does`() throws {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    let gone = String(arn.dropLast()) + (arn.hasSuffix("0") ? "1" : "0")
    let balancers = try web.world.refusal(
      DescribeLoadBalancers.self, #"{"loadBalancerArns": ["\#(gone)"]}"#)
    #expect(balancers?.message == "One or more load balancers not found")
    let templates = try web.world.refusal(
      DescribeLaunchTemplates.self, #"{"launchTemplateNames": ["nope"]}"#)
    #expect(
      templates?.message == "At least one of the launch templates specified in the request does not exist.")
    #expect(
      try web.world.refusal(
        CreateSavingsPlan.self,
        #"{"savingsPlanOfferingId": "\#(try offering(&web.world))", "commitment": "abc"}"#)?
        .code == "ValidationException")
  }

  private func offering(_ world: inout World) throws -> String {
    try #require(
      try world.ask(DescribeSavingsPlansOfferings.self, "{}").searchResults.first
    ).offeringId
  }

  @Test func `the words and lists that never change are told`() throws {
    var world = try TestWorld.make()
    #expect(try world.ask(ListSAMLProviders.self, "{}").samlProviderList.isEmpty)
    #expect(try world.ask(ListOpenIDConnectProviders.self, "{}").openIDConnectProviderList.isEmpty)
    #expect(try world.ask(ListServerCertificates.self, "{}").serverCertificateMetadataList.isEmpty)
    #expect(
      try world.ask(DescribeAdjustmentTypes.self, "{}").adjustmentTypes.map(\.adjustmentType) == [
        "ChangeInCapacity", "ExactCapacity", "PercentChangeInCapacity",
      ])
    #expect(try world.ask(DescribeScalingProcessTypes.self, "{}").processes.count == 9)
    #expect(
      try world.ask(DescribeTerminationPolicyTypes.self, "{}").terminationPolicyTypes.contains(
        "OldestInstance"))
  }

  @Test func `the attributes of an object are those that are asked for`() throws {
    var world = try TestWorld.make()
    try world.ask(
      CreateBucket.self,
      """
      {"bucket": "shop-of-the-test", "createBucketConfiguration": {"locationConstraint": "ap-northeast-2"}}
      """)
    try world.ask(PutObject.self, #"{"bucket": "shop-of-the-test", "key": "a", "body": "aGVsbG8="}"#)
    func attributes(_ key: String, _ names: String) throws -> GetObjectAttributes.Output {
      try world.ask(
        GetObjectAttributes.self,
        #"{"bucket": "shop-of-the-test", "key": "\#(key)", "objectAttributes": [\#(names)]}"#)
    }
    let size = try attributes("a", #""ObjectSize""#)
    #expect(size.objectSize == 5 && size.eTag == nil && size.storageClass == nil)
    let more = try attributes("a", #""ETag", "StorageClass", "ObjectParts""#)
    #expect(more.eTag?.hasPrefix("\"") == false && more.storageClass == "STANDARD" && more.objectParts == nil)
    #expect(refusedCode { _ = try attributes("none", #""ETag""#) } == "NoSuchKey")
  }
}
