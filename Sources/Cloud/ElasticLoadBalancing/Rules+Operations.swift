/// Adds a rule to a listener of an application load balancer.
package enum CreateRule: Operation {
  package static let service = "elbv2"
  package static let name = "CreateRule"

  /// The rule's place, its conditions and its action.
  package struct Input: Codable, Sendable {
    package var listenerArn: String
    package var conditions: [RuleConditionShape]
    package var priority: Int
    package var actions: [ListenerAction]
    package var tags: [Tags.Tag]?
  }

  /// The new rule.
  package struct Output: Encodable, Sendable { package var rules: [RuleOutput] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let listener = try world.listener(arn: input.listenerArn, context: context)
    guard let balancer = world.loadBalancing.loadBalancers[listener.loadBalancer] else {
      preconditionFailure("A listener's load balancer exists.")
    }
    guard balancer.kind == .application else {
      throw AWSError(
        "InvalidConfigurationRequest", "Rules are unsupported for Network Load Balancer listeners")
    }
    try RulePriority.check(input.priority)
    let conditions = try RuleCondition.read(input.conditions)
    let action = try world.routeAction(
      of: input.actions, from: balancer, protocolName: listener.protocolName, context: context)
    let tags = try Tags(forLoadBalancing: input.tags)
    guard !world.rules(of: listener.id).contains(where: { $0.priority == input.priority }) else {
      throw AWSError("PriorityInUse", "Priority '\(input.priority)' is currently in use")
    }
    let rules = world.listeners(of: balancer.id).reduce(0) { $0 + world.rules(of: $1.id).count }
    guard rules < LoadBalancingLimits.rules else {
      throw AWSError(
        "TooManyRules", "The maximum number of rules on load balancer '\(balancer.arn)' has been reached")
    }
    let id = world.nextID(ListenerRuleKind.self)
    let rule = ListenerRule(
      id: id, arn: LoadBalancingARN.rule(of: listener, id), listener: listener.id, priority: input.priority,
      conditions: conditions, action: action, tags: tags)
    world.loadBalancing.rules[id] = rule
    world.refreshTargets()
    return Output(rules: [RuleOutput(rule, in: world)])
  }
}

/// The places of rules.
enum RulePriority {
  static func check(_ priority: Int) throws(AWSError) {
    guard (1...50_000).contains(priority) else {
      throw AWSError("ValidationError", "Priority '\(priority)' must be between '1' and '50000' inclusive")
    }
  }
}

/// Changes the conditions or the action of a rule.
package enum ModifyRule: Operation {
  package static let service = "elbv2"
  package static let name = "ModifyRule"

  /// The new settings; what is not said stays.
  package struct Input: Codable, Sendable {
    package var ruleArn: String
    package var conditions: [RuleConditionShape]?
    package var actions: [ListenerAction]?
  }

  /// The rule after the change.
  package struct Output: Encodable, Sendable { package var rules: [RuleOutput] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.refuseDefaultRule(input.ruleArn, "Default rule '\(input.ruleArn)' cannot be modified")
    var rule = try world.rule(arn: input.ruleArn, context: context)
    guard input.conditions != nil || input.actions != nil else {
      throw AWSError("ValidationError", "Either conditions or actions must be specified")
    }
    guard let listener = world.loadBalancing.listeners[rule.listener],
      let balancer = world.loadBalancing.loadBalancers[listener.loadBalancer]
    else { preconditionFailure("A rule's listener and load balancer exist.") }
    if let conditions = input.conditions { rule.conditions = try RuleCondition.read(conditions) }
    if let actions = input.actions {
      rule.action = try world.routeAction(
        of: actions, from: balancer, protocolName: listener.protocolName, context: context)
    }
    world.loadBalancing.rules[rule.id] = rule
    world.refreshTargets()
    return Output(rules: [RuleOutput(rule, in: world)])
  }
}

/// Gives rules of one listener other places, all at once, so that places can be exchanged.
package enum SetRulePriorities: Operation {
  package static let service = "elbv2"
  package static let name = "SetRulePriorities"

  /// A rule and its new place.
  package struct Place: Codable, Sendable {
    package var ruleArn: String?
    package var priority: Int?
  }

  /// The new places.
  package struct Input: Codable, Sendable { package var rulePriorities: [Place] }

  /// The rules after the change.
  package struct Output: Encodable, Sendable { package var rules: [RuleOutput] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var changed: [ListenerRule] = []
    for place in input.rulePriorities {
      let arn = place.ruleArn ?? ""
      try world.refuseDefaultRule(arn, "Priority of default rule '\(arn)' cannot be modified")
      var rule = try world.rule(arn: arn, context: context)
      let priority = place.priority ?? 0
      try RulePriority.check(priority)
      guard !changed.contains(where: { $0.priority == priority && $0.listener == rule.listener }) else {
        throw AWSError("ValidationError", "Priority '\(priority)' was provided multiple times")
      }
      rule.priority = priority
      changed.append(rule)
    }
    for rule in changed {
      let isTaken = world.rules(of: rule.listener).contains { other in
        other.priority == rule.priority && !changed.contains { $0.id == other.id }
      }
      guard !isTaken else {
        throw AWSError("PriorityInUse", "Priority '\(rule.priority)' is currently in use")
      }
    }
    for rule in changed { world.loadBalancing.rules[rule.id] = rule }
    world.revision.loadBalancing += 1
    let current = world
    return Output(rules: changed.map { RuleOutput($0, in: current) })
  }
}

/// Removes a rule; its listener's default cannot be removed.
package enum DeleteRule: Operation {
  package static let service = "elbv2"
  package static let name = "DeleteRule"

  /// Which one.
  package struct Input: Codable, Sendable { package var ruleArn: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    try world.refuseDefaultRule(input.ruleArn, "Default rule '\(input.ruleArn)' cannot be deleted")
    let rule = try world.rule(arn: input.ruleArn, context: context)
    world.loadBalancing.rules[rule.id] = nil
    world.refreshTargets()
    return NoOutput()
  }
}

extension World {
  fileprivate func refuseDefaultRule(_ arn: String, _ message: String) throws(AWSError) {
    guard !loadBalancing.listeners.contains(where: { $0.row.defaultRuleARN == arn }) else {
      throw AWSError("OperationNotPermitted", message)
    }
  }
}
