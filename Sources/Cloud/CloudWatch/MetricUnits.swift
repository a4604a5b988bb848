extension CloudWatchState {
  /// The unit of a metric: what it was put with, else AWS's for the metrics of its services.
  func unit(of key: MetricKey) -> String {
    if let unit = units[key] { return unit }
    guard key.namespace.hasPrefix("AWS/") else { return "None" }
    // CloudFront gives percentages and numbers without a unit.
    if key.namespace == "AWS/CloudFront" { return key.name.hasSuffix("Rate") ? "Percent" : "None" }
    switch key.name {
    case "CPUUtilization", "CacheHitRate", "DatabaseMemoryUsagePercentage", "HealthCheckPercentageHealthy",
      "BurstBalance":
      return "Percent"
    case "TargetResponseTime", "ReplicaLag", "ReadLatency", "WriteLatency", "VolumeTotalReadTime",
      "VolumeTotalWriteTime":
      return "Seconds"
    case "NetworkIn", "NetworkOut", "ProcessedBytes", "FreeStorageSpace", "BytesUsedForCache",
      "BytesUsedForCacheItems", "BucketSizeBytes", "PublishSize", "IncomingBytes",
      "VolumeReadBytes", "VolumeWriteBytes", "EBSReadBytes", "EBSWriteBytes":
      return "Bytes"
    case "ReadIOPS", "WriteIOPS": return "Count/Second"
    case "WriteThroughput": return "Bytes/Second"
    case "HealthCheckStatus", "EstimatedCharges": return "None"
    default: return "Count"
    }
  }
}
