package import EventKernel

/// What is to happen to a parameter in time (Systems Manager User Guide, Assigning parameter policies).
package struct SSMParameterPolicy: Sendable, Equatable {
  /// The kinds of policies with what they say.
  package enum Kind: Sendable, Equatable {
    /// The parameter is deleted at a moment.
    case expiration(Instant)
    /// Word is given so long before it is.
    case expirationNotification(Duration)
    /// Word is given when it has not been changed for so long.
    case noChangeNotification(Duration)
  }

  package let kind: Kind
  /// The policy's JSON, as it is shown.
  package let text: String

  /// The type by AWS's name.
  package var type: String {
    switch kind {
    case .expiration: "Expiration"
    case .expirationNotification: "ExpirationNotification"
    case .noChangeNotification: "NoChangeNotification"
    }
  }

  /// `Pending` until its time has come, then `Finished`.
  // Simplified: ssm-parameter-events
  func status(of parameter: SSMParameter, at now: Instant) -> String {
    let due: Instant =
      switch kind {
      case .expiration(let moment): moment
      case .expirationNotification(let before): (parameter.expiration ?? parameter.modified) - before
      case .noChangeNotification(let after): parameter.modified + after
      }
    return now < due ? "Pending" : "Finished"
  }
}

extension SSMParameter {
  /// When it is deleted; `nil` where no policy says so.
  package var expiration: Instant? {
    policies.lazy.compactMap { policy in
      guard case .expiration(let moment) = policy.kind else { return nil }
      return moment
    }.first
  }
}

extension SSMParameterPolicy {
  /// The policies of a parameter (Systems Manager User Guide, Assigning parameter policies).
  static let most = 10

  /// Reads the list of policies that a call gives, or refuses it in AWS's words.
  static func read(_ text: String, at now: Instant) throws(AWSError) -> [SSMParameterPolicy] {
    guard !text.isEmpty else { return [] }
    guard case .array(let elements)? = PolicyJSON(text) else {
      throw invalid("Invalid policies input: a JSON list of policies is needed.")
    }
    guard elements.count <= most else {
      throw AWSError(
        "PoliciesLimitExceededException",
        "You specified more than the maximum number of allowed policies, \(most).")
    }
    var policies: [SSMParameterPolicy] = []
    for element in elements {
      let policy = try one(element, at: now)
      guard !policies.contains(where: { $0.type == policy.type }) || policy.type != "Expiration" else {
        throw AWSError("IncompatiblePolicyException", "A parameter can have one Expiration policy only.")
      }
      policies.append(policy)
    }
    let types = policies.map(\.type)
    guard !types.contains("ExpirationNotification") || types.contains("Expiration") else {
      throw AWSError(
        "IncompatiblePolicyException",
        "An ExpirationNotification policy needs an Expiration policy beside it.")
    }
    return policies
  }

  private static func one(_ value: PolicyJSON, at now: Instant) throws(AWSError) -> SSMParameterPolicy {
    guard let type = value.text("Type"), value.text("Version") == "1.0",
      let attributes = value.member("Attributes")
    else { throw invalid("A policy has a Type, the Version 1.0 and Attributes.") }
    func wrong(_ name: String) -> AWSError {
      invalid("The attribute \(name) of the policy \(type) is not valid.")
    }
    let kind: Kind
    let words: [(String, String)]
    switch type {
    case "Expiration":
      guard let text = attributes.text("Timestamp"), let moment = Instant(iso8601: text) else {
        throw wrong("Timestamp")
      }
      guard moment > now else {
        throw invalid("The expiration time \(text) is in the past.")
      }
      kind = .expiration(moment)
      words = [("Timestamp", text)]
    case "ExpirationNotification", "NoChangeNotification":
      let name = type == "ExpirationNotification" ? "Before" : "After"
      guard let text = attributes.text(name), let count = Int(text), (1...100_000).contains(count) else {
        throw wrong(name)
      }
      guard let unit = attributes.text("Unit"), ["Days", "Hours"].contains(unit) else { throw wrong("Unit") }
      let span: Duration = unit == "Days" ? .days(count) : .hours(count)
      kind = name == "Before" ? .expirationNotification(span) : .noChangeNotification(span)
      words = [(name, text), ("Unit", unit)]
    default:
      throw AWSError("InvalidPolicyTypeException", "The policy type \(type) isn't supported.")
    }
    let inner = words.map { "\(JSONText.quoted($0)):\(JSONText.quoted($1))" }.joined(separator: ",")
    return SSMParameterPolicy(
      kind: kind, text: "{\"Type\":\"\(type)\",\"Version\":\"1.0\",\"Attributes\":{\(inner)}}")
  }

  private static func invalid(_ message: String) -> AWSError {
    AWSError("InvalidPolicyAttributeException", message)
  }
}

extension PolicyJSON {
  /// The member of an object by its name.
  func member(_ name: String) -> PolicyJSON? {
    guard case .object(let members, _, _) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text of a member.
  func text(_ name: String) -> String? {
    guard case .string(let text)? = member(name) else { return nil }
    return text
  }
}
