package import EventKernel

/// A request for spare capacity (facts: EC2 2.7, state-machines.json `spot_request`).
package struct SpotRequest: Sendable, Equatable {
  package enum State: String, Sendable, CaseIterable {
    case open, active, closed, cancelled, failed, disabled
  }

  /// What AWS does to the instance when it needs the capacity.
  package enum Interruption: String, Sendable, CaseIterable { case terminate, stop }

  package let id: SpotRequestID
  package let region: Region
  /// Whether it is asked again after an interruption.
  package let isPersistent: Bool
  package let interruption: Interruption
  /// The most that is paid for an hour, in micro-USD; the price on demand when `nil`.
  package let maximum: Int?
  package let launch: LaunchRequest
  package let zone: Zone
  package var state: State
  /// Why it is in its state, in AWS's code.
  package var status: String
  package var statusTime: Instant
  package let creation: Instant
  package let expiry: Instant?
  package var instance: InstanceID?
  package var tags: Tags

  /// The spare machines that it draws from.
  package var pool: SpotPool { SpotPool(type: launch.type, zone: zone) }
}

/// The spare machines of one type in one zone: they have one price and go together.
package struct SpotPool: Hashable, Comparable, Sendable {
  package let type: String
  package let zone: Zone

  package init(type: String, zone: Zone) {
    self.type = type
    self.zone = zone
  }

  package static func < (left: SpotPool, right: SpotPool) -> Bool {
    (left.zone, left.type) < (right.zone, right.type)
  }
}

/// The id of a request: `sir-` and eight letters or digits.
package struct SpotRequestID: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let text: String

  init(bits: UInt64) {
    let digits = String(bits % 2_821_109_907_456, radix: 36)
    text = "sir-" + String(repeating: "a", count: max(0, 8 - digits.utf8.count)) + digits.prefix(8)
  }

  package var description: String { text }

  package static func < (left: SpotRequestID, right: SpotRequestID) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

/// What spare capacity does of itself.
package enum SpotEvent: Sendable, Equatable {
  /// An open request is looked at.
  case evaluation(SpotRequestID)
  /// The pool of an active request is taken back.
  case reclaim(SpotRequestID)
  /// The two minutes after the notice are over.
  case interruption(SpotRequestID)
  /// The price is compared with what the request pays at most.
  case priceCheck(SpotRequestID)
}

/// How spare capacity behaves in time.
package enum SpotTimings {
  /// From the notice to the interruption (facts: EC2 2.7).
  package static let notice: Duration = .seconds(120)
  /// From a request to its first look (TEACH).
  package static let evaluation: Duration = .seconds(3)
  /// Between looks at a request that cannot be met (TEACH).
  package static let retry: Duration = .minutes(1)
  /// The share of a month's hours in which a pool is taken back: 5 % of the instances in a month (TEACH).
  static let reclaimsPerHour = 0.05 / 730
  /// How long a pool stays empty after it was taken back (TEACH).
  static let empty: Duration = .hours(1)
}
