import Cloud
import EventKernel
import Testing

@Suite struct ListenerRuleTests {
  /// A condition, a request, and whether the one holds for the other.
  struct Case: Sendable, CustomTestStringConvertible {
    let field: RuleCondition.Field
    let values: [RuleCondition.Value]
    var host = "www.shop.example"
    var path = "/img/logo.png"
    var method = "GET"
    var query: [WebRequest.Field] = []
    var headers: [WebRequest.Field] = []
    let holds: Bool

    var testDescription: String { "\(field) \(values.map(\.pattern)) \(path) \(holds)" }
  }

  private static func value(_ pattern: String, key: String? = nil) -> RuleCondition.Value {
    RuleCondition.Value(key: key, pattern: pattern)
  }

  static let cases: [Case] = [
    Case(field: .pathPattern, values: [value("/img/*")], holds: true),
    Case(field: .pathPattern, values: [value("/IMG/*")], holds: false),
    Case(field: .pathPattern, values: [value("/img/*")], path: "/img", holds: false),
    Case(field: .pathPattern, values: [value("/a"), value("/img/????.png")], holds: true),
    Case(field: .hostHeader, values: [value("*.SHOP.example")], holds: true),
    Case(field: .hostHeader, values: [value("*.shop.example")], host: "shop.example", holds: false),
    Case(field: .method, values: [value("POST")], holds: false),
    Case(field: .method, values: [value("POST")], method: "POST", holds: true),
    Case(field: .sourceAddress, values: [value("203.0.113.0/24")], holds: true),
    Case(field: .sourceAddress, values: [value("10.0.0.0/8")], holds: false),
    Case(
      field: .header("user-agent"), values: [value("*iphone*")],
      headers: [WebRequest.Field(name: "User-Agent", value: "An iPhone")], holds: true),
    Case(field: .header("user-agent"), values: [value("*")], holds: false),
    Case(
      field: .query, values: [value("2", key: "version")],
      query: [WebRequest.Field(name: "version", value: "2")], holds: true),
    Case(
      field: .query, values: [value("b*")], query: [WebRequest.Field(name: "any", value: "beta")],
      holds: true),
    Case(
      field: .query, values: [value("2", key: "version")],
      query: [WebRequest.Field(name: "v", value: "2")], holds: false),
  ]

  @Test(arguments: cases)
  func `a condition holds as AWS says`(given: Case) throws {
    let condition = RuleCondition(field: given.field, values: given.values)
    let request = WebRequest(
      host: given.host, path: given.path, method: given.method, query: given.query, headers: given.headers,
      source: try #require(IPv4Address("203.0.113.7")))
    #expect(condition.holds(for: request) == given.holds)
  }

  @Test func `a redirect keeps what it does not change`() throws {
    let redirect = RouteAction.Redirect(
      protocol: "HTTPS", host: "#{host}", port: "443", path: "/v2/#{path}", query: "#{query}&from=#{port}",
      statusCode: "HTTP_301")
    let request = WebRequest(
      host: "www.shop.example", path: "/cart/1", query: [WebRequest.Field(name: "a", value: "b")],
      source: try #require(IPv4Address("203.0.113.7")))
    let next = redirect.target(of: request)
    #expect(next.scheme == "https")
    #expect(next.host == "www.shop.example")
    #expect(next.port == 443)
    #expect(next.path == "/v2/cart/1")
    #expect(next.query.map { "\($0.name)=\($0.value)" } == ["a=b", "from=80"])
  }

  private func rule(_ listener: String, _ priority: Int, _ path: String, _ group: String) -> [String: Any] {
    [
      "listenerArn": listener, "priority": priority,
      "conditions": [["field": "path-pattern", "values": [path]]],
      "actions": [["type": "forward", "targetGroupArn": group]],
    ]
  }

  @Test func `rules are listed by priority with the default one last, and change places`() throws {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    let listener = try web.world.ask(DescribeListeners.self, ["loadBalancerArn": arn]).listeners[0]
      .listenerArn
    let second = try web.world.ask(CreateRule.self, rule(listener, 20, "/b", web.group)).rules[0]
    let first = try web.world.ask(CreateRule.self, rule(listener, 10, "/a", web.group)).rules[0]
    #expect(second.ruleArn.contains(":listener-rule/app/front/"))
    func priorities() throws -> [String] {
      try web.world.ask(DescribeRules.self, ["listenerArn": listener]).rules.map(\.priority)
    }
    #expect(try priorities() == ["10", "20", "default"])
    let places: [[String: Any]] = [
      ["ruleArn": first.ruleArn, "priority": 20], ["ruleArn": second.ruleArn, "priority": 10],
    ]
    _ = try web.world.ask(SetRulePriorities.self, ["rulePriorities": places])
    let rules = try web.world.ask(DescribeRules.self, ["listenerArn": listener]).rules
    #expect(rules.map(\.ruleArn).prefix(2) == [second.ruleArn, first.ruleArn])
    _ = try web.world.ask(DeleteRule.self, ["ruleArn": first.ruleArn])
    #expect(try priorities() == ["10", "default"])
    _ = try web.world.ask(DeleteLoadBalancer.self, ["loadBalancerArn": arn])
    #expect(web.world.loadBalancing.rules.isEmpty)
    #expect(try web.world.refusal(DeleteTargetGroup.self, ["targetGroupArn": web.group]) == nil)
  }

  @Test func `host and path are shown in both forms, and taken in one`() throws {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    let listener = try web.world.ask(DescribeListeners.self, ["loadBalancerArn": arn]).listeners[0]
      .listenerArn
    let both: [String: Any] = [
      "field": "path-pattern", "values": ["/a"], "pathPatternConfig": ["values": ["/a"]],
    ]
    let config: [String: Any] = ["field": "path-pattern", "pathPatternConfig": ["values": ["/a"]]]
    let made = rule(listener, 1, "/b", web.group)
    #expect(
      try web.world.refusal(CreateRule.self, made.with(["conditions": [both]])) == "ValidationError")
    let shown = try web.world.ask(CreateRule.self, made.with(["conditions": [config]])).rules[0].conditions[0]
    #expect(shown.values == ["/a"] && shown.pathPatternConfig?.values == ["/a"])
  }

  @Test func `wrong rules get AWS's errors`() throws {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    let listener = try web.world.ask(DescribeListeners.self, ["loadBalancerArn": arn]).listeners[0]
      .listenerArn
    let good = rule(listener, 1, "/a", web.group)
    _ = try web.world.ask(CreateRule.self, good)
    let group = web.group
    func code(_ changes: [String: Any]) throws -> String? {
      try web.world.refusal(CreateRule.self, good.with(["priority": 2]).with(changes))
    }
    #expect(try code(["priority": 1]) == "PriorityInUse")
    #expect(try code(["priority": 50_001]) == "ValidationError")
    #expect(try code(["conditions": []]) == "ValidationError")
    #expect(try code(["conditions": [["field": "cookie", "values": ["a"]]]]) == "ValidationError")
    #expect(try code(["conditions": [["field": "path-pattern"]]]) == "ValidationError")
    #expect(try code(["conditions": [["field": "path-pattern", "values": ["/a b"]]]]) == "ValidationError")
    #expect(
      try code(["conditions": [["field": "path-pattern", "values": ["/1", "/2", "/3", "/4", "/5", "/6"]]]])
        == "ValidationError")
    let twice: [String: Any] = ["field": "path-pattern", "values": ["/a"]]
    #expect(try code(["conditions": [twice, twice]]) == "ValidationError")
    #expect(
      try code(["conditions": [["field": "source-ip", "sourceIpConfig": ["values": ["1.2.3.4"]]]]])
        == "ValidationError")
    #expect(try code(["actions": []]) == "ValidationError")
    #expect(
      try code([
        "actions": [["type": "fixed-response", "fixedResponseConfig": ["statusCode": "302"]]]
      ]) == "ValidationError")
    #expect(
      try code(["actions": [["type": "redirect", "redirectConfig": ["statusCode": "HTTP_301"]]]])
        == "InvalidLoadBalancerAction")
    #expect(
      try code(["actions": [["type": "authenticate-oidc"]]]) == "InvalidLoadBalancerAction")
    let tuples: [[String: Any]] = [["targetGroupArn": group, "weight": 1_000]]
    #expect(
      try code(["actions": [["type": "forward", "forwardConfig": ["targetGroups": tuples]]]])
        == "ValidationError")
    let standard = try web.world.ask(DescribeRules.self, ["listenerArn": listener]).rules[1].ruleArn
    #expect(try web.world.refusal(DeleteRule.self, ["ruleArn": standard]) == "OperationNotPermitted")
    #expect(
      try web.world.refusal(
        CreateListener.self,
        [
          "loadBalancerArn": arn, "protocol": "HTTPS", "port": 443,
          "certificates": [["certificateArn": "arn:aws:acm:ap-northeast-2:123456789012:certificate/1"]],
          "defaultActions": [["type": "forward", "targetGroupArn": group]],
        ]) == "CertificateNotFound")
  }

  @Test func `a load balancer takes a hundred rules`() throws {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    let listener = try web.world.ask(DescribeListeners.self, ["loadBalancerArn": arn]).listeners[0]
      .listenerArn
    for number in 1...100 {
      _ = try web.world.ask(CreateRule.self, rule(listener, number, "/\(number)", web.group))
    }
    #expect(
      try web.world.refusal(CreateRule.self, rule(listener, 101, "/x", web.group)) == "TooManyRules")
  }

  @Test func `a zone with fewer healthy targets than asked for leaves DNS`() throws {
    var web = try WebWorld()
    _ = try web.makeHealthyTarget()
    let other = try web.launch(zone: 1)
    web.world.wait(.seconds(130))
    try web.register(other)
    web.world.wait(.seconds(30))
    let balancer = try #require(web.world.loadBalancing.loadBalancers.first?.row)
    func addresses(_ world: World) -> Int {
      world.resolve(host: balancer.dnsName, from: "seoul").alternatives.flatMap(\.addresses).count
    }
    #expect(addresses(web.world) == 2)
    let minimum = "target_group_health.dns_failover.minimum_healthy_targets.percentage"
    _ = try web.world.ask(
      ModifyTargetGroupAttributes.self,
      [
        "targetGroupArn": web.group,
        "attributes": [
          ["key": "load_balancing.cross_zone.enabled", "value": "false"],
          ["key": minimum, "value": "60"],
        ],
      ])
    let failing = try web.launch(zone: 1)
    web.world.wait(.seconds(40))
    try web.register(failing)
    web.world.wait(.seconds(1))
    // One of two targets of the second zone is healthy: 50 percent, less than 60.
    #expect(try web.health(failing).hasPrefix("initial"))
    #expect(addresses(web.world) == 1)
  }
}
