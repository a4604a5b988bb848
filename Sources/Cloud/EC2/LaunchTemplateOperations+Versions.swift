/// Deletes versions of a template; the default version stays.
package enum DeleteLaunchTemplateVersions: EC2Operation {
  package static let name = "DeleteLaunchTemplateVersions"

  package struct Input: Decodable, Sendable, DryRunnable {
    var launchTemplateId: String?
    var launchTemplateName: String?
    var versions: [String]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var successfullyDeletedLaunchTemplateVersions: [Success]
    package var unsuccessfullyDeletedLaunchTemplateVersions: [Failure]
  }

  /// A version that is gone.
  package struct Success: Encodable, Sendable {
    package var launchTemplateId: String
    package var launchTemplateName: String
    package var versionNumber: Int
  }

  /// A version that stays, and why.
  package struct Failure: Encodable, Sendable {
    package var launchTemplateId: String
    package var launchTemplateName: String
    package var versionNumber: Int
    package var responseError: Reason

    /// AWS's code and words.
    package struct Reason: Encodable, Sendable {
      package var code: String
      package var message: String
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(
      template: input.launchTemplateId, named: input.launchTemplateName
    )
    .requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let template = try world.launchTemplate(
      id: input.launchTemplateId, name: input.launchTemplateName, in: context.region)
    guard let versions = input.versions, !versions.isEmpty else {
      throw .missingParameter("LaunchTemplateVersion")
    }
    guard versions.count <= 200 else {
      throw .invalidParameter("\(versions.count)", "LaunchTemplateVersion", "At most 200 versions a request.")
    }
    var output = Output(
      successfullyDeletedLaunchTemplateVersions: [], unsuccessfullyDeletedLaunchTemplateVersions: [])
    for text in versions where Int(text) == nil {
      throw .invalidParameter(text, "LaunchTemplateVersion", "Versions are deleted by their numbers.")
    }
    for text in versions {
      let number = Int(text) ?? 0
      let exists = template.versions.contains { $0.number == number }
      if exists, number != template.defaultVersion {
        world.ec2.launchTemplates.update(template.id) { row in row.versions.removeAll { $0.number == number }
        }
        output.successfullyDeletedLaunchTemplateVersions.append(
          Success(
            launchTemplateId: "\(template.id)", launchTemplateName: template.name, versionNumber: number))
      } else {
        output.unsuccessfullyDeletedLaunchTemplateVersions.append(
          Failure(
            launchTemplateId: "\(template.id)", launchTemplateName: template.name, versionNumber: number,
            responseError: exists
              ? Failure.Reason(
                code: "unexpectedError",
                message: "The default version of a launch template cannot be deleted.")
              : Failure.Reason(
                code: "launchTemplateVersionDoesNotExist",
                message: "Version \(text) does not exist in the launch template \(template.id).")))
      }
    }
    return output
  }
}
