package import EventKernel

/// Where the time of answered requests went, summed over them; the parts sum to the requests' latencies exactly.
package struct LatencyParts: Sendable, Equatable {
  /// What time is spent on.
  package enum Part: String, Sendable, CaseIterable {
    /// Asking for an address.
    case dns
    /// On the way between client, service, caches and databases.
    case network
    /// Waiting for a vCPU of an instance or of a database.
    case queue
    /// Worked on by instances and databases, and the application's own latency.
    case service
    /// Waiting for volumes of instances and databases, and written to them and to a standby.
    case storage
    /// Attempts that failed, and the waits between them.
    case retries

    /// Whether it is spent at no resource of its own.
    var isOnTheWay: Bool {
      switch self {
      case .dns, .network, .retries: true
      case .queue, .service, .storage: false
      }
    }
  }

  /// How many requests were answered.
  package private(set) var requests = 0
  private var dns: UInt64 = 0
  private var network: UInt64 = 0
  private var queue: UInt64 = 0
  private var service: UInt64 = 0
  private var storage: UInt64 = 0
  private var retries: UInt64 = 0

  package init() {}

  /// What one answered request spent, whose whole latency is `span`.
  init(_ attempt: borrowing Attempt, after span: UInt64) {
    requests = 1
    dns = attempt.looked
    network = attempt.travelled
    queue = attempt.queued
    storage = attempt.stored
    retries = attempt.begun &- attempt.start
    service = span &- dns &- network &- queue &- storage &- retries
  }

  /// Adds what others spent.
  @inline(__always)
  package static func += (left: inout LatencyParts, right: LatencyParts) {
    left.requests &+= right.requests
    left.dns &+= right.dns
    left.network &+= right.network
    left.queue &+= right.queue
    left.service &+= right.service
    left.storage &+= right.storage
    left.retries &+= right.retries
  }

  /// The sum of one part over all requests.
  package subscript(part: Part) -> Duration {
    let sum =
      switch part {
      case .dns: dns
      case .network: network
      case .queue: queue
      case .service: service
      case .storage: storage
      case .retries: retries
      }
    return Duration(nanoseconds: Int64(clamping: sum))
  }

  /// What all parts sum to.
  package var total: Duration { Part.allCases.reduce(.zero) { $0 + self[$1] } }

  /// The share of one part in all, 0 to 1; 0 where nothing was answered.
  package func share(of part: Part) -> Double {
    total > .zero ? self[part].inSeconds / total.inSeconds : 0
  }

  /// The part that took most; of equal ones the first.
  package var largest: Part {
    Part.allCases.reduce(.network) { self[$1] > self[$0] ? $1 : $0 }
  }
}

extension Report {
  /// Answers that took longer than their class promises, by what most of their time went to.
  package struct SlowCount: Sendable, Equatable {
    /// What took most of their time.
    package let part: LatencyParts.Part
    /// The resource whose queue or volume they waited for longest; empty for ways and retries.
    package let resource: String
    /// How many answers.
    package internal(set) var answers = 0
    /// Where all of their time went.
    package internal(set) var parts = LatencyParts()
    /// One of the requests.
    package internal(set) var sample: RequestReference?
  }
}
