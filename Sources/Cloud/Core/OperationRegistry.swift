/// Every modelled operation, by family; a new operation joins the list of its family's file.
package enum OperationRegistry {
  /// All modelled operations in the order of their families.
  package static let all: [any Operation.Type] = families.flatMap { $0 }

  private static let families: [[any Operation.Type]] = [
    STSOperations.all,
    IAMOperations.all,
    EC2Operations.all,
    SSMOperations.all,
    LogsOperations.all,
    SavingsPlansOperations.all,
    LabOperations.all,
    LoadBalancingOperations.all,
    AutoScalingOperations.all,
    ZonalShiftOperations.all,
    FISOperations.all,
    CloudWatchOperations.all,
    RDSOperations.all,
    ElastiCacheOperations.all,
    Route53Operations.all,
    TaggingOperations.all,
    CostExplorerOperations.all,
    PricingOperations.all,
    S3Operations.all,
    SNSOperations.all,
    CloudFrontOperations.all,
    ACMOperations.all,
  ]

  private static let byName: [String: any Operation.Type] = Dictionary(
    all.map { ("\($0.service):\($0.name)", $0) }, uniquingKeysWith: { first, _ in first })

  /// The operation of a service by its API name, or `nil` when it is not modelled.
  package static func operation(service: String, name: String) -> (any Operation.Type)? {
    byName["\(service):\(name)"]
  }
}
