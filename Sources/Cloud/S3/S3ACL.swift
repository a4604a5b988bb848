/// Access control lists: off unless the bucket's ownership says otherwise (facts: S3 9).
enum S3ACL {
  static let everyone = "http://acs.amazonaws.com/groups/global/AllUsers"
  static let authenticated = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"
  static let logDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery"

  /// The grants of an ACL (S3 User Guide, Access control list overview).
  static let mostGrants = 100

  /// The grant that owners have until an ACL leaves it out.
  static let owner = S3Grant(
    grantee: S3Grant.Grantee(id: S3Owner.account.id, type: "CanonicalUser"), permission: "FULL_CONTROL")

  /// The grants that a call asks for, the owner's among them; the owner's alone where it asks for none.
  ///
  /// With ACLs off what says that the owner has full control is taken and changes nothing, all else is refused.
  static func grants(
    _ asked: ACLRequest, policy: S3ACLPolicy? = nil, in bucket: Bucket
  ) throws(AWSError) -> [S3Grant] {
    guard bucket.ownership != ObjectOwnership.enforced else {
      guard leavesAllToOwner(asked, policy) else { throw S3Error.aclsOff }
      return [owner]
    }
    let grants = try grants(asked, policy: policy)
    try refusePublic(grants, in: bucket)
    return grants
  }

  /// The grants that a call asks for where ACLs are on, or AWS's refusal of what it says.
  static func grants(_ asked: ACLRequest, policy: S3ACLPolicy? = nil) throws(AWSError) -> [S3Grant] {
    guard policy == nil || asked.isEmpty else {
      throw AWSError("UnexpectedContent", "This request does not support content")
    }
    guard asked.canned == nil || asked.headers.isEmpty else {
      throw S3Error.request("Specifying both Canned ACLs and Header Grants is not allowed")
    }
    let grants: [S3Grant]
    if let policy {
      grants = try policy.checked()
    } else if let canned = asked.canned {
      guard let found = self.grants(canned: canned) else { throw S3Error.malformed }
      grants = found
    } else {
      grants = asked.headers.isEmpty ? [owner] : try asked.headers.grants()
    }
    guard grants.count <= mostGrants else { throw S3Error.malformedACL }
    return grants
  }

  private static func leavesAllToOwner(_ asked: ACLRequest, _ policy: S3ACLPolicy?) -> Bool {
    if let canned = asked.canned { return ["private", "bucket-owner-full-control"].contains(canned) }
    do throws(AWSError) {
      return try grants(asked, policy: policy) == [owner]
    } catch {
      return false
    }
  }

  /// The grants of a canned ACL, or `nil` when there is no such.
  private static func grants(canned: String) -> [S3Grant]? {
    switch canned {
    case "private", "bucket-owner-read", "bucket-owner-full-control": [owner]
    case "public-read": [owner, group(everyone, "READ")]
    case "public-read-write": [owner, group(everyone, "READ"), group(everyone, "WRITE")]
    case "authenticated-read": [owner, group(authenticated, "READ")]
    case "log-delivery-write": [owner, group(logDelivery, "WRITE"), group(logDelivery, "READ_ACP")]
    default: nil
    }
  }

  /// Throws when Block Public Access refuses the grants.
  private static func refusePublic(_ grants: [S3Grant], in bucket: Bucket) throws(AWSError) {
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

  /// Whether a grant gives everybody a permission.
  static func isEveryone(_ grant: S3Grant, may permission: String) -> Bool {
    grant.grantee?.uri == everyone && [permission, "FULL_CONTROL"].contains(grant.permission ?? "")
  }

  private static func group(_ uri: String, _ permission: String) -> S3Grant {
    S3Grant(grantee: S3Grant.Grantee(type: "Group", uri: uri), permission: permission)
  }
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
