/// What an action works on, as calls show it.
package struct FISActionTargetShape: Encodable, Sendable { package var resourceType: String }

/// A parameter of an action or a type of resource, as calls show it.
package struct FISParameterShape: Encodable, Sendable {
  package var description: String
  package var required: Bool
}

extension FISActionKind {
  fileprivate var targetShapes: NamedValues<FISActionTargetShape>? {
    target.map { NamedValues([($0.name, FISActionTargetShape(resourceType: $0.type.rawValue))]) }
  }
}

/// Lists what experiments can do.
package enum ListFISActions: FISOperation {
  package static let name = "ListActions"

  package struct Input: Decodable, Sendable {
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var actions: [Summary]
    package var nextToken: String?
  }

  /// One action.
  package struct Summary: Encodable, Sendable {
    package var id: String
    package var arn: String
    package var description: String
    package var targets: NamedValues<FISActionTargetShape>?
    package var tags = StringMap()
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let page = try fisPage(FISActionKind.allCases, input.nextToken, input.maxResults)
    return Output(
      actions: page.rows.map {
        Summary(
          id: $0.rawValue, arn: FISARN.of("action", $0.rawValue, in: context.region),
          description: $0.description, targets: $0.targetShapes)
      }, nextToken: page.nextToken)
  }
}

/// Shows an action with its parameters.
package enum GetFISAction: FISOperation {
  package static let name = "GetAction"

  package struct Input: Codable, Sendable { package var id: String }
  package struct Output: Encodable, Sendable { package var action: Action }

  /// The action.
  package struct Action: Encodable, Sendable {
    package var id: String
    package var arn: String
    package var description: String
    package var parameters: NamedValues<FISParameterShape>
    package var targets: NamedValues<FISActionTargetShape>?
    package var tags = StringMap()
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: FISARN.of("action", input.id, in: context.region), in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let kind = FISActionKind(rawValue: input.id) else {
      if FISActionKind.unmodelled.contains(input.id) { throw .notModelled("Id", input.id) }
      throw AWSError("ResourceNotFoundException", "Action with ID \(input.id) not found.")
    }
    let parameters = kind.parameters.map { parameter in
      (
        key: parameter.name,
        value: FISParameterShape(description: parameter.description, required: parameter.isRequired)
      )
    }
    return Output(
      action: Action(
        id: kind.rawValue, arn: FISARN.of("action", kind.rawValue, in: context.region),
        description: kind.description, parameters: NamedValues(parameters), targets: kind.targetShapes))
  }
}

/// Lists the types of resources that experiments can work on.
package enum ListTargetResourceTypes: FISOperation {
  package static let name = "ListTargetResourceTypes"

  package struct Input: Decodable, Sendable {
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var targetResourceTypes: [Summary]
    package var nextToken: String?
  }

  /// One type.
  package struct Summary: Encodable, Sendable {
    package var resourceType: String
    package var description: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let page = try fisPage(FISResourceKind.allCases, input.nextToken, input.maxResults)
    return Output(
      targetResourceTypes: page.rows.map { Summary(resourceType: $0.rawValue, description: $0.description) },
      nextToken: page.nextToken)
  }
}

/// Shows a type of resource with the parameters by which it can be found.
package enum GetTargetResourceType: FISOperation {
  package static let name = "GetTargetResourceType"

  package struct Input: Codable, Sendable { package var resourceType: String }
  package struct Output: Encodable, Sendable { package var targetResourceType: Kind }

  /// The type.
  package struct Kind: Encodable, Sendable {
    package var resourceType: String
    package var description: String
    package var parameters: NamedValues<FISParameterShape>
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let kind = FISResourceKind(rawValue: input.resourceType) else {
      throw AWSError("ResourceNotFoundException", "Resource type \(input.resourceType) not found.")
    }
    let parameters = kind.parameters.map { parameter in
      (
        key: parameter.name,
        value: FISParameterShape(description: parameter.description, required: parameter.isRequired)
      )
    }
    return Output(
      targetResourceType: Kind(
        resourceType: kind.rawValue, description: kind.description, parameters: NamedValues(parameters)))
  }
}
