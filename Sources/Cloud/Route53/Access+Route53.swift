extension Access {
  /// The call works on a hosted zone by its id; without one, as if it were not said.
  package func onHostedZone(_ id: String?) -> Access {
    guard let id = id.map(Route53State.bareID) else { return self }
    return on(arn: "arn:aws:route53:::hostedzone/\(id)", tags: world.route53.zones[id]?.tags ?? Tags())
  }

  /// The call works on a health check by its id.
  package func onHealthCheck(_ id: String?) -> Access {
    guard let id else { return self }
    return on(
      arn: "arn:aws:route53:::healthcheck/\(id)", tags: world.route53.healthChecks[id]?.tags ?? Tags())
  }

  /// The call works on a hosted zone or a health check, whose tags it reads or changes.
  func onTagged(_ kind: String, _ ids: [String]) -> Access {
    ids.reduce(self) { access, id in
      kind == "healthcheck" ? access.onHealthCheck(id) : access.onHostedZone(id)
    }
  }

  /// The call works on a change or a set of name servers by its id, such as `/change/C…`.
  func onRoute53(_ kind: String, _ id: String) -> Access {
    let bare = id.split(separator: "/").last.map(String.init) ?? id
    return on(arn: "arn:aws:route53:::\(kind)/\(bare)")
  }
}
