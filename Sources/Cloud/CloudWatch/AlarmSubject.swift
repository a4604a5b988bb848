import EventKernel

/// What an alarm watches.
package enum AlarmSubject: Sendable, Equatable {
  /// A metric by a statistic, `Average`, `Sum`, `Minimum`, `Maximum`, `SampleCount` or a percentile such as `p99`; its
  /// points must have the unit, if there is one.
  case metric(MetricKey, statistic: String, unit: String?)
  /// The query that returns data, over those beside it.
  case queries([GetMetricData.Query])
}

extension Alarm {
  /// The metric that it watches; `nil` when it watches queries.
  package var metric: MetricKey? {
    if case .metric(let key, _, _) = subject { return key }
    return nil
  }

  /// How many metrics it watches, by which it is billed (CloudWatch pricing, alarm metrics).
  package var metricCount: Int {
    switch subject {
    case .metric: 1
    case .queries(let queries): max(1, queries.count { $0.metricStat != nil })
    }
  }

  /// Whether its periods are shorter than a minute, so that it is evaluated every ten seconds.
  package var isHighResolution: Bool { period < .minutes(1) }

  /// How many values a point needs for the alarm's percentile to mean something; 0 for other statistics.
  ///
  /// Ten divided by the share that lies beyond (CloudWatch User Guide, percentiles and low data samples).
  var neededSamples: Double {
    guard case .metric(_, let statistic, _) = subject, let share = MetricStatistic.share(statistic),
      share < 1
    else { return 0 }
    // Shares such as 0.9 are not exact; values are counted whole.
    return (10 / (share > 0.5 ? 1 - share : share)).rounded()
  }
}
