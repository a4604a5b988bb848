package import EventKernel

/// What a target is, and the port on which it answers: a group has one row for each.
package struct TargetID: Hashable, Comparable, Sendable {
  /// What a target is.
  package enum Place: Hashable, Comparable, Sendable {
    case instance(InstanceID)
    case address(IPv4Address)
    case loadBalancer(LoadBalancerID)
  }

  package let place: Place
  package let port: Int

  package init(_ place: Place, port: Int) {
    self.place = place
    self.port = port
  }

  package static func < (left: TargetID, right: TargetID) -> Bool {
    left.place == right.place ? left.port < right.port : left.place < right.place
  }
}

/// Something registered with a target group.
package struct Target: Sendable, Equatable {
  /// The health that a load balancer sees (facts: ELB 6.3).
  package enum Health: Sendable, Equatable {
    /// No load balancer uses the group, or none of its nodes stands in the target's zone.
    case unused(UnusedReason)
    /// Registered, first checks under way.
    case initial
    case healthy
    case unhealthy(Failure)
    /// Deregistered, old requests may end until a moment.
    case draining(until: Instant)
  }

  /// Why a target is unused.
  package enum UnusedReason: String, Sendable {
    case notInUse = "Target.NotInUse"
    case notRegistered = "Target.NotRegistered"
    case invalidState = "Target.InvalidState"
  }

  /// Why a check fails.
  package enum Failure: Sendable, Equatable {
    /// No answer in time.
    case timeout
    /// The connection is refused.
    case refused
    /// An answer with a code that the matcher does not take.
    case codeMismatch(Int)
  }

  package let id: TargetID
  /// The zone that it stands in; `nil` when it counts for all, as a load balancer or an address outside of the VPC does.
  package let zone: Zone?
  package var health: Health
  /// Results in a row that differ from the present health.
  package var streak = 0
  /// When it became healthy last, for slow start.
  package var healthySince: Instant?
  /// When it was registered.
  package let registered: Instant
  /// The entry of the agenda that starts its next check; `nil` while nobody checks it.
  package var nextCheck: AgendaKey?
}

extension Target {
  /// The port on which it answers.
  package var port: Int { id.port }

  /// Whether nodes of a zone that keep to their own targets use it; `nil` stands for all zones.
  package func counts(in zone: Zone?) -> Bool { zone == nil || self.zone == nil || self.zone == zone }
}

extension TargetGroup {
  /// The rows of an instance, one a port. O(log n).
  package func targets(of instance: InstanceID) -> [Target] {
    targets.rows(from: TargetID(.instance(instance), port: 0)) { $0.place == .instance(instance) }
  }

  /// Whether an instance is registered, on whatever port. O(log n).
  package func holds(_ instance: InstanceID) -> Bool { !targets(of: instance).isEmpty }
}

extension World {
  /// The instance that answers for a target of a group: itself, or the owner of the address; `nil` when no machine does.
  // Simplified: addresses-of-machines
  package func instance(behind place: TargetID.Place, of group: TargetGroup) -> Instance? {
    switch place {
    case .instance(let id): ec2.instances[id]
    case .address(let address):
      ec2.instances.first { _, row in
        row.vpc == group.vpc && row.privateAddress == address && row.state != .terminated
      }?.row
    case .loadBalancer: nil
    }
  }

  /// What a target is called in calls: an instance's id, an address, a load balancer's ARN.
  package func name(of place: TargetID.Place) -> String {
    switch place {
    case .instance(let id): id.description
    case .address(let address): address.description
    case .loadBalancer(let id): loadBalancing.loadBalancers[id]?.arn ?? id.hexadecimal
    }
  }
}
