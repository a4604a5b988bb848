extension Customisation {
  /// `aws route53` cuts `/hostedzone/Z1` to `Z1`, and so for changes and delegation sets.
  static func route53(_ operation: String) -> Customisation {
    Customisation(finish: { (input: inout ValueObject) throws(AWSUsageError) in
      let takesChangeId = operation == "get-change"
      let takesZoneId = !operation.contains("health-check") && !operation.contains("traffic-policy")
      for name in ["Id", "HostedZoneId", "DelegationSetId"] {
        guard name != "Id" || takesChangeId || takesZoneId, let id = input[name]?.text else { continue }
        input[name] = .string(
          id.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? id)
      }
    })
  }
}
