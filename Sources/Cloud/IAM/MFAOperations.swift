package import EventKernel

/// Virtual MFA devices.
enum MFAOperations {
  static let all: [any Operation.Type] = [
    CreateVirtualMFADevice.self, EnableMFADevice.self, ListMFADevices.self, ListVirtualMFADevices.self,
    DeactivateMFADevice.self, DeleteVirtualMFADevice.self,
  ]
}

/// A virtual device as calls show it.
package struct VirtualDeviceShape: Encodable, Sendable {
  package var serialNumber: String
  /// In Base64.
  package var base32StringSeed: String?
  package var user: UserShape?
  package var enableDate: Instant?
  package var tags: [Tags.Tag]?
}

/// Makes a virtual device, whose seed is shown this once.
package enum CreateVirtualMFADevice: IAMOperation {
  package static let name = "CreateVirtualMFADevice"

  package struct Input: Decodable, Sendable {
    var path: String?
    var virtualMFADeviceName: String
    var tags: [Tags.Tag]?
  }

  package struct Output: Encodable, Sendable { package var virtualMFADevice: VirtualDeviceShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context)
      .on(arn: IAMARN.of("mfa", input.path ?? "/", input.virtualMFADeviceName)).tagging(input.tags).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try IAMName.check(input.virtualMFADeviceName, "virtualMFADeviceName", most: 226)
    let serial = IAMARN.of("mfa", try IAMName.path(input.path), input.virtualMFADeviceName)
    guard world.iam.directory.devices[serial] == nil else {
      throw .entityExists("MFADevice entity at the same path and name already exists.")
    }
    let device = MFADevice(serial: serial, tags: try IAMName.tags(input.tags))
    let seed = world.nextUniqueID("", length: 64)
    try world.changeIAM { directory in directory.devices[serial] = device }
    return Output(
      virtualMFADevice: .init(
        serialNumber: serial, base32StringSeed: Base64.encode(seed.utf8),
        tags: device.tags.all.isEmpty ? nil : device.tags.all))
  }
}

/// Enables a device for a user by two codes that follow each other.
package enum EnableMFADevice: IAMOperation {
  package static let name = "EnableMFADevice"

  package struct Input: Decodable, Sendable {
    var userName: String
    var serialNumber: String
    var authenticationCode1: String
    var authenticationCode2: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let user = try world.iam.directory.user(input.userName)
    let device = try world.device(input.serialNumber)
    guard device.user == nil else {
      throw .entityExists("MFA Device is already in use.")
    }
    let codes = [input.authenticationCode1, input.authenticationCode2]
    guard codes.allSatisfy({ $0.utf8.count == 6 && $0.utf8.allSatisfy { 48...57 ~= $0 } }) else {
      throw AWSError(
        "ValidationError",
        "1 validation error detected: Value at 'authenticationCode1' failed to satisfy constraint: Member must satisfy "
          + "regular expression pattern: [\\d]+")
    }
    guard codes[0] != codes[1] else {
      throw AWSError("InvalidAuthenticationCode", "Authentication code for device is not valid.")
    }
    let key = user.name.lowercased()
    guard world.iam.directory.devices.rows.count(where: { $0.user == key }) < 8 else {
      throw .quota("MfaDevicesPerUser", 8)
    }
    let now = world.now
    try world.changeIAM { directory in
      directory.devices.update(device.serial) {
        $0.user = key
        $0.enabled = now
      }
    }
    return NoOutput()
  }
}

/// Lists the devices of a user.
package enum ListMFADevices: IAMOperation {
  package static let name = "ListMFADevices"

  package struct Input: Decodable, Sendable {
    var userName: String?
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var mfaDevices: [Device]
    package var isTruncated: Bool
    package var marker: String?

    /// A device of a user.
    package struct Device: Encodable, Sendable {
      package var userName: String
      package var serialNumber: String
      package var enableDate: Instant
    }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let user = try world.iam.directory.user(try world.userName(input.userName, or: context.caller))
    let rows = world.iam.directory.devices.rows.filter { $0.user == user.name.lowercased() }
    let page = try iamPage(rows, marker: input.marker, limit: input.maxItems)
    return Output(
      mfaDevices: page.rows.map {
        Output.Device(
          userName: user.name, serialNumber: $0.serial, enableDate: $0.enabled ?? user.creation)
      }, isTruncated: page.nextToken != nil, marker: page.nextToken)
  }
}

/// Lists the virtual devices of the account.
package enum ListVirtualMFADevices: IAMOperation {
  package static let name = "ListVirtualMFADevices"

  package struct Input: Decodable, Sendable {
    var assignmentStatus: String?
    var marker: String?
    var maxItems: Int?
  }

  package struct Output: Encodable, Sendable {
    package var virtualMFADevices: [VirtualDeviceShape]
    package var isTruncated: Bool
    package var marker: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: IAMARN.of("mfa", "/", ""), in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let directory = world.iam.directory
    let rows = directory.devices.rows.filter { device in
      switch input.assignmentStatus {
      case "Assigned": device.user != nil
      case "Unassigned": device.user == nil
      default: true
      }
    }
    let page = try iamPage(rows, marker: input.marker, limit: input.maxItems)
    return Output(
      virtualMFADevices: page.rows.map { device in
        let user = device.user.flatMap { directory.users[$0] }.map { UserShape($0, isBrief: true) }
        return VirtualDeviceShape(serialNumber: device.serial, user: user, enableDate: device.enabled)
      }, isTruncated: page.nextToken != nil, marker: page.nextToken)
  }
}

/// Takes a device off a user.
package enum DeactivateMFADevice: IAMOperation {
  package static let name = "DeactivateMFADevice"

  package struct Input: Decodable, Sendable {
    var userName: String?
    var serialNumber: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(user: input.userName).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let user = try world.iam.directory.user(try world.userName(input.userName, or: context.caller))
    let device = try world.device(input.serialNumber)
    guard device.user == user.name.lowercased() else {
      throw .noSuchEntity("Device with serial number \(input.serialNumber) is not attached to the user.")
    }
    try world.changeIAM { directory in
      directory.devices.update(device.serial) {
        $0.user = nil
        $0.enabled = nil
      }
    }
    return NoOutput()
  }
}

/// Deletes a device that no user has.
package enum DeleteVirtualMFADevice: IAMOperation {
  package static let name = "DeleteVirtualMFADevice"

  package struct Input: Decodable, Sendable { var serialNumber: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: input.serialNumber, in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let device = try world.device(input.serialNumber)
    guard device.user == nil else {
      throw AWSError("DeleteConflict", "Cannot delete MFA device that is assigned to a user.")
    }
    try world.changeIAM { directory in directory.devices[device.serial] = nil }
    return NoOutput()
  }
}

extension World {
  fileprivate func device(_ serial: String) throws(AWSError) -> MFADevice {
    guard let device = iam.directory.devices[serial] else {
      throw .noSuchEntity("VirtualMFADevice with serial number \(serial) doesn't exist.")
    }
    return device
  }
}
