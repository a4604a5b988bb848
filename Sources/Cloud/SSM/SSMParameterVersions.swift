package import EventKernel

extension World {
  /// How many versions of a parameter are kept (Systems Manager quotas).
  private static let mostVersions = 100

  /// Keeps a version that a newer one replaces.
  mutating func rememberParameter(_ parameter: SSMParameter) {
    let key = SSMState.key(parameter.region, parameter.name)
    ssm.pastParameters[key] = ((ssm.pastParameters[key] ?? []) + [parameter]).suffix(Self.mostVersions - 1)
  }

  /// Forgets a parameter with all its versions.
  mutating func forgetParameter(_ key: String) {
    ssm.parameters[key] = nil
    ssm.pastParameters[key] = nil
  }

  /// A version of a parameter by its number.
  ///
  /// - Throws: `ParameterVersionNotFound`.
  func version(_ number: Int, of newest: SSMParameter, in region: Region) throws(AWSError) -> SSMParameter {
    let all = (ssm.pastParameters[SSMState.key(region, newest.name)] ?? []) + [newest]
    guard let found = all.first(where: { $0.version == number }) else {
      throw AWSError(
        "ParameterVersionNotFound", "Systems Manager could not find version \(number) of \(newest.name).")
    }
    return found
  }
}

extension SSMParameter {
  /// A name as `get-parameter` takes it, with a version behind a colon: `/shop/db:2`.
  static func nameAndVersion(_ text: String) -> (name: String, version: Int?) {
    guard let colon = text.lastIndex(of: ":"), let version = Int(text[text.index(after: colon)...]) else {
      return (text, nil)
    }
    return (String(text[..<colon]), version)
  }
}

/// Lists all versions of a parameter with their values.
package enum GetParameterHistory: SSMOperation {
  package static let name = "GetParameterHistory"

  package struct Input: Decodable, Sendable {
    var name: String?
    var withDecryption: Bool?
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var parameters: [Row]
    package var nextToken: String?
  }

  /// One version.
  package struct Row: Encodable, Sendable {
    package var name: String
    package var type: String
    package var keyId: String?
    package var lastModifiedDate: Instant
    package var lastModifiedUser = Caller.administrator.arn
    package var description: String?
    package var value: String
    package var allowedPattern: String?
    package var version: Int
    package var labels: [String] = []
    package var tier: String
    package var policies: [DescribeParameters.Policy]
    package var dataType: String
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onParameter(input.name).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let key = SSMState.key(context.region, input.name ?? "")
    guard let newest = world.ssm.parameters[key] else { throw AWSError("ParameterNotFound", "") }
    let rows = ((world.ssm.pastParameters[key] ?? []) + [newest]).map {
      Row(
        name: $0.name, type: $0.type, keyId: $0.isSecret ? SSMParameter.key : nil,
        lastModifiedDate: $0.modified,
        description: $0.description, value: $0.value(decrypts: input.withDecryption),
        allowedPattern: $0.allowedPattern, version: $0.version, tier: $0.tier.rawValue,
        policies: DescribeParameters.Policy.all(of: $0, at: world.now), dataType: $0.dataType)
    }
    guard let page = Page(of: rows, from: input.nextToken, limit: min(input.maxResults ?? 50, 50)) else {
      throw AWSError("InvalidNextToken", "The specified token is not valid.")
    }
    return Output(parameters: page.rows, nextToken: page.nextToken)
  }
}

/// Forgets up to ten names.
package enum DeleteParameters: SSMOperation {
  package static let name = "DeleteParameters"

  package struct Input: Decodable, Sendable { var names: [String]? }

  package struct Output: Encodable, Sendable {
    package var deletedParameters: [String]
    package var invalidParameters: [String]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let names = input.names ?? []
    return (names.isEmpty ? ["*"] : names).flatMap {
      Access(defaultAction, world, context).onParameter($0).requests
    }
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
    var output = Output(deletedParameters: [], invalidParameters: [])
    for name in names {
      let key = SSMState.key(context.region, name)
      if world.ssm.parameters[key] == nil {
        output.invalidParameters.append(name)
      } else {
        world.forgetParameter(key)
        output.deletedParameters.append(name)
      }
    }
    return output
  }
}
