/// The numbers of scaling policies (facts: Auto Scaling 4.6).
package enum ScalingArithmetic {
  /// How much an adjustment changes a capacity.
  ///
  /// Percentages round: above 1 down, 0 to 1 to 1, −1 to 0 to −1, below −1 towards zero.
  package static func change(
    of capacity: Int, by adjustment: ScalingPolicy.Adjustment, amount: Int, atLeast magnitude: Int? = nil
  ) -> Int {
    switch adjustment {
    case .changeInCapacity: return amount
    case .exactCapacity: return amount - capacity
    case .percentChangeInCapacity:
      let exact = Double(capacity) * Double(amount) / 100
      let change = exact > 0 ? max(1, Int(exact)) : exact < 0 ? min(-1, Int(exact)) : 0
      guard let magnitude, change != 0 else { return change }
      return change > 0 ? max(change, magnitude) : min(change, -magnitude)
    }
  }

  /// The band that a metric's distance from the threshold falls into.
  ///
  /// Above the threshold the lower bound belongs to the band, below it the upper one does.
  package static func step(_ steps: [ScalingPolicy.Step], distance: Double) -> ScalingPolicy.Step? {
    steps.first { step in
      let lower = step.lower ?? -.infinity
      let upper = step.upper ?? .infinity
      return distance >= 0 ? lower <= distance && distance < upper : lower < distance && distance <= upper
    }
  }

  /// What step scaling wants: outwards from the capacity that has warmed, inwards from all that still runs.
  ///
  /// - Parameters:
  ///   - desired: the desired capacity.
  ///   - warming: how many of it are launching or warming.
  ///   - terminating: how many run beside it on their way out.
  package static func stepTarget(
    desired: Int, warming: Int, terminating: Int, adjustment: ScalingPolicy.Adjustment, amount: Int,
    atLeast magnitude: Int?
  ) -> Int {
    let warm = max(0, desired - warming)
    let outwards = warm + change(of: warm, by: adjustment, amount: amount, atLeast: magnitude)
    if outwards > warm { return max(desired, outwards) }
    let whole = desired + terminating
    let inwards = whole + change(of: whole, by: adjustment, amount: amount, atLeast: magnitude)
    // A scale-in waits for the scale-out that is under way.
    return warming > 0 ? desired : min(desired, max(0, inwards))
  }

  /// What target tracking wants: the capacity at which the metric would meet its target (TEACH).
  package static func trackingTarget(capacity: Int, metric: Double, target: Double) -> Int {
    let wanted = (Double(capacity) * metric / target).rounded(.up)
    return Int(max(0, min(wanted, 1_000_000)))
  }
}
