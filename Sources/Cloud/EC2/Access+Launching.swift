// What calls about key pairs, launch templates and tags ask for (AWS Service Authorization Reference: Amazon EC2).

extension CreateKeyPair {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.keyPair, input.tagSpecifications).requests
  }
}

extension ImportKeyPair {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.keyPair, input.tagSpecifications).requests
  }
}

extension DeleteKeyPair {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.keyPair, input.keyPairId ?? input.keyName).requests
  }
}

extension CreateLaunchTemplate {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.launchTemplate, input.tagSpecifications).requests
  }
}

extension CreateLaunchTemplateVersion {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(
      template: input.launchTemplateId, named: input.launchTemplateName
    )
    .requests
  }
}

extension ModifyLaunchTemplate {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(
      template: input.launchTemplateId, named: input.launchTemplateName
    )
    .requests
  }
}

extension DeleteLaunchTemplate {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(
      template: input.launchTemplateId, named: input.launchTemplateName
    )
    .requests
  }
}

extension CreateTags {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).tagging(input.tags).on(tagged: input.resources).requests
  }
}

extension DeleteTags {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).untagging(input.tags?.compactMap(\.key)).on(tagged: input.resources)
      .requests
  }
}

extension Access {
  /// The call changes the tags of resources of EC2 of any kinds.
  fileprivate func on(tagged ids: [String]?) -> Access {
    (ids ?? []).reduce(self) { access, id in
      EC2ResourceType(id: id).map { access.on($0, id) } ?? access
    }
  }
}
