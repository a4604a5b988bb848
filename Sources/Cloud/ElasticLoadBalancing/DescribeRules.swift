/// Lists the rules of a listener, the default one last.
package enum DescribeRules: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeRules"

  /// The rules of a listener, or those of ARNs.
  package struct Input: Codable, Sendable {
    package var listenerArn: String?
    package var ruleArns: [String]?
    package var marker: String?
    package var pageSize: Int?
  }

  /// A page of rules.
  package struct Output: Encodable, Sendable {
    package var rules: [RuleOutput]
    package var nextMarker: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var rules: [RuleOutput] = []
    let current = world
    if let arn = input.listenerArn {
      guard (input.ruleArns ?? []).isEmpty else {
        throw AWSError("ValidationError", "You cannot specify both rule ARNs and a listener ARN")
      }
      let listener = try world.listener(arn: arn, context: context)
      rules = world.rules(of: listener.id).map { RuleOutput($0, in: current) }
      rules.append(RuleOutput(defaultOf: listener, in: world))
    } else if let arns = input.ruleArns, !arns.isEmpty {
      for arn in arns {
        if let listener = world.loadBalancing.listeners.rows.first(where: { $0.defaultRuleARN == arn }) {
          rules.append(RuleOutput(defaultOf: listener, in: world))
        } else {
          rules.append(RuleOutput(try world.rule(arn: arn, context: context), in: world))
        }
      }
    } else {
      throw AWSError("ValidationError", "You must specify either listener rule ARNs or a listener ARN")
    }
    let page = try LoadBalancingPage.of(rules, marker: input.marker, size: input.pageSize)
    return Output(rules: page.rows, nextMarker: page.nextToken)
  }
}

/// A rule as the API shows it.
package struct RuleOutput: Encodable, Sendable {
  package var ruleArn: String
  package var priority: String
  package var conditions: [RuleConditionShape]
  package var actions: [ListenerAction]
  package var isDefault: Bool

  init(_ rule: ListenerRule, in world: World) {
    ruleArn = rule.arn
    priority = String(rule.priority)
    conditions = rule.conditions.map { RuleConditionShape($0) }
    actions = [ListenerAction(rule.action, in: world)]
    isDefault = false
  }

  init(defaultOf listener: Listener, in world: World) {
    ruleArn = listener.defaultRuleARN
    priority = "default"
    conditions = []
    actions = [ListenerAction(listener.defaultAction, in: world)]
    isDefault = true
  }
}

extension Listener {
  /// The ARN of the rule that stands for the default action.
  var defaultRuleARN: String {
    LoadBalancingARN.rule(of: self, ListenerRuleID(bits: ~id.bits))
  }
}
