import Cloud
import EventKernel
import Testing

@Suite struct ZonalShiftTests {
  /// A load balancer in two zones with a healthy target in each, for which shifts are switched on.
  private func world() throws -> (WebWorld, String) {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    let machines = [try web.launch(zone: 0), try web.launch(zone: 1)]
    web.world.wait(.seconds(130))
    for id in machines { try web.register(id) }
    web.world.wait(.seconds(40))
    _ = try web.world.ask(
      ModifyLoadBalancerAttributes.self,
      ["loadBalancerArn": arn, "attributes": [["key": "zonal_shift.config.enabled", "value": "true"]]])
    return (web, arn)
  }

  private func addresses(_ web: WebWorld) throws -> Int {
    let balancer = try #require(web.world.loadBalancing.loadBalancers.first?.row)
    return web.world.resolve(host: balancer.dnsName, from: "seoul").alternatives.flatMap(\.addresses).count
  }

  private func start(_ arn: String, _ more: [String: Any] = [:]) -> [String: Any] {
    ["resourceIdentifier": arn, "awayFrom": "apne2-az1", "expiresIn": "1h", "comment": "grey zone"].with(more)
  }

  @Test func `a shift takes the zone out of DNS until it expires`() throws {
    var (web, arn) = try world()
    #expect(try addresses(web) == 2)
    let shift = try web.world.ask(StartZonalShift.self, start(arn))
    #expect(shift.status == "ACTIVE")
    #expect(try addresses(web) == 1)
    let resource = try web.world.ask(GetManagedResource.self, ["resourceIdentifier": arn])
    #expect(resource.appliedWeights.zones.map(\.weight) == [0, 1])
    #expect(resource.zonalShifts.count == 1)
    web.world.wait(.minutes(59))
    #expect(try addresses(web) == 1)
    web.world.wait(.minutes(1))
    #expect(try addresses(web) == 2)
    let list = try web.world.ask(ListZonalShifts.self, [:])
    #expect(list.items.map(\.status) == ["EXPIRED"])
  }

  @Test func `a shift is prolonged and cancelled`() throws {
    var (web, arn) = try world()
    let shift = try web.world.ask(StartZonalShift.self, start(arn))
    web.world.wait(.minutes(30))
    _ = try web.world.ask(
      UpdateZonalShift.self, ["zonalShiftId": shift.zonalShiftId, "expiresIn": "2h"])
    web.world.wait(.minutes(100))
    #expect(try addresses(web) == 1)
    let ended = try web.world.ask(CancelZonalShift.self, ["zonalShiftId": shift.zonalShiftId])
    #expect(ended.status == "CANCELED")
    #expect(try addresses(web) == 2)
    #expect(
      try web.world.refusal(CancelZonalShift.self, ["zonalShiftId": shift.zonalShiftId])
        == "ConflictException")
  }

  @Test func `without a healthy target elsewhere all zones stay in DNS`() throws {
    var (web, arn) = try world()
    let other = try #require(
      web.world.ec2.instances.rows.first { $0.zone.rawValue.hasSuffix("b") }?.id.description)
    _ = try web.world.ask(DeregisterTargets.self, ["targetGroupArn": web.group, "targets": [["id": other]]])
    _ = try web.world.ask(
      ModifyTargetGroupAttributes.self,
      [
        "targetGroupArn": web.group,
        "attributes": [["key": "load_balancing.cross_zone.enabled", "value": "false"]],
      ])
    _ = try web.world.ask(StartZonalShift.self, start(arn))
    #expect(try addresses(web) == 2)
  }

  @Test func `wrong calls get AWS's errors`() throws {
    var (web, arn) = try world()
    func code(_ more: [String: Any]) throws -> String? {
      try web.world.refusal(StartZonalShift.self, start(arn, more))
    }
    #expect(try code(["awayFrom": "ap-northeast-2a"]) == "ValidationException")
    #expect(try code(["awayFrom": "apne2-az4"]) == "ValidationException")
    #expect(try code(["expiresIn": "4d"]) == "ValidationException")
    #expect(try code(["expiresIn": "0m"]) == "ValidationException")
    #expect(try code(["resourceIdentifier": arn + "0"]) == "ResourceNotFoundException")
    #expect(try code([:]) == nil)
    #expect(try code([:]) == "ConflictException")
    _ = try web.world.ask(
      ModifyLoadBalancerAttributes.self,
      ["loadBalancerArn": arn, "attributes": [["key": "zonal_shift.config.enabled", "value": "false"]]])
    #expect(
      try web.world.refusal(GetManagedResource.self, ["resourceIdentifier": arn])
        == "ResourceNotFoundException")
    #expect(try web.world.ask(ListManagedResources.self, [:]).items.isEmpty)
  }
}
