/// The operations of S3.
package enum S3Operations {
  /// All of them.
  package static let all: [any Operation.Type] = buckets + objects + uploads + access + settings

  private static let buckets: [any Operation.Type] = [
    CreateBucket.self, DeleteBucket.self, HeadBucket.self, GetBucketLocation.self, ListBuckets.self,
    GetBucketVersioning.self, PutBucketVersioning.self, GetBucketTagging.self, PutBucketTagging.self,
    DeleteBucketTagging.self,
  ]

  private static let objects: [any Operation.Type] = [
    PutObject.self, GetObject.self, HeadObject.self, CopyObject.self, DeleteObject.self, DeleteObjects.self,
    ListObjectsV2.self, ListObjects.self, ListObjectVersions.self, GetObjectTagging.self,
    PutObjectTagging.self, DeleteObjectTagging.self, RestoreObject.self, GetObjectAttributes.self,
  ]

  private static let uploads: [any Operation.Type] = [
    CreateMultipartUpload.self, UploadPart.self, UploadPartCopy.self, CompleteMultipartUpload.self,
    AbortMultipartUpload.self, ListParts.self, ListMultipartUploads.self,
  ]

  private static let access: [any Operation.Type] = [
    GetBucketPolicy.self, PutBucketPolicy.self, DeleteBucketPolicy.self, GetBucketPolicyStatus.self,
    GetPublicAccessBlock.self, PutPublicAccessBlock.self,
    DeletePublicAccessBlock.self, GetBucketOwnershipControls.self, PutBucketOwnershipControls.self,
    DeleteBucketOwnershipControls.self, GetBucketAcl.self, PutBucketAcl.self, GetObjectAcl.self,
    PutObjectAcl.self,
  ]

  private static let settings: [any Operation.Type] = [
    GetBucketEncryption.self, PutBucketEncryption.self, DeleteBucketEncryption.self, GetBucketCors.self,
    PutBucketCors.self, DeleteBucketCors.self, GetBucketWebsite.self, PutBucketWebsite.self,
    DeleteBucketWebsite.self, GetBucketLifecycleConfiguration.self, PutBucketLifecycleConfiguration.self,
    DeleteBucketLifecycle.self, GetBucketReplication.self, PutBucketReplication.self,
    DeleteBucketReplication.self, GetBucketAccelerateConfiguration.self, GetBucketRequestPayment.self,
    GetObjectLockConfiguration.self, GetBucketLogging.self, GetBucketNotificationConfiguration.self,
    PutBucketNotificationConfiguration.self, PutBucketLogging.self,
  ]
}
