import EventKernel

/// Faults of the services' own calls and of the ways between Regions.
extension World {
  /// Throws the error that a fault has a service answer in a Region instead of doing a call.
  ///
  /// The draw is of the moment and the service, so that a call and what it does inside see the same.
  /// - Throws: `InternalError`, `RequestLimitExceeded` or `Unavailable` of EC2, their like of other services.
  func checkFaults(ofService service: String, in region: Region) throws(AWSError) {
    guard !lab.faults.isEmpty else { return }
    let place = ServicePrefix.isGlobal(service) ? Region(rawValue: "us-east-1") : region
    for (number, active) in lab.faults where hits(active.fault, service, in: place) {
      let draws = Draws(
        seed: seed.rawValue, purpose: DrawPurpose.failedCalls.rawValue,
        population: Self.drawNumber(of: "\(number)/\(service)"),
        number: UInt64(max(0, now.sinceEpoch.nanoseconds)))
      guard draws.happens(active.fault.share ?? 1, 0) else { continue }
      throw Self.error(active.fault.error ?? .unavailable, of: service)
    }
  }

  private func hits(_ fault: Fault, _ service: String, in region: Region) -> Bool {
    guard fault.region == region else { return false }
    if fault.kind == .apiErrors { return fault.service == service }
    // Objects are read and written by the data plane of S3; the pseudo-service sets labs up.
    if fault.kind == .controlPlaneOutage { return service != "lab" && service != "s3api" }
    return fault.kind == .s3Outage && service == "s3api"
  }

  private static func error(_ error: InjectedError, of service: String) -> AWSError {
    switch (error, service == "ec2") {
    case (.throttling, true): AWSError("RequestLimitExceeded", "Request limit exceeded.")
    case (.throttling, false): AWSError("Throttling", "Rate exceeded")
    case (.internal, true): AWSError("InternalError", "An internal error has occurred")
    case (.internal, false):
      AWSError("InternalFailure", "The request processing has failed because of an unknown error.")
    case (.unavailable, true):
      AWSError("Unavailable", "The service is unavailable. Please try again shortly.")
    case (.unavailable, false):
      AWSError("ServiceUnavailable", "The service is unavailable. Please try again shortly.")
    }
  }

  /// Whether the resolver of the VPCs of a Region answers.
  package func resolvesNames(in region: Region) -> Bool {
    !lab.faults.contains { $0.row.fault.kind == .dnsOutage && $0.row.fault.region == region }
  }

  /// Whether something goes between two Regions now; within one always.
  package func isConnected(_ first: Region, _ second: Region) -> Bool {
    first == second
      || !lab.faults.contains { entry in
        entry.row.fault.kind == .regionCut
          && (entry.row.fault.region == first || entry.row.fault.region == second)
      }
  }

  /// Has traffic look again at what crosses Regions.
  mutating func regionLinksChange() { revision.databases += 1 }
}
