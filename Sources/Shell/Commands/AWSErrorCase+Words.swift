import Cloud
import CloudAPI

/// Words of a message that tell what a code leaves open.
private struct ErrorWords {
  /// The sentence's id in `aws-cases`.
  let id: String
  private let codes: Set<String>
  private let service: String?
  private let words: String

  private init(_ id: String, _ codes: Set<String>, of service: String? = nil, _ words: String = "") {
    self.id = id
    self.codes = codes
    self.service = service
    self.words = words
  }

  /// The codes with which services refuse what the policies do not allow.
  static let denials: Set<String> = [
    "AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation",
  ]
  private static let notFound: Set<String> = ["ResourceNotFoundException"]
  private static let notPermitted: Set<String> = ["OperationNotPermitted"]
  private static let badValue: Set<String> = ["InvalidParameterValue"]

  /// The cases; the first that fits counts.
  static let all = [
    ErrorWords("root-volume", notPermitted, "Unable to detach root volume"),
    ErrorWords("first-interface", notPermitted, "device index 0"),
    ErrorWords("owned-interface", notPermitted, "belongs to another resource"),
    ErrorWords("termination-protection", notPermitted, "disableApiTermination"),
    ErrorWords("stop-protection", notPermitted, "disableApiStop"),
    ErrorWords("balancer-protection", notPermitted, "deletion protection is enabled"),
    ErrorWords("default-rule", notPermitted, "Default rule"),
    ErrorWords("default-certificate", notPermitted, "Default certificate"),
    ErrorWords("primary-block", notPermitted, "primary IPv4 CIDR block"),
    ErrorWords("mfa-code", denials, "MultiFactorAuthentication failed"),
    ErrorWords("policy-of-aws", denials, of: "iam", "arn:aws:iam::aws:policy/"),
    ErrorWords("denied-by-bucket", denials, of: "s3api", "explicit deny in a resource-based policy"),
    ErrorWords("denied-by-resource", denials, "explicit deny in a resource-based policy"),
    ErrorWords("denied-by-boundary", denials, "permissions boundary"),
    ErrorWords("denied-by-session", denials, "session policy"),
    ErrorWords("denied", denials, "explicit deny"),
    ErrorWords("filter-name", badValue, "The filter 'Name' is invalid"),
    ErrorWords("filter-values", badValue, "must have at least one value"),
    ErrorWords("taggable", badValue, "is not a valid taggable resource type"),
    ErrorWords("local-route", badValue, "cannot remove local route"),
    ErrorWords("reserved-tag", badValue, "Tag keys starting with 'aws:'"),
    ErrorWords("other-network", ["InvalidGroup.NotFound"], "belong to different networks"),
    ErrorWords("dollar", ["InvalidInput"], "$"),
    ErrorWords("foreign-image", ["AuthFailure"], "Not authorized for image"),
    ErrorWords("certificate", notFound, of: "acm"),
    ErrorWords("experiment", notFound, of: "fis"),
    ErrorWords("zonal-shift", notFound, of: "arc-zonal-shift"),
    ErrorWords("offering", notFound, of: "savingsplans"),
    ErrorWords("metric-filter", notFound, of: "logs", "metric filter"),
    ErrorWords("log-group", notFound, of: "logs"),
  ]

  /// Whether an error is of this kind.
  func fit(_ facts: FailureFacts) -> Bool {
    codes.contains(facts.code) && (service ?? facts.call?.service) == facts.call?.service
      && (words.isEmpty || facts.says(words))
  }
}

extension AWSErrorCase {
  /// The codes with which services refuse what the policies do not allow.
  static var denials: Set<String> { ErrorWords.denials }

  /// What the words of a message tell by themselves.
  static func ofWords(_ facts: FailureFacts) -> AWSErrorCase? {
    // Without the right to list, S3 does not tell that a key is not there.
    if facts.code == "AccessDenied", facts.error.message == "Access Denied", facts.call?.service == "s3api" {
      return AWSErrorCase("silent-denial")
    }
    return ErrorWords.all.first { $0.fit(facts) }.map { words in
      AWSErrorCase(words.id, ["name": facts.quoted.first ?? ""])
    }
  }
}
