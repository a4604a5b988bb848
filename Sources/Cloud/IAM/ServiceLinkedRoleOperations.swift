import EventKernel

/// Roles that services make and use for themselves.
enum ServiceLinkedRoleOperations {
  static let all: [any Operation.Type] = [
    CreateServiceLinkedRole.self, DeleteServiceLinkedRole.self, GetServiceLinkedRoleDeletionStatus.self,
  ]
}

/// Makes the role of a service, with the policies that it needs.
package enum CreateServiceLinkedRole: IAMOperation {
  package static let name = "CreateServiceLinkedRole"

  package struct Input: Decodable, Sendable {
    var awsServiceName: String
    var description: String?
    var customSuffix: String?
  }

  package struct Output: Encodable, Sendable { package var role: RoleShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .on(arn: IAMARN.of("role", "/aws-service-role/\(input.awsServiceName)/", "*"))
      .with("iam:AWSServiceName", input.awsServiceName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let service = LinkedService.all.first(where: { $0.name == input.awsServiceName }) else {
      guard !LinkedService.elsewhere.contains(input.awsServiceName) else {
        throw .notModelled("AWSServiceName", input.awsServiceName)
      }
      throw AWSError(
        "InvalidInput", "No service principal \(input.awsServiceName) with a service-linked role was found.")
    }
    if let suffix = input.customSuffix {
      guard service.name == "autoscaling.amazonaws.com" else {
        throw AWSError("InvalidInput", "Custom suffix is not allowed for \(service.name)")
      }
      try IAMName.check(suffix, "customSuffix", most: 64)
    }
    let name = service.role + (input.customSuffix.map { "_\($0)" } ?? "")
    guard world.iam.directory.roles[name.lowercased()] == nil else {
      throw AWSError(
        "InvalidInput",
        "Service role name \(name) has been taken in this account, please try a different suffix.")
    }
    let trust =
      #"{"Version":"2012-10-17","Statement":[{"Action":["sts:AssumeRole"],"Effect":"Allow","Principal":{"Service":["#
      + "\"\(service.name)\"]}}]}"
    var role = IAMRole(
      name: name, path: "/aws-service-role/\(service.name)/", id: world.nextUniqueID("AROA"),
      creation: world.now, description: input.description ?? service.description,
      maximumSession: .seconds(3_600), trust: try world.trustPolicy(trust), tags: Tags())
    role.service = service.name
    let made = role
    try world.changeIAM { directory in directory.roles[name.lowercased()] = made }
    let arn = "arn:aws:iam::aws:policy/aws-service-role/\(service.policy)"
    if world.catalog.awsPolicy(arn) != nil { try world.attach(arn, to: .role(name)) }
    return Output(role: RoleShape(made, isNew: true))
  }
}

/// Deletes the role of a service that has nothing left which needs it.
package enum DeleteServiceLinkedRole: IAMOperation {
  package static let name = "DeleteServiceLinkedRole"

  package struct Input: Decodable, Sendable { var roleName: String }
  package struct Output: Encodable, Sendable { package var deletionTaskId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(role: input.roleName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let role = try world.iam.directory.role(input.roleName)
    guard let service = role.service else {
      throw .noSuchEntity("The role with name \(input.roleName) cannot be found.")
    }
    let task = "task/aws-service-role/\(service)/\(role.name)/\(world.nextUUID())"
    let failed = world.uses(service: service)
    try world.changeIAM { directory in
      directory.deletions[task] = !failed
      if !failed { directory.roles[role.name.lowercased()] = nil }
    }
    return Output(deletionTaskId: task)
  }
}

extension World {
  /// Whether anything of a service is there that needs its role.
  fileprivate func uses(service: String) -> Bool {
    switch service {
    case "autoscaling.amazonaws.com": !autoScaling.groups.isEmpty
    case "elasticloadbalancing.amazonaws.com": !loadBalancing.loadBalancers.isEmpty
    case "rds.amazonaws.com": !rds.instances.isEmpty
    case "elasticache.amazonaws.com": !elastiCache.replicationGroups.isEmpty
    case "spotfleet.amazonaws.com": ec2.fleets.rows.contains { $0.family == .spot && $0.state != .gone }
    case "ec2fleet.amazonaws.com": ec2.fleets.rows.contains { $0.family == .ec2 && $0.state != .gone }
    default: false
    }
  }
}

/// Tells whether the role of a service could be deleted.
package enum GetServiceLinkedRoleDeletionStatus: IAMOperation {
  package static let name = "GetServiceLinkedRoleDeletionStatus"

  package struct Input: Decodable, Sendable { var deletionTaskId: String }

  package struct Output: Encodable, Sendable {
    package var status: String
    package var reason: Reason?

    /// Why it could not be.
    package struct Reason: Encodable, Sendable { package var reason: String }
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let succeeded = world.iam.directory.deletions[input.deletionTaskId] else {
      throw .noSuchEntity("The deletion task \(input.deletionTaskId) cannot be found.")
    }
    return succeeded
      ? Output(status: "SUCCEEDED")
      : Output(
        status: "FAILED",
        reason: .init(reason: "The role is still used by resources of its service."))
  }
}
