/// Would make a launch configuration; accounts made since October 2024 get AWS's refusal (facts: Auto Scaling 4.2).
package enum CreateLaunchConfiguration: Operation {
  package static let service = "autoscaling"
  package static let name = "CreateLaunchConfiguration"

  /// What older accounts can say; nothing of it is kept.
  package struct Input: Codable, Sendable {
    package var launchConfigurationName: String
    package var imageId: String?
    package var instanceType: String?
    package var keyName: String?
    package var securityGroups: [String]?
    package var userData: String?
    package var iamInstanceProfile: String?
    package var associatePublicIpAddress: Bool?
    package var instanceId: String?
    package var spotPrice: String?
    package var placementTenancy: String?
    package var ebsOptimized: Bool?
    package var instanceMonitoring: MonitoringSpecification?
    package var blockDeviceMappings: [Device]?
    package var metadataOptions: MetadataOptions?

    /// A disk by the name under which the machine sees it.
    package struct Device: Codable, Sendable {
      package var deviceName: String?
      package var virtualName: String?
      package var noDevice: Bool?
      package var ebs: EBS?
    }

    /// A disk's volume; unlike a launch template's it takes no key.
    package struct EBS: Codable, Sendable {
      package var deleteOnTermination: Bool?
      package var iops: Int?
      package var snapshotId: String?
      package var volumeSize: Int?
      package var volumeType: String?
      package var throughput: Int?
      package var encrypted: Bool?
    }

    /// How the machine's metadata is read.
    package struct MetadataOptions: Codable, Sendable {
      package var httpTokens: String?
      package var httpPutResponseHopLimit: Int?
      package var httpEndpoint: String?
    }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    throw AWSError(
      "UnsupportedOperation",
      "The Launch Configuration creation operation is not available in your account. Use launch templates to "
        + "create configuration templates for your Auto Scaling groups.")
  }
}

/// Lists launch configurations: the account has none.
package enum DescribeLaunchConfigurations: Operation {
  package static let service = "autoscaling"
  package static let name = "DescribeLaunchConfigurations"

  /// Which ones.
  package struct Input: Codable, Sendable {
    package var launchConfigurationNames: [String]?
    package var nextToken: String?
    package var maxRecords: Int?
  }

  /// One configuration; there never is any.
  package struct Configuration: Encodable, Sendable {}

  /// No configurations.
  package struct Output: Encodable, Sendable { package var launchConfigurations: [Configuration] = [] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    _ = try AutoScalingPage.of([Configuration](), token: input.nextToken, limit: input.maxRecords)
    return Output()
  }
}

/// Would remove a launch configuration.
package enum DeleteLaunchConfiguration: Operation {
  package static let service = "autoscaling"
  package static let name = "DeleteLaunchConfiguration"

  /// Which one.
  package struct Input: Codable, Sendable { package var launchConfigurationName: String }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    throw .launchConfigurationNotFound(input.launchConfigurationName)
  }
}

extension AWSError {
  /// A launch configuration is named, and there never is any.
  static func launchConfigurationNotFound(_ name: String) -> AWSError {
    AWSError(
      "ValidationError", "Launch configuration name not found - Launch configuration \(name) not found")
  }
}
