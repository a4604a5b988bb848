import EventKernel

/// Where a load balancer's log goes.
package struct LogTarget: Sendable, Equatable {
  package var isEnabled = false
  package var bucket = ""
  package var prefix = ""

  /// The attributes by the name of the log.
  func attributes(_ log: String) -> [LoadBalancingAttribute] {
    [
      LoadBalancingAttribute(key: "\(log).s3.enabled", value: String(isEnabled)),
      LoadBalancingAttribute(key: "\(log).s3.bucket", value: bucket),
      LoadBalancingAttribute(key: "\(log).s3.prefix", value: prefix),
    ]
  }

  mutating func set(_ key: String, to value: String) throws(AWSError) {
    switch key.split(separator: ".").last {
    case "enabled": isEnabled = try LoadBalancingAttributeValue.bool(value, key)
    case "bucket": bucket = value
    case "prefix":
      guard !value.contains("AWSLogs"), !value.hasPrefix("/"), !value.hasSuffix("/") else {
        throw LoadBalancingAttributeValue.invalid(
          value, key, "must not contain 'AWSLogs' and must not begin or end with '/'")
      }
      prefix = value
    default: throw AWSError("ValidationError", "Load balancer attribute key '\(key)' is not recognized")
    }
  }
}

extension World {
  /// Checks the logs that are switched on or go elsewhere, and leaves AWS's test file in their buckets.
  ///
  /// - Throws: `InvalidConfigurationRequest` for a bucket that is not there, stands in another Region or whose policy does not
  ///   let the log be written.
  // Simplified: load-balancer-logs
  mutating func startLogs(
    of balancer: LoadBalancer, instead present: LoadBalancer.Attributes
  ) throws(AWSError) {
    let attributes = balancer.attributes
    if attributes.accessLogs.isEnabled, attributes.accessLogs != present.accessLogs {
      try startLog(attributes.accessLogs, of: balancer, testFile: "ELBAccessLogTestFile")
    }
    if attributes.connectionLogs.isEnabled, attributes.connectionLogs != present.connectionLogs {
      try startLog(attributes.connectionLogs, of: balancer, testFile: "ELBConnectionLogTestFile")
    }
  }

  private mutating func startLog(
    _ log: LogTarget, of balancer: LoadBalancer, testFile: String
  ) throws(AWSError) {
    guard !log.bucket.isEmpty else {
      throw AWSError("InvalidConfigurationRequest", "A bucket must be specified when logs are enabled")
    }
    guard let bucket = s3.buckets[ObjectKey(log.bucket)] else {
      throw AWSError("InvalidConfigurationRequest", "S3Bucket: \(log.bucket) could not be located.")
    }
    guard bucket.region == balancer.region else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "S3Bucket: \(log.bucket) is not located in the same region as the load balancer.")
    }
    let key = "\(log.prefix.isEmpty ? "" : "\(log.prefix)/")AWSLogs/\(Account.id)/\(testFile)"
    guard mayDeliver(to: bucket, key, from: balancer) else {
      throw AWSError(
        "InvalidConfigurationRequest",
        "Access Denied for bucket: \(log.bucket). Please check S3bucket permission")
    }
    _ = try PutObject.perform(
      PutObject.Input(body: "", bucket: log.bucket, key: key), on: &self,
      context: CallContext(caller: .service(Self.deliverer(for: balancer)), region: balancer.region))
  }

  private static func deliverer(for balancer: LoadBalancer) -> String {
    switch balancer.kind {
    case .application: "logdelivery.elasticloadbalancing.amazonaws.com"
    case .network: "delivery.logs.amazonaws.com"
    }
  }

  /// Whether a bucket's policy lets the service write there: the service itself, or for an application load balancer its
  /// account of the Region, which older policies name.
  private func mayDeliver(to bucket: Bucket, _ key: String, from balancer: LoadBalancer) -> Bool {
    let keys: S3ConditionKeys = [
      ("aws:SourceAccount", Account.id), ("aws:SourceArn", balancer.arn),
      ("s3:x-amz-acl", balancer.kind == .network ? "bucket-owner-full-control" : nil),
    ]
    let service = Self.deliverer(for: balancer)
    let request = s3Access("PutObject", to: bucket.name, key, keys: keys)
    let account = balancer.kind == .application ? Self.accounts[balancer.region.rawValue] : nil
    let policy = request.target.policy?.reading(account: account, as: service)
    let asked = AccessRequest(
      action: request.action, target: AccessTarget(request.resource, policy: policy), keys: request.keys)
    return decision(on: asked, by: .service(service)) == .allowed
  }

  /// The accounts from which application load balancers of older Regions write (ALB User Guide: access logs).
  private static let accounts = [
    "us-east-1": "127311923021", "us-east-2": "033677994240", "us-west-1": "027434742980",
    "us-west-2": "797873946194", "ap-northeast-1": "582318560864", "ap-northeast-2": "600734575887",
    "ap-southeast-1": "114774131450", "ap-southeast-2": "783225319266", "eu-central-1": "054676820928",
    "eu-west-1": "156460612806",
  ]
}

extension PolicyDocument {
  /// The policy with a service in the place of the account that stands for it.
  fileprivate func reading(account: String?, as service: String) -> PolicyDocument {
    guard let account else { return self }
    return PolicyDocument(
      statements: statements.map { statement in
        guard case .any(let principals)? = statement.principals, principals.contains(.account(account))
        else { return statement }
        return PolicyDocument.Statement(
          sid: statement.sid, effect: statement.effect, principals: .any(principals + [.service(service)]),
          actions: statement.actions, resources: statement.resources, conditions: statement.conditions,
          range: statement.range)
      })
  }
}
