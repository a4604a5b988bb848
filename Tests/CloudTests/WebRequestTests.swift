import Cloud
import EventKernel
import Foundation
import Testing

/// What the learner's own `curl` gets from machines and load balancers.
struct WebRequestTests {
  private func curl(_ words: String..., on world: inout World) throws -> CurlOutcome {
    world.curl(try CurlLine(words))
  }

  @Test func `the way to a machine decides what curl gets`() throws {
    var web = try WebWorld()
    let id = try web.launch()
    web.world.wait(.seconds(130))
    let address = try #require(web.world.ec2.instances[id]?.publicAddress)
    let name = try #require(web.world.ec2.instances[id].flatMap { web.world.publicDNSName(of: $0) })
    for door in ["http://\(address)/health", "\(name)/health"] {
      let answer = try curl(door, on: &web.world)
      #expect(answer.page.contains("\(id)"), "\(answer)")
      #expect(answer.status == 0)
    }
    #expect(
      try curl("-s", "-o", "/dev/null", "-w", "%{http_code}\\n", "\(address)/none", on: &web.world).summary
        == "404\n")
    #expect(try curl("-f", "\(address)/none", on: &web.world).status == 22)
    #expect(try curl("-I", "\(address)/health", on: &web.world).page.hasPrefix("HTTP/1.1 200 OK\nDate: "))
    #expect(
      try curl("http://\(address):8080", on: &web.world).failure == .timedOut(.group(web.group(of: id))))
    #expect(try curl("https://nowhere.example", on: &web.world).status == 6)
    #expect(try curl("ftp://\(address)", on: &web.world).status == 1)
    _ = try web.world.ask(StopInstances.self, ["instanceIds": ["\(id)"]])
    web.world.wait(.seconds(60))
    let silent = try curl("-m", "3", "http://\(address)", on: &web.world)
    #expect(silent.status == 28)
    #expect(silent.elapsed == .seconds(3))
  }

  @Test func `a load balancer takes turns among its healthy targets and answers itself when it has none`()
    throws
  {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    let door = "http://\(try #require(web.world.loadBalancing.loadBalancers.rows.first?.dnsName))"
    #expect(try curl(door, on: &web.world).status == 6)
    web.world.wait(.seconds(130))
    #expect(try curl("-w", "%{http_code}", door, on: &web.world).summary == "503")
    let targets = [try web.launch(zone: 0), try web.launch(zone: 1)]
    web.world.wait(.seconds(130))
    for id in targets { try web.register(id) }
    web.world.wait(.seconds(10))
    let pages = try (0..<4).map { _ in try curl("\(door)/health", on: &web.world).page }
    for id in targets { #expect(pages.filter { $0.contains("\(id)") }.count == 2, "\(pages)") }
    #expect(try curl("\(door):8080", on: &web.world).status == 28)
    #expect(try curl(door.replacingOccurrences(of: "http:", with: "https:"), on: &web.world).status == 28)
    _ = try web.world.ask(
      CreateListener.self,
      [
        "loadBalancerArn": arn, "protocol": "HTTP", "port": 81,
        "defaultActions": [
          [
            "type": "redirect",
            "redirectConfig": ["port": "80", "path": "/health", "statusCode": "HTTP_302"],
          ]
        ],
      ])
    let listener = try #require(web.world.loadBalancing.listeners.rows.first { $0.port == 80 }).arn
    _ = try web.world.ask(
      CreateRule.self,
      [
        "listenerArn": listener, "priority": 1,
        "conditions": [["field": "host-header", "values": ["admin.example"]]],
        "actions": [
          [
            "type": "fixed-response",
            "fixedResponseConfig": ["statusCode": "403", "messageBody": "no", "contentType": "text/plain"],
          ]
        ],
      ])
    let fixed = try curl("-H", "Host: admin.example", "-w", " %{http_code}", door, on: &web.world)
    #expect(fixed.page + fixed.summary == "no 403")
    try web.world.openDefaultGroup(port: 81)
    let sent = try curl("-I", "\(door):81/x", on: &web.world)
    #expect(sent.page.contains("302 Found") && sent.page.contains(":80/health"), "\(sent)")
    #expect(try curl("-L", "\(door):81/x", on: &web.world).page.contains("OK from"))
    #expect(try curl("https\(door.dropFirst(4)):80", on: &web.world).status == 35)
  }

  @Test func `a target that cannot be reached is a 504, one whose server is down a 502`() throws {
    var web = try WebWorld()
    let id = try web.makeHealthyTarget()
    let door = "http://\(try #require(web.world.loadBalancing.loadBalancers.rows.first?.dnsName))/health"
    let group = try web.world.ask(
      CreateSecurityGroup.self, ["groupName": "closed", "description": "closed", "vpcId": web.vpc]
    ).groupId
    _ = try web.world.ask(
      ModifyInstanceAttribute.self, ["instanceId": "\(id)", "groups": [group]])
    #expect(try curl("-w", "%{http_code}", "-o", "x", door, on: &web.world).summary == "504")
  }

  @Test func `names of a zone lead where their records lead`() throws {
    var zone = try Route53TestZone()
    try zone.change(("CREATE", Route53TestZone.a("www.shop.example", "198.51.100.1")))
    #expect(try curl("http://www.shop.example", on: &zone.world).failure == .timedOut(.nobody))
    #expect(try curl("http://none.shop.example", on: &zone.world).status == 6)
  }
}

extension WebWorld {
  fileprivate func group(of id: InstanceID) -> SecurityGroupID? {
    world.ec2.instances[id]?.securityGroups.first
  }
}
