import EventKernel

/// What a tracking policy holds, as the API shows it.
package struct TargetTrackingConfiguration: Codable, Sendable {
  /// A metric that Auto Scaling knows.
  package struct Predefined: Codable, Sendable {
    package var predefinedMetricType: String
    package var resourceLabel: String?
  }

  /// A metric of the learner's own.
  package struct Customized: Codable, Sendable, Equatable {
    package var metricName: String?
    package var namespace: String?
    package var dimensions: [MetricDimension]?
    package var statistic: String?
    package var unit: String?
    package var period: Int?
    package var metrics: [Query]?
  }

  /// A metric of a tracked expression, or the expression.
  package struct Query: Codable, Sendable, Equatable {
    package var id: String
    package var expression: String?
    package var metricStat: Stat?
    package var label: String?
    package var period: Int?
    package var returnData: Bool?

    /// The query as CloudWatch knows it, with periods of a minute where none are said.
    var query: GetMetricData.Query {
      GetMetricData.Query(
        id: id,
        metricStat: metricStat.map {
          GetMetricData.Stat(metric: $0.metric, period: $0.period ?? 60, stat: $0.stat, unit: $0.unit)
        }, expression: expression, label: label, returnData: returnData ?? true, period: period)
    }
  }

  /// A metric with its statistic.
  package struct Stat: Codable, Sendable, Equatable {
    package var metric: MetricName
    package var stat: String
    package var unit: String?
    package var period: Int?
  }

  package var predefinedMetricSpecification: Predefined?
  package var customizedMetricSpecification: Customized?
  package var targetValue: Double
  package var disableScaleIn: Bool?
}

/// What target tracking can follow.
enum TrackingChecks {
  /// What a call asks to track.
  static func tracking(
    _ input: PutScalingPolicy.Input, in world: World, _ region: Region
  ) throws(AWSError) -> ScalingPolicy.Tracking {
    guard let configuration = input.targetTrackingConfiguration,
      (configuration.predefinedMetricSpecification == nil)
        != (configuration.customizedMetricSpecification == nil)
    else {
      throw AWSError(
        "ValidationError",
        "TargetTrackingConfiguration with either a PredefinedMetricSpecification or a CustomizedMetricSpecification is "
          + "required.")
    }
    if let custom = configuration.customizedMetricSpecification {
      return try tracking(configuration, custom, warmup: input.estimatedInstanceWarmup, in: world, region)
    }
    guard let metric = configuration.predefinedMetricSpecification else {
      preconditionFailure("One of both is there.")
    }
    let type = metric.predefinedMetricType
    guard ScalingPolicy.Tracking.groupMetrics[type] != nil || type == "ALBRequestCountPerTarget" else {
      throw AWSError(
        "ValidationError", "The metric type \(type) is not supported.")
    }
    guard configuration.targetValue > 0, configuration.targetValue.isFinite else {
      throw AWSError("ValidationError", "TargetValue must be greater than 0.")
    }
    if metric.predefinedMetricType == "ALBRequestCountPerTarget" {
      guard let label = metric.resourceLabel, label.contains("/targetgroup/") else {
        throw AWSError(
          "ValidationError",
          "ResourceLabel is required for ALBRequestCountPerTarget: app/<name>/<id>/targetgroup/<name>/<id>.")
      }
    }
    return ScalingPolicy.Tracking(
      metric: metric.predefinedMetricType, resourceLabel: metric.resourceLabel,
      target: configuration.targetValue, disablesScaleIn: configuration.disableScaleIn ?? false,
      warmup: input.estimatedInstanceWarmup.map { .seconds($0) })
  }

  /// Tracking of a metric of the learner's own.
  private static func tracking(
    _ configuration: TargetTrackingConfiguration, _ custom: TargetTrackingConfiguration.Customized,
    warmup: Int?, in world: World, _ region: Region
  ) throws(AWSError) -> ScalingPolicy.Tracking {
    var name = ""
    if let metrics = custom.metrics {
      try check(metrics, custom, in: world, region)
    } else {
      name = try checkedName(of: custom)
    }
    guard configuration.targetValue > 0, configuration.targetValue.isFinite else {
      throw AWSError("ValidationError", "TargetValue must be greater than 0.")
    }
    var tracking = ScalingPolicy.Tracking(
      metric: name, resourceLabel: nil, target: configuration.targetValue,
      disablesScaleIn: configuration.disableScaleIn ?? false, warmup: warmup.map { .seconds($0) })
    tracking.custom = custom
    return tracking
  }

  /// The name of the one metric that is tracked.
  private static func checkedName(
    of custom: TargetTrackingConfiguration.Customized
  ) throws(AWSError) -> String {
    guard let name = custom.metricName, let space = custom.namespace, !name.isEmpty, !space.isEmpty,
      let statistic = custom.statistic
    else {
      throw AWSError(
        "ValidationError", "A CustomizedMetricSpecification needs MetricName, Namespace and Statistic.")
    }
    guard ["Average", "Minimum", "Maximum", "SampleCount", "Sum"].contains(statistic) else {
      throw AWSError("ValidationError", "The statistic \(statistic) is not supported.")
    }
    try checkPeriod(custom.period)
    return name
  }

  /// Throws unless queries give one series with data and stand alone.
  private static func check(
    _ metrics: [TargetTrackingConfiguration.Query], _ custom: TargetTrackingConfiguration.Customized,
    in world: World, _ region: Region
  ) throws(AWSError) {
    guard custom.metricName == nil, custom.namespace == nil, custom.statistic == nil,
      custom.dimensions == nil, custom.unit == nil, custom.period == nil
    else {
      throw AWSError(
        "ValidationError",
        "A CustomizedMetricSpecification has either Metrics or MetricName, Namespace and Statistic.")
    }
    for metric in metrics { try checkPeriod(metric.metricStat?.period ?? metric.period) }
    _ = try AlarmQueries.checked(metrics.map(\.query), in: world, region)
  }

  private static func checkPeriod(_ period: Int?) throws(AWSError) {
    guard period.map({ [10, 30, 60].contains($0) }) ?? true else {
      throw AWSError("ValidationError", "Period must be 10, 30 or 60.")
    }
  }
}

extension ScalingPolicy.Tracking {
  /// The metrics of AWS/EC2 behind the predefined ones of groups.
  static let groupMetrics = [
    "ASGAverageCPUUtilization": "CPUUtilization", "ASGAverageNetworkIn": "NetworkIn",
    "ASGAverageNetworkOut": "NetworkOut",
  ]
}
