package import EventKernel

/// A replacement of all instances of a group, some at a time.
package struct InstanceRefresh: Sendable, Equatable {
  /// Where it is in its life.
  package enum Status: String, Sendable {
    case pending = "Pending"
    case inProgress = "InProgress"
    case successful = "Successful"
    case failed = "Failed"
    case cancelling = "Cancelling"
    case cancelled = "Cancelled"
    case rollbackInProgress = "RollbackInProgress"
    case rollbackSuccessful = "RollbackSuccessful"
    case rollbackFailed = "RollbackFailed"
    case baking = "Baking"

    /// Whether it still acts.
    var isActive: Bool {
      switch self {
      case .pending, .inProgress, .cancelling, .rollbackInProgress, .baking: true
      case .successful, .failed, .cancelled, .rollbackSuccessful, .rollbackFailed: false
      }
    }
  }

  /// What is done with instances that cannot be replaced as they stand.
  package enum Handling: String, Sendable {
    case wait = "Wait"
    case ignore = "Ignore"
    /// Of protected instances: they are replaced all the same.
    case refresh = "Refresh"
    /// Of instances in standby: they are terminated.
    case terminate = "Terminate"
  }

  /// How it goes about (facts: Auto Scaling 4.3).
  package struct Preferences: Sendable, Equatable {
    package var minHealthy = 90
    package var maxHealthy = 100
    package var warmup: Duration?
    package var checkpoints: [Int] = []
    package var checkpointDelay: Duration = .hours(1)
    package var skipsMatching = false
    package var rollsBack = false
    package var protected = Handling.wait
    package var standby = Handling.wait
    package var alarms: [String] = []
    package var bakeTime: Duration = .zero
  }

  /// What it went back from.
  package struct Rollback: Sendable, Equatable {
    package let reason: String
    package let start: Instant
    package let percentage: Int
    package let rest: Int
  }

  package let id: String
  package var status = Status.pending
  package var reason: String?
  package let start: Instant
  package var end: Instant?
  package var preferences: Preferences
  /// What new instances are launched from; `nil` for what the group says.
  package var desired: LaunchChoice?
  /// Whether the desired configuration came as a mixed instances policy.
  package var isMixed = false
  /// The members when it began; others are its own.
  package let original: [InstanceID]
  /// The instances still to be replaced.
  package var remaining: [InstanceID]
  /// How many there were to replace.
  package var total: Int
  package var percentage = 0
  package var passedCheckpoints = 0
  /// Until when a checkpoint or the bake time holds it.
  package var heldUntil: Instant?
  /// When something went on last.
  package var lastProgress: Instant
  package var rollback: Rollback?
}

extension AutoScalingGroup {
  /// The refresh under way.
  var activeRefresh: InstanceRefresh? { refreshes.last.flatMap { $0.status.isActive ? $0 : nil } }

  /// What the group launches from now: a refresh's desired configuration, else its own.
  var launchChoice: LaunchChoice {
    activeRefresh?.desired
      ?? LaunchChoice(
        template: template, version: templateVersion, types: instanceTypes, distribution: distribution)
  }

  /// Changes the refresh under way.
  mutating func changeRefresh(_ change: (inout InstanceRefresh) -> Void) {
    guard !refreshes.isEmpty else { return }
    change(&refreshes[refreshes.count - 1])
  }
}

extension World {
  /// How long a refresh goes on without any progress before it fails (TEACH; AWS gives up after an hour).
  private static var refreshPatience: Duration { .hours(1) }

  /// Takes the refresh of a group one step further.
  mutating func refreshInstances(of key: String) {
    guard let group = autoScaling.groups[key], let refresh = group.activeRefresh,
      group.runs("InstanceRefresh"), group.runs("Launch"), group.runs("Terminate"), !group.isDeleting
    else { return }
    if refresh.status == .pending {
      autoScaling.groups.update(key) { $0.changeRefresh { $0.status = .inProgress } }
    }
    let remaining = refresh.remaining.filter { id in
      group.members[id].map { $0.state != .terminating } ?? false
    }
    if remaining.count < refresh.remaining.count {
      autoScaling.groups.update(key) {
        $0.changeRefresh {
          $0.remaining = remaining
          $0.lastProgress = now
        }
      }
    }
    if refresh.status == .cancelling {
      if group.leaving == 0, group.standing.allSatisfy({ $0.state == .inService }) {
        end(.cancelled, of: key, because: "Cancelled due to user request.")
      }
      return
    }
    if let alarm = ringing(refresh, in: group) {
      giveUp(key, because: "CloudWatch alarm \(alarm) is in ALARM state.")
      return
    }
    if now - refresh.lastProgress > Self.refreshPatience, refresh.heldUntil == nil {
      giveUp(key, because: "Instances did not become healthy within an hour.")
      return
    }
    goOn(key, remaining)
  }

  private func ringing(_ refresh: InstanceRefresh, in group: AutoScalingGroup) -> String? {
    refresh.preferences.alarms.first {
      cloudWatch.alarms[Alarm.key(group.region, $0)]?.state == .alarm
    }
  }

  private mutating func goOn(_ key: String, _ remaining: [InstanceID]) {
    guard let group = autoScaling.groups[key], let refresh = group.activeRefresh else { return }
    let warmup = refresh.preferences.warmup ?? group.defaultInstanceWarmup ?? group.healthCheckGrace
    let fresh = group.standing.filter { !remaining.contains($0.instance) }
    let warming = fresh.filter { member in
      member.state != .inService || !member.isHealthy
        || member.inServiceSince.map { now < $0 + warmup } ?? true
    }
    let done = max(0, refresh.total - remaining.count - warming.count)
    let percentage = refresh.total == 0 ? 100 : done * 100 / refresh.total
    autoScaling.groups.update(key) { group in
      group.changeRefresh {
        if percentage > $0.percentage { $0.lastProgress = now }
        $0.percentage = max($0.percentage, percentage)
      }
    }
    if let until = refresh.heldUntil {
      guard until <= now else { return }
      autoScaling.groups.update(key) {
        $0.changeRefresh {
          $0.heldUntil = nil
          $0.lastProgress = now
        }
      }
      if refresh.status == .baking { return succeed(key) }
    }
    guard warming.isEmpty, group.leaving == 0, group.standing.count >= group.desiredCapacity else {
      return tell(
        key,
        "Waiting for instances to warm up before continuing. For example: "
          + "\(warming.first?.instance.description ?? "an instance") is warming up.")
    }
    if remaining.isEmpty || isLastCheckpoint(refresh, percentage) {
      guard refresh.preferences.bakeTime > .zero, refresh.status == .inProgress else { return succeed(key) }
      autoScaling.groups.update(key) { group in
        group.changeRefresh {
          $0.status = .baking
          $0.heldUntil = now + $0.preferences.bakeTime
        }
      }
      return
    }
    if hold(at: percentage, refresh, key) { return }
    replaceSome(of: remaining, in: group, refresh)
  }

  private func isLastCheckpoint(_ refresh: InstanceRefresh, _ percentage: Int) -> Bool {
    guard let last = refresh.preferences.checkpoints.last, refresh.rollback == nil else { return false }
    return last < 100 && percentage >= last
  }

  /// Holds a refresh at a checkpoint that it has reached.
  private mutating func hold(at percentage: Int, _ refresh: InstanceRefresh, _ key: String) -> Bool {
    let points = refresh.preferences.checkpoints
    guard refresh.rollback == nil, refresh.passedCheckpoints < points.count,
      percentage >= points[refresh.passedCheckpoints]
    else { return false }
    autoScaling.groups.update(key) { group in
      group.changeRefresh {
        $0.passedCheckpoints += 1
        $0.heldUntil = now + $0.preferences.checkpointDelay
        $0.reason =
          "Waiting for \($0.preferences.checkpointDelay.wholeSeconds) seconds before continuing, as the checkpoint "
          + "at \(percentage) percent says."
      }
    }
    return true
  }

  /// Replaces the next few: by launching first where all must stay healthy or more may run, else by terminating first.
  private mutating func replaceSome(
    of remaining: [InstanceID], in group: AutoScalingGroup, _ refresh: InstanceRefresh
  ) {
    let key = group.key
    let ready = remaining.filter { id in
      guard let member = group.members[id] else { return false }
      if member.state == .standby { return refresh.preferences.standby == .terminate }
      return !member.isProtectedFromScaleIn || refresh.preferences.protected == .refresh
    }
    guard !ready.isEmpty else {
      return tell(key, "Waiting for remaining instances to be available: they are protected or in standby.")
    }
    let policy = MaintenancePolicy(
      minHealthy: refresh.preferences.minHealthy, maxHealthy: refresh.preferences.maxHealthy)
    let desired = group.desiredCapacity
    let extra = min(policy.extra(of: desired), ready.count)
    let count: Int
    if extra > 0 {
      guard group.surge >= extra, group.standing.count >= desired + extra else {
        autoScaling.groups.update(key) { $0.surge = extra }
        return
      }
      count = extra
    } else {
      count = max(1, desired - policy.least(of: desired))
    }
    for id in byNeed(ready, in: group).prefix(count) {
      terminate(
        id, in: key,
        cause:
          "At \(now.zulu) an instance was taken out of service in response to an instance refresh \(refresh.id).",
        drains: true)
    }
    autoScaling.groups.update(key) { group in
      group.surge = 0
      group.changeRefresh { $0.lastProgress = now }
    }
  }

  /// Those of the fullest zones first, then by age.
  private func byNeed(_ ids: [InstanceID], in group: AutoScalingGroup) -> [InstanceID] {
    func crowd(_ id: InstanceID) -> Int {
      group.standing.count { $0.zone == group.members[id]?.zone }
    }
    return ids.sorted { left, right in
      let (leftCrowd, rightCrowd) = (crowd(left), crowd(right))
      if leftCrowd != rightCrowd { return leftCrowd > rightCrowd }
      let leftLaunch = ec2.instances[left]?.launchTime ?? now
      let rightLaunch = ec2.instances[right]?.launchTime ?? now
      return leftLaunch == rightLaunch ? left < right : leftLaunch < rightLaunch
    }
  }

  private mutating func tell(_ key: String, _ reason: String) {
    autoScaling.groups.update(key) { $0.changeRefresh { $0.reason = reason } }
  }

  private mutating func succeed(_ key: String) {
    guard let group = autoScaling.groups[key], let refresh = group.activeRefresh else { return }
    if refresh.rollback == nil, let desired = refresh.desired {
      autoScaling.groups.update(key) { $0.set(desired, isMixed: refresh.isMixed) }
    }
    autoScaling.groups.update(key) {
      $0.changeRefresh { $0.percentage = max($0.percentage, refresh.percentage) }
    }
    end(refresh.rollback == nil ? .successful : .rollbackSuccessful, of: key, because: nil)
  }

  private mutating func end(_ status: InstanceRefresh.Status, of key: String, because reason: String?) {
    autoScaling.groups.update(key) { group in
      group.surge = 0
      group.changeRefresh {
        $0.status = status
        $0.end = now
        $0.reason = reason
      }
    }
    note("group-refresh-ends", autoScaling.groups[key]?.name ?? "", status.rawValue)
  }

  /// A refresh that cannot go on goes back where it was told to, else it fails.
  private mutating func giveUp(_ key: String, because reason: String) {
    guard let refresh = autoScaling.groups[key]?.activeRefresh else { return }
    if refresh.rollback != nil {
      end(.rollbackFailed, of: key, because: reason)
    } else if refresh.preferences.rollsBack {
      rollBack(key, because: reason)
    } else {
      end(.failed, of: key, because: reason)
    }
  }

  /// Replaces what a refresh has launched by instances from the group's own configuration.
  mutating func rollBack(_ key: String, because reason: String) {
    guard let group = autoScaling.groups[key], let refresh = group.activeRefresh else { return }
    let launched = group.standing.map(\.instance).filter { !refresh.original.contains($0) }
    autoScaling.groups.update(key) { group in
      group.surge = 0
      group.changeRefresh {
        $0.rollback = InstanceRefresh.Rollback(
          reason: reason, start: now, percentage: $0.percentage, rest: $0.remaining.count)
        $0.status = .rollbackInProgress
        $0.reason = "Rolling back: \(reason)"
        $0.desired = nil
        $0.remaining = launched
        $0.total = launched.count
        $0.percentage = 0
        $0.heldUntil = nil
        $0.lastProgress = now
        $0.preferences.alarms = []
      }
    }
  }
}
