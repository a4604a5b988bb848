// What calls about groups ask for (AWS Service Authorization Reference: Amazon EC2 Auto Scaling).

extension Access {
  /// The call works on a group by its name, with its tags; on any group when the name is not known.
  func onGroup(_ name: String?) -> Access {
    let name = name ?? "*"
    let group = world.autoScaling.groups[AutoScalingGroup.key(context.region, name)]
    let tags = group?.tags ?? Tags()
    var keys = ConditionKeys()
    for tag in tags.all { keys["autoscaling:ResourceTag/\(tag.key)"] = [tag.value] }
    let arn =
      group?.arn
      ?? "arn:aws:autoscaling:\(context.region.rawValue):\(Account.id):autoScalingGroup:*:autoScalingGroupName/\(name)"
    return on(AccessTarget(arn, tags: tags, keys: keys))
  }

  /// The call works on the group of an instance.
  func onGroup(ofInstance text: String) -> Access {
    let id = InstanceID(text)
    let found = world.autoScaling.groups.first { _, group in
      group.region == context.region && id.map { group.members[$0] != nil } ?? false
    }
    return onGroup(found?.row.name)
  }

  /// The call works on a policy's group; the policy's ARN alone says which.
  func onGroup(_ name: String?, ofPolicy policy: String) -> Access {
    guard name == nil, let found = world.scalingPolicy(arn: policy) else { return onGroup(name) }
    return onGroup(world.autoScaling.groups[found.group]?.name)
  }

  /// The call works on a launch configuration by its name.
  func onLaunchConfiguration(_ name: String) -> Access {
    let start = "arn:aws:autoscaling:\(context.region.rawValue):\(Account.id):launchConfiguration:*"
    return on(arn: "\(start):launchConfigurationName/\(name)")
  }

  /// What a call says of a group that policies can bound.
  func sizing(
    least: Int?, most: Int?, template: LaunchTemplateSpecification?, configuration: String?,
    subnets: String?
  ) -> Access {
    with("autoscaling:MinSize", least.map { "\($0)" }).with("autoscaling:MaxSize", most.map { "\($0)" })
      .with("autoscaling:LaunchConfigurationName", configuration)
      .with(
        "autoscaling:LaunchTemplateVersionSpecified",
        template.map { $0.version.map { !$0.utf8.starts(with: "$".utf8) } ?? false ? "true" : "false" }
      )
      .with(
        "autoscaling:VPCZoneIdentifiers",
        values: subnets?.split(separator: ",").map { $0.split(separator: " ").joined() })
  }

  /// The call gives or takes tags of groups.
  func onGroups(ofTags tags: [AutoScalingTag]) -> Access {
    tags.reduce(self) { access, tag in access.onGroup(tag.resourceId) }
  }
}

extension World {
  /// What a call on a group needs: the action on the group, with its tags.
  func groupAccess(_ action: String, _ name: String, _ context: CallContext) -> [AccessRequest] {
    Access(action, self, context).onGroup(name).requests
  }
}

extension CreateAutoScalingGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onGroup(input.autoScalingGroupName)
      .sizing(
        least: input.minSize, most: input.maxSize, template: input.launchTemplate,
        configuration: input.launchConfigurationName, subnets: input.vpcZoneIdentifier
      )
      .with("autoscaling:TargetGroupARNs", values: input.targetGroupARNs)
      .tagging(input.tags?.map { Tags.Tag(key: $0.key, value: $0.value ?? "") }).requests
  }
}

extension UpdateAutoScalingGroup {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onGroup(input.autoScalingGroupName)
      .sizing(
        least: input.minSize, most: input.maxSize, template: input.launchTemplate,
        configuration: input.launchConfigurationName, subnets: input.vpcZoneIdentifier
      ).requests
  }
}

extension CreateOrUpdateAutoScalingTags {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onGroups(ofTags: input.tags)
      .tagging(input.tags.map { Tags.Tag(key: $0.key, value: $0.value ?? "") }).requests
  }
}

extension DeleteAutoScalingTags {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onGroups(ofTags: input.tags)
      .tagging(input.tags.map { Tags.Tag(key: $0.key, value: $0.value ?? "") }).requests
  }
}

extension CreateLaunchConfiguration {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onLaunchConfiguration(input.launchConfigurationName).requests
  }
}

extension DeleteLaunchConfiguration {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onLaunchConfiguration(input.launchConfigurationName).requests
  }
}
