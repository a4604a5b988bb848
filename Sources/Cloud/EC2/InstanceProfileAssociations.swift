package import EventKernel

/// The role of an instance, put on and taken off while it lives.
enum ProfileAssociationOperations {
  static let all: [any Operation.Type] = [
    AssociateIamInstanceProfile.self, DescribeIamInstanceProfileAssociations.self,
    ReplaceIamInstanceProfileAssociation.self, DisassociateIamInstanceProfile.self,
  ]
}

/// An association as the calls show it.
package struct ProfileAssociationShape: Encodable, Sendable {
  package var associationId: String
  package var instanceId: String
  package var iamInstanceProfile: Profile
  package var state: String
  package var timestamp: Instant?

  /// The profile.
  package struct Profile: Encodable, Sendable {
    package var arn: String
    package var id: String
  }

  init?(_ instance: Instance, state: String = "associated") {
    guard let profile = instance.instanceProfile, let id = instance.instanceProfileID,
      let association = instance.profileAssociation
    else { return nil }
    associationId = "\(association)"
    instanceId = "\(instance.id)"
    iamInstanceProfile = Profile(arn: World.profileARN(profile), id: id)
    self.state = state
  }
}

extension World {
  /// IAM's id of a profile, given by name or ARN; `nil` when there is none.
  func profileID(of profile: String) -> String? {
    iam.directory.instanceProfiles[IAMARN.name(in: profile).lowercased()]?.id
  }

  /// Gives an instance a role, or takes it away.
  fileprivate mutating func setProfile(_ profile: String?, of id: InstanceID) -> Instance? {
    let association = profile.map { _ in nextID(ProfileAssociationKind.self) }
    let unique = profile.flatMap { profileID(of: $0) }
    ec2.instances.update(id) {
      $0.instanceProfile = profile
      $0.instanceProfileID = unique
      $0.profileAssociation = association
    }
    revision.instances += 1
    revision.access += 1
    return ec2.instances[id]
  }

  /// The id of the instance that an association belongs to, if there is one.
  func instanceID(ofAssociation text: String?) -> String? {
    ec2.instances.first { $0.row.profileAssociation.map { "\($0)" == text } ?? false }.map { "\($0.id)" }
  }

  fileprivate func instance(ofAssociation text: String?, in region: Region) throws(AWSError) -> Instance {
    guard let text else { throw .missingParameter("AssociationId") }
    let found = ec2.instances.first { _, row in
      row.zone.region == region && row.profileAssociation.map { "\($0)" == text } ?? false
    }
    guard let found else {
      throw AWSError(
        "InvalidAssociationID.NotFound",
        "An invalid association-id of '\(text)' was given. The association does not exist.")
    }
    return found.row
  }
}

/// An association that a call made, changed or ended.
package struct ProfileAssociationOutput: Encodable, Sendable {
  package var iamInstanceProfileAssociation: ProfileAssociationShape?
}

/// Gives an instance its role.
package enum AssociateIamInstanceProfile: EC2Operation {
  package static let name = "AssociateIamInstanceProfile"

  package struct Input: Decodable, Sendable {
    var iamInstanceProfile: InstanceProfileSpecification?
    var instanceId: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId)
      .passing(
        role: input.iamInstanceProfile.flatMap { $0.name ?? $0.arn }.flatMap(world.role(ofProfile:)),
        to: "ec2.amazonaws.com"
      ).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ProfileAssociationOutput {
    guard let text = input.instanceId else { throw .missingParameter("InstanceId") }
    let instance = try world.instance(text, in: context.region)
    guard let profile = try world.instanceProfile(input.iamInstanceProfile.flatMap { $0.arn ?? $0.name })
    else { throw .missingParameter("IamInstanceProfile") }
    guard instance.instanceProfile == nil else {
      throw AWSError(
        "IncorrectState", "There is an existing association for instance \(instance.id)")
    }
    guard [.running, .stopped].contains(instance.state) else {
      throw AWSError(
        "IncorrectState", "The instance '\(instance.id)' is not in the 'running' or 'stopped' states.")
    }
    let changed = world.setProfile(profile, of: instance.id)
    return ProfileAssociationOutput(
      iamInstanceProfileAssociation: changed.flatMap {
        ProfileAssociationShape($0, state: "associating")
      })
  }
}

/// Puts another role in the place of an instance's.
package enum ReplaceIamInstanceProfileAssociation: EC2Operation {
  package static let name = "ReplaceIamInstanceProfileAssociation"

  package struct Input: Decodable, Sendable {
    var iamInstanceProfile: InstanceProfileSpecification?
    var associationId: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .on(.instance, world.instanceID(ofAssociation: input.associationId))
      .passing(
        role: input.iamInstanceProfile.flatMap { $0.name ?? $0.arn }.flatMap(world.role(ofProfile:)),
        to: "ec2.amazonaws.com"
      ).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ProfileAssociationOutput {
    let instance = try world.instance(ofAssociation: input.associationId, in: context.region)
    guard let profile = try world.instanceProfile(input.iamInstanceProfile.flatMap { $0.arn ?? $0.name })
    else { throw .missingParameter("IamInstanceProfile") }
    let changed = world.setProfile(profile, of: instance.id)
    return ProfileAssociationOutput(
      iamInstanceProfileAssociation: changed.flatMap {
        ProfileAssociationShape($0, state: "associating")
      })
  }
}

/// Takes an instance's role away.
package enum DisassociateIamInstanceProfile: EC2Operation {
  package static let name = "DisassociateIamInstanceProfile"

  package struct Input: Decodable, Sendable { var associationId: String? }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .on(.instance, world.instanceID(ofAssociation: input.associationId)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> ProfileAssociationOutput {
    let instance = try world.instance(ofAssociation: input.associationId, in: context.region)
    let shape = ProfileAssociationShape(instance, state: "disassociating")
    _ = world.setProfile(nil, of: instance.id)
    return ProfileAssociationOutput(iamInstanceProfileAssociation: shape)
  }
}

/// Lists the roles of instances.
package enum DescribeIamInstanceProfileAssociations: EC2Operation {
  package static let name = "DescribeIamInstanceProfileAssociations"

  package struct Input: Decodable, Sendable {
    var associationIds: [String]?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var iamInstanceProfileAssociations: [ProfileAssociationShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let all = now.instances(in: context.region).filter { $0.state != .terminated }
    let instances = try named(input.associationIds, all: all) { id throws(AWSError) in
      try now.instance(ofAssociation: id, in: context.region)
    }
    let fields = FilterFields<ProfileAssociationShape>([
      "instance-id": { $0.instanceId }, "state": { $0.state },
    ])
    let rows = try fields.select(
      instances.compactMap { ProfileAssociationShape($0) }, input.filters, of: Self.self, in: now)
    let page = try ec2Page(rows, token: input.nextToken, limit: input.maxResults)
    return Output(iamInstanceProfileAssociations: page.rows, nextToken: page.nextToken)
  }
}
