import EventKernel

extension World {
  /// The ARNs that a target of an experiment comes to now.
  ///
  /// - Throws: `InvalidTarget` for an ARN of nothing, `QuotaExceededFailure` for more than five found by tags.
  func resolve(
    _ target: FISTarget, named name: String, of experiment: FISExperiment
  ) throws(FISExperiment.Failure) -> [String] {
    guard let kind = FISResourceKind(rawValue: target.resourceType) else { return [] }
    let all = candidates(kind, in: experiment.region)
    let arns = target.resourceArns ?? []
    for arn in arns where !all.contains(where: { $0.arn == arn }) {
      throw FISExperiment.Failure(
        code: "InvalidTarget", location: name, reason: "The resource \(arn) could not be found.")
    }
    let found = all.filter { candidate in
      (arns.isEmpty || arns.contains(candidate.arn))
        && (target.resourceTags?.entries ?? []).allSatisfy { candidate.tags[$0.name] == $0.text }
        && (target.filters ?? []).allSatisfy { candidate.passes($0) }
        && hasParameters(candidate, target.parameters, kind)
    }.map(\.arn)
    let chosen = drawn(FISSelection(target.selectionMode) ?? .all, of: found, named: name, experiment)
    guard !arns.isEmpty || chosen.count <= FISResourceKind.mostByTags else {
      throw FISExperiment.Failure(
        code: "QuotaExceededFailure", location: name,
        reason:
          "The target \(name) resolved to \(chosen.count) resources, more than the quota of "
          + "\(FISResourceKind.mostByTags) for targets that are identified by tags.")
    }
    return chosen
  }

  /// Draws as many as the selection wants, by the world's seed and the experiment.
  private func drawn(
    _ selection: FISSelection, of arns: [String], named name: String, _ experiment: FISExperiment
  ) -> [String] {
    let draws = Draws(
      seed: seed.rawValue, purpose: DrawPurpose.experimentTargets.rawValue,
      population: Self.drawNumber(of: experiment.id), number: Self.drawNumber(of: name))
    var rest = Array(arns.indices)
    var picked: [Int] = []
    for turn in 0..<selection.size(of: arns.count) {
      picked.append(rest.remove(at: Int(draws.below(UInt64(rest.count), turn))))
    }
    return picked.sorted().map { arns[$0] }
  }

  /// A number for a text, by which draws are addressed.
  static func drawNumber(of text: String) -> UInt64 {
    text.utf8.reduce(0) { Draws.mix($0 ^ UInt64($1)) }
  }

  private func hasParameters(
    _ candidate: FISCandidate, _ parameters: StringMap?, _ kind: FISResourceKind
  ) -> Bool {
    switch kind {
    case .group, .instance, .spotInstance, .role: return true
    case .subnet:
      guard let row = subnet(arn: candidate.arn) else { return false }
      let vpc = parameters?["vpc"].map { IAMARN.name(in: $0) }
      return isNamed(row.zone, parameters?["availabilityZoneIdentifier"])
        && vpc.map { $0 == "\(row.vpc)" } ?? true
    case .replicationGroup:
      let nodes = elastiCache.replicationGroups.rows.first { $0.arn == candidate.arn }?.nodes ?? []
      return nodes.contains { isNamed($0.zone, parameters?["availabilityZoneIdentifier"]) }
    case .database:
      guard let row = rds.instances.rows.first(where: { $0.arn == candidate.arn }),
        let text = parameters?["availabilityZoneIdentifiers"]
      else { return true }
      return text.commaSeparated.contains { isNamed(row.zone, $0) }
    }
  }

  /// Whether a text is the name or the id of a zone; no text is any zone's.
  func isNamed(_ zone: Zone, _ text: String?) -> Bool {
    text.map { $0 == zone.rawValue || $0 == catalog.id(of: zone) } ?? true
  }

  /// The subnet of an ARN.
  func subnet(arn: String) -> Subnet? { SubnetID(IAMARN.name(in: arn)).flatMap { ec2.subnets[$0] } }

  /// The instance of an ARN.
  func instance(arn: String) -> Instance? { InstanceID(IAMARN.name(in: arn)).flatMap { ec2.instances[$0] } }
}
