/// Gives an image up: nothing can be launched from it; its snapshots stay, and cost, unless the call deletes them.
package enum DeregisterImage: EC2Operation {
  package static let name = "DeregisterImage"

  package struct Input: Decodable, Sendable, DryRunnable {
    var imageId: String?
    var deleteAssociatedSnapshots: Bool?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var `return` = true
    package var deleteSnapshotResults: [Deletion]?
  }

  /// What became of a snapshot.
  package struct Deletion: Encodable, Sendable {
    package var snapshotId: String
    package var returnCode: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.image, input.imageId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    if let text = input.imageId, let id = ImageID(text), world.ec2.deregisteredImages[id] == context.region {
      throw AWSError("InvalidAMIID.Unavailable", "The image ID '\(id)' is no longer available")
    }
    let image = try world.ownImage(input.imageId, in: context.region)
    world.ec2.images[image.id] = nil
    world.ec2.deregisteredImages[image.id] = context.region
    guard input.deleteAssociatedSnapshots == true else { return Output() }
    var deletions: [Deletion] = []
    for snapshot in image.devices.compactMap(\.snapshot) {
      let isUsed = world.image(using: snapshot) != nil
      if !isUsed { world.removeSnapshot(snapshot) }
      deletions.append(Deletion(snapshotId: "\(snapshot)", returnCode: isUsed ? "skipped" : "success"))
    }
    return Output(deleteSnapshotResults: deletions)
  }
}

extension World {
  /// An image that the account owns.
  fileprivate func ownImage(_ text: String?, in region: Region) throws(AWSError) -> Image {
    guard let text else { throw .missingParameter("imageId") }
    let row = try image(text, in: region)
    guard row.owner == Account.id else { throw AWSError("AuthFailure", "Not authorized for image:\(row.id)") }
    return row
  }
}

/// The input of calls about one image.
package struct ImageInput: Decodable, Sendable, DryRunnable {
  var imageId: String?
  package var dryRun: Bool?
}

/// Forbids launches from an image and takes its shares back, until it is enabled again.
package enum DisableImage: EC2Operation {
  package static let name = "DisableImage"

  package static func access(_ input: ImageInput, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.image, input.imageId).requests
  }

  package static func perform(
    _ input: ImageInput, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    let image = try world.ownImage(input.imageId, in: context.region)
    guard ![.pending, .failed].contains(image.state) else {
      throw AWSError("InvalidAMIID.Unavailable", "The image ID '\(image.id)' is not available")
    }
    world.ec2.images.update(image.id) {
      $0.state = .disabled
      $0.launchPermissions = []
    }
    return ReturnOutput()
  }
}

/// Allows launches from a disabled image again.
package enum EnableImage: EC2Operation {
  package static let name = "EnableImage"

  package static func access(_ input: ImageInput, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.image, input.imageId).requests
  }

  package static func perform(
    _ input: ImageInput, on world: inout World, context: CallContext
  ) throws(AWSError) -> ReturnOutput {
    let image = try world.ownImage(input.imageId, in: context.region)
    if image.state == .disabled { world.ec2.images.update(image.id) { $0.state = .available } }
    return ReturnOutput()
  }
}

/// Tells one attribute of an image.
package enum DescribeImageAttribute: EC2Operation {
  package static let name = "DescribeImageAttribute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var attribute: String?
    var imageId: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var description: AttributeValue<String>?
    package var imageId: String
    package var launchPermissions: [SharingPermission]?
    package var productCodes: [ProductCodeShape]?
    package var blockDeviceMappings: [ImageDeviceShape]?

    init(_ id: ImageID) { imageId = "\(id)" }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.image, input.imageId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let image = try world.ownImage(input.imageId, in: context.region)
    var output = Output(image.id)
    switch input.attribute {
    case "description": output.description = AttributeValue(value: image.description)
    case "launchPermission": output.launchPermissions = image.launchPermissions.map(SharingPermission.init)
    case "productCodes": output.productCodes = image.productCodes.map(ProductCodeShape.init)
    case "blockDeviceMapping": output.blockDeviceMappings = image.devices.map(ImageDeviceShape.init)
    case let attribute: throw .invalidParameter(attribute ?? "", "attribute", "Unknown attribute.")
    }
    return output
  }
}

/// Shares an image, takes the share back, or changes its description.
package enum ModifyImageAttribute: EC2Operation {
  package static let name = "ModifyImageAttribute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var attribute: String?
    var description: AttributeValue<String>?
    var imageId: String?
    var launchPermission: SharingChanges?
    var operationType: String?
    var userGroups: [String]?
    var userIds: [String]?
    var value: String?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.image, input.imageId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let image = try world.ownImage(input.imageId, in: context.region)
    if let text = input.description?.value ?? (input.attribute == "description" ? input.value ?? "" : nil) {
      guard input.launchPermission == nil else {
        throw AWSError("InvalidParameterCombination", "Fields for multiple attribute types specified")
      }
      try EC2Text.ascii(text, "description")
      world.ec2.images.update(image.id) { $0.description = text }
      return NoOutput()
    }
    if let attribute = input.attribute, attribute != "launchPermission" {
      throw .invalidParameter(attribute, "attribute", "Only description and launchPermission can be changed.")
    }
    let (add, remove) = try SharingChanges.of(
      input.launchPermission, operation: input.operationType, users: input.userIds, groups: input.userGroups)
    try checkSharing(image, with: add, in: world)
    world.ec2.images.update(image.id) {
      $0.launchPermissions = $0.launchPermissions.changed(add: add, remove: remove)
    }
    return NoOutput()
  }

  /// What cannot be shared: encrypted disks with anybody, product codes with everybody (facts: AMI).
  private static func checkSharing(
    _ image: Image, with accounts: [String], in world: World
  ) throws(AWSError) {
    guard !accounts.isEmpty else { return }
    guard image.state == .available else {
      throw AWSError("InvalidAMIID.Unavailable", "The image ID '\(image.id)' is not available")
    }
    let isEncrypted = image.devices.contains { device in
      device.plan.isEncrypted || device.snapshot.flatMap { world.ec2.snapshots[$0] }?.isEncrypted == true
    }
    guard !isEncrypted else {
      throw AWSError(
        "InvalidParameter",
        "Images with EncryptedSnapshots encrypted with the AWS managed key can't be shared.")
    }
    guard image.productCodes.isEmpty || !accounts.contains("all") else {
      throw AWSError("InvalidParameter", "Images with product codes can't be made public.")
    }
  }
}

/// Takes every share of an image back.
package enum ResetImageAttribute: EC2Operation {
  package static let name = "ResetImageAttribute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var attribute: String?
    var imageId: String?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.image, input.imageId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let image = try world.ownImage(input.imageId, in: context.region)
    guard input.attribute == "launchPermission" else {
      throw .invalidParameter(input.attribute ?? "", "attribute", "Only launchPermission can be reset.")
    }
    world.ec2.images.update(image.id) { $0.launchPermissions = [] }
    return NoOutput()
  }
}
