import Cloud
import EventKernel
import Testing

/// What services publish about what stands and what traffic saw.
@Suite struct ServiceMetricTests {
  private static let global = Region(rawValue: "us-east-1")

  private func points(
    _ world: World, _ space: String, _ name: String, _ dimensions: [String],
    in region: Region = TestWorld.region
  ) -> [MetricPoint] {
    world.cloudWatch.metrics[
      MetricKey(region: region, namespace: space, name: name, dimensions: dimensions)] ?? []
  }

  private func run(_ world: inout World, _ span: EventKernel.Duration, _ seen: Observations) {
    let end = world.now + span
    while world.step(upTo: end, observing: seen) != nil {}
    world.advance(to: end)
  }

  @Test func `what a machine moves comes every five minutes, with detailed monitoring every minute`() throws {
    var web = try WebWorld()
    let id = try web.launch()
    web.world.wait(.minutes(5))
    var seen = Observations()
    var machine = InstanceObservation(queueDelay: .zero, isFull: false, cpuUtilisation: 0.5)
    machine.received = NetworkVolume(bytes: 1_000, packets: 3)
    machine.sent = NetworkVolume(bytes: 9_000, packets: 7)
    seen.instances[id] = machine
    run(&web.world, .minutes(5), seen)
    func sums(_ name: String) -> [Double] {
      points(web.world, "AWS/EC2", name, ["InstanceId=\(id)"]).filter { $0.at >= .epoch + .minutes(5) }
        .map(\.sum)
    }
    #expect(sums("NetworkIn") == [5_000])
    #expect(sums("NetworkOut") == [45_000])
    #expect(sums("NetworkPacketsIn") == [15])
    _ = try web.world.ask(MonitorInstances.self, ["instanceIds": ["\(id)"]])
    run(&web.world, .minutes(5), seen)
    #expect(sums("NetworkIn") == [5_000, 1_000, 1_000, 1_000, 1_000, 1_000])
    #expect(sums("NetworkPacketsOut") == [35, 35], "Packets come every five minutes always.")
    let shown = try web.world.ask(
      GetMetricStatistics.self,
      [
        "namespace": "AWS/EC2", "metricName": "NetworkIn",
        "dimensions": [["name": "InstanceId", "value": "\(id)"]], "startTime": 0,
        "endTime": web.world.now.nanoseconds, "period": 300, "statistics": ["Sum"],
      ])
    #expect(shown.datapoints.last?.unit == "Bytes")
    web.world.wait(.minutes(1))
    #expect(sums("NetworkIn").last == 0, "Nothing moves, and zero is said.")
  }

  @Test func `machines of the Nitro System alone have a check of their volumes`() throws {
    var web = try WebWorld()
    let nitro = try web.launch()
    let old = try web.world.ask(
      RunInstances.self, ["imageId": web.image, "instanceType": "t2.micro", "minCount": 1, "maxCount": 1]
    ).instances[0].instanceId
    web.world.wait(.minutes(3))
    func checks(_ id: String) -> [Double] {
      points(web.world, "AWS/EC2", "StatusCheckFailed_AttachedEBS", ["InstanceId=\(id)"]).map(\.sum)
    }
    #expect(checks("\(nitro)").last == 0)
    #expect(checks(old).isEmpty)
    let zone = try #require(web.world.ec2.instances[nitro]?.zone)
    web.world.inject(.zonePower(zone), at: web.world.now, lasting: .minutes(9))
    web.world.wait(.minutes(2))
    #expect(checks("\(nitro)").last == 1)
  }

  /// A node of the fixture's load balancer to which ten connections came in a zone.
  private func node(_ web: WebWorld, zone: String, of kind: LoadBalancer.Kind) throws
    -> BalancerNodeObservation
  {
    let balancer = try #require(web.world.loadBalancing.loadBalancers.first { $0.row.kind == kind }?.row)
    let group = try #require(web.world.loadBalancing.targetGroups.first?.row)
    var node = BalancerNodeObservation(
      balancer: balancer.id, zone: Zone(rawValue: zone), group: group.id)
    node.connections = 10
    node.requests = 8
    node.responseTime = .seconds(4)
    node.target2xx = 8
    node.error503 = 2
    node.redirects = 1
    node.bytes = 80_000
    return node
  }

  @Test func `an application load balancer tells of its zones, its groups and its own answers`() throws {
    var web = try WebWorld()
    _ = try web.makeHealthyTarget()
    web.world.wait(.seconds(150))
    var seen = Observations()
    let zones = ["ap-northeast-2a", "ap-northeast-2b"]
    seen.balancerNodes = try zones.map { try node(web, zone: $0, of: .application) }
    run(&web.world, .minutes(1), seen)
    let balancer = "LoadBalancer=" + (web.world.loadBalancing.loadBalancers.first?.row.metricName ?? "")
    let group = "TargetGroup=" + (web.world.loadBalancing.targetGroups.first?.row.metricName ?? "")
    let zone = "AvailabilityZone=ap-northeast-2a"
    func sum(_ name: String, _ dimensions: [String]) -> Double? {
      points(web.world, "AWS/ApplicationELB", name, dimensions).last?.sum
    }
    #expect(sum("RequestCount", [balancer]) == 16)
    #expect(sum("RequestCount", [zone, balancer]) == 8)
    #expect(sum("RequestCount", [zone, balancer, group]) == 8)
    #expect(sum("HTTPCode_ELB_503_Count", [balancer]) == 4)
    #expect(sum("HTTPCode_ELB_5XX_Count", [zone, balancer]) == 2)
    #expect(sum("HTTPCode_ELB_503_Count", [balancer, group]) == nil, "They are the load balancer's.")
    #expect(sum("HTTPCode_ELB_502_Count", [balancer]) == nil, "Only what is not zero is said.")
    #expect(sum("HTTP_Redirect_Count", [balancer]) == 2)
    #expect(sum("NewConnectionCount", [balancer]) == 36)
    #expect(sum("ProcessedBytes", [balancer]) == 160_000)
    #expect(
      points(web.world, "AWS/ApplicationELB", "TargetResponseTime", [balancer]).last?.value(of: "Average")
        == 0.5)
    // Twenty connections a minute are a third of one a second, of which a unit has 25.
    let units = try #require(sum("ConsumedLCUs", [balancer]))
    #expect(abs(units * 60 - 20.0 / 60 / 25) < 1e-9)
    let before = points(web.world, "AWS/ApplicationELB", "RequestCount", [balancer]).count
    web.world.wait(.minutes(3))
    #expect(points(web.world, "AWS/ApplicationELB", "RequestCount", [balancer]).count == before)
  }

  @Test func `a network load balancer tells of its flows while there are any`() throws {
    var web = try WebWorld()
    let group = try web.world.ask(
      CreateTargetGroup.self, ["name": "tcp", "protocol": "TCP", "port": 80, "vpcId": web.vpc]
    ).targetGroups[0].targetGroupArn
    let flows = try web.world.ask(
      CreateLoadBalancer.self,
      ["name": "flows", "subnets": Array(web.subnets.prefix(2)), "type": "network"]
    ).loadBalancers[0].loadBalancerArn
    _ = try web.world.ask(
      CreateListener.self,
      [
        "loadBalancerArn": flows, "protocol": "TCP", "port": 80,
        "defaultActions": [["type": "forward", "targetGroupArn": group]],
      ])
    web.world.wait(.minutes(10))
    let balancer = "LoadBalancer=" + (web.world.loadBalancing.loadBalancers.first?.row.metricName ?? "")
    func sum(_ name: String, _ dimensions: [String]) -> Double? {
      points(web.world, "AWS/NetworkELB", name, dimensions).last?.sum
    }
    #expect(sum("NewFlowCount", [balancer]) == nil)
    var seen = Observations()
    seen.balancerNodes = [try node(web, zone: "ap-northeast-2a", of: .network)]
    run(&web.world, .minutes(1), seen)
    #expect(sum("NewFlowCount", [balancer]) == 10)
    #expect(sum("ProcessedBytes", ["AvailabilityZone=ap-northeast-2a", balancer]) == 80_000)
    // 80,000 bytes a minute are more of a gigabyte an hour than ten flows are of 800 a second.
    let units = try #require(sum("ConsumedLCUs", [balancer]))
    #expect(abs(units - 80_000 / 1_073_741_824.0) < 1e-12)
    #expect(sum("RequestCount", [balancer]) == nil, "It knows of no requests.")
  }

  @Test func `a database tells of its volume, a cache of its keys`() throws {
    var world = try TestWorld.make()
    _ = try world.ask(
      CreateDBInstance.self,
      [
        "dbInstanceIdentifier": "shop", "dbInstanceClass": "db.t3.micro", "engine": "mysql",
        "allocatedStorage": 20, "masterUsername": "admin", "masterUserPassword": "correct-horse",
      ])
    _ = try world.ask(
      CreateReplicationGroup.self,
      [
        "replicationGroupId": "sessions", "replicationGroupDescription": "d",
        "cacheNodeType": "cache.t3.micro", "numCacheClusters": 2, "automaticFailoverEnabled": true,
      ])
    world.wait(.minutes(15))
    var seen = Observations()
    seen.databases["ap-northeast-2/shop"] = DatabaseObservation(
      cpuUtilisation: 0.2, connections: 4, reads: VolumeWork(operations: 600, time: .seconds(6)),
      writes: VolumeWork(operations: 60, time: .seconds(12)))
    seen.caches["ap-northeast-2/sessions"] = CacheObservation(
      hits: 90, misses: 10, puts: 10, evictions: 2, items: 50, bytes: 1_000, capacity: 4_000,
      busy: .seconds(30))
    run(&world, .minutes(1), seen)
    func database(_ name: String) -> Double? {
      points(world, "AWS/RDS", name, ["DBInstanceIdentifier=shop"]).last?.sum
    }
    #expect(database("ReadIOPS") == 10)
    #expect(database("WriteIOPS") == 1)
    #expect(database("ReadLatency") == 0.01)
    #expect(database("WriteLatency") == 0.2)
    #expect(database("DiskQueueDepth") == 0.3)
    func cache(_ name: String, _ node: Int) -> Double? {
      points(
        world, "AWS/ElastiCache", name, ["CacheClusterId=sessions-00\(node)", "CacheNodeId=0001"]
      ).last?.sum
    }
    #expect(cache("CacheHitRate", 1) == 90)
    #expect(cache("GetTypeCmds", 1) == 100)
    #expect(cache("DatabaseMemoryUsagePercentage", 1) == 25)
    #expect(cache("IsMaster", 1) == 1)
    #expect(cache("CacheHits", 2) == 0, "Nobody asks the replica.")
    #expect(cache("CurrItems", 2) == 50, "It has a copy of all keys.")
    #expect(cache("IsMaster", 2) == 0)
    #expect(cache("EngineCPUUtilization", 1) == 50, "One thread does the commands.")
    #expect(cache("CPUUtilization", 1) == 25, "The node has two vCPUs.")
    #expect(cache("EngineCPUUtilization", 2) == 0)
    #expect(cache("ReplicationLag", 2) == 0.1 && cache("ReplicationLag", 1) == nil)
    world.wait(.minutes(1))
    #expect(cache("CacheHits", 1) == 0)
  }

  @Test func `buckets are told of once a day, by storage class, and only when they hold something`() throws {
    var world = try TestWorld.make()
    for name in ["shop-full-bucket", "shop-empty-bucket"] {
      _ = try world.ask(
        CreateBucket.self,
        ["bucket": name, "createBucketConfiguration": ["locationConstraint": "ap-northeast-2"]])
    }
    for (key, storageClass) in [("a", "STANDARD"), ("b", "STANDARD"), ("c", "DEEP_ARCHIVE")] {
      _ = try world.ask(
        PutObject.self,
        ["bucket": "shop-full-bucket", "key": key, "body": "aGVsbG8=", "storageClass": storageClass])
    }
    world.wait(.hours(23))
    func sums(_ name: String, _ type: String, _ bucket: String = "full") -> [Double] {
      points(world, "AWS/S3", name, ["BucketName=shop-\(bucket)-bucket", "StorageType=\(type)"]).map(\.sum)
    }
    #expect(sums("BucketSizeBytes", "StandardStorage").isEmpty)
    world.wait(.hours(26))
    #expect(sums("BucketSizeBytes", "StandardStorage") == [10, 10])
    #expect(sums("BucketSizeBytes", "DeepArchiveStorage") == [5, 5])
    #expect(sums("NumberOfObjects", "AllStorageTypes") == [3, 3])
    #expect(sums("NumberOfObjects", "AllStorageTypes", "empty").isEmpty)
  }

  @Test func `the bill of the month so far comes every six hours to us-east-1`() throws {
    var web = try WebWorld()
    _ = try web.launch()
    web.world.wait(.hours(13))
    func dollars(_ more: [String]) -> [Double] {
      points(web.world, "AWS/Billing", "EstimatedCharges", ["Currency=USD"] + more, in: Self.global)
        .map(\.sum)
    }
    let total = dollars([])
    #expect(total.count == 2)
    #expect(total[0] > 0 && total[1] > total[0] * 1.9)
    #expect(dollars(["ServiceName=AmazonEC2"]).last.map { $0 > 0 && $0 < total[1] } == true)
    _ = try web.world.ask(
      PutMetricAlarm.self,
      """
      {"alarmName": "dear", "metricName": "EstimatedCharges", "namespace": "AWS/Billing", "statistic": "Maximum",
       "dimensions": [{"name": "Currency", "value": "USD"}], "period": 21600, "evaluationPeriods": 1,
       "threshold": 1, "comparisonOperator": "GreaterThanThreshold"}
      """, in: Self.global.rawValue)
    web.world.wait(.hours(12))
    #expect(web.world.cloudWatch.alarms["us-east-1/dear"]?.state == .alarm)
  }

  @Test func `health checks and topics have metrics`() throws {
    var world = try TestWorld.make()
    let check = try world.ask(
      CreateHealthCheck.self,
      [
        "callerReference": "c",
        "healthCheckConfig": [
          "type": "HTTP", "ipAddress": "198.51.100.7", "port": 80, "requestInterval": 30,
          "failureThreshold": 3,
        ],
      ]
    ).healthCheck.id
    let topic = try world.ask(CreateTopic.self, ["name": "shop"]).topicArn
    _ = try world.ask(
      Subscribe.self, ["topicArn": topic, "protocol": "sms", "endpoint": "+821012345678"])
    for _ in 0..<3 { _ = try world.ask(Publish.self, ["topicArn": topic, "message": "hello"]) }
    world.wait(.minutes(5))
    func status(_ name: String) -> [Double] {
      points(world, "AWS/Route53", name, ["HealthCheckId=\(check)"], in: Self.global).map(\.sum)
    }
    #expect(status("HealthCheckStatus").first == 1)
    #expect(status("HealthCheckStatus").last == 0, "Nobody answers there.")
    #expect(status("HealthCheckPercentageHealthy").last == 0)
    func messages(_ name: String) -> MetricPoint? {
      points(world, "AWS/SNS", name, ["TopicName=shop"]).last
    }
    #expect(messages("NumberOfMessagesPublished")?.sum == 3)
    #expect(messages("NumberOfNotificationsDelivered")?.sum == 3)
    #expect(messages("PublishSize")?.value(of: "Average") == 5)
  }
}
