/// Attaches a volume to an instance of its zone.
package enum AttachVolume: EC2Operation {
  package static let name = "AttachVolume"

  package struct Input: Decodable, Sendable, DryRunnable {
    var device: String?
    var instanceId: String?
    var volumeId: String?
    package var dryRun: Bool?
  }

  package typealias Output = VolumeAttachmentShape

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId).on(.volume, input.volumeId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let volumeText = input.volumeId else { throw .missingParameter("volumeId") }
    guard let instanceText = input.instanceId else { throw .missingParameter("instanceId") }
    guard let device = input.device else { throw .missingParameter("device") }
    let volume = try world.volume(volumeText, in: context.region)
    let instance = try world.instance(instanceText, in: context.region)
    try Volume.checkDevice(device)
    guard volume.attachment == nil else {
      throw AWSError("VolumeInUse", "\(volume.id) is already attached to an instance")
    }
    guard volume.state == .available else {
      throw AWSError("IncorrectState", "\(volume.id) is not 'available'.")
    }
    guard volume.zone == instance.zone else {
      throw AWSError(
        "InvalidVolume.ZoneMismatch",
        "The volume '\(volume.id)' is not in the same availability zone as instance '\(instance.id)'")
    }
    guard [.running, .stopped].contains(instance.state) else {
      throw .incorrectState(instance.id, "attached")
    }
    let taken = instance.volumes.contains { world.ec2.volumes[$0]?.attachment?.device == device }
    guard !taken else {
      throw AWSError(
        "InvalidParameterValue",
        "Invalid value '\(device)' for unixDevice. Attachment point \(device) is already in use")
    }
    let most = Volume.mostAttached(to: instance.type)
    guard instance.volumes.count < most else {
      throw AWSError(
        "AttachmentLimitExceeded", "Volume attachment limit (\(most)) of instance '\(instance.id)' exceeded")
    }
    let attachment = Volume.Attachment(
      instance: instance.id, device: device, state: .attaching, since: world.now, deletesOnTermination: false)
    world.ec2.volumes.update(volume.id) {
      $0.attachment = attachment
      $0.state = .inUse
    }
    world.ec2.instances.update(instance.id) {
      $0.volumes.append(volume.id)
      if device == $0.rootDevice { $0.rootVolume = volume.id }
    }
    world.schedule(.ec2(.storage(.volumeAttached(volume.id))), in: StorageTimings.attachment)
    return VolumeAttachmentShape(attachment, of: volume)
  }
}

extension Volume {
  /// How many volumes a machine takes (facts: EC2 2.4: t2 40, t3 and t4g 27; taken for all newer ones too).
  static func mostAttached(to type: String) -> Int { type.hasPrefix("t2.") ? 40 : 27 }

  /// Throws unless a text is a device name that EC2 takes: `/dev/sd[a-z]`, `/dev/xvd[a-z]` or, as Windows has it,
  /// `xvd[a-z]`, with digits after it (EC2 User Guide, device names).
  static func checkDevice(_ name: String) throws(AWSError) {
    let bytes = Array(name.utf8)
    let prefix = ["/dev/sd", "/dev/xvd", "xvd"].first { name.utf8.starts(with: $0.utf8) }
    let rest = bytes.dropFirst(prefix?.utf8.count ?? bytes.count)
    let letters = rest.prefix { (97...122).contains($0) }
    let digits = rest.dropFirst(letters.count)
    guard (1...2).contains(letters.count), digits.count <= 2, digits.allSatisfy({ (48...57).contains($0) })
    else {
      throw AWSError(
        "InvalidParameterValue",
        "Value (\(name)) for parameter device is invalid. \(name) is not a valid EBS device name.")
    }
  }
}

/// Takes a volume off its instance.
package enum DetachVolume: EC2Operation {
  package static let name = "DetachVolume"

  package struct Input: Decodable, Sendable, DryRunnable {
    var device: String?
    var force: Bool?
    var instanceId: String?
    var volumeId: String?
    package var dryRun: Bool?
  }

  package typealias Output = VolumeAttachmentShape

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceId).on(.volume, input.volumeId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let text = input.volumeId else { throw .missingParameter("volumeId") }
    var volume = try world.volume(text, in: context.region)
    guard let attachment = volume.attachment, volume.state == .inUse else { throw .volumeState(volume) }
    if let named = input.instanceId {
      let instance = try world.instance(named, in: context.region)
      guard instance.id == attachment.instance else {
        throw AWSError(
          "InvalidAttachment.NotFound",
          "The volume '\(volume.id)' is not attached to instance '\(instance.id)'.")
      }
    }
    if let device = input.device, device != attachment.device {
      throw AWSError(
        "InvalidAttachment.NotFound", "The volume '\(volume.id)' is not attached to device '\(device)'.")
    }
    let holder = world.ec2.instances[attachment.instance]
    if let holder, holder.rootVolume == volume.id, holder.state != .stopped {
      throw AWSError(
        "OperationNotPermitted",
        "Unable to detach root volume '\(volume.id)' from instance '\(holder.id)'")
    }
    guard attachment.state != .detaching || input.force == true else {
      throw AWSError("IncorrectState", "Volume '\(volume.id)' is in the 'detaching' state.")
    }
    volume.attachment?.state = .detaching
    world.ec2.volumes.update(volume.id) { $0.attachment?.state = .detaching }
    if input.force == true {
      world.detach(volume.id)
    } else {
      world.schedule(.ec2(.storage(.volumeDetached(volume.id))), in: StorageTimings.attachment)
    }
    guard let leaving = volume.attachment else { preconditionFailure("The volume had an attachment above.") }
    return VolumeAttachmentShape(leaving, of: volume)
  }
}
