/// The input of operations on an object or one of its versions.
package protocol VersionInput: ObjectInput {
  /// The version's id; the newest when it is `nil`.
  var versionId: String? { get }
}

/// The input of operations that name an object or a version and nothing else.
package struct ObjectVersionInput: VersionInput {
  package var bucket: String
  package var key: String
  package var versionId: String?
  package var expectedBucketOwner: String?
}

extension VersionInput {
  /// The access to the object, by one action for the newest version and another for one by id.
  func access(
    _ action: String, _ versionAction: String, keys: S3ConditionKeys = [], in world: World
  ) -> [AccessRequest] {
    [world.s3Access(versionId == nil ? action : versionAction, to: bucket, key, keys: keys)]
  }
}

extension World {
  /// The version that an input names, or AWS's refusal.
  func version(_ input: some VersionInput) throws(AWSError) -> (bucket: Bucket, version: ObjectVersion) {
    let bucket = try bucket(input)
    guard let object = bucket.objects[ObjectKey(input.key)] else {
      throw input.versionId == nil ? S3Error.noKey : S3Error.noVersion
    }
    guard let index = try object.index(of: input.versionId) else { throw S3Error.noVersion }
    return (bucket, object.versions[index])
  }

  /// Changes the version that an input names.
  mutating func changeVersion(
    _ input: some VersionInput, _ change: (inout ObjectVersion) throws(AWSError) -> Void
  ) throws(AWSError) {
    let (bucket, _) = try version(input)
    let key = ObjectKey(input.key)
    guard var object = bucket.objects[key], let index = try object.index(of: input.versionId) else {
      throw S3Error.noKey
    }
    try change(&object.versions[index])
    s3.buckets.update(ObjectKey(bucket.name)) { $0.objects[key] = object }
  }
}

extension StoredObject {
  /// The place of a version by its id, of the newest for `nil`; a delete marker is refused.
  fileprivate func index(of id: String?) throws(AWSError) -> Int? {
    guard let id else {
      guard current != nil else { throw S3Error.noKey }
      return 0
    }
    guard let index = versions.firstIndex(where: { $0.id.utf8.elementsEqual(id.utf8) }) else { return nil }
    guard !versions[index].isDeleteMarker else { throw S3Error.notAllowed }
    return index
  }
}
