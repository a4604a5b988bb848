import EventKernel

/// Machine images.
enum ImageOperations {
  static let all: [any Operation.Type] = [
    DescribeImages.self, CreateImage.self, CopyImage.self, RegisterImage.self, DeregisterImage.self,
    EnableImage.self, DisableImage.self, DescribeImageAttribute.self, ModifyImageAttribute.self,
    ResetImageAttribute.self,
  ]
}

/// An image as the calls show it.
package struct ImageShape: Encodable, Sendable {
  package var platformDetails = "Linux/UNIX"
  package var usageOperation = "RunInstances"
  package var blockDeviceMappings: [ImageDeviceShape]
  package var description: String
  package var enaSupport = true
  package var hypervisor = "xen"
  package var imageOwnerAlias: String?
  package var name: String
  package var rootDeviceName: String
  package var rootDeviceType = "ebs"
  package var sriovNetSupport = "simple"
  package var tags: [Tags.Tag]?
  package var virtualizationType = "hvm"
  package var sourceInstanceId: String?
  package var sourceImageId: String?
  package var sourceImageRegion: String?
  package var imageId: String
  package var imageLocation: String
  package var state: String
  package var stateReason: InstanceShape.StateReason?
  package var ownerId: String
  package var creationDate: String
  package var `public`: Bool
  package var productCodes: [ProductCodeShape]?
  package var architecture: String
  package var imageType = "machine"

  init(_ image: Image) {
    blockDeviceMappings = image.devices.map(ImageDeviceShape.init)
    description = image.description
    imageOwnerAlias = image.ownerAlias
    name = image.name
    rootDeviceName = image.rootDevice
    tags = image.tags.all.isEmpty ? nil : image.tags.all
    switch image.source {
    case .instance(let id): sourceInstanceId = "\(id)"
    case .image(let id, let region):
      sourceImageId = "\(id)"
      sourceImageRegion = region.rawValue
    case nil: break
    }
    imageId = "\(image.id)"
    ownerId = Image.ownerNumber(image.owner)
    imageLocation = "\(image.owner)/\(image.name)"
    state = image.state.rawValue
    if image.state == .failed {
      stateReason = InstanceShape.StateReason(
        code: "Client.InternalError",
        message: "Client.InternalError: Failed to copy the snapshots: Given key ID is not accessible")
    }
    creationDate = image.creation.iso8601Milliseconds
    `public` = image.isPublic
    productCodes = image.productCodes.isEmpty ? nil : image.productCodes.map(ProductCodeShape.init)
    architecture = image.architecture
  }
}

/// A product code as the calls show it.
package struct ProductCodeShape: Codable, Sendable {
  package var productCodeId: String
  package var productCodeType: String

  init(_ code: String) {
    productCodeId = code
    productCodeType = "marketplace"
  }
}

/// A disk of an image as the calls show it.
package struct ImageDeviceShape: Encodable, Sendable {
  package var ebs: EBS
  package var deviceName: String

  /// What the disk is made of.
  package struct EBS: Encodable, Sendable {
    package var deleteOnTermination: Bool
    package var iops: Int?
    package var snapshotId: String?
    package var volumeSize: Int
    package var volumeType: String
    package var throughput: Int?
    package var encrypted: Bool
  }

  init(_ device: BlockDevice) {
    deviceName = device.name
    ebs = EBS(
      deleteOnTermination: device.deletesOnTermination, iops: device.plan.iops,
      snapshotId: device.snapshot.map { "\($0)" }, volumeSize: device.plan.sizeGiB,
      volumeType: device.plan.type.rawValue, throughput: device.plan.throughput,
      encrypted: device.plan.isEncrypted)
  }
}

/// Lists images: AWS's own, the Marketplace's and the account's.
package enum DescribeImages: EC2Operation {
  package static let name = "DescribeImages"

  package struct Input: Decodable, Sendable, DryRunnable {
    var imageIds: [String]?
    var owners: [String]?
    var executableUsers: [String]?
    var includeDisabled: Bool?
    var filters: [Filter]?
    var maxResults: Int?
    var nextToken: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var images: [ImageShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    var rows = try named(
      input.imageIds, all: world.ec2.images.rows.filter { $0.region == context.region }
    ) { id throws(AWSError) in try now.image(id, in: context.region) }
    if input.includeDisabled != true { rows = rows.filter { $0.state != .disabled } }
    if let owners = try Image.owners(input.owners) {
      rows = rows.filter { owners.contains($0.owner) || $0.ownerAlias.map(owners.contains) == true }
    }
    if let users = input.executableUsers, !users.isEmpty {
      rows = rows.filter { row in users.contains { row.isExecutable(by: $0) } }
    }
    let page = try ec2Page(
      try filters.select(rows.map(ImageShape.init), input.filters, of: Self.self, in: now),
      token: input.nextToken, limit: input.maxResults, least: 1)
    return Output(images: page.rows, nextToken: page.nextToken)
  }

  private static var filters: FilterFields<ImageShape> {
    let image: [String: (ImageShape) -> any FilterValue] = [
      "architecture": { $0.architecture }, "description": { $0.description }, "image-id": { $0.imageId },
      "name": { $0.name }, "owner-alias": { $0.imageOwnerAlias }, "owner-id": { $0.ownerId },
      "is-public": { $0.public }, "state": { $0.state }, "image-type": { $0.imageType },
      "manifest-location": { $0.imageLocation }, "root-device-type": { $0.rootDeviceType },
      "root-device-name": { $0.rootDeviceName }, "virtualization-type": { $0.virtualizationType },
      "hypervisor": { $0.hypervisor }, "creation-date": { $0.creationDate },
      "ena-support": { $0.enaSupport }, "sriov-net-support": { $0.sriovNetSupport },
      // The attribute is `windows` or absent, and every system here is Linux.
      "platform": { _ in String?.none },
      "product-code": { $0.productCodes?.map(\.productCodeId) },
      "product-code.type": { $0.productCodes?.map(\.productCodeType) },
      "source-image-id": { $0.sourceImageId }, "source-image-region": { $0.sourceImageRegion },
      "source-instance-id": { $0.sourceInstanceId },
    ]
    let devices: [String: (ImageDeviceShape) -> any FilterValue] = [
      "volume-type": { $0.ebs.volumeType }, "volume-size": { $0.ebs.volumeSize },
      "device-name": { $0.deviceName }, "snapshot-id": { $0.ebs.snapshotId },
      "encrypted": { $0.ebs.encrypted }, "delete-on-termination": { $0.ebs.deleteOnTermination },
    ]
    var fields = image
    for (name, value) in devices {
      fields["block-device-mapping.\(name)"] = { $0.blockDeviceMappings.flatMap { value($0).filterTexts } }
    }
    return FilterFields(fields, tags: { Tags($0.tags ?? []) })
  }
}

extension Image {
  /// Whether an account may launch it by a permission that names it: `self`, `all` or an account's number.
  fileprivate func isExecutable(by user: String) -> Bool {
    switch user {
    case "all": isPublic
    case "self": owner == Account.id || launchPermissions.contains(Account.id)
    case let account: launchPermissions.contains(account)
    }
  }

  /// The owners that a call asks for, as images and snapshots carry them; `nil` for all.
  static func owners(_ words: [String]?) throws(AWSError) -> [String]? {
    guard let words, !words.isEmpty else { return nil }
    var owners: [String] = []
    for word in words {
      switch word {
      case "self": owners.append(Account.id)
      case "amazon", ownerNumber("amazon"): owners.append("amazon")
      case "aws-marketplace", ownerNumber("aws-marketplace"): owners.append("aws-marketplace")
      case "aws-backup-vault": owners.append(word)
      case let word:
        guard word.utf8.count == 12, word.utf8.allSatisfy({ (48...57).contains($0) }) else {
          throw AWSError("InvalidUserID.Malformed", "Invalid user id: \"\(word)\"")
        }
        owners.append(word)
      }
    }
    return owners
  }
}
