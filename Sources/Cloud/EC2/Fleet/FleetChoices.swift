/// A machine of a fleet as its call describes it, before templates and places are looked up.
struct FleetChoiceRequest {
  var launch: RunInstances.Input
  /// Subnets, with commas between several.
  var subnets: String?
  var zone: String?
  var weight: Double?
  var priority: Double?
  var maximum: String?
  let config: Int
  let override: Int?
}

extension World {
  /// Every pool that the descriptions of a fleet name; one without a place stands for all default subnets.
  ///
  /// - Throws: AWS's errors for what does not exist, and for weights and prices that are none.
  func fleetChoices(
    _ requests: [FleetChoiceRequest], system: (key: String, value: String), tags: Tags, in region: Region
  ) throws(AWSError) -> [Fleet.Choice] {
    var choices: [Fleet.Choice] = []
    for request in requests {
      let weight = request.weight ?? 1
      guard weight > 0, weight <= 1_000 else {
        throw .invalidParameter("\(weight)", "WeightedCapacity", "Expecting a number above 0.")
      }
      for place in try places(of: request, in: region) {
        var input = request.launch
        input.subnetId = place
        var launch = try RunInstances.launchRequest(input, world: self, region: region)
        _ = try instanceType(launch.type, in: region)
        for tag in tags.all { launch.tags[tag.key] = tag.value }
        launch.tags[system.key] = system.value
        guard let zone = ec2.subnets[launch.subnet]?.zone else { continue }
        choices.append(
          Fleet.Choice(
            launch: launch, zone: zone, weight: weight, priority: request.priority ?? .infinity,
            maximum: try World.price(request.maximum, "maxPrice"), config: request.config,
            override: request.override))
      }
    }
    return choices
  }

  private func places(of request: FleetChoiceRequest, in region: Region) throws(AWSError) -> [String] {
    if let subnets = request.subnets, !subnets.isEmpty {
      return subnets.split(separator: ",").map { String($0.drop { $0 == " " }) }
    }
    let zones = catalog.zones(in: region).map(\.zone.rawValue)
    let wanted = request.zone.map { $0.split(separator: ",").map(String.init) } ?? zones
    for zone in wanted where !zones.contains(zone) {
      throw AWSError("InvalidParameterValue", "Invalid availability zone: [\(zone)]")
    }
    guard let vpc = defaultVPC(of: region) else {
      throw AWSError("MissingInput", "No subnets found for the default VPC. Please specify a subnet.")
    }
    return ec2.subnets.rows.filter {
      $0.vpc == vpc.id && $0.isDefaultForZone && wanted.contains($0.zone.rawValue)
    }.sorted { $0.zone < $1.zone }.map { "\($0.id)" }
  }

  /// The target of a call; what is not said comes from `present`.
  func fleetTarget(_ given: FleetTargetCapacity?, over present: Fleet.Target?) throws(AWSError)
    -> Fleet.Target
  {
    guard let total = given?.totalTargetCapacity ?? present?.total else {
      throw .missingParameter("TotalTargetCapacity")
    }
    let rest = given?.defaultTargetCapacityType ?? present?.rest ?? "on-demand"
    guard rest == "spot" || rest == "on-demand" else {
      throw .invalidParameter(rest, "DefaultTargetCapacityType", "Expecting spot or on-demand.")
    }
    let spot = given?.spotTargetCapacity
    let onDemand = given?.onDemandTargetCapacity
    // AWS's quota: 10,000 units a fleet.
    guard (0...10_000).contains(total), (spot ?? 0) >= 0, (onDemand ?? 0) >= 0,
      (spot ?? 0) + (onDemand ?? 0) <= total
    else {
      throw .invalidParameter(
        "\(total)", "TotalTargetCapacity",
        "It must lie between 0 and 10000 and not below the sum of OnDemandTargetCapacity and SpotTargetCapacity."
      )
    }
    return Fleet.Target(
      total: total, onDemand: onDemand ?? (rest == "spot" ? 0 : total - (spot ?? 0)), rest: rest)
  }
}

extension RunInstances.Input {
  /// The launch of a template with another type and image, if they are named.
  init(template: LaunchTemplateSpecification, type: String?, image: String?) {
    launchTemplate = TemplateReference(
      launchTemplateId: template.launchTemplateId, launchTemplateName: template.launchTemplateName,
      version: template.version)
    instanceType = type
    imageId = image
  }
}
