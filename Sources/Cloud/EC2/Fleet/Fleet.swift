package import EventKernel

/// A number of machines of several types and zones that AWS keeps together: an EC2 Fleet or a Spot Fleet.
package struct Fleet: Sendable, Equatable {
  /// Whose calls it belongs to.
  package enum Family: Sendable, Equatable { case ec2, spot }

  /// What becomes of it after its machines were launched.
  package enum Kind: String, Sendable, CaseIterable {
    /// Launched once, a moment after the call.
    case request
    /// Kept at its target.
    case maintain
    /// Launched within the call.
    case instant
  }

  /// Where it is in its life.
  package enum State: Sendable, Equatable {
    case submitted
    case active
    /// Ended, while its machines run on or are being terminated.
    case ended(terminating: Bool)
    /// Ended, and its machines are gone.
    case gone
  }

  /// One way to get a machine: a type in a subnet.
  package struct Choice: Sendable, Equatable {
    package let launch: LaunchRequest
    package let zone: Zone
    /// The units of capacity that a machine counts for.
    package let weight: Double
    /// Smaller is preferred.
    package let priority: Double
    /// The most that is paid for an hour from spare capacity, in micro-USD.
    package let maximum: Int?
    /// Its configuration in the order of the call, and its override there.
    package let config: Int
    package let override: Int?
  }

  /// A machine of it.
  package struct Member: Sendable, Equatable {
    package let choice: Int
    package let isSpot: Bool
    package let weight: Double
  }

  /// A launch that failed in the last attempt.
  package struct Failure: Sendable, Equatable {
    package let choice: Int
    package let isSpot: Bool
    package let code: String
    package let message: String
  }

  /// A line of its history.
  package struct Record: Sendable, Equatable {
    package let at: Instant
    /// `instanceChange`, `fleetRequestChange`, `error`, `information`.
    package let type: String
    package let subType: String
    package let instance: InstanceID?
    package let description: String
  }

  /// How many units it wants.
  package struct Target: Sendable, Equatable {
    package var total: Int
    package var onDemand: Int
    /// `spot` or `on-demand`: what the rest of the total is made of.
    package var rest: String

    /// Units from spare capacity.
    package var spot: Int { total - onDemand }
  }

  package let id: String
  package let family: Family
  package let region: Region
  package let kind: Kind
  package let creation: Instant
  package var configuration: FleetConfiguration
  package var choices: [Choice]
  package var target: Target
  package var strategy: SpotAllocation
  /// Among how many of the cheapest pools machines are spread.
  package var pools = 1
  /// Whether On-Demand machines go by priority; by price else.
  package var isPrioritised = false
  /// Whether machines that are too many after a change are terminated.
  package var endsExcess = true
  package var replacesUnhealthy = false
  /// Whether a machine is replaced when its notice comes, not when it is gone.
  package var rebalances = false
  package var endsWithExpiry = false
  package var expiry: Instant?
  package var clientToken: String?
  package var state = State.submitted
  package var members = Table<InstanceID, Member>()
  package var failures: [Failure] = []
  package var history: [Record] = []
  package var tags: Tags
}

/// The configuration of a fleet as its call gave it, for showing.
package enum FleetConfiguration: Sendable, Equatable {
  case fleet([FleetLaunchTemplateConfig], FleetSpotOptions?, FleetOnDemandOptions?)
  case spotTemplates([SpotFleetTemplateConfig], role: String)
  case spotSpecifications([SpotFleetSpecification], role: String)
}

extension Fleet {
  /// The units that its machines count for; those whose notice has come do not when it replaces early.
  func fulfilled(isSpot: Bool, in world: World) -> Double {
    members.reduce(0) { sum, member in
      let isLeaving = rebalances && world.ec2.instances[member.id]?.spotNotice != nil
      return member.row.isSpot == isSpot && !isLeaving ? sum + member.row.weight : sum
    }
  }

  /// The units of all its machines.
  package var capacity: Double { members.reduce(0) { $0 + $1.row.weight } }

  /// What it is at, by AWS's word.
  package var activityStatus: String? {
    switch state {
    case .submitted: return "pending_fulfillment"
    case .ended(terminating: true): return "pending_termination"
    case .ended, .gone: return nil
    case .active:
      if capacity >= Double(target.total) { return "fulfilled" }
      return failures.isEmpty ? "pending_fulfillment" : "error"
    }
  }

  /// Its state by AWS's word, which differs between the families.
  package var stateName: String {
    let end = family == .ec2 ? "deleted" : "cancelled"
    return switch state {
    case .submitted: "submitted"
    case .active: "active"
    case .ended(let terminating): end + (terminating ? "_terminating" : "_running")
    case .gone: end
    }
  }

  /// Whether it still launches machines.
  var isOpen: Bool { state == .submitted || state == .active }

  /// Adds a line to its history, which has the newest 1,000.
  mutating func record(
    _ type: String, _ subType: String, at moment: Instant, instance: InstanceID? = nil,
    _ description: String = ""
  ) {
    history.append(
      Record(at: moment, type: type, subType: subType, instance: instance, description: description))
    if history.count > 1_000 { history.removeFirst() }
  }
}

/// How a fleet behaves in time.
// Simplified: fleets-by-half-minute
package enum FleetTimings {
  /// From the call to the first launches (TEACH).
  package static let evaluation: Duration = .seconds(3)
  /// How often a fleet is looked at (TEACH).
  package static let interval: Duration = .seconds(30)
  /// Since when a machine without power counts as unhealthy (facts: EC2 2.3, a status check a minute).
  static let unhealthy: Duration = .minutes(2)
}
