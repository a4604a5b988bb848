/// Several types for the instances of a group, as calls say it.
package struct MixedInstancesPolicy: Codable, Sendable, Equatable {
  /// The template and the types that take the place of its own.
  package struct Template: Codable, Sendable, Equatable {
    package var launchTemplateSpecification: LaunchTemplateSpecification?
    package var overrides: [Override]?
  }

  /// One type.
  package struct Override: Codable, Sendable, Equatable { package var instanceType: String? }

  /// How types are chosen; everything is On-Demand in this world.
  // Simplified: mixed-instances-on-demand
  package struct Distribution: Codable, Sendable, Equatable {
    package var onDemandAllocationStrategy: String?
    package var onDemandBaseCapacity: Int?
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
    let (row, version) = try templateForGroup(specification, in: region)
    let types = (mixed?.launchTemplate?.overrides ?? []).compactMap(\.instanceType)
    let strategy = mixed?.instancesDistribution?.onDemandAllocationStrategy ?? "prioritized"
    guard ["lowest-price", "prioritized"].contains(strategy) else {
      throw AWSError("ValidationError", "OnDemandAllocationStrategy \(strategy) is not supported.")
    }
    for type in types {
      do throws(AWSError) {
        _ = try instanceType(type, in: region)
      } catch {
        throw AWSError(
          "ValidationError", "You must use a valid fully-formed launch template. \(error.message)")
      }
    }
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
      instancesDistribution: distribution)
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
