/// What S3 refuses in the conditions of bucket policies.
extension BucketPolicy {
  /// Throws for a key that S3 does not know, an address that is none, and a key that no action of the statement has.
  static func checkConditions(of statement: PolicyDocument.Statement) throws(AWSError) {
    for condition in statement.conditions {
      guard isKnown(condition.key) else { throw malformed("Policy has an invalid condition key") }
      if condition.test.comparison == .address, !condition.values.map(\.text).allSatisfy(isAddress) {
        throw malformed("Invalid IP address in Conditions")
      }
    }
    guard case .any(let actions) = statement.actions else { return }
    for condition in statement.conditions where !applies(condition.key, to: actions) {
      throw malformed("Conditions do not apply to combination of actions and resources in statement")
    }
  }

  /// Whether a text is an address or a range of them, of either version; one with a variable is taken on trust.
  private static func isAddress(_ text: String) -> Bool {
    text.contains("$") || IPv4Address(text) != nil || CIDRBlock(text) != nil || IPv6Address(text) != nil
      || IPv6Block(text) != nil
  }

  /// Whether a request for one of the actions can have a key.
  private static func applies(_ key: String, to actions: [PolicyPattern]) -> Bool {
    guard let name = key.lowercased().after("s3:") else { return true }
    if ["prefix", "delimiter", "max-keys"].contains(name) {
      return actions.contains { action in
        ["ListBucket", "ListBucketVersions", "ListBucketMultipartUploads"].contains {
          action.meansAction("s3:\($0)")
        }
      }
    }
    // The other headers of S3's own go with what writes.
    guard name.hasPrefix("x-amz-"), name != "x-amz-content-sha256" else { return true }
    return !actions.allSatisfy { action in
      ["s3:get", "s3:list", "s3:delete"].contains { action.text.lowercased().hasPrefix($0) }
    }
  }

  /// Whether a condition key is one of S3's, a global one or one of an identity provider; S3 refuses all others (IAM User
  /// Guide: global keys; Service Authorization Reference: Amazon S3, of 2026).
  private static func isKnown(_ key: String) -> Bool {
    let key = key.lowercased()
    let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return false }
    func has(_ families: [String]) -> Bool { families.contains { parts[1].hasPrefix($0) } }
    switch parts[0] {
    case "aws":
      return globalKeys.contains(parts[1]) || has(["principaltag/", "requesttag/", "resourcetag/"])
    case "s3":
      return ownKeys.contains(parts[1])
        || has(["existingobjecttag/", "requestobjecttag/", "buckettag/", "accesspointtag/"])
    default:
      // Who calls by web identity or SAML has keys with the name of the provider.
      return parts[0].contains(".") || parts[0] == "saml" || keysOfCredentials.contains(key)
    }
  }

  /// Keys that two services put into the credentials of what runs in them, for every policy to see.
  private static let keysOfCredentials = ["ec2:sourceinstancearn", "lambda:sourcefunctionarn"]

  private static let ownKeys: Set<String> = [
    "accessgrantsinstancearn", "accesspointnetworkorigin", "authtype", "dataaccesspointaccount",
    "dataaccesspointarn", "delimiter", "destinationregion", "if-match", "if-none-match",
    "inventoryaccessibleoptionalfields", "isreplicationpauserequest", "locationconstraint", "max-keys",
    "object-lock-legal-hold", "object-lock-mode", "object-lock-remaining-retention-days",
    "object-lock-retain-until-date", "objectcreationoperation", "prefix", "requestobjecttagkeys",
    "resourceaccount", "signatureage", "signatureversion", "tlsversion", "versionid", "x-amz-acl",
    "x-amz-bucket-namespace", "x-amz-content-sha256", "x-amz-copy-source", "x-amz-grant-full-control",
    "x-amz-grant-read", "x-amz-grant-read-acp", "x-amz-grant-write", "x-amz-grant-write-acp",
    "x-amz-metadata-directive", "x-amz-object-ownership", "x-amz-server-side-encryption",
    "x-amz-server-side-encryption-aws-kms-key-id", "x-amz-server-side-encryption-customer-algorithm",
    "x-amz-storage-class", "x-amz-website-redirect-location",
  ]

  private static let globalKeys: Set<String> = [
    "calledvia", "calledviafirst", "calledvialast", "currenttime", "ec2instancesourceprivateipv4",
    "ec2instancesourcevpc", "epochtime", "federatedprovider", "multifactorauthage", "multifactorauthpresent",
    "principalaccount", "principalarn", "principalisawsservice", "principalorgid", "principalorgpaths",
    "principalservicename", "principalservicenameslist", "principaltype", "referer", "requestedregion",
    "resourceaccount", "resourceorgid", "resourceorgpaths", "securetransport", "sourceaccount", "sourcearn",
    "sourceidentity", "sourceip", "sourceorgid", "sourceorgpaths", "sourcevpc", "sourcevpce", "tagkeys",
    "tokenissuetime", "useragent", "userid", "username", "viaawsservice", "vpcsourceip",
  ]
}

extension PrincipalMatching {
  /// The services that it names.
  var services: [String] {
    let principals: [Principal]
    switch self {
    case .any(let list), .none(let list): principals = list
    }
    return principals.compactMap { principal in
      if case .service(let name) = principal { name } else { nil }
    }
  }
}
