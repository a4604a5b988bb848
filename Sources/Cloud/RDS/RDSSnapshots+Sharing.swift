/// With whom a snapshot is shared, as the API shows it.
package struct DBSnapshotAttributesOutput: Encodable, Sendable {
  /// The attributes of one snapshot.
  package struct Result: Encodable, Sendable {
    package var dbSnapshotIdentifier: String
    package var dbSnapshotAttributes: [Attribute]
  }

  /// The accounts that an attribute names.
  package struct Attribute: Encodable, Sendable {
    package var attributeName: String
    package var attributeValues: [String]
  }

  package var dbSnapshotAttributesResult: Result

  init(_ snapshot: DBSnapshot) {
    dbSnapshotAttributesResult = Result(
      dbSnapshotIdentifier: snapshot.identifier,
      dbSnapshotAttributes: [Attribute(attributeName: "restore", attributeValues: snapshot.sharedWith)])
  }
}

/// Tells with whom a snapshot is shared.
package enum DescribeDBSnapshotAttributes: Operation {
  package static let service = "rds"
  package static let name = "DescribeDBSnapshotAttributes"

  /// Which snapshot.
  package struct Input: Decodable, Sendable {
    package var dbSnapshotIdentifier: String
  }

  package typealias Output = DBSnapshotAttributesOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseSnapshot(input.dbSnapshotIdentifier).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(try world.snapshot(named: input.dbSnapshotIdentifier, in: context.region).row)
  }
}

/// Shares a snapshot with accounts, or with everybody, or takes that back.
package enum ModifyDBSnapshotAttribute: Operation {
  package static let service = "rds"
  package static let name = "ModifyDBSnapshotAttribute"

  /// Which snapshot, and the accounts.
  package struct Input: Decodable, Sendable {
    package var dbSnapshotIdentifier: String
    package var attributeName: String
    package var valuesToAdd: [String]?
    package var valuesToRemove: [String]?
  }

  package typealias Output = DBSnapshotAttributesOutput

  /// With how many accounts a snapshot can be shared (facts: RDS quotas).
  private static let mostAccounts = 20

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onDatabaseSnapshot(input.dbSnapshotIdentifier).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (key, snapshot) = try world.snapshot(named: input.dbSnapshotIdentifier, in: context.region)
    guard input.attributeName.utf8.elementsEqual("restore".utf8) else {
      throw RDSError.invalid("Attribute \(input.attributeName) is not supported.")
    }
    guard snapshot.kind == .manual else {
      throw AWSError(
        "InvalidDBSnapshotState", "Automated snapshots can't be shared. Copy the snapshot and share the copy."
      )
    }
    guard snapshot.status == .available else {
      throw AWSError(
        "InvalidDBSnapshotState", "The snapshot \(snapshot.identifier) is not in the available state.")
    }
    var accounts = snapshot.sharedWith
    for account in input.valuesToAdd ?? [] {
      try validate(account, of: snapshot)
      if !accounts.contains(account) { accounts.append(account) }
    }
    for account in input.valuesToRemove ?? [] { accounts.removeAll { $0.utf8.elementsEqual(account.utf8) } }
    guard accounts.count(where: { !$0.utf8.elementsEqual("all".utf8) }) <= mostAccounts else {
      throw AWSError(
        "SharedSnapshotQuotaExceeded", "You can't share a snapshot with more than \(mostAccounts) accounts.")
    }
    world.rds.snapshots.update(key) { $0.sharedWith = accounts.sorted() }
    return Output(try world.snapshot(named: input.dbSnapshotIdentifier, in: context.region).row)
  }

  private static func validate(_ account: String, of snapshot: DBSnapshot) throws(AWSError) {
    if account.utf8.elementsEqual("all".utf8) {
      guard !snapshot.source.isEncrypted else {
        throw RDSError.combination("Encrypted snapshots can't be shared with everybody.")
      }
      return
    }
    let isNumber = account.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard account.utf8.count == 12, isNumber else { throw RDSError.invalid("Invalid account: \(account)") }
  }
}
