import EventKernel

/// Makes an image of an instance's disks; the instance reboots for it unless the call says otherwise.
package enum CreateImage: EC2Operation {
  package static let name = "CreateImage"

  package struct Input: Decodable, Sendable, DryRunnable {
    var instanceId: String?
    var name: String?
    var description: String?
    var noReboot: Bool?
    var blockDeviceMappings: [BlockDeviceMapping]?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var imageId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.image, input.tagSpecifications)
      .creating(.snapshot, input.tagSpecifications).on(.instance, input.instanceId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.instanceId else { throw .missingParameter("instanceId") }
    let instance = try world.instance(text, in: context.region)
    let imageName = try world.imageName(input.name, in: context.region)
    guard [.running, .stopped].contains(instance.state) else { throw .incorrectState(instance.id, "imaged") }
    guard instance.rootVolume != nil else {
      throw AWSError(
        "InvalidParameterValue",
        "Invalid value '\(instance.id)' for instanceId. Instance does not have a volume attached at root "
          + "(\(instance.rootDevice))")
    }
    let kinds = ["image", "snapshot"]
    let tags = try Tags.of(input.tagSpecifications, for: "image", among: kinds)
    let snapshotTags = try Tags.of(input.tagSpecifications, for: "snapshot", among: kinds)
    let changed = try changes(input.blockDeviceMappings, of: instance, in: world)
    let isRunning = instance.state == .running
    let reboots = isRunning && input.noReboot != true
    // Without a reboot the file system of a machine that writes is copied in the middle of it.
    let isTorn = isRunning && !reboots && world.isImageTorn(of: instance)
    if reboots { world.rebootInstance(instance.id) }
    let id = world.nextID(ImageKind.self)
    let description = "Created by CreateImage(\(instance.id)) for \(id)"
    var devices: [BlockDevice] = []
    var used = 0
    for volumeID in instance.volumes {
      guard let volume = world.ec2.volumes[volumeID], let attachment = volume.attachment,
        !changed.left.contains(attachment.device)
      else { continue }
      let snapshot = world.takeSnapshot(
        of: volume, description: description, isTorn: isTorn, tags: snapshotTags)
      used += snapshot.contents.usedMiB
      var plan = volume.plan
      plan.sizeGiB = max(plan.sizeGiB, changed.sizes[attachment.device] ?? 0)
      devices.append(
        BlockDevice(
          name: attachment.device, snapshot: snapshot.id, plan: plan,
          deletesOnTermination: attachment.deletesOnTermination))
    }
    let root = devices.firstIndex { $0.name == instance.rootDevice } ?? 0
    devices.swapAt(0, root)
    devices += changed.added
    var image = Image(
      id: id, region: context.region, name: imageName,
      description: try EC2Text.ascii(input.description ?? "", "description"),
      architecture: world.architecture(of: instance), owner: Account.id, creation: world.now,
      launchPermissions: [], devices: devices, tags: tags)
    image.state = .pending
    image.productCodes = world.rootVolume(of: instance)?.contents.productCodes ?? []
    image.source = .instance(instance.id)
    world.ec2.images[id] = image
    let making = ImageTimings.creation(ofMiB: used) + (reboots ? InstanceTimings.reboot : .zero)
    world.schedule(.ec2(.imageIsMade(id)), in: making)
    world.note("image-requested", "\(id)", "\(instance.id)")
    return Output(imageId: "\(id)")
  }

  /// What the mappings of the call leave out, enlarge and add.
  private static func changes(
    _ mappings: [BlockDeviceMapping]?, of instance: Instance, in world: World
  ) throws(AWSError) -> (left: [String], sizes: [String: Int], added: [BlockDevice]) {
    let own = instance.volumes.compactMap { world.ec2.volumes[$0]?.attachment?.device }
    var left: [String] = []
    var sizes: [String: Int] = [:]
    var added: [BlockDevice] = []
    for mapping in mappings ?? [] {
      guard let name = mapping.deviceName else { throw .missingParameter("deviceName") }
      try Volume.checkDevice(name)
      if mapping.noDevice != nil {
        guard name != instance.rootDevice else {
          throw AWSError("InvalidBlockDeviceMapping", "The root device '\(name)' cannot be left out.")
        }
        left.append(name)
      } else if own.contains(name) {
        sizes[name] = mapping.ebs?.volumeSize
      } else {
        let plan = VolumePlan(
          type: try VolumeType.named(mapping.ebs?.volumeType) ?? .gp2, sizeGiB: mapping.ebs?.volumeSize ?? 0,
          iops: mapping.ebs?.iops, throughput: mapping.ebs?.throughput,
          isEncrypted: mapping.ebs?.encrypted ?? false,
          missingKey: try world.missingKey(
            mapping.ebs?.kmsKeyId, isEncrypted: mapping.ebs?.encrypted, in: instance.zone.region))
        try plan.check()
        added.append(
          BlockDevice(
            name: name, snapshot: nil, plan: plan,
            deletesOnTermination: mapping.ebs?.deleteOnTermination ?? true))
      }
    }
    return (left, sizes, added)
  }
}

/// How long images take (facts: AMI, TEACH).
enum ImageTimings {
  /// From the snapshot to an image that can be launched: two minutes and a second for each GiB in use.
  static func creation(ofMiB used: Int) -> Duration { .seconds(120 + (used + 1_023) / 1_024) }
  /// From the call to a copy that can be launched, over the length of the copies of its snapshots.
  static let copy: Duration = .seconds(60)
}

extension World {
  /// The share of images made without a reboot, of a machine whose application writes, that are torn (TEACH: one in
  /// three, so that a week of nightly images shows it).
  static let tornShare = 1.0 / 3

  /// Whether an image that is made now of a running instance catches its file system in the middle of a write.
  ///
  /// The draw belongs to the machine and the number of its images, not to an id.
  // Simplified: torn-images
  mutating func isImageTorn(of instance: Instance) -> Bool {
    ec2.instances.update(instance.id) { $0.imagesWithoutReboot += 1 }
    guard instance.isServing, !instance.isFrozen else { return false }
    let zone = catalog.regions.flatMap(\.zones).firstIndex { $0.zone == instance.zone } ?? 0
    let draws = Draws(
      seed: seed.rawValue, purpose: DrawPurpose.imaging.rawValue,
      population: UInt64(zone) << 32 | UInt64(instance.ordinal), number: UInt64(instance.imagesWithoutReboot))
    return Draws.unit(draws.bits(0)) < Self.tornShare
  }

  /// A name for a new image: 3 to 128 of AWS's characters, used by no other image of the account in the Region.
  func imageName(_ name: String?, in region: Region) throws(AWSError) -> String {
    guard let name else { throw .missingParameter("name") }
    let isValid =
      (3...128).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
          || "()[] ./-'@_".utf8.contains($0)
      }
    guard isValid else {
      throw AWSError(
        "InvalidAMIName.Malformed",
        "AMI names must be between 3 and 128 characters long, and may contain letters, numbers, and the following "
          + "characters: ( ) [ ] space . / - ' @ _")
    }
    let taken = ec2.images.first {
      $0.row.region == region && $0.row.owner == Account.id && $0.row.name.utf8.elementsEqual(name.utf8)
    }
    if let taken {
      throw AWSError("InvalidAMIName.Duplicate", "AMI name \(name) is already in use by AMI \(taken.id)")
    }
    return name
  }

  mutating func imageIsMade(_ id: ImageID) {
    guard ec2.images[id]?.state == .pending else { return }
    let hasFailed = ec2.images[id]?.devices.contains {
      $0.snapshot.flatMap { ec2.snapshots[$0]?.missingKey } != nil
    }
    ec2.images.update(id) { $0.state = hasFailed == true ? .failed : .available }
    note(hasFailed == true ? "image-failed" : "image-available", "\(id)")
  }

  /// An image that can be launched now.
  func launchableImage(_ text: String, in region: Region) throws(AWSError) -> Image {
    let row = try image(text, in: region)
    try checkLaunchable(row)
    return row
  }

  /// Throws unless an image is complete, not disabled, and the account may launch it.
  func checkLaunchable(_ image: Image) throws(AWSError) {
    switch image.state {
    case .available: return
    case .pending, .failed:
      throw AWSError(
        "InvalidAMIID.Unavailable",
        "The image ID '\(image.id)' is not available: its state is '\(image.state.rawValue)'")
    case .disabled:
      throw AWSError("InvalidAMIID.Unavailable", "The image ID '\(image.id)' is disabled")
    }
  }
}

/// Copies an image with its disks, most often from another Region into the Region of the call.
package enum CopyImage: EC2Operation {
  package static let name = "CopyImage"

  package struct Input: Decodable, Sendable, DryRunnable {
    var name: String?
    var description: String?
    var sourceImageId: String?
    var sourceRegion: String?
    var encrypted: Bool?
    var kmsKeyId: String?
    var copyImageTags: Bool?
    var tagSpecifications: [TagSpecification]?
    var clientToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var imageId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.image, input.tagSpecifications)
      .creating(.snapshot, input.tagSpecifications).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let earlier = try world.earlierAnswer(to: input.clientToken, of: name, asked: "\(input)", context) {
      return Output(imageId: earlier)
    }
    guard let text = input.sourceImageId else { throw .missingParameter("sourceImageId") }
    let region = try world.sourceRegion(input.sourceRegion)
    let source = try world.launchableImage(text, in: region)
    guard source.owner != "aws-marketplace" else {
      throw AWSError(
        "InvalidRequest",
        "Images from the AWS Marketplace cannot be copied. Launch an instance and image that.")
    }
    let imageName = try world.imageName(input.name, in: context.region)
    let kinds = ["image", "snapshot"]
    var tags = input.copyImageTags == true ? source.tags : Tags()
    let own = try Tags.of(input.tagSpecifications, for: "image", among: kinds)
    for tag in own.all { tags[tag.key] = tag.value }
    let snapshotTags = try Tags.of(input.tagSpecifications, for: "snapshot", among: kinds)
    let missingKey = try world.missingKey(
      input.kmsKeyId, isEncrypted: input.encrypted, in: context.region)
    let id = world.nextID(ImageKind.self)
    var ready = world.now
    var devices: [BlockDevice] = []
    for var device in source.devices {
      if let snapshot = device.snapshot.flatMap({ world.ec2.snapshots[$0] }) {
        device.plan.isEncrypted =
          snapshot.isEncrypted || input.encrypted == true
          || world.ec2.encryptsByDefault.contains(context.region)
        let copy = world.copySnapshot(
          snapshot, to: context.region,
          description: "Copied for DestinationAmi \(id) from SourceAmi \(source.id) for SourceSnapshot "
            + "\(snapshot.id). Task created on \(world.now.unixMilliseconds).",
          isEncrypted: device.plan.isEncrypted, missingKey: missingKey, tags: snapshotTags)
        device.snapshot = copy.id
        ready = max(ready, copy.end)
      }
      devices.append(device)
    }
    var image = Image(
      id: id, region: context.region, name: imageName,
      description: try EC2Text.ascii(input.description ?? "", "description"),
      architecture: source.architecture, owner: Account.id, creation: world.now, launchPermissions: [],
      devices: devices, tags: tags)
    image.state = .pending
    image.productCodes = source.productCodes
    image.source = .image(source.id, region)
    world.ec2.images[id] = image
    world.agenda.add(.ec2(.imageIsMade(id)), at: ready + ImageTimings.copy)
    world.remember("\(id)", for: input.clientToken, of: name, asked: "\(input)", context)
    return Output(imageId: "\(id)")
  }
}

/// Makes an image of snapshots.
package enum RegisterImage: EC2Operation {
  package static let name = "RegisterImage"

  package struct Input: Decodable, Sendable, DryRunnable {
    var name: String?
    var description: String?
    var architecture: String?
    var rootDeviceName: String?
    var virtualizationType: String?
    var enaSupport: Bool?
    var blockDeviceMappings: [BlockDeviceMapping]?
    var tagSpecifications: [TagSpecification]?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable { package var imageId: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).creating(.image, input.tagSpecifications).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let imageName = try world.imageName(input.name, in: context.region)
    let root = input.rootDeviceName ?? Image.usualRootDevice
    guard input.virtualizationType ?? "hvm" == "hvm" else {
      throw .notModelled("VirtualizationType", input.virtualizationType ?? "")
    }
    guard input.enaSupport ?? true else { throw .notModelled("EnaSupport", "false") }
    switch input.architecture {
    case nil, "x86_64", "arm64": break
    case "i386", "x86_64_mac", "arm64_mac": throw .notModelled("Architecture", input.architecture ?? "")
    case let other:
      throw .invalidParameter(
        other ?? "", "architecture", "Expecting i386, x86_64, arm64, x86_64_mac or arm64_mac.")
    }
    let tags = try Tags.of(input.tagSpecifications, for: "image")
    guard let mapping = input.blockDeviceMappings?.first(where: { $0.deviceName == root }),
      let snapshotText = mapping.ebs?.snapshotId
    else {
      throw AWSError("InvalidBlockDeviceMapping", "No snapshot is given for the root device '\(root)'.")
    }
    let snapshot = try world.readySnapshot(snapshotText, in: context.region)
    let blank = Image(
      id: world.nextID(), region: context.region, name: imageName,
      description: try EC2Text.ascii(input.description ?? "", "description"),
      architecture: input.architecture ?? "x86_64", owner: Account.id, creation: world.now,
      launchPermissions: [], devices: [], tags: tags)
    let mappings = [mapping] + (input.blockDeviceMappings ?? []).filter { $0.deviceName != root }
    var image = Image(
      id: blank.id, region: blank.region, name: blank.name, description: blank.description,
      architecture: blank.architecture, owner: blank.owner, creation: blank.creation, launchPermissions: [],
      devices: try world.devices(of: blank, changedBy: mappings), tags: tags)
    image.productCodes = snapshot.contents.productCodes
    world.ec2.images[image.id] = image
    return Output(imageId: "\(image.id)")
  }
}
