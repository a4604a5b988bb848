package import EventKernel

/// A parameter as the calls show it.
package struct SSMParameterShape: Encodable, Sendable {
  package var name: String
  package var type: String
  package var value: String
  package var version: Int
  /// The version that the call named, behind a colon; `nil` when it named none.
  package var selector: String?
  package var lastModifiedDate: Instant
  package var aRN: String
  package var dataType: String

  /// - Parameter decrypts: whether the value of a secret is told; else what stands in the store.
  init(_ parameter: SSMParameter, decrypts: Bool?) {
    name = parameter.name
    type = parameter.type
    value = parameter.value(decrypts: decrypts)
    version = parameter.version
    lastModifiedDate = parameter.modified
    let isPublic = parameter.name.utf8.starts(with: "/aws/service/".utf8)
    let account = isPublic ? "" : Account.id
    let path = parameter.name.utf8.first == UInt8(ascii: "/") ? parameter.name : "/" + parameter.name
    aRN = "arn:aws:ssm:\(parameter.region.rawValue):\(account):parameter\(path)"
    dataType = parameter.dataType
  }
}

extension SSMParameter {
  /// The value, or what the key made of a secret unless a call decrypts it.
  func value(decrypts: Bool?) -> String {
    guard isSecret, decrypts != true else { return value }
    return "AQICAHi" + Base64.encode("\(name) \(version) \(SHA256.digest(of: Array(value.utf8)))".utf8)
  }
}

extension World {
  /// A parameter of the account, or one of AWS's public ones.
  package func parameter(_ name: String, in region: Region) -> SSMParameter? {
    ssm.parameters[SSMState.key(region, name)] ?? publicParameters(in: region).first { $0.name == name }
  }
}

/// Gives the value of a name.
package enum GetParameter: SSMOperation {
  package static let name = "GetParameter"

  package struct Input: Decodable, Sendable {
    var name: String?
    var withDecryption: Bool?
  }

  package struct Output: Encodable, Sendable { package var parameter: SSMParameterShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onParameter(input.name).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let found = try world.parameterShape(
      input.name ?? "", decrypts: input.withDecryption, in: context.region)
    guard let found else { throw AWSError("ParameterNotFound", "") }
    return Output(parameter: found)
  }
}

extension World {
  /// A parameter by its name, with a version behind a colon where one is wanted; `nil` when nothing has the name.
  fileprivate func parameterShape(
    _ text: String, decrypts: Bool?, in region: Region
  ) throws(AWSError) -> SSMParameterShape? {
    let (name, number) = SSMParameter.nameAndVersion(text)
    guard let newest = parameter(name, in: region) else { return nil }
    guard let number else { return SSMParameterShape(newest, decrypts: decrypts) }
    var shape = SSMParameterShape(try version(number, of: newest, in: region), decrypts: decrypts)
    shape.selector = ":\(number)"
    return shape
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
    var output = Output(parameters: [], invalidParameters: [])
    for name in names {
      let found: SSMParameterShape?
      do throws(AWSError) {
        found = try world.parameterShape(name, decrypts: input.withDecryption, in: context.region)
      } catch {
        found = nil
      }
      if let found { output.parameters.append(found) } else { output.invalidParameters.append(name) }
    }
    return output
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

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    var path = input.path ?? "*"
    while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    return Access(defaultAction, world, context).onParameter(path).requests
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
    return Output(
      parameters: page.rows.map { SSMParameterShape($0, decrypts: input.withDecryption) },
      nextToken: page.nextToken)
  }
}

/// Lists the account's parameters without their values.
package enum DescribeParameters: SSMOperation {
  package static let name = "DescribeParameters"

  package struct Input: Decodable, Sendable {
    var filters: [PlainFilter]?
    var parameterFilters: [SSMParameterFilter]?
    var maxResults: Int?
    var nextToken: String?

    /// The older form of a filter, without options.
    struct PlainFilter: Decodable, Sendable {
      var key: String?
      var values: [String]?
    }
  }

  package struct Output: Encodable, Sendable {
    package var parameters: [Row]
    package var nextToken: String?
  }

  /// One policy of a parameter.
  package struct Policy: Encodable, Sendable {
    package var policyText: String
    package var policyType: String
    package var policyStatus: String

    /// The policies of a parameter as they stand at a moment.
    static func all(of parameter: SSMParameter, at now: Instant) -> [Policy] {
      parameter.policies.map {
        Policy(policyText: $0.text, policyType: $0.type, policyStatus: $0.status(of: parameter, at: now))
      }
    }
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
    package var policies: [Policy]
    package var dataType: String
    package var keyId: String?
    package var allowedPattern: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard input.filters == nil || input.parameterFilters == nil else {
      throw AWSError(
        "ValidationException", "You can use either Filters or ParameterFilters in a single request.")
    }
    let plain = input.filters?.map { SSMParameterFilter(key: $0.key, values: $0.values) }
    var tests: [@Sendable (SSMParameter) -> Bool] = []
    for (index, filter) in (input.parameterFilters ?? plain ?? []).enumerated() {
      tests.append(try filter.test(number: index + 1))
    }
    let own = world.ssm.parameters.rows.filter { $0.region == context.region }
    let rows = own.filter { row in tests.allSatisfy { $0(row) } }.map {
      Row(
        name: $0.name, type: $0.type, lastModifiedDate: $0.modified, description: $0.description,
        version: $0.version, tier: $0.tier.rawValue, policies: Policy.all(of: $0, at: world.now),
        dataType: $0.dataType, keyId: $0.isSecret ? SSMParameter.key : nil, allowedPattern: $0.allowedPattern)
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
    Access(defaultAction, world, context).onParameter(input.name).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let key = SSMState.key(context.region, input.name ?? "")
    guard world.ssm.parameters[key] != nil else { throw AWSError("ParameterNotFound", "") }
    world.forgetParameter(key)
    return NoOutput()
  }
}
