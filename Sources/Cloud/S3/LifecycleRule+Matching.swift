import EventKernel

extension LifecycleConfiguration.Rule {
  /// Whether the rule is about a version of a key.
  func matches(_ key: ObjectKey, _ version: ObjectVersion) -> Bool {
    guard status == "Enabled" else { return false }
    let filter = self.filter
    let prefixes = [prefix, filter?.prefix, filter?.and?.prefix].compactMap { $0 }
    guard prefixes.allSatisfy({ key.begins(with: $0) }) else { return false }
    let tags = (filter?.tag.map { [$0] } ?? []) + (filter?.and?.tags ?? [])
    guard
      tags.allSatisfy({ tag in version.tags[tag.key].map { $0.utf8.elementsEqual(tag.value.utf8) } ?? false })
    else { return false }
    if let least = filter?.objectSizeGreaterThan ?? filter?.and?.objectSizeGreaterThan, version.size <= least
    {
      return false
    }
    if let most = filter?.objectSizeLessThan ?? filter?.and?.objectSizeLessThan, version.size >= most {
      return false
    }
    return true
  }

  /// Whether the rule says itself how small objects may be that it moves.
  private var hasSizeFilter: Bool {
    [
      filter?.objectSizeGreaterThan, filter?.objectSizeLessThan, filter?.and?.objectSizeGreaterThan,
      filter?.and?.objectSizeLessThan,
    ].contains { $0 != nil }
  }

  /// The storage class into which the rule has moved a current version by now, the furthest down.
  func storageClass(of version: ObjectVersion, at now: Instant) -> StorageClass? {
    due(transitions ?? [], version: version) { transition in
      if let date = transition.date.flatMap(LifecycleDate.read) { return date <= now }
      guard let days = transition.days else { return false }
      return (version.modified + .days(days)).nextMidnight <= now
    } target: {
      $0.storageClass
    }
  }

  /// The storage class into which the rule has moved a noncurrent version by now.
  ///
  /// - Parameter newer: how many noncurrent versions are newer than this one.
  func storageClass(ofNoncurrent version: ObjectVersion, newer: Int, at now: Instant) -> StorageClass? {
    due(noncurrentVersionTransitions ?? [], version: version) { transition in
      guard let since = version.becameNoncurrent, let days = transition.noncurrentDays else { return false }
      return newer >= (transition.newerNoncurrentVersions ?? 0) && (since + .days(days)).nextMidnight <= now
    } target: {
      $0.storageClass
    }
  }

  private func due<Transition>(
    _ transitions: [Transition], version: ObjectVersion, _ isDue: (Transition) -> Bool,
    target: (Transition) -> String?
  ) -> StorageClass? {
    // Small objects are not moved unless a size filter says so (facts: `s3.lifecycle_min_size`).
    guard version.size >= 131_072 || hasSizeFilter else { return nil }
    return transitions.filter(isDue).compactMap { target($0).flatMap { StorageClass(rawValue: $0) } }
      .max { $0.rank < $1.rank }
  }

  /// Whether the rule ends a current version by now.
  func expires(_ version: ObjectVersion, at now: Instant) -> Bool {
    expiry(of: version).map { $0 <= now } ?? false
  }

  /// When the rule ends a current version.
  func expiry(of version: ObjectVersion) -> Instant? {
    if let date = expiration?.date.flatMap(LifecycleDate.read) { return date }
    return expiration?.days.map { (version.modified + .days($0)).nextMidnight }
  }

  /// Whether the rule ends a noncurrent version by now.
  func expires(noncurrent version: ObjectVersion, newer: Int, at now: Instant) -> Bool {
    guard let rule = noncurrentVersionExpiration, let days = rule.noncurrentDays,
      let since = version.becameNoncurrent, newer >= (rule.newerNoncurrentVersions ?? 0)
    else { return false }
    return (since + .days(days)).nextMidnight <= now
  }
}

/// Dates of lifecycle rules: midnight UTC.
enum LifecycleDate {
  /// The moment of a date; `nil` when it is none or not midnight UTC.
  static func read(_ text: String) -> Instant? {
    guard let moment = Instant(iso8601: text) else { return nil }
    return moment.timeOfDay == .zero ? moment : nil
  }
}

extension Bucket {
  /// What a reading says of the rule that will end the object, as S3's header has it.
  func expirationHeader(of version: ObjectVersion, as key: ObjectKey) -> String? {
    let due = (lifecycle?.rules ?? []).filter { $0.matches(key, version) }
      .compactMap { rule in rule.expiry(of: version).map { (moment: $0, id: rule.id ?? "") } }
    guard let first = due.min(by: { $0.moment.nanoseconds < $1.moment.nanoseconds }) else { return nil }
    return "expiry-date=\"\(HTTPDate.text(first.moment))\", rule-id=\"\(first.id)\""
  }
}
