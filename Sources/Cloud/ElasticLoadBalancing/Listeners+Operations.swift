/// Makes a listener with the action for requests that no rule takes; the same once more changes nothing (API reference).
package enum CreateListener: Operation {
  package static let service = "elbv2"
  package static let name = "CreateListener"

  /// The port and where its requests go.
  package struct Input: Codable, Sendable {
    package var loadBalancerArn: String
    package var `protocol`: String?
    package var port: Int?
    package var sslPolicy: String?
    package var certificates: [ListenerCertificate]?
    package var defaultActions: [ListenerAction]
    package var tags: [Tags.Tag]?
  }

  /// The new listener.
  package struct Output: Encodable, Sendable { package var listeners: [ListenerOutput] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let balancer = try world.loadBalancer(arn: input.loadBalancerArn, context: context)
    guard let name = input.protocol else {
      throw AWSError("ValidationError", "A listener protocol must be specified")
    }
    guard let port = input.port else {
      throw AWSError("ValidationError", "A listener port must be specified")
    }
    try LoadBalancingLimits.checkPort(port)
    try balancer.checkListenerProtocol(name)
    let security = try world.listenerSecurity(
      input.certificates, input.sslPolicy, protocolName: name, region: context.region, present: nil)
    let action = try world.routeAction(
      of: input.defaultActions, from: balancer, protocolName: name, context: context)
    let tags = try Tags(forLoadBalancing: input.tags)
    if let old = world.listener(of: balancer.id, port: port) {
      let isSame =
        old.protocolName == name && old.defaultAction == action && old.security == security
        && old.tags == tags
      guard isSame else { throw .duplicateListener(balancer) }
      return Output(listeners: [ListenerOutput(old, in: world)])
    }
    guard world.listeners(of: balancer.id).count < LoadBalancingLimits.listeners else {
      throw AWSError(
        "TooManyListeners", "The maximum number of listeners has been reached for '\(balancer.arn)'")
    }
    let id = world.nextID(ListenerKind.self)
    let listener = Listener(
      id: id, arn: LoadBalancingARN.listener(of: balancer, id), loadBalancer: balancer.id, port: port,
      protocolName: name, defaultAction: action, tags: tags, security: security)
    world.loadBalancing.listeners[id] = listener
    world.refreshTargets()
    return Output(listeners: [ListenerOutput(listener, in: world)])
  }
}

/// Lists listeners.
package enum DescribeListeners: Operation {
  package static let service = "elbv2"
  package static let name = "DescribeListeners"

  /// Those of a load balancer, or those of ARNs.
  package struct Input: Codable, Sendable {
    package var loadBalancerArn: String?
    package var listenerArns: [String]?
    package var marker: String?
    package var pageSize: Int?
  }

  /// A page of listeners, by port.
  package struct Output: Encodable, Sendable {
    package var listeners: [ListenerOutput]
    package var nextMarker: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var found: [Listener] = []
    if let arn = input.loadBalancerArn {
      found = world.listeners(of: try world.loadBalancer(arn: arn, context: context).id)
    } else if let arns = input.listenerArns {
      for arn in arns { found.append(try world.listener(arn: arn, context: context)) }
    } else {
      throw AWSError(
        "ValidationError", "You must specify either listener ARNs or a load balancer ARN")
    }
    let page = try LoadBalancingPage.of(found, marker: input.marker, size: input.pageSize)
    let current = world
    return Output(
      listeners: page.rows.map { ListenerOutput($0, in: current) }, nextMarker: page.nextToken)
  }
}

/// Changes the port, the protocol or the default action of a listener.
package enum ModifyListener: Operation {
  package static let service = "elbv2"
  package static let name = "ModifyListener"

  /// The new settings; what is not said stays.
  package struct Input: Codable, Sendable {
    package var listenerArn: String
    package var port: Int?
    package var `protocol`: String?
    package var sslPolicy: String?
    package var certificates: [ListenerCertificate]?
    package var defaultActions: [ListenerAction]?
  }

  /// The listener after the change.
  package struct Output: Encodable, Sendable { package var listeners: [ListenerOutput] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var listener = try world.listener(arn: input.listenerArn, context: context)
    guard let balancer = world.loadBalancing.loadBalancers[listener.loadBalancer] else {
      preconditionFailure("A listener's load balancer exists.")
    }
    let old = listener.protocolName
    if let name = input.protocol {
      try balancer.checkListenerProtocol(name)
      listener.protocolName = name
    }
    listener.security = try world.listenerSecurity(
      input.certificates, input.sslPolicy, protocolName: listener.protocolName, region: context.region,
      present: listener.security)
    if let port = input.port, port != listener.port {
      try LoadBalancingLimits.checkPort(port)
      guard world.listener(of: balancer.id, port: port) == nil else {
        throw .duplicateListener(balancer)
      }
      listener.port = port
    }
    if input.defaultActions == nil, listener.protocolName != old { try world.checkActions(of: listener) }
    if let actions = input.defaultActions {
      listener.defaultAction = try world.routeAction(
        of: actions, from: balancer, protocolName: listener.protocolName, context: context)
    }
    world.loadBalancing.listeners[listener.id] = listener
    world.refreshTargets()
    return Output(listeners: [ListenerOutput(listener, in: world)])
  }
}

/// Removes a listener.
package enum DeleteListener: Operation {
  package static let service = "elbv2"
  package static let name = "DeleteListener"

  /// Which one.
  package struct Input: Codable, Sendable { package var listenerArn: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let listener = try world.listener(arn: input.listenerArn, context: context)
    world.removeListener(listener.id)
    world.refreshTargets()
    return NoOutput()
  }
}

extension World {
  /// Removes a listener with its rules.
  mutating func removeListener(_ id: ListenerID) {
    for rule in rules(of: id) { loadBalancing.rules[rule.id] = nil }
    loadBalancing.listeners[id] = nil
  }
}

extension LoadBalancer {
  fileprivate func checkListenerProtocol(_ name: String) throws(AWSError) {
    switch (kind, name) {
    case (.application, "HTTP"), (.network, "TCP"), (.application, "HTTPS"), (.network, "TLS"): return
    case (.network, "UDP"), (.network, "TCP_UDP"): throw .notModelled("Protocol", name)
    case (.application, _):
      throw AWSError("ValidationError", "Listener protocol '\(name)' must be one of 'HTTP, HTTPS'")
    case (.network, _):
      throw AWSError(
        "ValidationError", "Listener protocol '\(name)' must be one of 'TLS, TCP, TCP_UDP, UDP'")
    }
  }
}

extension AWSError {
  fileprivate static func duplicateListener(_ balancer: LoadBalancer) -> AWSError {
    AWSError(
      "DuplicateListener", "A listener already exists on this port for this load balancer '\(balancer.arn)'"
    )
  }
}
