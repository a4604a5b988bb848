package import Cloud

/// A name that stands where a Region's should.
package struct RegionMistake: Sendable, Equatable {
  /// Where a line's Region comes from.
  package enum Source: Sendable, Equatable {
    /// `--region`, or another option of the line.
    case option
    /// A variable of the shell by its name.
    case variable(String)
    /// The setting of a profile by its name.
    case profile(String)
  }

  /// The name as it was given.
  package let name: String
  /// The Region that was meant: of a zone its own, else the world's.
  package let meant: Region
  /// Whether the name is one of an Availability Zone.
  package let isZone: Bool
  /// Where the name comes from.
  package let source: Source

  init(_ name: String, _ source: Source, in world: World, home: Region) {
    self.name = name
    self.source = source
    let own = world.catalog.regions.first { region in region.zones.contains { $0.zone.rawValue == name } }
    isZone = own != nil
    meant = own?.region ?? home
  }
}

extension AWSRunner {
  /// The Region that the line, the environment or the profile names, and where it stands; `nil` when none does.
  func namedRegion(_ globals: AWSGlobals) -> (name: String, source: RegionMistake.Source)? {
    if let name = globals.region { return (name, .option) }
    for variable in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
      if let name = context.environment[variable] { return (name, .variable(variable)) }
    }
    let own = profile(globals)
    return own?["region"].map { ($0, .profile(own?.name ?? "default")) }
  }

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
    guard !isGlobal, let (name, source) = namedRegion(parsed.globals),
      world.catalog.region(Region(rawValue: name)) == nil
    else { return nil }
    var outcome = clientFailure(
      Self.words(of: name, host: "\(parsed.service.endpointPrefix).\(name)"), status: 255)
    note(RegionMistake(name, source, in: world, home: call.region), in: world, into: &outcome)
    return outcome
  }

  /// The client's words about a name that no Region has.
  ///
  /// - Parameter host: the endpoint's name in front of `.amazonaws.com`.
  static func words(of name: String, host: String) -> String {
    let isLabel =
      !name.isEmpty && name.utf8.count <= 63 && !name.hasPrefix("-") && !name.hasSuffix("-")
      && name.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0 | 32) || $0 == 45 }
    return isLabel
      ? "Could not connect to the endpoint URL: \"https://\(host).amazonaws.com/\""
      : "Provided region_name '\(name)' doesn't match a supported format."
  }

  /// Says what to do about a name that no Region has.
  func note(_ mistake: RegionMistake, in world: World, into outcome: inout AWSOutcome) {
    outcome.advice = .unknownRegion(mistake)
    guard !mistake.isZone else { return }
    let near = NearestNames.of(
      mistake.name, among: world.catalog.regions.map(\.region.rawValue), cutoff: 0.75)
    // Two letters that changed places are likelier than others in their stead.
    let swapped = near.filter { $0.sorted() == mistake.name.sorted() }
    outcome.suggestions = swapped + near.filter { !swapped.contains($0) }
  }
}
