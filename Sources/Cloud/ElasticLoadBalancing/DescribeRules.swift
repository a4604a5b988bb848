/// Lists the rules of a listener: its default action, the only one that this world has.
// Simplified: listener-actions
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

  /// One rule.
  package struct Rule: Encodable, Sendable {
    package var ruleArn: String
    package var priority = "default"
    package var conditions: [String] = []
    package var actions: [ListenerAction]
    package var isDefault = true
  }

  /// A page of rules.
  package struct Output: Encodable, Sendable {
    package var rules: [Rule]
    package var nextMarker: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var listeners: [Listener] = []
    if let arn = input.listenerArn {
      listeners = [try world.listener(arn: arn, context: context)]
    } else if let arns = input.ruleArns, !arns.isEmpty {
      for arn in arns {
        guard let row = world.loadBalancing.listeners.rows.first(where: { $0.defaultRuleARN == arn }) else {
          throw AWSError("RuleNotFound", "One or more rules not found")
        }
        listeners.append(row)
      }
    } else {
      throw AWSError("ValidationError", "You must specify either listener rule ARNs or a listener ARN")
    }
    let page = try LoadBalancingPage.of(listeners, marker: input.marker, size: input.pageSize)
    let current = world
    return Output(
      rules: page.rows.map {
        Rule(ruleArn: $0.defaultRuleARN, actions: ListenerOutput($0, in: current).defaultActions)
      }, nextMarker: page.nextToken)
  }
}

extension Listener {
  /// The ARN of the rule that stands for the default action: the listener's, as a rule, with an id of its own.
  fileprivate var defaultRuleARN: String {
    let path = arn.split(separator: ":", omittingEmptySubsequences: false)
    let start = path.dropLast().joined(separator: ":")
    let rest = (path.last ?? "").drop { $0 != "/" }
    return "\(start):listener-rule\(rest)/\(ListenerID(bits: ~id.bits).hexadecimal)"
  }
}
