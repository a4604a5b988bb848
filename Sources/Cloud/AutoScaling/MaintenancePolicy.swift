/// How many instances of a group may be missing or too many while some are replaced (facts: Auto Scaling 4.3).
package struct MaintenancePolicy: Sendable, Equatable {
  /// The share of the desired capacity that must be healthy, 0 to 100 percent.
  package var minHealthy: Int
  /// The share that may run at once, 100 to 200 percent.
  package var maxHealthy: Int

  /// The policy that a call describes; `nil` when both numbers are −1, which takes it away.
  ///
  /// - Throws: AWS's errors for numbers out of range or too far apart.
  init?(_ shape: InstanceMaintenancePolicy) throws(AWSError) {
    let low = shape.minHealthyPercentage
    let high = shape.maxHealthyPercentage
    if low == -1, high == -1 { return nil }
    guard let low, let high else {
      throw AWSError(
        "ValidationError",
        "Both MinHealthyPercentage and MaxHealthyPercentage must be specified in InstanceMaintenancePolicy.")
    }
    try Self.check(low, high)
    minHealthy = low
    maxHealthy = high
  }

  /// The policy of two shares in percent.
  init(minHealthy: Int, maxHealthy: Int) {
    self.minHealthy = minHealthy
    self.maxHealthy = maxHealthy
  }

  static func check(_ low: Int, _ high: Int) throws(AWSError) {
    guard (0...100).contains(low), (100...200).contains(high) else {
      throw AWSError(
        "ValidationError",
        "MinHealthyPercentage must be between 0 and 100 and MaxHealthyPercentage between 100 and 200.")
    }
    guard high - low <= 100 else {
      throw AWSError(
        "ValidationError",
        "The difference between MinHealthyPercentage and MaxHealthyPercentage cannot be greater than 100.")
    }
  }

  /// How many of a capacity must be healthy.
  func least(of capacity: Int) -> Int { (capacity * minHealthy + 99) / 100 }

  /// How many beyond a capacity may run: none unless all must be healthy or more than all may run, then one at least.
  func extra(of capacity: Int) -> Int {
    guard maxHealthy > 100 || minHealthy == 100 else { return 0 }
    return max(1, capacity * (maxHealthy - 100) / 100)
  }
}

/// A maintenance policy as calls carry it.
package struct InstanceMaintenancePolicy: Codable, Sendable {
  package var minHealthyPercentage: Int?
  package var maxHealthyPercentage: Int?

  init(_ policy: MaintenancePolicy) {
    minHealthyPercentage = policy.minHealthy
    maxHealthyPercentage = policy.maxHealthy
  }
}
