package import EventKernel

/// What a burstable instance has saved of its vCPUs: a credit is a vCPU at full speed for a minute (facts: EC2 2.5).
package struct CPUCredits: Sendable, Equatable {
  /// Given at a launch in standard mode, spent first, beyond the cap.
  package internal(set) var launch: Double
  /// Earned minute by minute, at most a day's.
  package internal(set) var earned: Double
  /// Spent in unlimited mode beyond what was earned, not paid back and not charged yet.
  package internal(set) var surplus = 0.0
  /// Surplus credits that were charged since the instance was launched.
  package internal(set) var charged = 0.0
  /// Spent in the period of CloudWatch that has not ended.
  package internal(set) var usedInPeriod = 0.0
  /// Charged in that period.
  package internal(set) var chargedInPeriod = 0.0
  /// The share of full speed at which the vCPUs run now, above 0 to 1.
  package internal(set) var speed = 1.0
  /// When it was stopped; `nil` while it is not.
  package internal(set) var stopped: Instant?

  /// Credits at a launch, with or without launch credits.
  package init(launch: Double, earned: Double = 0) {
    self.launch = launch
    self.earned = earned
  }

  /// What can be spent, as CPUCreditBalance shows it.
  package var balance: Double { launch + earned }

  /// Takes up a minute: what was worked, in vCPU minutes, and what a minute earns.
  package mutating func pass(used: Double, type: InstanceType.Credits, vCPUs: Int, isUnlimited: Bool) {
    usedInPeriod += used
    // Launch credits go first, and what is earned meanwhile is kept up to the cap.
    let fromLaunch = min(launch, used)
    launch -= fromLaunch
    var rest = type.perHour / 60 - (used - fromLaunch)
    if surplus > 0, rest > 0 {
      let repaid = min(surplus, rest)
      surplus -= repaid
      rest -= repaid
    }
    earned += rest
    if earned < 0 {
      if isUnlimited { surplus -= earned }
      earned = 0
    }
    earned = min(earned, type.maximum)
    // Surplus within a day's earnings may still be paid back; what is above is charged.
    if surplus > type.maximum { charge(surplus - type.maximum) }
    setSpeed(type: type, vCPUs: vCPUs, isUnlimited: isUnlimited)
  }

  /// Without credits a minute has what a minute earns: the baseline.
  // Simplified: credits-by-minute
  mutating func setSpeed(type: InstanceType.Credits, vCPUs: Int, isUnlimited: Bool) {
    speed = isUnlimited ? 1 : min(1, max(0.01, (balance + type.perHour / 60) / Double(max(1, vCPUs))))
  }

  /// Charges all surplus, as the end of the instance or of its unlimited mode does.
  package mutating func settle() { charge(surplus) }

  private mutating func charge(_ amount: Double) {
    surplus -= amount
    charged += amount
    chargedInPeriod += amount
  }
}
