// What a launch asks for, resource by resource (AWS Service Authorization Reference: Amazon EC2).

extension RunInstances {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let template = input.launchTemplate.flatMap { named(in: $0, world, context.region) }
    let profile = input.iamInstanceProfile.flatMap { $0.arn ?? $0.name } ?? template?.version.instanceProfile
    let type = input.instanceType ?? template?.version.type
    let asked =
      input.imageId ?? template?.version.imageParameter ?? template?.version.image.map { "\($0)" }
    // A parameter that names the image is not what policies see.
    let found = asked.flatMap { text in
      do throws(AWSError) { return "\(try world.image(text, in: context.region).id)" } catch { return nil }
    }
    let image = found ?? asked
    let groups =
      input.networkInterfaces?.first?.groups ?? input.securityGroupIds
      ?? template?.version.securityGroups.map { "\($0)" }
    let subnet = input.networkInterfaces?.first?.subnetId ?? input.subnetId
    var machine = ConditionKeys(["ec2:RootDeviceType": "ebs"])
    machine["ec2:InstanceType"] = type.map { [$0] }
    machine["ec2:InstanceProfile"] = profile.map { [World.profileARN($0)] }
    machine["ec2:Tenancy"] = [input.placement?.tenancy ?? "default"]
    machine["ec2:MetadataHttpTokens"] = [input.metadataOptions?.httpTokens ?? "required"]
    let zone = subnet.flatMap { SubnetID($0) }.flatMap { world.ec2.subnets[$0]?.zone.rawValue }
    machine["ec2:AvailabilityZone"] = (input.placement?.availabilityZone ?? zone).map { [$0] }
    var access = Access(defaultAction, world, context)
      .on(.image, image).on(.subnet, subnet)
      .on(.securityGroup, groups).on(.keyPair, input.keyName ?? template?.version.keyName)
      .on(.launchTemplate, template?.id)
      .on(.placementGroup, input.placement?.groupName ?? input.placement?.groupId)
      .on(
        .capacityReservation,
        input.capacityReservationSpecification?.capacityReservationTarget?.capacityReservationId)
    if subnet == nil { access = access.creating(.subnet) }
    let disk = input.blockDeviceMappings?.first?.ebs
    var root = ConditionKeys()
    root["ec2:VolumeType"] = [disk?.volumeType ?? VolumeType.gp3.rawValue]
    root["ec2:VolumeSize"] = disk?.volumeSize.map { ["\($0)"] }
    root["ec2:Encrypted"] = disk?.encrypted?.filterTexts
    access = access.creating(.instance, input.tagSpecifications, facts: machine)
      .creating(.volume, input.tagSpecifications, facts: root)
      .creating(.networkInterface, input.tagSpecifications)
    return access.passing(role: profile.flatMap(world.role(ofProfile:)), to: "ec2.amazonaws.com").requests
  }

  /// The template and the version of it that a call names; `nil` when there is none, which the launch then says.
  private static func named(in reference: Input.TemplateReference, _ world: World, _ region: Region)
    -> (id: String, version: LaunchTemplate.Version)?
  {
    do throws(AWSError) {
      let template = try world.launchTemplate(
        id: reference.launchTemplateId, name: reference.launchTemplateName, in: region)
      return ("\(template.id)", try template.version(reference.version))
    } catch {
      return nil
    }
  }
}
