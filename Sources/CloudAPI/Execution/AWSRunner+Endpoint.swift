import Cloud

extension AWSRunner {
  /// Why the client reaches nobody: no Region has the name that the line gives, or the service has no endpoint there.
  func noEndpoint(_ parsed: AWSCall, in world: World, as call: CallContext) -> AWSOutcome? {
    let place = circumstances(parsed, call).region.rawValue
    if parsed.service.cliName == "pricing", !PricingOperations.endpoints.contains(place) {
      var outcome = clientFailure(
        "Could not connect to the endpoint URL: \"https://api.pricing.\(place).amazonaws.com/\"", status: 255)
      outcome.advice = .pricingRegion
      return outcome
    }
    let isGlobal = ["cloudfront", "iam", "route53"].contains(parsed.service.endpointPrefix)
    guard let name = parsed.globals.region, !isGlobal, world.catalog.region(Region(rawValue: name)) == nil
    else { return nil }
    let isLabel =
      name.utf8.count <= 63 && !name.hasPrefix("-") && !name.hasSuffix("-")
      && name.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0 | 32) || $0 == 45 }
    var outcome = clientFailure(
      isLabel && !name.isEmpty
        ? "Could not connect to the endpoint URL: \"https://\(parsed.service.endpointPrefix).\(name).amazonaws.com/\""
        : "Provided region_name '\(name)' doesn't match a supported format.", status: 255)
    outcome.advice = .unknownRegion
    return outcome
  }
}
