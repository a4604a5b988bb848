/// Tells with whom a snapshot is shared.
package enum DescribeSnapshotAttribute: EC2Operation {
  package static let name = "DescribeSnapshotAttribute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var attribute: String?
    var snapshotId: String?
    package var dryRun: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var productCodes: [ProductCodeShape]?
    package var snapshotId: String
    package var createVolumePermissions: [SharingPermission]?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.snapshot, input.snapshotId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let snapshot = try world.ownSnapshot(input.snapshotId, in: context.region)
    var output = Output(snapshotId: "\(snapshot.id)")
    switch input.attribute {
    case "createVolumePermission":
      output.createVolumePermissions = snapshot.sharedWith.map(SharingPermission.init)
    case "productCodes": output.productCodes = snapshot.contents.productCodes.map(ProductCodeShape.init)
    case let attribute:
      throw .invalidParameter(attribute ?? "", "attribute", "Unknown attribute.")
    }
    return output
  }
}

/// An account, or everybody, that something is shared with.
package struct SharingPermission: Codable, Sendable {
  package var userId: String?
  package var group: String?

  init(_ account: String) {
    if account == "all" { group = "all" } else { userId = account }
  }

  /// The account's number, or `all`.
  var account: String? { group ?? userId }
}

/// Additions and removals of a list of those that something is shared with.
package struct SharingChanges: Decodable, Sendable {
  var add: [SharingPermission]?
  var remove: [SharingPermission]?

  /// The changes that a call spells in either of AWS's two ways.
  static func of(
    _ changes: SharingChanges?, operation: String?, users: [String]?, groups: [String]?
  ) throws(AWSError) -> (add: [String], remove: [String]) {
    var add = (changes?.add ?? []).compactMap(\.account)
    var remove = (changes?.remove ?? []).compactMap(\.account)
    let named = (users ?? []) + (groups ?? [])
    if !named.isEmpty {
      switch operation {
      case "add": add += named
      case "remove": remove += named
      case let other: throw .invalidParameter(other ?? "", "operationType", "Expecting add or remove.")
      }
    }
    for account in add + remove {
      let isNumber = account.utf8.count == 12 && account.utf8.allSatisfy { (48...57).contains($0) }
      guard account == "all" || isNumber else {
        throw AWSError(
          "InvalidAMIAttributeItemValue", "Invalid attribute item value \"\(account)\" for userId item type.")
      }
    }
    guard !add.isEmpty || !remove.isEmpty else {
      throw AWSError("InvalidParameterCombination", "No attributes specified.")
    }
    return (add, remove)
  }
}

extension [String] {
  /// The list after additions and removals, in order and without doubles.
  func changed(add: [String], remove: [String]) -> [String] {
    (self + add.filter { !contains($0) }).filter { !remove.contains($0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

/// Shares a snapshot or takes the share back.
package enum ModifySnapshotAttribute: EC2Operation {
  package static let name = "ModifySnapshotAttribute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var attribute: String?
    var createVolumePermission: SharingChanges?
    var groupNames: [String]?
    var operationType: String?
    var snapshotId: String?
    var userIds: [String]?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.snapshot, input.snapshotId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let snapshot = try world.ownSnapshot(input.snapshotId, in: context.region)
    if let attribute = input.attribute, attribute != "createVolumePermission" {
      throw .invalidParameter(attribute, "attribute", "Only createVolumePermission can be changed.")
    }
    let (add, remove) = try SharingChanges.of(
      input.createVolumePermission, operation: input.operationType, users: input.userIds,
      groups: input.groupNames)
    if !add.isEmpty {
      guard !snapshot.isEncrypted else {
        throw AWSError(
          "InvalidParameter",
          add.contains("all")
            ? "Encrypted snapshots can't be public."
            : "Snapshots encrypted with the AWS Managed CMK can't be shared")
      }
      guard snapshot.contents.productCodes.isEmpty || !add.contains("all") else {
        throw AWSError("InvalidParameter", "A snapshot with product codes can't be public.")
      }
    }
    world.ec2.snapshots.update(snapshot.id) {
      $0.sharedWith = $0.sharedWith.changed(add: add, remove: remove)
    }
    return NoOutput()
  }
}

/// Takes every share of a snapshot back.
package enum ResetSnapshotAttribute: EC2Operation {
  package static let name = "ResetSnapshotAttribute"

  package struct Input: Decodable, Sendable, DryRunnable {
    var attribute: String?
    var snapshotId: String?
    package var dryRun: Bool?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.snapshot, input.snapshotId).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let snapshot = try world.ownSnapshot(input.snapshotId, in: context.region)
    guard input.attribute == "createVolumePermission" else {
      throw .invalidParameter(input.attribute ?? "", "attribute", "Only createVolumePermission can be reset.")
    }
    world.ec2.snapshots.update(snapshot.id) { $0.sharedWith = [] }
    return NoOutput()
  }
}

extension World {
  /// A snapshot that the account may share.
  fileprivate func ownSnapshot(_ text: String?, in region: Region) throws(AWSError) -> Snapshot {
    guard let text else { throw .missingParameter("snapshotId") }
    let row = try snapshot(text, in: region)
    guard row.owner == Account.id else {
      throw AWSError("AuthFailure", "Not authorized for snapshot: \(row.id)")
    }
    return row
  }
}
