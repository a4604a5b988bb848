/// The ACL that a call asks for: a canned one, or grantees by permission.
package struct ACLRequest: Sendable, Equatable {
  /// The name of a canned ACL.
  var canned: String?
  /// The grantees of each permission.
  var headers = GrantHeaders()

  /// Whether the call asks for no ACL.
  var isEmpty: Bool { canned == nil && headers.isEmpty }

  /// The condition keys by which policies see it.
  var keys: S3ConditionKeys {
    [
      ("s3:x-amz-acl", canned), ("s3:x-amz-grant-full-control", headers.fullControl),
      ("s3:x-amz-grant-read", headers.read), ("s3:x-amz-grant-read-acp", headers.readACP),
      ("s3:x-amz-grant-write", headers.write), ("s3:x-amz-grant-write-acp", headers.writeACP),
    ]
  }
}

/// The input of operations that can give an ACL.
protocol ACLInput {
  var acl: String? { get }
  var grantFullControl: String? { get }
  var grantRead: String? { get }
  var grantReadACP: String? { get }
  var grantWrite: String? { get }
  var grantWriteACP: String? { get }
}

extension ACLInput {
  /// Of objects there is no permission to write.
  var grantWrite: String? { nil }

  /// The ACL that the call asks for.
  var askedACL: ACLRequest {
    ACLRequest(
      canned: acl,
      headers: GrantHeaders(
        fullControl: grantFullControl, read: grantRead, readACP: grantReadACP, write: grantWrite,
        writeACP: grantWriteACP))
  }
}

/// Grantees by permission as a call lists them: `uri="…",id="…"`.
package struct GrantHeaders: Sendable, Equatable {
  var fullControl: String?
  var read: String?
  var readACP: String?
  var write: String?
  var writeACP: String?

  /// Whether no permission is given.
  var isEmpty: Bool { self == GrantHeaders() }

  /// The grants that the lists name, in the order of S3's answers, or AWS's refusal.
  func grants() throws(AWSError) -> [S3Grant] {
    var grants: [S3Grant] = []
    for (permission, list) in [
      ("FULL_CONTROL", fullControl), ("READ", read), ("READ_ACP", readACP), ("WRITE", write),
      ("WRITE_ACP", writeACP),
    ] {
      guard let list else { continue }
      for part in list.split(separator: ",", omittingEmptySubsequences: false) {
        let grant = S3Grant(grantee: try grantee(String(part)), permission: permission)
        if !grants.contains(grant) { grants.append(grant) }
      }
    }
    return grants
  }

  private func grantee(_ text: String) throws(AWSError) -> S3Grant.Grantee {
    let parts = text.split(separator: "=", maxSplits: 1)
    guard parts.count == 2 else { throw S3Error.invalid("Argument format not recognized") }
    let value = parts[1].split(separator: "\"").joined()
    switch parts[0].split(separator: " ").joined().lowercased() {
    case "id": return try S3Grant.Grantee.account(value)
    case "uri": return try S3Grant.Grantee.group(value)
    case "emailaddress": throw S3Error.notAllowed
    default: throw S3Error.invalid("Argument format not recognized")
    }
  }
}

/// An ACL as a call writes it out.
package struct S3ACLPolicy: Decodable, Sendable {
  /// One grant with its grantee.
  package struct Grant: Decodable, Sendable {
    package struct Grantee: Decodable, Sendable {
      package var displayName: String?
      package var emailAddress: String?
      package var id: String?
      package var type: String
      package var uri: String?
    }

    package var grantee: Grantee?
    package var permission: String?
  }

  /// The owner as the call names it.
  package struct Owner: Decodable, Sendable {
    package var displayName: String?
    package var id: String?
  }

  package var grants: [Grant]?
  package var owner: Owner?

  /// The grants, or AWS's refusal of a grantee or owner that is not there.
  func checked() throws(AWSError) -> [S3Grant] {
    guard let owner = owner?.id else { throw S3Error.malformedACL }
    guard owner.utf8.elementsEqual(S3Owner.account.id.utf8) else { throw S3Error.invalid("Invalid id") }
    var checked: [S3Grant] = []
    for grant in grants ?? [] {
      guard let grantee = grant.grantee, let permission = grant.permission,
        ["READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"].contains(permission)
      else { throw S3Error.malformedACL }
      let named: S3Grant.Grantee
      switch grantee.type {
      case "CanonicalUser": named = try .account(grantee.id ?? "")
      case "Group": named = try .group(grantee.uri ?? "")
      case "AmazonCustomerByEmail": throw S3Error.notAllowed
      default: throw S3Error.malformedACL
      }
      checked.append(S3Grant(grantee: named, permission: permission))
    }
    return checked
  }
}

extension S3Grant.Grantee {
  /// The account of a canonical id; nobody lives outside this one.
  fileprivate static func account(_ id: String) throws(AWSError) -> S3Grant.Grantee {
    guard id.utf8.elementsEqual(S3Owner.account.id.utf8) else { throw S3Error.invalid("Invalid id") }
    return S3Grant.Grantee(id: id, type: "CanonicalUser")
  }

  /// A group that AWS has predefined.
  fileprivate static func group(_ uri: String) throws(AWSError) -> S3Grant.Grantee {
    guard [S3ACL.everyone, S3ACL.authenticated, S3ACL.logDelivery].contains(uri) else {
      throw S3Error.invalid("Invalid group uri")
    }
    return S3Grant.Grantee(type: "Group", uri: uri)
  }
}
