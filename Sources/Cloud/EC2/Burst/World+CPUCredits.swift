import EventKernel

/// How credits behave over launches and stops (facts: EC2 2.5).
enum CreditRules {
  /// How long types other than T2 keep their credits while they are stopped.
  static let keeping: Duration = .days(7)
  /// How many launches and starts of a day in a Region bring launch credits.
  static let launchesADay = 100
}

extension World {
  /// The share of full speed at which an instance's vCPUs run now; 1 for all that do not burst.
  package func speed(of instance: Instance) -> Double { instance.credits?.speed ?? 1 }

  /// Gives an instance that is launched or started the credits that it begins with.
  mutating func grantCredits(to id: InstanceID) {
    guard let instance = ec2.instances[id], let type = catalog.instanceType(instance.type),
      let rules = type.credits
    else {
      ec2.instances.update(id) { $0.credits = nil }
      return
    }
    let isUnlimited = isUnlimited(instance)
    var credits = CPUCredits(launch: 0)
    if let kept = instance.credits, let stopped = kept.stopped, now - stopped <= CreditRules.keeping {
      credits.earned = min(kept.earned, rules.maximum)
    }
    credits.charged = instance.credits?.charged ?? 0
    if rules.atLaunch > 0, !isUnlimited, takesLaunchCredits(in: instance.zone.region) {
      credits.launch = rules.atLaunch
    }
    credits.setSpeed(type: rules, vCPUs: type.vCPUs, isUnlimited: isUnlimited)
    ec2.instances.update(id) { $0.credits = credits }
  }

  /// Whether one more launch of today brings credits; it is counted if so.
  private mutating func takesLaunchCredits(in region: Region) -> Bool {
    let since = now - .hours(24)
    ec2.launchCredits.removeAll { $0.at <= since }
    guard ec2.launchCredits.count(where: { $0.region == region }) < CreditRules.launchesADay else {
      return false
    }
    ec2.launchCredits.append(EC2State.LaunchCredits(region: region, at: now))
    return true
  }

  /// Settles the credits of an instance that is stopped or terminated: T2 loses them, others keep them for a week.
  mutating func settleCredits(of id: InstanceID) {
    guard let instance = ec2.instances[id], var credits = instance.credits else { return }
    credits.settle()
    credits.launch = 0
    if instance.type.hasPrefix("t2.") { credits.earned = 0 }
    credits.stopped = now
    ec2.instances.update(id) { $0.credits = credits }
  }

  /// Puts a changed mode into force at once.
  mutating func applyCreditMode(to id: InstanceID) {
    guard let instance = ec2.instances[id], var credits = instance.credits,
      let type = catalog.instanceType(instance.type), let rules = type.credits
    else { return }
    let isUnlimited = isUnlimited(instance)
    if !isUnlimited { credits.settle() }
    credits.setSpeed(type: rules, vCPUs: type.vCPUs, isUnlimited: isUnlimited)
    ec2.instances.update(id) { $0.credits = credits }
  }

  /// Books the minute that ends now for a running instance that bursts; `used` is the busy share of its vCPUs.
  mutating func passCredits(of instance: Instance, used: Double) {
    guard var credits = instance.credits, let type = catalog.instanceType(instance.type),
      let rules = type.credits
    else { return }
    let before = credits.speed
    credits.pass(
      used: used * Double(type.vCPUs), type: rules, vCPUs: type.vCPUs, isUnlimited: isUnlimited(instance))
    if credits.charged > instance.credits?.charged ?? 0 { billing.staleness.isStale = true }
    let minute = now.sinceEpoch.wholeSeconds / 60
    if minute % 5 == 0 {
      publishCredits(credits, of: instance, at: now - .minutes(5))
      credits.usedInPeriod = 0
      credits.chargedInPeriod = 0
    }
    ec2.instances.update(instance.id) { $0.credits = credits }
    guard before != credits.speed else { return }
    revision.instances += 1
    if before == 1 { note("credits-exhausted", "\(instance.id)") }
    if credits.speed == 1 { note("credits-enough", "\(instance.id)") }
  }
}
