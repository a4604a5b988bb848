package import EventKernel

/// A rule of a listener: what must hold of a request, and what is then done with it.
package struct ListenerRule: Sendable, Equatable {
  package let id: ListenerRuleID
  package let arn: String
  package let listener: ListenerID
  /// The place among the listener's rules, 1 to 50,000; the lowest goes first.
  package var priority: Int
  /// What must hold, all of it.
  package var conditions: [RuleCondition]
  package var action: RouteAction
  package var tags: Tags
}

/// One condition of a rule: it holds when any of its values fits the request.
package struct RuleCondition: Sendable, Equatable {
  /// What of a request is looked at.
  package enum Field: Sendable, Equatable {
    case hostHeader
    case pathPattern
    case method
    case sourceAddress
    case header(String)
    case query
  }

  /// A value; the key is for queries alone.
  package struct Value: Sendable, Equatable {
    package var key: String?
    package var pattern: String
    package init(key: String?, pattern: String) {
      self.key = key
      self.pattern = pattern
    }
  }

  package var field: Field
  package var values: [Value]

  package init(field: Field, values: [Value]) {
    self.field = field
    self.values = values
  }
}

/// What a listener does with a request.
package enum RouteAction: Sendable, Equatable {
  case forward(Forward)
  case redirect(Redirect)
  case fixedResponse(FixedResponse)

  /// Target groups that share the requests by weight.
  package struct Forward: Sendable, Equatable {
    /// One group with its weight, 0 to 999.
    package struct Share: Sendable, Equatable {
      package var group: TargetGroupID
      package var weight: Int
    }

    /// The groups, at most five.
    package var shares: [Share]
    /// For how long a client stays with its group; `nil` when it does not.
    package var stickiness: Duration?
  }

  /// An answer that sends the client elsewhere; parts may hold `#{protocol}`, `#{host}`, `#{port}`, `#{path}`, `#{query}`.
  package struct Redirect: Sendable, Equatable {
    package var `protocol`: String
    package var host: String
    package var port: String
    package var path: String
    package var query: String
    /// `HTTP_301` or `HTTP_302`.
    package var statusCode: String

    package init(
      protocol name: String, host: String, port: String, path: String, query: String, statusCode: String
    ) {
      self.protocol = name
      self.host = host
      self.port = port
      self.path = path
      self.query = query
      self.statusCode = statusCode
    }
  }

  /// An answer that the load balancer gives itself.
  package struct FixedResponse: Sendable, Equatable {
    package var statusCode: String
    package var contentType: String?
    package var body: String?
  }

  /// The groups that the action sends to, in their order.
  package var groups: [TargetGroupID] {
    switch self {
    case .forward(let forward): forward.shares.map(\.group)
    case .redirect, .fixedResponse: []
    }
  }

  /// Everything to one group.
  static func forward(to group: TargetGroupID) -> RouteAction {
    .forward(Forward(shares: [.init(group: group, weight: 1)]))
  }
}

extension World {
  /// The rules of a listener by priority, without the default one.
  package func rules(of listener: ListenerID) -> [ListenerRule] {
    loadBalancing.rules.rows.filter { $0.listener == listener }.sorted { $0.priority < $1.priority }
  }

  /// What a listener does with a request: the first rule whose conditions all hold, else the default (facts: ELB 6.1).
  package func action(of listener: Listener, for request: WebRequest) -> RouteAction {
    let rule = rules(of: listener.id).first { $0.conditions.allSatisfy { $0.holds(for: request) } }
    return rule?.action ?? listener.defaultAction
  }

  /// The groups that a load balancer sends to by any listener or rule, each once, by listener.
  package func targetGroups(of balancer: LoadBalancerID) -> [TargetGroupID] {
    var groups: [TargetGroupID] = []
    for (id, listener) in loadBalancing.listeners where listener.loadBalancer == balancer {
      for group in targetGroups(of: listener, id) where !groups.contains(group) { groups.append(group) }
    }
    return groups
  }

  /// The groups to whose machines a load balancer leads, by itself or through load balancers that are its targets.
  package func groups(behind balancer: LoadBalancerID) -> [TargetGroupID] {
    var groups = targetGroups(of: balancer)
    for target in groups.flatMap({ loadBalancing.targetGroups[$0]?.targets.ids ?? [] }) {
      guard case .loadBalancer(let inner) = target.place else { continue }
      groups += targetGroups(of: inner).filter { !groups.contains($0) }
    }
    return groups
  }

  /// The rules and listeners that send to a group, the rules first.
  func users(of group: TargetGroupID) -> [Dependent] {
    loadBalancing.rules.rows.filter { $0.action.groups.contains(group) }.map { .listenerRule(arn: $0.arn) }
      + loadBalancing.listeners.rows.filter { $0.defaultAction.groups.contains(group) }.map {
        .listener(arn: $0.arn)
      }
  }

  private func targetGroups(of listener: Listener, _ id: ListenerID) -> [TargetGroupID] {
    guard !loadBalancing.rules.isEmpty else { return listener.defaultAction.groups }
    return listener.defaultAction.groups + rules(of: id).flatMap(\.action.groups)
  }
}
