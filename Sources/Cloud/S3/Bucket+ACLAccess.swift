extension Bucket {
  /// The public grants of ACLs, in the words of a policy; none where ACLs are off or ignored.
  ///
  /// Grants to all accounts or to the owner's own leave the account's users to their policies, and so add nothing here.
  func aclStatements(on key: ObjectKey?) -> [PolicyDocument.Statement] {
    guard ownership != ObjectOwnership.enforced, publicAccessBlock?.ignorePublicAcls != true else {
      return []
    }
    // Which actions a permission stands for: S3 User Guide, Mapping of ACL permissions.
    guard let key else {
      return grants.statements(
        [
          ("READ", ["ListBucket", "ListBucketVersions", "ListBucketMultipartUploads"]),
          ("READ_ACP", ["GetBucketAcl"]), ("WRITE_ACP", ["PutBucketAcl"]),
        ], on: arn)
    }
    let object = S3ARN.object(name, key.text)
    let ofObject = (objects[key]?.current?.grants ?? []).statements(
      [
        ("READ", ["GetObject", "GetObjectVersion"]), ("READ_ACP", ["GetObjectAcl", "GetObjectVersionAcl"]),
        ("WRITE_ACP", ["PutObjectAcl", "PutObjectVersionAcl"]),
      ], on: object)
    return ofObject + grants.statements([("WRITE", ["PutObject"])], on: object)
  }
}

extension [S3Grant] {
  /// Statements that let everybody do what the grants to everybody stand for.
  fileprivate func statements(
    _ meanings: [(permission: String, actions: [String])], on arn: String
  ) -> [PolicyDocument.Statement] {
    meanings.compactMap { meaning in
      guard contains(where: { S3ACL.isEveryone($0, may: meaning.permission) }) else { return nil }
      return PolicyDocument.Statement(
        effect: .allow, principals: .any([.everyone]),
        actions: .any(meaning.actions.map { PolicyPattern("s3:\($0)") }),
        resources: .any([PolicyPattern(arn, readsVariables: false)]))
    }
  }
}
