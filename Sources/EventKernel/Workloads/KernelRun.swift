/// What a run of a kernel workload gave.
package struct KernelRun: Hashable, Sendable {
  /// The number of customers that left.
  package let customers: Int
  /// The number of events that were taken from the queue.
  package let events: Int
  /// The times that customers spent, from arrival until they left.
  package let sojourn: Histogram

  /// The mean time that a customer spent.
  package var meanSojourn: Duration { sojourn.mean }
  /// The time that 99 of 100 customers did not exceed, within 1 %.
  package var p99: Duration { sojourn.quantile(0.99) }
}

/// Where a kernel workload's random numbers come from.
package enum DrawMode: String, CaseIterable, Hashable, Sendable, Codable {
  /// One stream, read in the order of the events.
  case sequential
  /// Draws that belong to the customer, found by their address.
  case addressed
}

/// Small queueing systems wired by hand over the event queue: they show how fast the kernel is, and their means are known.
package enum KernelWorkloads {
  /// One server, random arrivals at 0.9 a second, exponential service of 1 s on average: the mean sojourn is 10 s.
  package static func runW1(customers: Int, seed: UInt64, draws: DrawMode) -> KernelRun {
    switch draws {
    case .sequential: return SingleServer<SequentialSource>.run(customers: customers, seed: seed)
    case .addressed: return SingleServer<AddressedSource>.run(customers: customers, seed: seed)
    }
  }

  /// Random arrivals at 200 a second, in turn to four servers, then by chance to one of two stations of four servers; every server takes 1/60 s on average.
  ///
  /// The mean sojourn is 0.0822 s.
  package static func runW2(customers: Int, seed: UInt64, draws: DrawMode) -> KernelRun {
    switch draws {
    case .sequential: return Tandem<SequentialSource>.run(customers: customers, seed: seed)
    case .addressed: return Tandem<AddressedSource>.run(customers: customers, seed: seed)
    }
  }
}
