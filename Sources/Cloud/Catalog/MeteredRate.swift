package import EventKernel

/// How fast something serves that AWS limits by the second: operations of a volume, bytes of a network interface.
package struct MeteredRate: Sendable, Equatable {
  /// Units a second for ever.
  package let baseline: Double
  /// Units a second while there are credits; the baseline where there are none.
  package let burst: Double
  /// The most credits, one for each unit; they come back at the baseline.
  package let credits: Double

  package init(baseline: Double, burst: Double, credits: Double) {
    self.baseline = baseline
    self.burst = max(burst, baseline)
    self.credits = burst > baseline ? credits : 0
  }

  /// A rate that never changes.
  package init(_ baseline: Double) { self.init(baseline: baseline, burst: baseline, credits: 0) }

  /// A rate whose credits, when all are there, last for a while at full burst.
  package init(baseline: Double, burst: Double, lasting seconds: Double) {
    self.init(baseline: baseline, burst: burst, credits: seconds * max(0, burst - baseline))
  }

  /// Whether it is faster for a while than for ever.
  package var bursts: Bool { credits > 0 }

  /// How long all credits last at full burst, in seconds; 0 without any.
  package var longestBurst: Double { bursts ? credits / (burst - baseline) : 0 }
}

/// What bursts of types and volumes are made of.
package enum BurstRules {
  /// How long network credits of a type that has them last at full burst: the shortest that AWS names, "5 to 60 minutes"
  /// (EC2 User Guide, network bandwidth); how many there are it does not say (TEACH).
  package static let networkSeconds = 300.0
  /// How long a type reaches the most of its path to its volumes, at least once in 24 hours (EC2 User Guide, EBS-optimized).
  package static let pathSeconds = 1_800.0
  /// The credits of a gp2 volume, and the operations a second that they allow (facts: EC2 2.11).
  package static let gp2Credits = 5_400_000.0
  package static let gp2Burst = 3_000.0
  static let bytesPerMegabit = 125_000.0
  /// The largest operation that counts as one on volumes of SSD (EBS User Guide, I/O characteristics).
  package static let largestOperation = 262_144
}

extension InstanceType {
  /// Bytes a second that its network takes each way; `nil` where they are not known (facts: EC2 2.4).
  package var networkRate: MeteredRate? {
    guard let networkBaseline, networkBaseline > 0 else { return nil }
    let bytes = 1_000 * BurstRules.bytesPerMegabit
    return MeteredRate(
      baseline: networkBaseline * bytes, burst: (networkBurst ?? networkBaseline) * bytes,
      lasting: BurstRules.networkSeconds)
  }

  /// Operations a second between it and its volumes; `nil` where the type has no path of its own for them.
  package var pathOperations: MeteredRate? {
    ebs.map {
      MeteredRate(baseline: $0.baselineIOPS, burst: $0.mostIOPS, lasting: BurstRules.pathSeconds)
    }
  }

  /// Bytes a second between it and its volumes; `nil` where the type has no path of its own for them.
  package var pathBytes: MeteredRate? {
    ebs.map {
      MeteredRate(
        baseline: $0.baselineMbps * BurstRules.bytesPerMegabit,
        burst: $0.mostMbps * BurstRules.bytesPerMegabit, lasting: BurstRules.pathSeconds)
    }
  }

  /// Whether what goes to and from its volumes goes over its network, as with T2 (facts: EC2 2.4).
  package var sharesNetworkWithVolumes: Bool { ebs == nil }
}

extension VolumePlan {
  /// Operations a second of the volume (facts: EC2 2.11; EBS User Guide for magnetic volumes: 100 on average).
  package var operationRate: MeteredRate {
    switch type {
    case .gp2:
      MeteredRate(
        baseline: Double(listedIOPS ?? 100), burst: BurstRules.gp2Burst, credits: BurstRules.gp2Credits)
    case .gp3, .io1, .io2: MeteredRate(Double(max(1, listedIOPS ?? 3_000)))
    case .st1: MeteredRate(500)
    case .sc1: MeteredRate(250)
    case .standard: MeteredRate(100)
    }
  }

  /// Bytes a second of the volume (facts: EC2 2.11; EBS User Guide for io1, io2 and magnetic volumes).
  package var byteRate: MeteredRate {
    let mebibytes: Double =
      switch type {
      case .gp2: sizeGiB <= 170 ? 128 : 250
      case .gp3: Double(listedThroughput ?? 125)
      case .io1: 1_000
      case .io2: 4_000
      case .st1: 500
      case .sc1: 250
      case .standard: 90
      }
    return MeteredRate(mebibytes * 1_048_576)
  }
}

/// How much of a volume's burst credits is spent.
package struct SpentCredits: Sendable, Equatable {
  /// Credits that were missing at a moment.
  package var missing: Double
  package var at: Instant

  package init(missing: Double, at: Instant) {
    self.missing = missing
    self.at = at
  }

  /// Credits that are missing at a later moment, when some have come back at a rate.
  package func missing(at now: Instant, of rate: MeteredRate) -> Double {
    min(rate.credits, max(0, missing - rate.baseline * max(0, (now - at).inSeconds)))
  }

  /// What is left of the credits, in percent, as the metric BurstBalance shows it.
  package static func balance(_ spent: SpentCredits?, at now: Instant, of rate: MeteredRate) -> Double {
    guard rate.bursts else { return 100 }
    return 100 * (1 - (spent?.missing(at: now, of: rate) ?? 0) / rate.credits)
  }
}
