package import EventKernel

extension AutoScalingGroup {
  /// The key of a group in its table.
  static func key(_ region: Region, _ name: String) -> String { "\(region.rawValue)/\(name)" }

  /// The key of the group.
  var key: String { Self.key(region, name) }

  /// The members that count towards the desired capacity: not on their way out, not in standby; by id.
  var standing: [Member] { members.rows.filter { $0.state != .terminating && $0.state != .standby } }

  /// How many members are on their way out.
  var leaving: Int { members.count { $0.row.state == .terminating } }

  /// Whether nobody comes or goes and as many are in service as are wanted.
  var isCalm: Bool {
    leaving == 0 && standing.count == desiredCapacity && standing.allSatisfy { $0.state == .inService }
  }

  /// Whether nothing is under way in it that time alone ends: a start, a grace period, a hook, a cooldown, a pause.
  func isSettled(at now: Instant) -> Bool {
    isCalm && awaitedCooldown == nil && activeRefresh == nil
      && [cooldownEnd, launchBlockedUntil, rebalanceBlockedUntil].allSatisfy { $0.map { $0 <= now } ?? true }
      && warm.rows.allSatisfy { $0.state == .stopped || $0.state == .running }
      && members.rows.allSatisfy { member in
        hasWarmed(member, at: now) && member.waits.isEmpty
          && (member.inServiceSince ?? now) + healthCheckGrace <= now
      }
  }

  /// Whether a process works: not suspended by name.
  func runs(_ process: String) -> Bool { !suspended.contains(process) }

  /// How long a new instance counts as warming (facts: Auto Scaling 4.6).
  ///
  /// The group's default, else the longest that a step or tracking policy names, else the cooldown; none without such a policy.
  package var warmup: Duration {
    if let defaultInstanceWarmup { return defaultInstanceWarmup }
    var longest = Duration.zero
    for policy in policies.rows {
      switch policy.kind {
      case .simple: break
      case .step(_, _, let warmup): longest = max(longest, warmup ?? defaultCooldown)
      case .targetTracking(let tracking): longest = max(longest, tracking.warmup ?? defaultCooldown)
      }
    }
    return longest
  }

  /// Whether a member is in service and its warm-up is over, so that metrics count it.
  package func hasWarmed(_ member: Member, at now: Instant) -> Bool {
    guard member.state == .inService, let since = member.inServiceSince else { return false }
    return now >= since + warmup
  }

  /// Instances wanted or launched that do not count yet.
  func warmingCapacity(at now: Instant) -> Int {
    let standing = standing
    return max(0, desiredCapacity - standing.count) + standing.count { !hasWarmed($0, at: now) }
  }
}

extension World {
  /// The group of a name.
  ///
  /// - Throws: `ValidationError` when there is none.
  func autoScalingGroup(_ name: String, in region: Region) throws(AWSError) -> AutoScalingGroup {
    guard let group = autoScaling.groups[AutoScalingGroup.key(region, name)] else {
      let names = autoScaling.groups.rows.filter { $0.region == region }.map(\.name)
      throw AWSError(
        "ValidationError", "AutoScalingGroup name not found - \(name)",
        alternatives: .init(given: name, among: names))
    }
    return group
  }

  /// The groups of a Region, by name.
  package func autoScalingGroups(in region: Region) -> [AutoScalingGroup] {
    autoScaling.groups.rows.filter { $0.region == region }
  }

  /// The group that an instance is a member of.
  func autoScalingGroup(of text: String, in region: Region) throws(AWSError) -> (AutoScalingGroup, InstanceID)
  {
    if let id = InstanceID(text) {
      for (_, group) in autoScaling.groups where group.region == region && group.members[id] != nil {
        return (group, id)
      }
    }
    throw AWSError(
      "ValidationError", "Instance Id not found - No managed instance found for instance ID: \(text)")
  }

  /// The policy of an ARN, by the group's key and its name.
  func scalingPolicy(arn: String) -> (group: String, policy: String)? {
    for (key, group) in autoScaling.groups {
      for policy in group.policies.rows where policy.arn == arn { return (key, policy.name) }
    }
    return nil
  }

  /// A new id in the form of a UUID.
  mutating func nextUUID() -> String { Self.uuid(nextBits(), nextBits()) }

  /// Two numbers in the form of a UUID.
  static func uuid(_ high: UInt64, _ low: UInt64) -> String {
    func hex(_ bits: UInt64) -> String {
      let digits = String(bits, radix: 16)
      return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
    let digits = Array((hex(high) + hex(low)).utf8)
    func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
    return "\(part(0..<8))-\(part(8..<12))-\(part(12..<16))-\(part(16..<20))-\(part(20..<32))"
  }
}

extension Instant {
  /// The moment as the causes of scaling activities write it: `2026-01-05T00:00:00Z`.
  var zulu: String { String(iso8601.prefix(19)) + "Z" }
}
