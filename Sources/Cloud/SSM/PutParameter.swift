import EventKernel

/// Keeps a value under a name.
package enum PutParameter: SSMOperation {
  package static let name = "PutParameter"

  package struct Input: Decodable, Sendable {
    var name: String?
    var description: String?
    var value: String?
    var type: String?
    var overwrite: Bool?
    var dataType: String?
    var tier: String?
    var policies: String?
    var keyId: String?
    var allowedPattern: String?
    var tags: [Tags.Tag]?
  }

  package struct Output: Encodable, Sendable {
    package var version: Int
    package var tier: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onParameter(input.name).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let name = input.name, let value = input.value else {
      throw AWSError("ValidationException", "Name and Value are needed.")
    }
    let isName =
      (1...1_011).contains(name.utf8.count)
      && name.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
          || "/._-".utf8.contains($0)
      }
    guard isName else {
      throw AWSError(
        "ValidationException",
        "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of "
          + "sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the "
          + "following 3 symbols .-_")
    }
    guard !name.utf8.contains(UInt8(ascii: "/")) || name.utf8.first == UInt8(ascii: "/") else {
      throw AWSError("ValidationException", "Parameter name must be a fully qualified name.")
    }
    let first = name.split(separator: "/").first.map { $0.lowercased() } ?? ""
    guard !first.utf8.starts(with: "aws".utf8), !first.utf8.starts(with: "ssm".utf8) else {
      throw AWSError("AccessDeniedException", "No access to reserved parameter name: \(name).")
    }
    let key = SSMState.key(context.region, name)
    let present = world.ssm.parameters[key]
    let tier = try tier(of: input, over: present, bytes: value.utf8.count)
    guard present == nil || input.overwrite == true else {
      throw AWSError(
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true."
      )
    }
    guard let type = input.type ?? present?.type else {
      throw AWSError("ValidationException", "A parameter type is required when you create a parameter.")
    }
    guard ["String", "StringList", "SecureString"].contains(type) else {
      throw AWSError("UnsupportedParameterType", "The parameter type isn't supported.")
    }
    if let given = input.keyId {
      guard type == "SecureString" else {
        throw AWSError("ValidationException", "KeyId is required for SecureString type parameter only.")
      }
      guard given == SSMParameter.key else { throw .notModelled("KeyId", given) }
    }
    guard present == nil || input.tags == nil else {
      throw AWSError(
        "ValidationException",
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove "
          + "overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or "
          + "RemoveTagsFromResource.")
    }
    let pattern = input.allowedPattern ?? present?.allowedPattern
    if let pattern { try SSMPattern(pattern).check(value) }
    let policies = try input.policies.map { (text) throws(AWSError) in
      try SSMParameterPolicy.read(text, at: world.now)
    }
    guard policies?.isEmpty != false || tier == .advanced else {
      throw AWSError(
        "ValidationException",
        "Parameter policies are only supported for parameters that use the advanced-parameter tier.")
    }
    let version = (present?.version ?? 0) + 1
    let tags = try (present?.tags ?? Tags()).adding(input.tags, refusing: SSMTagging.refusal)
    if let present { world.rememberParameter(present) }
    let parameter = SSMParameter(
      region: context.region, name: name, type: type, value: value,
      description: input.description ?? present?.description, version: version, modified: world.now,
      dataType: input.dataType ?? present?.dataType ?? "text", tier: tier,
      policies: policies ?? present?.policies ?? [],
      allowedPattern: pattern, tags: tags)
    world.ssm.parameters[key] = parameter
    if let moment = parameter.expiration {
      world.agenda.add(.ssm(.parameterExpires(key)), at: max(moment, world.now))
    }
    return Output(version: version, tier: tier.rawValue)
  }

  /// The tier of a value of so many bytes: that asked for, but an advanced parameter stays one.
  private static func tier(
    of input: Input, over present: SSMParameter?, bytes: Int
  ) throws(AWSError) -> SSMParameter.Tier {
    let isLong = bytes > SSMParameter.Tier.standard.mostBytes
    let tier: SSMParameter.Tier
    switch input.tier {
    case nil: tier = present?.tier ?? .standard
    case "Standard": tier = .standard
    case "Advanced": tier = .advanced
    case "Intelligent-Tiering":
      let needsMore = isLong || present?.tier == .advanced || input.policies?.contains("{") == true
      tier = needsMore ? .advanced : .standard
    case let other?: throw .notModelled("Tier", other)
    }
    guard tier == .advanced || present?.tier != .advanced else {
      throw AWSError(
        "ValidationException",
        "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter "
          + "tier to the standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as "
          + "a standard parameter.")
    }
    guard bytes <= tier.mostBytes else {
      throw AWSError(
        "ValidationException",
        "\(tier.rawValue) tier parameters support a maximum parameter value of \(tier.mostBytes) characters.")
    }
    return tier
  }
}
