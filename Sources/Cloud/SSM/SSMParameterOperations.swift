package import EventKernel

/// A parameter as the calls show it.
package struct SSMParameterShape: Encodable, Sendable {
  package var name: String
  package var type: String
  package var value: String
  package var version: Int
  package var lastModifiedDate: Instant
  package var aRN: String
  package var dataType: String

  init(_ parameter: SSMParameter) {
    name = parameter.name
    type = parameter.type
    value = parameter.value
    version = parameter.version
    lastModifiedDate = parameter.modified
    let isPublic = parameter.name.utf8.starts(with: "/aws/service/".utf8)
    let account = isPublic ? "" : Account.id
    let path = parameter.name.utf8.first == UInt8(ascii: "/") ? parameter.name : "/" + parameter.name
    aRN = "arn:aws:ssm:\(parameter.region.rawValue):\(account):parameter\(path)"
    dataType = parameter.dataType
  }
}

extension World {
  /// A parameter of the account, or one of AWS's public ones.
  package func parameter(_ name: String, in region: Region) -> SSMParameter? {
    ssm.parameters[SSMState.key(region, name)] ?? publicParameters(in: region).first { $0.name == name }
  }

  /// The public parameters that name the newest images of Amazon Linux and Ubuntu.
  func publicParameters(in region: Region) -> [SSMParameter] {
    let names = imageParameters
    return ec2.images.rows.filter { $0.region == region && $0.ownerAlias == "amazon" }.flatMap { image in
      (names[image.name] ?? []).map {
        SSMParameter(
          region: region, name: $0, type: "String", value: "\(image.id)", description: nil, version: 1,
          modified: image.creation, dataType: "aws:ec2:image", tier: .standard)
      }
    }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}

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
  }

  package struct Output: Encodable, Sendable {
    package var version: Int
    package var tier: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: World.parameterARN(input.name, context)).requests
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
    if type == "SecureString" { throw .notModelled("Type", type) }
    guard type == "String" || type == "StringList" else {
      throw AWSError("UnsupportedParameterType", "The parameter type isn't supported.")
    }
    let version = (present?.version ?? 0) + 1
    world.ssm.parameters[key] = SSMParameter(
      region: context.region, name: name, type: type, value: value,
      description: input.description ?? present?.description, version: version, modified: world.now,
      dataType: input.dataType ?? present?.dataType ?? "text", tier: tier)
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
    case "Intelligent-Tiering": tier = isLong || present?.tier == .advanced ? .advanced : .standard
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

extension World {
  /// The ARN of a parameter by its name.
  static func parameterARN(_ name: String?, _ context: CallContext) -> String? {
    name.map { name in
      let path = name.utf8.first == UInt8(ascii: "/") ? name : "/" + name
      return "arn:aws:ssm:\(context.region.rawValue):\(Account.id):parameter\(path)"
    }
  }
}

/// Gives the value of a name.
package enum GetParameter: SSMOperation {
  package static let name = "GetParameter"

  package struct Input: Decodable, Sendable {
    var name: String?
    /// Only secrets are encrypted, and there are none.
    var withDecryption: Bool?
  }

  package struct Output: Encodable, Sendable { package var parameter: SSMParameterShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: World.parameterARN(input.name, context)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let found = world.parameter(input.name ?? "", in: context.region) else {
      throw AWSError("ParameterNotFound", "")
    }
    return Output(parameter: SSMParameterShape(found))
  }
}

/// Gives the values of up to ten names.
package enum GetParameters: SSMOperation {
  package static let name = "GetParameters"

  package struct Input: Decodable, Sendable {
    var names: [String]?
    var withDecryption: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var parameters: [SSMParameterShape]
    package var invalidParameters: [String]
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let names = input.names ?? []
    guard (1...10).contains(names.count) else {
      throw AWSError(
        "ValidationException",
        "1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length less than "
          + "or equal to 10")
    }
    let found = names.map { ($0, world.parameter($0, in: context.region)) }
    return Output(
      parameters: found.compactMap { $0.1.map(SSMParameterShape.init) },
      invalidParameters: found.filter { $0.1 == nil }.map(\.0))
  }
}

/// Gives the values below a path.
package enum GetParametersByPath: SSMOperation {
  package static let name = "GetParametersByPath"

  package struct Input: Decodable, Sendable {
    var path: String?
    var recursive: Bool?
    var withDecryption: Bool?
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var parameters: [SSMParameterShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let path = input.path, path.utf8.first == UInt8(ascii: "/") else {
      throw AWSError("ValidationException", "The parameter path must begin with a slash.")
    }
    let prefix = path.utf8.last == UInt8(ascii: "/") ? path : path + "/"
    let all =
      world.ssm.parameters.rows.filter { $0.region == context.region }
      + world.publicParameters(in: context.region)
    let rows = all.filter { row in
      guard row.name.utf8.starts(with: prefix.utf8) else { return false }
      return input.recursive == true
        || !row.name.utf8.dropFirst(prefix.utf8.count).contains(UInt8(ascii: "/"))
    }
    guard let page = Page(of: rows, from: input.nextToken, limit: min(input.maxResults ?? 10, 10)) else {
      throw AWSError("InvalidNextToken", "The specified token is not valid.")
    }
    return Output(parameters: page.rows.map(SSMParameterShape.init), nextToken: page.nextToken)
  }
}

/// Lists the account's parameters without their values.
package enum DescribeParameters: SSMOperation {
  package static let name = "DescribeParameters"

  package struct Input: Decodable, Sendable {
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var parameters: [Row]
    package var nextToken: String?
  }

  /// One parameter.
  package struct Row: Encodable, Sendable {
    package var name: String
    package var type: String
    package var lastModifiedDate: Instant
    package var lastModifiedUser = Caller.administrator.arn
    package var description: String?
    package var version: Int
    package var tier: String
    package var policies: [String] = []
    package var dataType: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows = world.ssm.parameters.rows.filter { $0.region == context.region }.map {
      Row(
        name: $0.name, type: $0.type, lastModifiedDate: $0.modified, description: $0.description,
        version: $0.version, tier: $0.tier.rawValue, dataType: $0.dataType)
    }
    guard let page = Page(of: rows, from: input.nextToken, limit: min(input.maxResults ?? 50, 50)) else {
      throw AWSError("InvalidNextToken", "The specified token is not valid.")
    }
    return Output(parameters: page.rows, nextToken: page.nextToken)
  }
}

/// Forgets a name.
package enum DeleteParameter: SSMOperation {
  package static let name = "DeleteParameter"

  package struct Input: Decodable, Sendable { var name: String? }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: World.parameterARN(input.name, context)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let key = SSMState.key(context.region, input.name ?? "")
    guard world.ssm.parameters[key] != nil else { throw AWSError("ParameterNotFound", "") }
    world.ssm.parameters[key] = nil
    return NoOutput()
  }
}
