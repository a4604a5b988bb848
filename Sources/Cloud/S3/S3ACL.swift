/// Access control lists: off unless the bucket's ownership says otherwise (facts: S3 9).
enum S3ACL {
  static let everyone = "http://acs.amazonaws.com/groups/global/AllUsers"
  static let authenticated = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"

  /// The grants of a canned ACL beside the owner's, or `nil` when there is no such.
  static func grants(canned: String) -> [S3Grant]? {
    switch canned {
    case "private", "bucket-owner-read", "bucket-owner-full-control": []
    case "public-read": [group(everyone, "READ")]
    case "public-read-write": [group(everyone, "READ"), group(everyone, "WRITE")]
    case "authenticated-read": [group(authenticated, "READ")]
    default: nil
    }
  }

  /// The grants of a new object.
  ///
  /// With ACLs off the canned ACL `bucket-owner-full-control` is taken and changes nothing, others are refused.
  static func objectGrants(canned: String?, in bucket: Bucket) throws(AWSError) -> [S3Grant] {
    guard let canned else { return [] }
    guard let grants = grants(canned: canned) else { throw S3Error.malformed }
    guard bucket.ownership != ObjectOwnership.enforced else {
      guard canned == "bucket-owner-full-control" || canned == "private" else { throw S3Error.aclsOff }
      return []
    }
    try refusePublic(grants, in: bucket)
    return grants
  }

  /// Throws when Block Public Access refuses the grants.
  static func refusePublic(_ grants: [S3Grant], in bucket: Bucket) throws(AWSError) {
    guard bucket.publicAccessBlock?.blockPublicAcls == true, grants.contains(where: isPublic) else { return }
    throw AWSError(
      "AccessDenied",
      "User: \(Caller.administrator.arn) is not authorized to perform: s3:PutObjectAcl on resource:"
        + " \"\(bucket.arn)\" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public"
        + " Access.")
  }

  /// Whether a grant is to everybody.
  static func isPublic(_ grant: S3Grant) -> Bool {
    grant.grantee?.uri == everyone || grant.grantee?.uri == authenticated
  }

  private static func group(_ uri: String, _ permission: String) -> S3Grant {
    S3Grant(grantee: S3Grant.Grantee(type: "Group", uri: uri), permission: permission)
  }

  /// The grant that every owner has.
  static let owner = S3Grant(
    grantee: S3Grant.Grantee(id: S3Owner.account.id, type: "CanonicalUser"), permission: "FULL_CONTROL")
}

/// The rules for tags of S3.
enum S3Tags {
  /// Throws AWS's refusal of too many tags or of one that is too long.
  static func check(_ tags: Tags, limit: Int) throws(AWSError) {
    guard tags.all.count <= limit else {
      throw AWSError(
        limit == 10 ? "BadRequest" : "InvalidTag",
        limit == 10
          ? "Object tags cannot be greater than 10" : "The TagSet cannot contain more than 50 tags")
    }
    for tag in tags.all {
      guard (1...128).contains(tag.key.unicodeScalars.count) else {
        throw AWSError("InvalidTag", "The TagKey you have provided is invalid")
      }
      guard tag.value.unicodeScalars.count <= 256 else {
        throw AWSError("InvalidTag", "The TagValue you have provided is invalid")
      }
      guard !tag.key.lowercased().hasPrefix("aws:") else {
        throw AWSError("InvalidTag", "System tags cannot be added/updated by requester")
      }
    }
  }
}
