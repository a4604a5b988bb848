import EventKernel

/// Deletes an object: in a versioned bucket a delete marker hides it, by a version's id the version goes for good.
package enum DeleteObject: Operation {
  package static let service = "s3api"
  package static let name = "DeleteObject"

  /// The key, and the version where one is meant.
  package struct Input: ObjectInput {
    package var bucket: String
    package var key: String
    package var mfa: String?
    package var versionId: String?
    package var expectedBucketOwner: String?
    package var ifMatch: String?
  }

  /// The marker that was made, or the version that went.
  package struct Output: Encodable, Sendable {
    package var deleteMarker: Bool?
    package var versionId: String?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    [
      world.s3Access(
        input.versionId == nil ? "DeleteObject" : "DeleteObjectVersion", to: input.bucket, input.key)
    ]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    if let tag = input.ifMatch {
      try S3Conditions.check(
        ifMatch: tag, ifNoneMatch: nil, on: bucket.objects[ObjectKey(input.key)]?.current)
    }
    return try world.delete(ObjectKey(input.key), version: input.versionId, in: bucket)
  }
}

/// Deletes up to a thousand objects in one call.
package enum DeleteObjects: BucketOperation {
  package static let name = "DeleteObjects"
  package static let action = "DeleteObject"

  /// The keys, and versions where they are meant.
  package struct Input: BucketInput {
    package struct Batch: Decodable, Sendable {
      package struct Item: Decodable, Sendable {
        package var key: String
        package var versionId: String?
      }
      package var objects: [Item]
      package var quiet: Bool?
    }

    package var bucket: String
    package var delete: Batch
    package var mfa: String?
    package var expectedBucketOwner: String?
  }

  /// What went and what did not.
  package struct Output: Encodable, Sendable {
    package struct Deleted: Encodable, Sendable {
      package var key: String
      package var versionId: String?
      package var deleteMarker: Bool?
      package var deleteMarkerVersionId: String?
    }
    package struct Failure: Encodable, Sendable {
      package var key: String
      package var versionId: String?
      package var code: String
      package var message: String
    }

    package var deleted: [Deleted]?
    package var errors: [Failure]?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    // Each key is decided for itself; a batch of none asks for the bucket alone.
    input.delete.objects.isEmpty
      ? [world.s3Access("DeleteObject", to: input.bucket, "*")] : []
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let bucket = try world.bucket(input)
    guard (1...1_000).contains(input.delete.objects.count) else { throw S3Error.malformed }
    var deleted: [Output.Deleted] = []
    var errors: [Output.Failure] = []
    for item in input.delete.objects {
      do throws(AWSError) {
        let action = item.versionId == nil ? "DeleteObject" : "DeleteObjectVersion"
        try world.authorise(
          world.s3Access(action, to: input.bucket, item.key), context: context,
          service: service, operation: name)
        let current = try world.bucket(input)
        let gone = try world.delete(ObjectKey(item.key), version: item.versionId, in: current)
        deleted.append(
          Output.Deleted(
            key: item.key, versionId: item.versionId, deleteMarker: gone.deleteMarker,
            deleteMarkerVersionId: gone.deleteMarker == true ? gone.versionId : nil))
      } catch {
        errors.append(
          Output.Failure(
            key: item.key, versionId: item.versionId, code: error.code, message: error.message))
      }
    }
    world.noteRequest(in: bucket.region, isWrite: true)
    return Output(
      deleted: input.delete.quiet == true || deleted.isEmpty ? nil : deleted,
      errors: errors.isEmpty ? nil : errors)
  }
}

extension World {
  /// Deletes what a key or one of its versions names; a key that is not there is deleted without complaint.
  mutating func delete(
    _ key: ObjectKey, version id: String?, in bucket: Bucket
  ) throws(AWSError) -> DeleteObject.Output {
    var bucket = bucket
    guard let id else {
      guard bucket.versioning == .never else {
        let marker = ObjectVersion(id: "null", isDeleteMarker: true, modified: now, inClassSince: now)
        let made = store(marker, as: key, in: bucket.name)
        return DeleteObject.Output(deleteMarker: true, versionId: made)
      }
      if let object = bucket.objects[key] {
        for version in object.versions { noteRemoval(of: version, in: bucket.region) }
        bucket.objects[key] = nil
        s3.buckets[ObjectKey(bucket.name)] = bucket
        tellTopics("ObjectRemoved:Delete", of: key, size: object.versions.first?.size ?? 0, in: bucket)
      }
      return DeleteObject.Output()
    }
    guard !bucket.deletesNeedMFA else {
      throw AWSError(
        "AccessDenied", "Mfa Authentication must be used for this request")
    }
    guard id == "null" || id.utf8.count == 32 else { throw S3Error.invalid("Invalid version id specified") }
    guard var object = bucket.objects[key],
      let index = object.versions.firstIndex(where: { $0.id.utf8.elementsEqual(id.utf8) })
    else { return DeleteObject.Output(versionId: id) }
    let gone = object.versions.remove(at: index)
    noteRemoval(of: gone, in: bucket.region)
    if !object.versions.isEmpty { object.versions[0].becameNoncurrent = nil }
    bucket.objects[key] = object.versions.isEmpty ? nil : object
    s3.buckets[ObjectKey(bucket.name)] = bucket
    tellTopics("ObjectRemoved:Delete", of: key, size: gone.size, in: bucket)
    return DeleteObject.Output(deleteMarker: gone.isDeleteMarker ? true : nil, versionId: id)
  }
}
