import EventKernel

/// Launch templates.
enum LaunchTemplateOperations {
  static let all: [any Operation.Type] = [
    CreateLaunchTemplate.self, CreateLaunchTemplateVersion.self, DescribeLaunchTemplates.self,
    DescribeLaunchTemplateVersions.self, ModifyLaunchTemplate.self, DeleteLaunchTemplate.self,
    DeleteLaunchTemplateVersions.self,
  ]
}

/// Makes a template with its first version.
package enum CreateLaunchTemplate: EC2Operation {
  package static let name = "CreateLaunchTemplate"

  package struct Input: Decodable, Sendable, DryRunnable {
    var launchTemplateName: String?
    var versionDescription: String?
    var launchTemplateData: LaunchTemplateData?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var launchTemplate: LaunchTemplateShape }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let name = input.launchTemplateName else { throw .missingParameter("LaunchTemplateName") }
    let isValid =
      (3...128).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
          || "()./-_".utf8.contains($0)
      }
    guard isValid else {
      throw AWSError(
        "InvalidLaunchTemplateName.MalformedException",
        "Launch template names must be between 3 and 128 characters long, and may contain letters, numbers, and the "
          + "following characters: - ( ) . / _")
    }
    let isTaken = world.ec2.launchTemplates.contains {
      $0.row.region == context.region && $0.row.name.utf8.elementsEqual(name.utf8)
    }
    guard !isTaken else {
      throw AWSError(
        "InvalidLaunchTemplateName.AlreadyExistsException", "Launch template name already in use.")
    }
    guard let data = input.launchTemplateData, !data.isEmpty else {
      throw AWSError(
        "MissingParameter",
        "No launch template data was provided. Launch template data is required to create a launch template.")
    }
    let tags = try Tags.of(input.tagSpecifications, for: "launch-template")
    let version = try world.templateVersion(
      data, number: 1, description: input.versionDescription, source: nil, in: context.region)
    guard world.ec2.launchTemplates.count < 5_000 else {
      throw AWSError(
        "LaunchTemplateLimitExceeded", "The maximum number of launch templates has been reached.")
    }
    let template = LaunchTemplate(
      id: world.nextID(), region: context.region, name: name, versions: [version], defaultVersion: 1,
      creation: world.now, tags: tags)
    world.ec2.launchTemplates[template.id] = template
    return Output(launchTemplate: LaunchTemplateShape(template))
  }
}

/// Adds a version to a template, from nothing or from another version.
package enum CreateLaunchTemplateVersion: EC2Operation {
  package static let name = "CreateLaunchTemplateVersion"

  package struct Input: Decodable, Sendable, DryRunnable {
    var launchTemplateId: String?
    var launchTemplateName: String?
    var sourceVersion: String?
    var versionDescription: String?
    var launchTemplateData: LaunchTemplateData?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var launchTemplateVersion: LaunchTemplateVersionShape
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let template = try world.launchTemplate(
      id: input.launchTemplateId, name: input.launchTemplateName, in: context.region)
    guard let data = input.launchTemplateData else { throw .missingParameter("LaunchTemplateData") }
    let source = input.sourceVersion == nil ? nil : try template.version(input.sourceVersion)
    guard template.versions.count < 1_000 else {
      throw AWSError(
        "LaunchTemplateVersionLimitExceeded",
        "The maximum number of versions of a launch template has been reached.")
    }
    let version = try world.templateVersion(
      data, number: (template.versions.last?.number ?? 0) + 1, description: input.versionDescription,
      source: source, in: context.region)
    world.ec2.launchTemplates.update(template.id) { $0.versions.append(version) }
    return Output(launchTemplateVersion: LaunchTemplateVersionShape(version, of: template))
  }
}

/// Lists templates.
package enum DescribeLaunchTemplates: EC2Operation {
  package static let name = "DescribeLaunchTemplates"

  package struct Input: Decodable, Sendable, DryRunnable {
    var launchTemplateIds: [String]?
    var launchTemplateNames: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var launchTemplates: [LaunchTemplateShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let all = world.ec2.launchTemplates.rows.filter { $0.region == context.region }
    let byID = try named(input.launchTemplateIds, all: all) { id throws(AWSError) in
      try world.launchTemplate(id: id, name: nil, in: context.region)
    }
    let rows = try named(input.launchTemplateNames, all: byID) { name throws(AWSError) in
      do throws(AWSError) {
        return try world.launchTemplate(id: nil, name: name, in: context.region)
      } catch {
        // Of a listing the refusal names none (as the API answers it).
        throw AWSError(
          error.code, "At least one of the launch templates specified in the request does not exist.")
      }
    }
    let fields = FilterFields<LaunchTemplate>(
      ["launch-template-name": { $0.name }, "create-time": { $0.creation }], tags: { $0.tags })
    let page = try ec2Page(
      try fields.select(rows, input.filters, of: Self.self, in: world), token: input.nextToken,
      limit: input.maxResults, least: 1)
    return Output(launchTemplates: page.rows.map(LaunchTemplateShape.init), nextToken: page.nextToken)
  }
}

/// Lists the versions of a template, newest first.
package enum DescribeLaunchTemplateVersions: EC2Operation {
  package static let name = "DescribeLaunchTemplateVersions"

  package struct Input: Decodable, Sendable, DryRunnable {
    var launchTemplateId: String?
    var launchTemplateName: String?
    var versions: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    var resolveAlias: Bool?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var launchTemplateVersions: [LaunchTemplateVersionShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let template = try world.launchTemplate(
      id: input.launchTemplateId, name: input.launchTemplateName, in: context.region)
    let rows = try named(input.versions, all: template.versions.reversed()) { text throws(AWSError) in
      try template.version(text)
    }
    var shapes: [LaunchTemplateVersionShape] = []
    for row in rows {
      var shape = LaunchTemplateVersionShape(row, of: template)
      if input.resolveAlias == true {
        shape.launchTemplateData.imageId = try world.image(of: row, in: context.region).map { "\($0)" }
      }
      shapes.append(shape)
    }
    let page = try ec2Page(
      try filters.select(shapes, input.filters, of: Self.self, in: world), token: input.nextToken,
      limit: input.maxResults, least: 1)
    return Output(launchTemplateVersions: page.rows, nextToken: page.nextToken)
  }

  private static var filters: FilterFields<LaunchTemplateVersionShape> {
    FilterFields([
      "create-time": { $0.createTime }, "ebs-optimized": { $0.launchTemplateData.ebsOptimized },
      "http-endpoint": { $0.launchTemplateData.metadataOptions?.httpEndpoint },
      "http-tokens": { $0.launchTemplateData.metadataOptions?.httpTokens },
      "iam-instance-profile": {
        [$0.launchTemplateData.iamInstanceProfile?.arn, $0.launchTemplateData.iamInstanceProfile?.name]
      },
      "image-id": { $0.launchTemplateData.imageId }, "instance-type": { $0.launchTemplateData.instanceType },
      "is-default-version": { $0.defaultVersion },
    ])
  }
}

/// Says which version of a template is the default.
package enum ModifyLaunchTemplate: EC2Operation {
  package static let name = "ModifyLaunchTemplate"

  package struct Input: Decodable, Sendable, DryRunnable {
    var launchTemplateId: String?
    var launchTemplateName: String?
    var defaultVersion: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var launchTemplate: LaunchTemplateShape }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var template = try world.launchTemplate(
      id: input.launchTemplateId, name: input.launchTemplateName, in: context.region)
    guard let text = input.defaultVersion else { throw .missingParameter("SetDefaultVersion") }
    template.defaultVersion = try template.version(text).number
    world.ec2.launchTemplates[template.id] = template
    return Output(launchTemplate: LaunchTemplateShape(template))
  }
}

/// Deletes a template with all its versions.
package enum DeleteLaunchTemplate: EC2Operation {
  package static let name = "DeleteLaunchTemplate"

  package struct Input: Decodable, Sendable, DryRunnable {
    var launchTemplateId: String?
    var launchTemplateName: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var launchTemplate: LaunchTemplateShape }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let template = try world.launchTemplate(
      id: input.launchTemplateId, name: input.launchTemplateName, in: context.region)
    world.ec2.launchTemplates[template.id] = nil
    return Output(launchTemplate: LaunchTemplateShape(template))
  }
}

extension World {
  /// The version that data describes; what it leaves open comes from the source.
  ///
  /// AWS looks at ids only when it launches; here an id of the wrong form or of another Region is refused at once.
  // Simplified: template-ids-checked
  fileprivate func templateVersion(
    _ data: LaunchTemplateData, number: Int, description: String?, source: LaunchTemplate.Version?,
    in region: Region
  ) throws(AWSError) -> LaunchTemplate.Version {
    let interface = data.networkInterfaces?.first
    guard interface == nil || data.securityGroupIds == nil else {
      throw AWSError(
        "InvalidParameterCombination",
        "Network interfaces and instance-level security groups may not be specified on the same request")
    }
    guard data.networkInterfaces?.count ?? 0 <= 1 else {
      throw AWSError("InvalidParameterValue", "Only one network interface is supported here.")
    }
    let subnet = try interface?.subnetId.map { text throws(AWSError) in try self.subnet(text, in: region).id }
    try interface?.check(in: "LaunchTemplateData NetworkInterfaces")
    guard interface?.address == nil else {
      throw .notModelled("LaunchTemplateData NetworkInterfaces", "PrivateIpAddress")
    }
    var image = source?.image
    var parameter = source?.imageParameter
    if let text = data.imageId {
      let found = try self.image(text, in: region).id
      let isParameter = text.utf8.starts(with: Image.parameterPrefix.utf8)
      image = isParameter ? nil : found
      parameter = isParameter ? text : nil
    }
    if let type = data.instanceType { _ = try instanceType(type, in: region) }
    let groups = try groupIDs(interface?.groups ?? data.securityGroupIds, in: region)
    let tags = try Tags.of(
      data.tagSpecifications, for: "instance", among: World.launchTagKinds, isTemplate: true)
    let profile = data.iamInstanceProfile.flatMap { $0.name ?? $0.arn }
    var userData = source?.userData
    if let encoded = data.userData {
      guard Base64.decode(encoded) != nil else {
        throw AWSError("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.")
      }
      userData = try World.userData(encoded)
    }
    return LaunchTemplate.Version(
      number: number,
      description: try description.map { text throws(AWSError) in
        try EC2Text.ascii(text, "VersionDescription")
      }, image: image, imageParameter: parameter, type: data.instanceType ?? source?.type,
      keyName: data.keyName ?? source?.keyName,
      securityGroups: groups.isEmpty ? source?.securityGroups ?? [] : groups,
      subnet: subnet ?? source?.subnet,
      userData: userData, instanceProfile: profile ?? source?.instanceProfile,
      associatesPublicAddress: interface?.associatePublicIpAddress ?? source?.associatesPublicAddress,
      isTerminationProtected: data.disableApiTermination ?? source?.isTerminationProtected,
      instanceTags: tags.all.isEmpty ? source?.instanceTags ?? Tags() : tags,
      options: try launchOptions(data, over: source?.options), creation: now)
  }

  private func launchOptions(_ data: LaunchTemplateData, over source: LaunchOptions?) throws(AWSError)
    -> LaunchOptions
  {
    var options = source ?? LaunchOptions()
    options.override(
      monitoring: data.monitoring, metadata: data.metadataOptions, credits: data.creditSpecification,
      maintenance: data.maintenanceOptions, shutdownBehavior: data.instanceInitiatedShutdownBehavior,
      isStopProtected: data.disableApiStop, isEBSOptimised: data.ebsOptimized,
      capacity: data.capacityReservationSpecification, placement: data.placement,
      hibernation: data.hibernationOptions)
    if let mappings = data.blockDeviceMappings { options.devices = options.devices.overridden(by: mappings) }
    if let interface = data.networkInterfaces?.first {
      let addresses = interface.ipv6Addresses?.map { $0.ipv6Address ?? "" }
      options.ipv6 = try IPv6Wish(count: interface.ipv6AddressCount, addresses: addresses)
      options.deletesInterface = interface.deleteOnTermination
    }
    let tags = try Tags.of(
      data.tagSpecifications, for: "volume", among: Self.launchTagKinds, isTemplate: true)
    if !tags.all.isEmpty { options.volumeTags = tags }
    return options
  }
}
