package import EventKernel

/// An Amazon Machine Image: disks to start from, in one Region.
package struct Image: Sendable, Equatable {
  /// Where it is in its life (facts: state-machines.json `ami`).
  package enum State: String, Sendable, CaseIterable {
    case pending, available, disabled, failed
  }

  package let id: ImageID
  package let region: Region
  package var name: String
  package var description: String
  /// `x86_64` or `arm64`.
  package let architecture: String
  /// The account that owns it; AWS's own images carry `amazon`, the Marketplace's `aws-marketplace`.
  package let owner: String
  package let creation: Instant
  package var state = State.available
  /// The accounts that may launch it; `all` for everybody.
  package var launchPermissions: [String]
  /// The disks that its machines get, the root's first.
  package let devices: [BlockDevice]
  /// The Marketplace's product codes, which follow every copy.
  package var productCodes: [String] = []
  /// What it was made of.
  package var source: Source?
  package var tags: Tags

  /// What an image was made of.
  package enum Source: Sendable, Equatable {
    case instance(InstanceID)
    case image(ImageID, Region)
  }

  package init(
    id: ImageID, region: Region, name: String, description: String, architecture: String, owner: String,
    creation: Instant, launchPermissions: [String], devices: [BlockDevice], tags: Tags = Tags()
  ) {
    self.id = id
    self.region = region
    self.name = name
    self.description = description
    self.architecture = architecture
    self.owner = owner
    self.creation = creation
    self.launchPermissions = launchPermissions
    self.devices = devices
    self.tags = tags
  }

  /// Whether everybody may launch it.
  package var isPublic: Bool { launchPermissions.contains("all") }

  /// The name of the device that its machines start from.
  package var rootDevice: String { devices.first?.name ?? Self.usualRootDevice }

  /// The root device of Amazon Linux.
  package static let usualRootDevice = "/dev/xvda"

  /// What stands before the name of a parameter that names an image.
  static let parameterPrefix = "resolve:ssm:"

  /// The account of Canonical, which publishes Ubuntu (Canonical: Find Ubuntu images on AWS).
  package static let canonical = "099720109477"

  /// The alias of the owner in answers; AWS shows Canonical's images under its own.
  package var ownerAlias: String? {
    ["amazon", "aws-marketplace"].contains(owner) ? owner : owner == Self.canonical ? "amazon" : nil
  }

  /// The number of the account that an owner stands for.
  package static func ownerNumber(_ owner: String) -> String {
    switch owner {
    case "amazon": "137112412989"
    case "aws-marketplace": "679593333241"
    case let account: account
    }
  }
}

/// A disk that an image or a launch asks for.
package struct BlockDevice: Sendable, Equatable {
  /// Such as `/dev/xvda`.
  package var name: String
  package var snapshot: SnapshotID?
  package var plan: VolumePlan
  package var deletesOnTermination: Bool
}

/// A disk as a call writes it.
package struct BlockDeviceMapping: Codable, Sendable, Equatable {
  package var deviceName: String?
  /// Leaves out a disk of the image; its text says nothing.
  package var noDevice: String?
  package var ebs: EBS?

  /// What is asked of the volume; the image's own values where nothing is asked.
  package struct EBS: Codable, Sendable, Equatable {
    package var deleteOnTermination: Bool?
    package var iops: Int?
    package var snapshotId: String?
    package var volumeSize: Int?
    package var volumeType: String?
    package var throughput: Int?
    package var encrypted: Bool?
    package var kmsKeyId: String?
  }
}

extension World {
  /// The disks of a launch: the image's, as the call changes, adds and leaves them out.
  func devices(of image: Image, changedBy mappings: [BlockDeviceMapping]?) throws(AWSError) -> [BlockDevice] {
    var devices = image.devices
    var named: [String] = []
    for mapping in mappings ?? [] {
      guard let name = mapping.deviceName else { throw .missingParameter("deviceName") }
      try Volume.checkDevice(name)
      guard !named.contains(name) else {
        throw AWSError(
          "InvalidBlockDeviceMapping", "The device '\(name)' is used in more than one block-device mapping")
      }
      named.append(name)
      let index = devices.firstIndex { $0.name == name }
      if mapping.noDevice != nil {
        guard index != 0 else {
          throw AWSError("InvalidBlockDeviceMapping", "The root device '\(name)' cannot be left out.")
        }
        if let index { devices.remove(at: index) }
        continue
      }
      let device = try device(name, mapping.ebs, over: index.map { devices[$0] }, in: image.region)
      if let index { devices[index] = device } else { devices.append(device) }
    }
    for index in devices.indices {
      if ec2.encryptsByDefault.contains(image.region) { devices[index].plan.isEncrypted = true }
      try devices[index].plan.check()
    }
    if let root = devices.first, !root.plan.type.isBootable {
      throw AWSError(
        "InvalidParameterValue",
        "The volume type \(root.plan.type.rawValue) is not supported for the root device '\(root.name)'.")
    }
    return devices
  }

  private func device(
    _ name: String, _ asked: BlockDeviceMapping.EBS?, over present: BlockDevice?, in region: Region
  ) throws(AWSError) -> BlockDevice {
    var source: Snapshot?
    if let text = asked?.snapshotId { source = try readySnapshot(text, in: region) }
    let origin = source ?? present?.snapshot.flatMap { ec2.snapshots[$0] }
    guard let size = asked?.volumeSize ?? source?.sizeGiB ?? present?.plan.sizeGiB else {
      throw AWSError("MissingParameter", "The request must contain the parameter size or snapshotId")
    }
    if let origin, size < origin.sizeGiB {
      throw AWSError(
        "InvalidBlockDeviceMapping",
        "Volume of size \(size)GB is smaller than snapshot '\(origin.id)', expect size>= \(origin.sizeGiB)GB")
    }
    let type = try VolumeType.named(asked?.volumeType) ?? present?.plan.type ?? .gp2
    let isSameType = type == present?.plan.type
    let plan = VolumePlan(
      type: type, sizeGiB: size, iops: asked?.iops ?? (isSameType ? present?.plan.iops : nil),
      throughput: asked?.throughput ?? (isSameType ? present?.plan.throughput : nil),
      isEncrypted: asked?.encrypted == true || origin?.isEncrypted == true
        || present?.plan.isEncrypted == true,
      missingKey: try missingKey(asked?.kmsKeyId, isEncrypted: asked?.encrypted, in: region)
        ?? (asked?.kmsKeyId == nil ? present?.plan.missingKey : nil))
    return BlockDevice(
      name: name, snapshot: origin?.id, plan: plan,
      deletesOnTermination: asked?.deleteOnTermination ?? present?.deletesOnTermination ?? true)
  }

  /// The image that a snapshot is part of, if there is one.
  func image(using snapshot: SnapshotID) -> Image? {
    ec2.images.first { _, image in image.devices.contains { $0.snapshot == snapshot } }?.row
  }

  /// Makes a ready-made image of one disk, with its snapshot.
  mutating func makeImage(
    _ id: ImageID, named name: String, description: String, system: DiskContents.System, owner: String,
    isPublic: Bool, rootDevice: String = Image.usualRootDevice, creation: Instant? = nil,
    in region: Region
  ) {
    // Every such image has a disk of 8 GiB, as Amazon Linux has.
    let snapshot = makeImageSnapshot(
      for: id, in: region, sizeGiB: 8, system: system, owner: owner, isPublic: isPublic,
      creation: creation ?? now)
    let root = BlockDevice(
      name: rootDevice, snapshot: snapshot,
      plan: VolumePlan(type: .gp3, sizeGiB: 8, isEncrypted: false), deletesOnTermination: true)
    ec2.images[id] = Image(
      id: id, region: region, name: name, description: description, architecture: system.architecture,
      owner: owner, creation: creation ?? now, launchPermissions: isPublic ? ["all"] : [], devices: [root])
  }
}
