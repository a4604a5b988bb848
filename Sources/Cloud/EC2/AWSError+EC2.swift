extension AWSError {
  /// `InvalidVpcID.NotFound` and its kin.
  static func notFound(_ code: String, _ noun: String, _ value: String) -> AWSError {
    AWSError("\(code).NotFound", "The \(noun) '\(value)' does not exist")
  }

  static func instanceNotFound(_ id: String) -> AWSError {
    notFound("InvalidInstanceID", "instance ID", id)
  }

  static func imageNotFound(_ id: String) -> AWSError {
    AWSError("InvalidAMIID.NotFound", "The image id '[\(id)]' does not exist")
  }

  static func groupNotFound(_ id: String) -> AWSError {
    AWSError("InvalidGroup.NotFound", "The security group '\(id)' does not exist")
  }

  static func missingParameter(_ name: String) -> AWSError {
    AWSError("MissingParameter", "The request must contain the parameter \(name)")
  }

  static func invalidParameter(_ value: String, _ name: String, _ reason: String) -> AWSError {
    AWSError("InvalidParameterValue", "Value (\(value)) for parameter \(name) is invalid. \(reason)")
  }

  static func dependencyViolation(_ noun: String, _ id: String, _ dependents: [Dependent]) -> AWSError {
    AWSError(
      "DependencyViolation", "The \(noun) '\(id)' has dependencies and cannot be deleted.",
      dependents: dependents)
  }

  /// The refusal of an act in the wrong state, such as starting a running instance.
  static func incorrectState(_ id: InstanceID, _ act: String) -> AWSError {
    AWSError("IncorrectInstanceState", "The instance '\(id)' is not in a state from which it can be \(act).")
  }
}

extension ResourceID {
  /// The id that a call names: malformed ids and ids of the right shape that nothing has are different errors.
  static func parse(_ text: String, else code: String, _ noun: String) throws(AWSError) -> Self {
    if let id = Self(text) { return id }
    // Ids of AWS's documentation are of the right shape though no world ever makes them.
    let digits = text.utf8.dropFirst(Kind.prefix.utf8.count)
    let isShaped =
      text.utf8.starts(with: Kind.prefix.utf8) && (digits.count == 8 || digits.count == 17)
      && digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    if isShaped { throw .notFound(code, noun, text) }
    throw AWSError("\(code).Malformed", "Invalid id: \"\(text)\" (expecting \"\(Kind.prefix)...\")")
  }
}
