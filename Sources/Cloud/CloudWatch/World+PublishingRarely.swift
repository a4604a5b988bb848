import EventKernel

extension World {
  /// The Region in which global services publish.
  private static let globalRegion = Region(rawValue: "us-east-1")

  /// Publishes the state of Route 53's health checks; a disabled one is not checked.
  mutating func publishHealthChecks(_ minute: Instant) {
    for (id, check) in route53.healthChecks where !check.isDisabled {
      let dimensions = ["HealthCheckId=\(id)"]
      let healthy: Double = check.isHealthy ? 1 : 0
      put("AWS/Route53", "HealthCheckStatus", dimensions, Self.globalRegion, minute, healthy)
      if check.asksEndpoint {
        // What answers, before the check is inverted; all checkers agree.
        // Simplified: route53-checkers-agree
        let answers = check.isHealthy != check.isInverted
        put(
          "AWS/Route53", "HealthCheckPercentageHealthy", dimensions, Self.globalRegion, minute,
          answers ? 100 : 0)
      } else if !check.children.isEmpty {
        let children = check.children.count { route53.healthChecks[$0]?.isHealthy ?? true }
        put(
          "AWS/Route53", "ChildHealthCheckHealthyCount", dimensions, Self.globalRegion, minute,
          Double(children))
      }
    }
  }

  /// Publishes what comes once or a few times a day.
  mutating func publishRarely() {
    guard now.timeOfDay.nanoseconds % Duration.hours(6).nanoseconds == 0 else { return }
    publishCharges()
    guard now.timeOfDay.nanoseconds % Duration.hours(12).nanoseconds == 0 else { return }
    publishCertificates()
    if now.timeOfDay == .zero { publishBuckets() }
  }

  /// Publishes what the month has cost so far, in all and by service, every six hours (CloudWatch User Guide, billing
  /// metrics: several times daily).
  // Simplified: traffic-billed-by-run
  private mutating func publishCharges() {
    let date = now.date
    guard let first = CivilDate(year: date.year, month: date.month, day: 1) else { return }
    let month = Instant(startOf: first)
    var services = Table<String, Double>()
    for span in billing.spans(until: now) where span.end > month {
      let name = Self.billingName(of: span.charge)
      services[name] = (services[name] ?? 0) + span.charge.dollars(over: span.end - max(month, span.start))
    }
    let total = services.rows.reduce(0, +)
    put("AWS/Billing", "EstimatedCharges", ["Currency=USD"], Self.globalRegion, now, total)
    for (name, dollars) in services {
      put(
        "AWS/Billing", "EstimatedCharges", ["Currency=USD", "ServiceName=\(name)"], Self.globalRegion, now,
        dollars)
    }
  }

  /// The name of a service in the billing metrics, without spaces.
  private static func billingName(of charge: BillingState.Charge) -> String {
    switch charge.item.service {
    case "EC2": "AmazonEC2"
    case "VPC": charge.item.code == "nat-gateway" ? "AmazonEC2" : "AmazonVPC"
    case "ELB": "AWSELB"
    case "RDS": "AmazonRDS"
    case "ElastiCache": "AmazonElastiCache"
    case "Route 53": "AmazonRoute53"
    case "S3": "AmazonS3"
    case "CloudFront": "AmazonCloudFront"
    case "CloudWatch": "AmazonCloudWatch"
    case "Systems Manager": "AWSSystemsManager"
    default: String(charge.serviceName.filter { $0 != " " })
    }
  }

  /// Publishes for how many days certificates are still valid, twice a day (Certificate Manager User Guide).
  private mutating func publishCertificates() {
    for (_, certificate) in acm.certificates where certificate.status == .issued {
      guard let validity = certificate.validity else { continue }
      let days = ((validity.until - now) / .days(1)).rounded(.down)
      put(
        "AWS/CertificateManager", "DaysToExpiry", ["CertificateArn=\(certificate.arn)"], certificate.region,
        now, days)
    }
  }

  /// Publishes what buckets hold, for the day that ends now; an empty one has no metrics (S3 User Guide).
  private mutating func publishBuckets() {
    let day = now - .days(1)
    for (_, bucket) in s3.buckets {
      let name = "BucketName=\(bucket.name)"
      let stored = bucket.storedBytes
      for storageClass in StorageClass.allCases {
        guard let bytes = stored[storageClass] else { continue }
        put(
          "AWS/S3", "BucketSizeBytes", [name, "StorageType=\(storageClass.metricName)"], bucket.region, day,
          Double(bytes))
      }
      // All versions and the parts of uploads count.
      let objects =
        bucket.objects.rows.reduce(0) { $0 + $1.versions.count }
        + bucket.uploads.rows.reduce(0) { $0 + $1.parts.count }
      guard objects > 0 else { continue }
      put(
        "AWS/S3", "NumberOfObjects", [name, "StorageType=AllStorageTypes"], bucket.region, day,
        Double(objects))
    }
  }
}

extension Bucket {
  /// The bytes of all versions and parts of uploads, by storage class.
  fileprivate var storedBytes: [StorageClass: Int] {
    var bytes: [StorageClass: Int] = [:]
    for (_, object) in objects {
      for version in object.versions where !version.isDeleteMarker {
        bytes[version.storageClass, default: 0] += version.size
      }
    }
    for (_, upload) in uploads {
      for (_, part) in upload.parts { bytes[.standard, default: 0] += part.size }
    }
    return bytes.filter { $0.value > 0 }
  }
}

extension StorageClass {
  /// The value of the dimension `StorageType` (S3 User Guide, metrics and dimensions).
  fileprivate var metricName: String {
    switch self {
    case .standard: "StandardStorage"
    case .standardIA: "StandardIAStorage"
    case .oneZoneIA: "OneZoneIAStorage"
    case .intelligentTiering: "IntelligentTieringFAStorage"
    case .glacierInstant: "GlacierInstantRetrievalStorage"
    case .glacierFlexible: "GlacierStorage"
    case .deepArchive: "DeepArchiveStorage"
    }
  }
}
