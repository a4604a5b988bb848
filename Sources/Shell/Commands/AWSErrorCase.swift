import Cloud
import CloudAPI
import Texts

/// A mistake that neither the code of an error nor the call tells apart: it shows in the words of the message.
struct AWSErrorCase {
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
  private static let denials: Set<String> = [
    "AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation",
  ]
  private static let notFound: Set<String> = ["ResourceNotFoundException"]
  private static let notPermitted: Set<String> = ["OperationNotPermitted"]
  private static let badValue: Set<String> = ["InvalidParameterValue"]

  /// The cases; the first that fits counts.
  private static let all = [
    AWSErrorCase("root-volume", notPermitted, "Unable to detach root volume"),
    AWSErrorCase("first-interface", notPermitted, "device index 0"),
    AWSErrorCase("owned-interface", notPermitted, "belongs to another resource"),
    AWSErrorCase("termination-protection", notPermitted, "disableApiTermination"),
    AWSErrorCase("stop-protection", notPermitted, "disableApiStop"),
    AWSErrorCase("balancer-protection", notPermitted, "deletion protection is enabled"),
    AWSErrorCase("default-rule", notPermitted, "Default rule"),
    AWSErrorCase("default-certificate", notPermitted, "Default certificate"),
    AWSErrorCase("primary-block", notPermitted, "primary IPv4 CIDR block"),
    AWSErrorCase("mfa-code", denials, "MultiFactorAuthentication failed"),
    AWSErrorCase("policy-of-aws", denials, of: "iam", "arn:aws:iam::aws:policy/"),
    AWSErrorCase("denied-by-bucket", denials, of: "s3api", "explicit deny in a resource-based policy"),
    AWSErrorCase("denied-by-resource", denials, "explicit deny in a resource-based policy"),
    AWSErrorCase("denied-by-boundary", denials, "permissions boundary"),
    AWSErrorCase("denied-by-session", denials, "session policy"),
    AWSErrorCase("denied", denials, "explicit deny"),
    AWSErrorCase("filter-name", badValue, "The filter 'Name' is invalid"),
    AWSErrorCase("filter-values", badValue, "must have at least one value"),
    AWSErrorCase("taggable", badValue, "is not a valid taggable resource type"),
    AWSErrorCase("reserved-tag", badValue, "Tag keys starting with 'aws:'"),
    AWSErrorCase("other-network", ["InvalidGroup.NotFound"], "belong to different networks"),
    AWSErrorCase("dollar", ["InvalidInput"], "$"),
    AWSErrorCase("foreign-image", ["AuthFailure"], "Not authorized for image"),
    AWSErrorCase("certificate", notFound, of: "acm"),
    AWSErrorCase("experiment", notFound, of: "fis"),
    AWSErrorCase("zonal-shift", notFound, of: "arc-zonal-shift"),
    AWSErrorCase("offering", notFound, of: "savingsplans"),
    AWSErrorCase("metric-filter", notFound, of: "logs", "metric filter"),
    AWSErrorCase("log-group", notFound, of: "logs"),
  ]

  /// The case of an error; `nil` where the code or the call says enough.
  static func of(_ error: AWSError, _ call: AWSOutcome.FailedCall?) -> AWSErrorCase? {
    // Without the right to list, S3 does not tell that a key is not there.
    if error.code == "AccessDenied", error.message == "Access Denied", call?.service == "s3api" {
      return AWSErrorCase("silent-denial", denials)
    }
    return all.first { entry in
      entry.codes.contains(error.code) && (entry.service ?? call?.service) == call?.service
        && (entry.words.isEmpty || error.message.contains(entry.words))
    }
  }

  /// What stands in the sentence: the name that the message has in quotes, else its ARN.
  static func values(of error: AWSError) -> [String: TextValue] {
    let quoted = error.message.split(separator: "'", omittingEmptySubsequences: false)
    return ["name": .string(quoted.count > 2 ? String(quoted[1]) : "")]
  }
}

extension Workspace {
  /// How many steps back the line lies that gave a bucket its policy; `nil` when no line of this world did.
  var stepsToBucketPolicy: Int? {
    let entries = journal.effective
    let place = entries.lastIndex { entry in
      if case .call(let words, _) = entry { words.contains("put-bucket-policy") } else { false }
    }
    return place.map { entries.count - $0 }
  }
}
