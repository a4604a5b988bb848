package import EventKernel

/// The buckets of the account and what was paid for beside storage.
package struct S3State: Sendable, Equatable {
  /// The buckets by name.
  package var buckets = Table<ObjectKey, Bucket>() { didSet { changes &+= 1 } }
  /// How often buckets, their objects or settings have changed.
  private(set) var changes: UInt32 = 0
  /// What calls cost so far.
  package var usage = S3Usage()
  /// The bytes of bodies kept in memory.
  var keptBytes = 0
  /// Whether the agenda holds the daily round of lifecycle rules.
  var runsLifecycle = false

  package init() {}
}

/// A bucket with its objects and settings; a setting that nobody made is `nil`.
package struct Bucket: Sendable, Equatable {
  package let name: String
  package let region: Region
  package let creation: Instant
  package var versioning = Versioning.never
  /// Whether deleting versions needs a code of a device.
  package var deletesNeedMFA = false
  /// The objects by key.
  package var objects = Table<ObjectKey, StoredObject>()
  /// Multipart uploads under way by id.
  package var uploads = Table<ObjectKey, MultipartUpload>()
  /// The policy with its text.
  package var policy: PolicyDocument?
  /// Block Public Access: on for new buckets since 2023-04 (facts: S3 9); `nil` after it was deleted.
  package var publicAccessBlock: PublicAccessBlock? = .everything
  /// Who owns what others write; ACLs are off unless this says otherwise (facts: S3 9).
  package var ownership: String? = ObjectOwnership.enforced
  /// The grants of its ACL.
  package var grants: [S3Grant] = [S3ACL.owner]
  package var encryption: EncryptionRule = .standard
  package var lifecycle: LifecycleConfiguration?
  package var website: WebsiteConfiguration?
  package var cors: CORSConfiguration?
  package var tags = Tags()
  package var replication: ReplicationConfiguration?
  package var notifications = NotificationConfiguration()
  package var logging: LoggingTarget?

  /// Whether versions are kept (facts: S3 9: unversioned → enabled ⇄ suspended, never back).
  package enum Versioning: String, Sendable {
    case never = ""
    case enabled = "Enabled"
    case suspended = "Suspended"
  }

  /// The bucket's ARN.
  package var arn: String { "arn:aws:s3:::\(name)" }
}

/// The bounds of S3 (facts: S3 9).
package enum S3Limits {
  /// Buckets of an account since 2024-11.
  static let buckets = 10_000
  /// Bytes of one PUT.
  static let singlePut = 5_368_709_120
  /// Bytes of an object.
  static let object = 53_687_091_200_000
  /// Bytes of a part that is not the last.
  static let smallestPart = 5_242_880
  /// Parts of an upload.
  static let parts = 10_000
  /// Bytes of an object's body that are kept (decisions: work folder).
  package static let keptBytes = 65_536
  /// Bytes of all bodies of a world that are kept.
  static let allKeptBytes = 64 * 1_048_576
  /// Bytes of a body that one answer carries: what a file of the work folder holds.
  package static let answeredBytes = 1_048_576
}

/// What was paid for beside storage since the world began, by Region.
package struct S3Usage: Sendable, Equatable {
  /// Requests, retrievals and early deletions of one Region.
  package struct Row: Sendable, Equatable {
    /// PUT, COPY, POST and LIST requests to objects of the class Standard.
    package var writes = 0
    /// GET and all other requests.
    package var reads = 0
    /// What classes other than Standard charge beside, in the order in which they were first used.
    package var classes: [ClassUsage] = []

    /// Adds to what a class charges beside storage.
    mutating func add(_ storageClass: StorageClass, retrieved: Int = 0, earlyByteDays: Int = 0) {
      var index = classes.firstIndex { $0.storageClass == storageClass }
      if index == nil {
        index = classes.count
        classes.append(ClassUsage(storageClass: storageClass))
      }
      guard let index else { return }
      classes[index].retrieved += retrieved
      classes[index].earlyByteDays += earlyByteDays
    }
  }

  /// What one storage class charges beside storage.
  package struct ClassUsage: Sendable, Equatable {
    package let storageClass: StorageClass
    /// Bytes that were read.
    package var retrieved = 0
    /// Bytes times the days of the class's minimum that objects did not stay.
    package var earlyByteDays = 0
  }

  /// The usage by Region.
  package var regions = Table<Region, Row>()
}
