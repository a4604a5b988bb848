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
    throw AWSError(
      "ValidationError",
      "Launch configuration name not found - Launch configuration \(input.launchConfigurationName) not found")
  }
}
