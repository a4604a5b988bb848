import Cloud
import EventKernel
import Texts

/// Makers of remedies about load balancers, their listeners and groups.
extension RemedySite {
  /// Machines of the Region that stand behind no load balancer join each group that has none; without machines the
  /// first one is launched.
  func registrations() -> [Remedy] {
    groups.filter { $0.kind == .instance && $0.targets.isEmpty }.compactMap { group -> Remedy? in
      let machines = world.ec2.instances.rows.filter { $0.vpc == group.vpc && $0.state == .running }
      guard machines.isEmpty else {
        return Remedy(
          .register, ["count": .integer(machines.count), "group": .string(group.name)],
          [
            "aws elbv2 register-targets --target-group-arn \(group.arn) --targets "
              + machines.map { "Id=\($0.id)" }.joined(separator: " "), "wait",
          ])
      }
      return firstTarget(of: group)
    }
  }

  /// A first machine behind a group of a world that has none.
  private func firstTarget(of group: TargetGroup) -> Remedy? {
    let owned = world.ec2.images.rows.filter { $0.region == region && $0.owner == Account.id }
    guard let image = owned.last, let balancer = balancers.first, let node = balancer.nodes.first,
      let subnet = world.ec2.subnets[node.subnet]
    else { return nil }
    var lines = RemedyLines(self)
    let machine = lines.launch(
      image: image, type: "m5.large", subnet: subnet,
      groups: balancer.securityGroups.map(\.description))
    lines.add("wait")
    lines.add(
      "aws elbv2 register-targets --target-group-arn \(group.arn) --targets Id=\(machine)")
    lines.add("wait")
    return Remedy(.register, ["count": .integer(1), "group": .string(group.name)], lines.lines)
  }

  /// Load balancers get nodes in the zones of all their targets, and in one more.
  func furtherZones() -> [Remedy] {
    balancers.flatMap { balancer -> [Remedy] in
      let targets = groups.flatMap { group in
        group.targets.ids.compactMap { world.instance(behind: $0.place, of: group)?.zone }
      }
      let own = zones(of: balancer.vpc)
      let missing = own.filter { zone in
        targets.contains(zone) && !balancer.nodes.contains { $0.zone == zone }
      }
      let further = own.first { zone in
        !missing.contains(zone) && !balancer.nodes.contains { $0.zone == zone }
      }
      var choices = missing.isEmpty ? [] : [missing]
      if let further { choices.append(missing + [further]) }
      return choices.compactMap { chosen -> Remedy? in
        guard let line = enabling(chosen, for: balancer) else { return nil }
        let names = chosen.map(\.rawValue).joined(separator: ", ")
        return Remedy(
          .zones, ["name": .string(balancer.name), "zones": .string(names)], [line, "wait"])
      }
    }
  }

  /// Groups whose nodes use the targets of all zones.
  func crossings() -> [Remedy] {
    balancers.flatMap { balancer -> [Remedy] in
      groups.filter { !world.usesCrossZone($0, balancer) }.map { group in
        Remedy(
          .crossZone, ["group": .string(group.name)],
          [
            "aws elbv2 modify-target-group-attributes --target-group-arn \(group.arn)"
              + " --attributes Key=load_balancing.cross_zone.enabled,Value=true"
          ])
      }
    }
  }

  /// Nodes that use the targets of their own zone alone, with a machine in each zone or as they are, so that nothing crosses
  /// zones on its way to a target.
  func zonalTargets() -> [Remedy] {
    balancers.flatMap { balancer -> [Remedy] in
      let crossing = groups.filter { $0.kind == .instance && world.usesCrossZone($0, balancer) }
      return crossing.flatMap { group -> [Remedy] in
        let values: [String: TextValue] = ["group": .string(group.name)]
        let zonal = [
          "aws elbv2 modify-target-group-attributes --target-group-arn \(group.arn)"
            + " --attributes Key=load_balancing.cross_zone.enabled,Value=false", "wait",
        ]
        let alone = Remedy(.zonalTargets, values, zonal)
        let there = group.targets.ids.compactMap { world.instance(behind: $0.place, of: group) }
        let empty = balancer.nodes.filter { node in !there.contains { $0.zone == node.zone } }
        guard let model = there.first(where: { $0.autoScalingGroup == nil }), !empty.isEmpty else {
          return [alone]
        }
        var lines = RemedyLines(self)
        let launched = empty.map { lines.launch(like: model, RemedyLines.Changes(subnet: $0.subnet)) }
        lines.add("wait")
        lines.add(
          "aws elbv2 register-targets --target-group-arn \(group.arn) --targets "
            + launched.map { "Id=\($0)" }.joined(separator: " "))
        lines.add("wait")
        for line in zonal { lines.add(line) }
        return [Remedy(.targetsInEachZone, values, lines.lines), alone]
      }
    }
  }

  /// Health checks that ask the port and the path that the application answers.
  func healthPaths() -> [Remedy] {
    guard let app else { return [] }
    return groups.compactMap { group -> Remedy? in
      let check = group.healthCheck
      let isHTTP = check.protocolName == "HTTP"
      let isRight = (!isHTTP || check.path == app.healthPath) && (check.port == nil || check.port == app.port)
      guard !isRight else { return nil }
      let path = isHTTP ? " --health-check-path \(app.healthPath)" : ""
      return Remedy(
        .healthPath,
        ["group": .string(group.name), "path": .string(app.healthPath), "port": .integer(app.port)],
        [
          "aws elbv2 modify-target-group --target-group-arn \(group.arn)"
            + " --health-check-port traffic-port\(path)", "wait",
        ])
    }
  }

  /// Health checks that notice a dead target in 20 seconds.
  func healthSpeeds() -> [Remedy] {
    groups.filter { group in
      let check = group.healthCheck
      return check.interval * check.unhealthyThreshold + check.timeout > .seconds(25)
    }.map { group in
      Remedy(
        .healthSpeed, ["group": .string(group.name), "span": .integer(10), "count": .integer(2)],
        [
          "aws elbv2 modify-target-group --target-group-arn \(group.arn)"
            + " --health-check-interval-seconds 10 --health-check-timeout-seconds 5"
            + " --unhealthy-threshold-count 2",
          "wait",
        ])
    }
  }

  /// Load balancers that wait for an answer as long as the most patient client does.
  func idleTimeouts() -> [Remedy] {
    let patience = workload.populations.map(\.timeout).max() ?? .zero
    let needed = Int(patience.wholeSeconds) + 1
    return balancers.filter { $0.kind == .application && $0.attributes.idleTimeout < patience }.map {
      Remedy(
        .idleTimeout, ["name": .string($0.name), "span": .integer(needed)],
        [
          "aws elbv2 modify-load-balancer-attributes --load-balancer-arn \($0.arn)"
            + " --attributes Key=idle_timeout.timeout_seconds,Value=\(needed)"
        ])
    }
  }

  /// Load balancers that listen on the users' port, or come in front of machines that listen on another.
  func listenersOnPort() -> [Remedy] {
    var remedies: [Remedy] = []
    for balancer in balancers where world.listener(of: balancer.id, port: port) == nil && port != 443 {
      guard let group = groups.first else { continue }
      let name = balancer.kind == .application ? "HTTP" : "TCP"
      remedies.append(
        Remedy(
          .listener, ["name": .string(balancer.name), "port": .integer(port)],
          [
            "aws elbv2 create-listener --load-balancer-arn \(balancer.arn) --protocol \(name) --port \(port)"
              + " --default-actions Type=forward,TargetGroupArn=\(group.arn)", "wait",
          ]))
    }
    if balancers.isEmpty, let remedy = balancerInFront { remedies.append(remedy) }
    return remedies
  }

  /// A load balancer on the users' port in front of the machines that they reach now.
  private var balancerInFront: Remedy? {
    guard let app, let model = machines.first, !model.securityGroups.isEmpty else { return nil }
    var lines = RemedyLines(self)
    let isOpen = world.allows(
      from: .address(Self.anybody), toGroups: model.securityGroups, port: app.port)
    if !isOpen {
      lines.add(
        "aws ec2 authorize-security-group-ingress --group-id \(model.securityGroups[0]) --protocol tcp"
          + " --port \(app.port) --cidr 0.0.0.0/0")
    }
    lines.targetGroup(for: app, vpc: model.vpc)
    lines.add(
      "aws elbv2 register-targets --target-group-arn $NEW_TG --targets "
        + machines.map { "Id=\($0.id)" }.joined(separator: " "))
    // A load balancer wants two zones; those of the machines come first.
    let own = zones(of: model.vpc)
    let near = own.filter { zone in machines.contains { $0.zone == zone } }
    let subnets = (near + own.filter { !near.contains($0) }).prefix(max(2, near.count))
      .compactMap { subnet(in: $0, of: model.vpc)?.id }
    guard lines.balancer(for: "$NEW_TG", subnets: subnets, securityGroups: model.securityGroups) else {
      return nil
    }
    return Remedy(.listener, ["name": "new-web", "port": .integer(port)], lines.lines)
  }

  /// Listeners that forward to a group what they answer themselves or send away, and rules that do so go.
  func forwards() -> [Remedy] {
    var remedies: [Remedy] = []
    for balancer in balancers {
      for listener in world.listeners(of: balancer.id) where listener.port == port {
        for rule in world.rules(of: listener.id) where !rule.action.isForward {
          remedies.append(
            Remedy(
              .ruleGone, ["name": .string(balancer.name), "priority": .integer(rule.priority)],
              ["aws elbv2 delete-rule --rule-arn \(rule.arn)"]))
        }
        guard !listener.defaultAction.isForward, let group = forwardable(of: balancer) else { continue }
        remedies.append(
          Remedy(
            .forward, ["name": .string(balancer.name), "port": .integer(port), "group": .string(group.name)],
            [
              "aws elbv2 modify-listener --listener-arn \(listener.arn)"
                + " --default-actions Type=forward,TargetGroupArn=\(group.arn)"
            ] + filling(group)))
      }
    }
    return remedies
  }

  /// A certificate for the users' name on the listener that has none that fits.
  func certificates() -> [Remedy] {
    guard let host else { return [] }
    return balancers.compactMap { balancer -> Remedy? in
      guard let listener = world.listener(of: balancer.id, port: port), listener.security != nil,
        let lines = requesting(host)
      else { return nil }
      let added =
        "aws elbv2 add-listener-certificates --listener-arn \(listener.arn)"
        + " --certificates CertificateArn=$NEW_CERT"
      let filled = forwardable(of: balancer).map(filling) ?? []
      return Remedy(
        .certificate, ["name": .string(balancer.name), "host": .string(host)], lines + [added] + filled)
    }
  }

  /// An HTTPS listener in the place of one that does not speak it.
  func secureListeners() -> [Remedy] {
    guard let host, port == 443 else { return [] }
    return balancers.compactMap { balancer -> Remedy? in
      guard balancer.kind == .application, let group = forwardable(of: balancer),
        var lines = requesting(host)
      else { return nil }
      if let listener = world.listener(of: balancer.id, port: port) {
        lines.append("aws elbv2 delete-listener --listener-arn \(listener.arn)")
      }
      lines.append(
        "aws elbv2 create-listener --load-balancer-arn \(balancer.arn) --protocol HTTPS --port 443"
          + " --certificates CertificateArn=$NEW_CERT"
          + " --default-actions Type=forward,TargetGroupArn=\(group.arn)")
      return Remedy(
        .secureListener, ["name": .string(balancer.name), "host": .string(host)],
        lines + (filling(group).isEmpty ? ["wait"] : filling(group)))
    }
  }

  /// The group that a load balancer can forward to: one that it uses, else one that no load balancer does.
  private func forwardable(of balancer: LoadBalancer) -> TargetGroup? {
    let used = world.groups(behind: balancer.id).compactMap { world.loadBalancing.targetGroups[$0] }
    return used.first
      ?? world.targetGroups(in: region).first {
        $0.vpc == balancer.vpc && world.loadBalancer(using: $0.id) == nil
      }
  }

  /// The lines that register all machines with a group that has no target.
  func filling(_ group: TargetGroup) -> [String] {
    guard group.targets.isEmpty, group.kind == .instance else { return [] }
    let machines = world.ec2.instances.rows.filter { $0.vpc == group.vpc && $0.state == .running }
    guard !machines.isEmpty else { return [] }
    return [
      "aws elbv2 register-targets --target-group-arn \(group.arn) --targets "
        + machines.map { "Id=\($0.id)" }.joined(separator: " "), "wait",
    ]
  }

  /// The lines that request a certificate for a host and prove who owns its zone; the ARN is `$NEW_CERT`.
  private func requesting(_ host: String) -> [String]? {
    guard let zone = hostedZone(of: host) else { return nil }
    let record = "Certificate.DomainValidationOptions[0].ResourceRecord"
    func asking(_ variable: String, _ part: String) -> String {
      "\(variable)=$(aws acm describe-certificate --certificate-arn $NEW_CERT"
        + " --query '\(record).\(part)' --output text)"
    }
    return [
      "NEW_CERT=$(aws acm request-certificate --domain-name \(host) --validation-method DNS"
        + " --query CertificateArn --output text)",
      asking("NEW_NAME", "Name"), asking("NEW_VALUE", "Value"),
      "aws route53 change-resource-record-sets --hosted-zone-id \(zone.id) --change-batch "
        + "\"Changes=[{Action=UPSERT,ResourceRecordSet={Name=$NEW_NAME,Type=CNAME,TTL=300,"
        + "ResourceRecords=[{Value=$NEW_VALUE}]}}]\"",
      "aws acm wait certificate-validated --certificate-arn $NEW_CERT",
    ]
  }
}

extension RouteAction {
  /// Whether it sends requests to groups.
  fileprivate var isForward: Bool {
    if case .forward = self { true } else { false }
  }
}
