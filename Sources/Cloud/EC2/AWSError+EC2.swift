extension AWSError {
  /// `InvalidVpcID.NotFound` and its kin.
  static func notFound(_ code: String, _ noun: String, _ value: String) -> AWSError {
    AWSError("\(code).NotFound", "The \(noun) '\(value)' does not exist")
  }

  static func instanceNotFound(_ id: String) -> AWSError {
    notFound("InvalidInstanceID", "instance ID", id)
  }

  static func imageNotFound(_ id: String) -> AWSError {
    AWSError(
      "InvalidAMIID.NotFound", "The image id '[\(id)]' does not exist",
      malformedID: MalformedID(id, prefix: ImageKind.prefix))
  }

  static func groupNotFound(_ id: String) -> AWSError {
    AWSError(
      "InvalidGroup.NotFound", "The security group '\(id)' does not exist",
      malformedID: MalformedID(id, prefix: SecurityGroupKind.prefix))
  }

  /// The refusal of a text that is no id of a kind; the code is the kind's own, such as `InvalidVpcID.Malformed`.
  static func malformedID(_ code: String, _ text: String, prefix: String) -> AWSError {
    AWSError(
      code, "Invalid id: \"\(text)\" (expecting \"\(prefix)...\")",
      malformedID: MalformedID(text, prefix: prefix))
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
    if MalformedID.isShaped(text, Kind.prefix) { throw .notFound(code, noun, text) }
    throw .malformedID("\(code).Malformed", text, prefix: Kind.prefix)
  }
}
