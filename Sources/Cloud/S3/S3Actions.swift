/// The actions that policies of buckets can name.
enum S3Actions {
  /// The actions on buckets and their objects (AWS Service Authorization Reference: Amazon S3, of 2026).
  private static let ofBuckets = [
    "AbortMultipartUpload", "BypassGovernanceRetention", "CreateBucket",
    "CreateBucketMetadataTableConfiguration", "DeleteBucket", "DeleteBucketMetadataTableConfiguration",
    "DeleteBucketPolicy", "DeleteBucketWebsite", "DeleteObject", "DeleteObjectTagging",
    "DeleteObjectVersion", "DeleteObjectVersionTagging", "GetAccelerateConfiguration",
    "GetAnalyticsConfiguration", "GetBucketAbac", "GetBucketAcl", "GetBucketCORS", "GetBucketLocation",
    "GetBucketLogging", "GetBucketMetadataTableConfiguration", "GetBucketNotification",
    "GetBucketObjectLockConfiguration", "GetBucketOwnershipControls", "GetBucketPolicy",
    "GetBucketPolicyStatus", "GetBucketPublicAccessBlock", "GetBucketRequestPayment", "GetBucketTagging",
    "GetBucketVersioning", "GetBucketWebsite", "GetEncryptionConfiguration",
    "GetIntelligentTieringConfiguration", "GetInventoryConfiguration", "GetLifecycleConfiguration",
    "GetMetricsConfiguration", "GetObject", "GetObjectAcl", "GetObjectAttributes", "GetObjectLegalHold",
    "GetObjectRetention", "GetObjectTagging", "GetObjectTorrent", "GetObjectVersion", "GetObjectVersionAcl",
    "GetObjectVersionAttributes", "GetObjectVersionForReplication", "GetObjectVersionTagging",
    "GetObjectVersionTorrent", "GetReplicationConfiguration", "InitiateReplication", "ListBucket",
    "ListBucketMultipartUploads", "ListBucketVersions", "ListMultipartUploadParts", "ListTagsForResource",
    "ObjectOwnerOverrideToBucketOwner", "PauseReplication", "PutAccelerateConfiguration",
    "PutAnalyticsConfiguration", "PutBucketAbac", "PutBucketAcl", "PutBucketCORS", "PutBucketLogging",
    "PutBucketNotification", "PutBucketObjectLockConfiguration", "PutBucketOwnershipControls",
    "PutBucketPolicy", "PutBucketPublicAccessBlock", "PutBucketRequestPayment", "PutBucketTagging",
    "PutBucketVersioning", "PutBucketWebsite", "PutEncryptionConfiguration",
    "PutIntelligentTieringConfiguration", "PutInventoryConfiguration", "PutLifecycleConfiguration",
    "PutMetricsConfiguration", "PutObject", "PutObjectAcl", "PutObjectLegalHold", "PutObjectRetention",
    "PutObjectTagging", "PutObjectVersionAcl", "PutObjectVersionTagging", "PutReplicationConfiguration",
    "ReplicateDelete", "ReplicateObject", "ReplicateTags", "RestoreObject", "TagResource", "UntagResource",
    "UpdateBucketMetadataInventoryTableConfiguration", "UpdateBucketMetadataJournalTableConfiguration",
    "UpdateObjectEncryption",
  ]

  /// Actions on the account, which no resource of a bucket's policy fits (the same source).
  private static let ofAccount = [
    "CreateJob", "GetAccountPublicAccessBlock", "ListAccessPoints", "ListAllMyBuckets", "ListJobs",
    "ListStorageLensConfigurations", "PutAccountPublicAccessBlock",
  ]

  /// Whether a pattern names an action on the account.
  static func areOfAccount(_ pattern: PolicyPattern) -> Bool {
    ofAccount.contains { pattern.text.equalsIgnoringCase("s3:\($0)") }
  }

  /// Whether there is an action of buckets or objects that a pattern such as `s3:Get*` means.
  static func areKnown(_ pattern: PolicyPattern) -> Bool {
    ofBuckets.contains { pattern.meansAction("s3:\($0)") }
  }
}

extension PolicyPattern {
  /// Whether it means an action, whoever asks: actions have no variables.
  func meansAction(_ action: String) -> Bool {
    matches(
      action, ignoringCase: true, in: RequestFacts(simulating: AccessRequest(action: action, resource: "*")))
  }
}
