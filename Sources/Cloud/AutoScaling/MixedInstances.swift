/// Several types for the instances of a group, as calls say it.
package struct MixedInstancesPolicy: Codable, Sendable, Equatable {
  /// The template and the types that take the place of its own.
  package struct Template: Codable, Sendable, Equatable {
    package var launchTemplateSpecification: LaunchTemplateSpecification?
    package var overrides: [Override]?
  }

  /// One type.
  package struct Override: Codable, Sendable, Equatable { package var instanceType: String? }

  /// How types are chosen, and which part of the group is On-Demand.
  package struct Distribution: Codable, Sendable, Equatable {
    package var onDemandAllocationStrategy: String?
    package var onDemandBaseCapacity: Int?
    package var onDemandPercentageAboveBaseCapacity: Int?
    package var spotAllocationStrategy: String?
    package var spotInstancePools: Int?
    package var spotMaxPrice: String?

    /// The same with AWS's defaults where nothing is said (API reference, InstancesDistribution).
    var withDefaults: Distribution {
      var whole = self
      let strategy = spotAllocationStrategy ?? "lowest-price"
      whole.onDemandAllocationStrategy = onDemandAllocationStrategy ?? "prioritized"
      whole.onDemandBaseCapacity = onDemandBaseCapacity ?? 0
      whole.onDemandPercentageAboveBaseCapacity = onDemandPercentageAboveBaseCapacity ?? 100
      whole.spotAllocationStrategy = strategy
      if strategy == "lowest-price" { whole.spotInstancePools = spotInstancePools ?? 2 }
      return whole
    }
  }

  package var launchTemplate: Template?
  package var instancesDistribution: Distribution?
}

/// What a group launches: a template's version, and types in the order of preference.
package struct LaunchChoice: Sendable, Equatable {
  package var template: LaunchTemplateID
  package var version: String
  package var types: [String]
  package var distribution: MixedInstancesPolicy.Distribution?
}

extension World {
  /// What a call says a group is to launch; `nil` when it says nothing.
  func launchChoice(
    _ template: LaunchTemplateSpecification?, _ mixed: MixedInstancesPolicy?, in region: Region
  ) throws(AWSError) -> LaunchChoice? {
    guard template == nil || mixed == nil else {
      throw AWSError(
        "ValidationError",
        "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or "
          + "MixedInstancesPolicy parameter.")
    }
    guard let specification = template ?? mixed?.launchTemplate?.launchTemplateSpecification else {
      guard mixed == nil else {
        throw AWSError(
          "ValidationError", "LaunchTemplateSpecification must be specified in MixedInstancesPolicy.")
      }
      return nil
    }
    let types = (mixed?.launchTemplate?.overrides ?? []).compactMap(\.instanceType)
    let (row, version) = try templateForGroup(specification, types: types, in: region)
    let strategy = mixed?.instancesDistribution?.onDemandAllocationStrategy ?? "prioritized"
    guard ["lowest-price", "prioritized"].contains(strategy) else {
      throw AWSError("ValidationError", "OnDemandAllocationStrategy \(strategy) is not supported.")
    }
    try check(mixed?.instancesDistribution)
    let ordered =
      strategy == "prioritized"
      ? types
      : types.enumerated().sorted { left, right in
        let (leftPrice, rightPrice) = (price(left.element, region), price(right.element, region))
        return leftPrice == rightPrice ? left.offset < right.offset : leftPrice < rightPrice
      }.map(\.element)
    return LaunchChoice(
      template: row.id, version: version, types: ordered, distribution: mixed?.instancesDistribution)
  }

  /// Throws for a distribution that AWS does not take.
  private func check(_ distribution: MixedInstancesPolicy.Distribution?) throws(AWSError) {
    guard let distribution else { return }
    let base = distribution.onDemandBaseCapacity ?? 0
    let percentage = distribution.onDemandPercentageAboveBaseCapacity ?? 100
    guard base >= 0, (0...100).contains(percentage) else {
      throw AWSError(
        "ValidationError",
        "OnDemandBaseCapacity must be at least 0 and OnDemandPercentageAboveBaseCapacity between 0 and 100.")
    }
    let name = distribution.spotAllocationStrategy ?? "lowest-price"
    guard let strategy = SpotAllocation(rawValue: name), strategy != .diversified else {
      throw AWSError("ValidationError", "SpotAllocationStrategy \(name) is not supported.")
    }
    guard distribution.spotInstancePools == nil || strategy == .lowestPrice,
      (1...20).contains(distribution.spotInstancePools ?? 2)
    else {
      throw AWSError(
        "ValidationError",
        "SpotInstancePools must be between 1 and 20 and goes with the strategy lowest-price only.")
    }
    do throws(AWSError) {
      _ = try World.price(distribution.spotMaxPrice, "SpotMaxPrice")
    } catch {
      throw AWSError("ValidationError", "SpotMaxPrice is not valid. \(error.message)")
    }
  }

  private func price(_ type: String, _ region: Region) -> Int {
    catalog.hourlyPrice(ofInstance: type, in: region) ?? .max
  }
}

extension AutoScalingGroup {
  /// The policy as the API shows it; `nil` when the template's own type counts.
  func mixedInstancesPolicy(in world: World) -> MixedInstancesPolicy? {
    guard isMixed else { return nil }
    return MixedInstancesPolicy(
      launchTemplate: .init(
        launchTemplateSpecification: specification(in: world, version: templateVersion),
        overrides: instanceTypes.map { .init(instanceType: $0) }),
      instancesDistribution: (distribution ?? MixedInstancesPolicy.Distribution()).withDefaults)
  }

  /// Takes over what a call says to launch.
  mutating func set(_ choice: LaunchChoice, isMixed: Bool) {
    template = choice.template
    templateVersion = choice.version
    instanceTypes = choice.types
    distribution = choice.distribution
    self.isMixed = isMixed
    launchBlockedUntil = nil
  }
}
