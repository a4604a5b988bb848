import EventKernel

/// Brings an archived object back for some days.
package enum RestoreObject: Operation {
  package static let service = "s3api"
  package static let name = "RestoreObject"

  /// The object, for how long and how urgent.
  package struct Input: VersionInput {
    package struct Request: Decodable, Sendable {
      package struct Parameters: Decodable, Sendable { package var tier: String }
      package var days: Int?
      package var glacierJobParameters: Parameters?
      package var tier: String?
    }
    package var bucket: String
    package var key: String
    package var versionId: String?
    package var restoreRequest: Request?
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    [world.s3Access("RestoreObject", to: input.bucket, input.key)]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let (bucket, version) = try world.version(input)
    guard version.storageClass.isArchive else {
      throw AWSError(
        "InvalidObjectState", "Restore is not allowed for the object's current storage class")
    }
    guard let days = input.restoreRequest?.days, days > 0 else { throw S3Error.malformed }
    let tierName = input.restoreRequest?.glacierJobParameters?.tier ?? input.restoreRequest?.tier
    guard let tier = RestoreTier(rawValue: tierName ?? "Standard"),
      let span = version.storageClass.restoreTime(tier)
    else {
      throw S3Error.invalid("\(tierName ?? "") is not a valid tier for the storage class")
    }
    world.noteRequest(in: bucket.region, isWrite: true)
    if let present = version.restore {
      guard present.until != nil else {
        throw AWSError("RestoreAlreadyInProgress", "Object restore is already in progress")
      }
      // A second request moves the end of the copy.
      world.setRestore(days: days, of: ObjectKey(input.key), version: version.id, in: bucket.name)
      return NoOutput()
    }
    try world.changeVersion(input) { $0.restore = ObjectRestore(days: days) }
    world.schedule(
      .s3(.restored(bucket: bucket.name, key: ObjectKey(input.key), version: version.id)), in: span)
    return NoOutput()
  }
}

extension World {
  /// A restore is done: the copy can be read until its days are over.
  mutating func finishRestore(of key: ObjectKey, version id: String, in bucket: String) {
    guard let version = storedVersion(id, of: key, in: bucket), let restore = version.restore else { return }
    setRestore(days: restore.days, of: key, version: id, in: bucket)
    note("s3-object-restored", "\(bucket)/\(key.text)")
  }

  fileprivate mutating func setRestore(days: Int, of key: ObjectKey, version id: String, in bucket: String) {
    let until = (now + .days(days)).nextMidnight
    updateVersion(id, of: key, in: bucket) { $0.restore = ObjectRestore(days: days, until: until) }
    agenda.add(.s3(.restoreEnds(bucket: bucket, key: key, version: id)), at: until)
  }

  /// The copy that a restore made is gone, unless its end was moved.
  mutating func endRestore(of key: ObjectKey, version id: String, in bucket: String) {
    let moment = now
    updateVersion(id, of: key, in: bucket) {
      if let until = $0.restore?.until, until <= moment { $0.restore = nil }
    }
  }
}
