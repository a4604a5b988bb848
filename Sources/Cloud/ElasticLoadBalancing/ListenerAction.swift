import EventKernel

/// What a listener or a rule does with a request, as calls carry it.
package struct ListenerAction: Codable, Sendable {
  /// The groups to forward to.
  package struct Forward: Codable, Sendable {
    package var targetGroups: [Tuple]?
    package var targetGroupStickinessConfig: Stickiness?
  }

  /// One group of a forward action.
  package struct Tuple: Codable, Sendable {
    package var targetGroupArn: String?
    package var weight: Int?
  }

  /// Whether clients stay with their group, and for how long.
  package struct Stickiness: Codable, Sendable {
    package var enabled: Bool?
    package var durationSeconds: Int?
  }

  /// Where clients are sent.
  package struct Redirect: Codable, Sendable {
    package var `protocol`: String?
    package var port: String?
    package var host: String?
    package var path: String?
    package var query: String?
    package var statusCode: String
  }

  /// What the load balancer answers itself.
  package struct FixedResponse: Codable, Sendable {
    package var messageBody: String?
    package var statusCode: String
    package var contentType: String?
  }

  package var type: String
  package var targetGroupArn: String?
  package var order: Int?
  package var redirectConfig: Redirect?
  package var fixedResponseConfig: FixedResponse?
  package var forwardConfig: Forward?

  init(_ action: RouteAction, in world: World) {
    switch action {
    case .forward(let forward):
      type = "forward"
      let tuples = forward.shares.map {
        Tuple(targetGroupArn: world.loadBalancing.targetGroups[$0.group]?.arn ?? "", weight: $0.weight)
      }
      targetGroupArn = tuples.count == 1 ? tuples[0].targetGroupArn : nil
      forwardConfig = Forward(
        targetGroups: tuples,
        targetGroupStickinessConfig: Stickiness(
          enabled: forward.stickiness != nil, durationSeconds: forward.stickiness?.wholeSeconds))
    case .redirect(let redirect):
      type = "redirect"
      redirectConfig = Redirect(
        protocol: redirect.protocol, port: redirect.port, host: redirect.host, path: redirect.path,
        query: redirect.query, statusCode: redirect.statusCode)
    case .fixedResponse(let response):
      type = "fixed-response"
      fixedResponseConfig = FixedResponse(
        messageBody: response.body, statusCode: response.statusCode, contentType: response.contentType)
    }
  }
}

extension World {
  /// The action that a call describes, checked for a listener of a protocol.
  ///
  /// - Throws: AWS's errors for none or several actions, unknown kinds, groups of other load balancers or protocols.
  func routeAction(
    of actions: [ListenerAction], from balancer: LoadBalancer, protocolName: String, context: CallContext
  ) throws(AWSError) -> RouteAction {
    if let name = actions.map(\.type).first(where: {
      $0.utf8.starts(with: "authenticate-".utf8) || $0 == "jwt-validation"
    }) {
      // Simplified: users-without-identity
      guard protocolName != "HTTPS" else { throw .notModelled("Actions", "Type=\(name)") }
      throw AWSError(
        "InvalidLoadBalancerAction", "Actions of type '\(name)' are supported only on HTTPS listeners")
    }
    guard let action = actions.first, actions.count == 1 else {
      throw AWSError("ValidationError", "Exactly one default action must be specified")
    }
    guard action.type == "forward" || balancer.kind == .application else {
      throw AWSError(
        "InvalidLoadBalancerAction",
        "The action type '\(action.type)' is not valid with network load balancer")
    }
    switch action.type {
    case "forward": return .forward(try forward(action, balancer, protocolName, context))
    case "redirect": return .redirect(try action.redirect(from: protocolName))
    case "fixed-response": return .fixedResponse(try action.fixedResponse())
    default:
      throw AWSError(
        "ValidationError",
        "Value '\(action.type)' at 'actions.1.member.type' failed to satisfy constraint: Member must satisfy enum value set: [forward, authenticate-oidc, authenticate-cognito, redirect, fixed-response, jwt-validation]"
      )
    }
  }

  /// Throws unless a listener that speaks another protocol now can have the actions that it has.
  func checkActions(of listener: Listener) throws(AWSError) {
    guard listener.protocolName == "HTTPS" else { return }
    for action in [listener.defaultAction] + rules(of: listener.id).map(\.action) {
      guard case .redirect(let redirect) = action, redirect.protocol == "HTTP" else { continue }
      throw AWSError("InvalidLoadBalancerAction", "You cannot redirect HTTPS to HTTP")
    }
  }

  private func forward(
    _ action: ListenerAction, _ balancer: LoadBalancer, _ protocolName: String, _ context: CallContext
  ) throws(AWSError) -> RouteAction.Forward {
    var tuples = action.forwardConfig?.targetGroups ?? []
    if let arn = action.targetGroupArn {
      guard tuples.isEmpty || (tuples.count == 1 && tuples[0].targetGroupArn == arn) else {
        throw AWSError(
          "InvalidLoadBalancerAction",
          "You cannot specify both a target group ARN and a forward config with another target group")
      }
      if tuples.isEmpty { tuples = [ListenerAction.Tuple(targetGroupArn: arn)] }
    }
    guard !tuples.isEmpty else {
      throw AWSError("InvalidLoadBalancerAction", "A target group ARN must be specified")
    }
    // facts: ELB 6.6, five groups per action.
    guard tuples.count <= LoadBalancingLimits.groupsPerAction else {
      throw AWSError(
        "InvalidLoadBalancerAction",
        "A forward action can specify at most '\(LoadBalancingLimits.groupsPerAction)' target groups")
    }
    var shares: [RouteAction.Forward.Share] = []
    for tuple in tuples {
      let group = try forwardTarget(tuple.targetGroupArn ?? "", balancer, protocolName, context)
      guard !shares.contains(where: { $0.group == group.id }) else {
        throw AWSError("InvalidLoadBalancerAction", "Target group '\(group.arn)' is specified more than once")
      }
      let weight = tuple.weight ?? 1
      guard (0...999).contains(weight) else {
        throw AWSError("ValidationError", "Weight '\(weight)' must be between '0' and '999' inclusive")
      }
      guard tuples.count == 1 || group.kind != .loadBalancer else {
        throw .notModelled("ForwardConfig", "TargetGroups")
      }
      shares.append(.init(group: group.id, weight: weight))
    }
    return RouteAction.Forward(
      shares: shares, stickiness: try stickiness(action.forwardConfig?.targetGroupStickinessConfig))
  }

  private func stickiness(_ config: ListenerAction.Stickiness?) throws(AWSError) -> Duration? {
    guard let config, config.enabled == true else { return nil }
    guard let seconds = config.durationSeconds else {
      throw AWSError("ValidationError", "Duration seconds must be specified when stickiness is enabled")
    }
    guard (1...604_800).contains(seconds) else {
      throw AWSError("ValidationError", "Duration '\(seconds)' must be between '1' and '604800' inclusive")
    }
    return .seconds(seconds)
  }

  private func forwardTarget(
    _ arn: String, _ balancer: LoadBalancer, _ protocolName: String, _ context: CallContext
  ) throws(AWSError) -> TargetGroup {
    let group = try targetGroup(arn: arn, context: context)
    guard group.vpc == balancer.vpc else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "The following target groups are in a different VPC than load balancer '\(balancer.arn)': '\(group.arn)'"
      )
    }
    guard
      group.protocolName == (protocolName == "HTTPS" ? "HTTP" : protocolName == "TLS" ? "TCP" : protocolName)
    else {
      throw AWSError(
        "IncompatibleProtocols",
        "The listener protocol '\(protocolName)' and the target group protocol '\(group.protocolName)' are not compatible"
      )
    }
    if let user = loadBalancer(using: group.id), user.id != balancer.id {
      throw AWSError(
        "TargetGroupAssociationLimit",
        "The following target groups cannot be associated with more than one load balancer: \(group.arn)")
    }
    guard group.kind != .loadBalancer || protocolName == "TCP" else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "Target groups with target type 'alb' cannot be used by listeners of protocol '\(protocolName)'")
    }
    let used = targetGroups(of: balancer.id)
    guard used.contains(group.id) || used.count < LoadBalancingLimits.groupsPerBalancer else {
      throw AWSError(
        "TooManyUniqueTargetGroupsPerLoadBalancer",
        "You've reached the limit on the number of unique target groups per load balancer")
    }
    return group
  }
}

extension ListenerAction {
  fileprivate func redirect(from protocolName: String) throws(AWSError) -> RouteAction.Redirect {
    guard let config = redirectConfig else {
      throw AWSError("InvalidLoadBalancerAction", "A redirect config must be specified")
    }
    let redirect = RouteAction.Redirect(
      protocol: config.protocol ?? "#{protocol}", host: config.host ?? "#{host}",
      port: config.port ?? "#{port}", path: config.path ?? "/#{path}", query: config.query ?? "#{query}",
      statusCode: config.statusCode)
    guard ["HTTP", "HTTPS", "#{protocol}"].contains(redirect.protocol) else {
      throw AWSError(
        "InvalidLoadBalancerAction", "The Protocol must be one of: 'HTTP', 'HTTPS', '#{protocol}'")
    }
    guard protocolName != "HTTPS" || redirect.protocol != "HTTP" else {
      throw AWSError("InvalidLoadBalancerAction", "You cannot redirect HTTPS to HTTP")
    }
    guard redirect.port == "#{port}" || Int(redirect.port).map({ (1...65_535).contains($0) }) == true else {
      throw AWSError(
        "InvalidLoadBalancerAction", "The Port must be '#{port}' or a number between 1 and 65535")
    }
    guard redirect.path.hasPrefix("/"), redirect.path.utf8.count <= 128 else {
      throw AWSError("InvalidLoadBalancerAction", "The Path must start with a '/' and be at most 128 long")
    }
    guard (1...128).contains(redirect.host.utf8.count), redirect.query.utf8.count <= 128 else {
      throw AWSError("InvalidLoadBalancerAction", "The Host and the Query must be at most 128 long")
    }
    let isSame =
      (redirect.protocol == "#{protocol}" || redirect.protocol == protocolName)
      && redirect.host == "#{host}" && redirect.port == "#{port}" && redirect.path == "/#{path}"
    guard !isSame else {
      throw AWSError(
        "InvalidLoadBalancerAction", "The redirect configuration is not valid because it creates a loop.")
    }
    return redirect
  }

  fileprivate func fixedResponse() throws(AWSError) -> RouteAction.FixedResponse {
    guard let config = fixedResponseConfig else {
      throw AWSError("InvalidLoadBalancerAction", "A fixed response config must be specified")
    }
    let code = Array(config.statusCode.utf8)
    guard code.count == 3, [50, 52, 53].contains(code[0]), code.allSatisfy({ (48...57).contains($0) }) else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value '\(config.statusCode)' at 'actions.1.member.fixedResponseConfig.statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(2|4|5)\\d\\d$"
      )
    }
    let types = ["text/html", "application/json", "application/javascript", "text/css", "text/plain"]
    if let type = config.contentType, !type.isEmpty, !types.contains(type) {
      throw AWSError(
        "InvalidLoadBalancerAction",
        "The ContentType must be one of:'\(types.joined(separator: "', '"))'")
    }
    guard (config.messageBody?.utf8.count ?? 0) <= 1_024 else {
      throw AWSError(
        "InvalidLoadBalancerAction", "The MessageBody cannot be longer than '1024' characters")
    }
    return RouteAction.FixedResponse(
      statusCode: config.statusCode, contentType: config.contentType, body: config.messageBody)
  }
}
