/// What policies would say of calls that nobody makes.
enum SimulationOperations {
  static let all: [any Operation.Type] = [
    SimulateCustomPolicy.self, SimulatePrincipalPolicy.self, GetContextKeysForCustomPolicy.self,
    GetContextKeysForPrincipalPolicy.self,
  ]
}

/// Simulates calls under policies that are given whole.
package enum SimulateCustomPolicy: IAMOperation {
  package static let name = "SimulateCustomPolicy"

  package struct Input: Decodable, Sendable {
    var policyInputList: [String]
    var permissionsBoundaryPolicyInputList: [String]?
    var actionNames: [String]
    var resourceArns: [String]?
    var resourcePolicy: String?
    var callerArn: String?
    var contextEntries: [SimulatedKey]?
    var maxItems: Int?
    var marker: String?
  }

  package typealias Output = SimulationPage

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var simulation = try PolicySimulation(
      actions: input.actionNames, resources: input.resourceArns, keys: input.contextEntries)
    for (index, text) in input.policyInputList.enumerated() {
      simulation.sources.append(
        PolicySource(id: "PolicyInputList.\(index + 1)", type: nil, document: try world.simulated(text)))
    }
    try simulation.limit(input.permissionsBoundaryPolicyInputList, in: world)
    if let text = input.resourcePolicy {
      guard let caller = input.callerArn else {
        throw AWSError("InvalidInput", "The CallerArn is required when a ResourcePolicy is given.")
      }
      try simulation.ask(resourcePolicy: text, as: caller)
    }
    if let caller = input.callerArn { simulation.principal = world.simulatedFacts(of: caller) }
    return try SimulationPage(simulation, marker: input.marker, limit: input.maxItems)
  }
}

/// Simulates calls of a user, group or role under its own policies.
package enum SimulatePrincipalPolicy: IAMOperation {
  package static let name = "SimulatePrincipalPolicy"

  package struct Input: Decodable, Sendable {
    var policySourceArn: String
    var policyInputList: [String]?
    var permissionsBoundaryPolicyInputList: [String]?
    var actionNames: [String]
    var resourceArns: [String]?
    var resourcePolicy: String?
    var callerArn: String?
    var contextEntries: [SimulatedKey]?
    var maxItems: Int?
    var marker: String?
  }

  package typealias Output = SimulationPage

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: input.policySourceArn, in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var simulation = try PolicySimulation(
      actions: input.actionNames, resources: input.resourceArns, keys: input.contextEntries)
    let source = try world.policySources(of: input.policySourceArn)
    simulation.sources = source.policies
    simulation.boundary = source.boundary.map { [$0] }
    for (index, text) in (input.policyInputList ?? []).enumerated() {
      simulation.sources.append(
        PolicySource(id: "PolicyInputList.\(index + 1)", type: nil, document: try world.simulated(text)))
    }
    try simulation.limit(input.permissionsBoundaryPolicyInputList, in: world)
    let caller = input.callerArn ?? input.policySourceArn
    simulation.principal = world.simulatedFacts(of: caller)
    if let text = input.resourcePolicy { try simulation.ask(resourcePolicy: text, as: caller) }
    return try SimulationPage(simulation, marker: input.marker, limit: input.maxItems)
  }
}

/// Lists the condition keys that policies speak of.
package enum GetContextKeysForCustomPolicy: IAMOperation {
  package static let name = "GetContextKeysForCustomPolicy"

  package struct Input: Decodable, Sendable { var policyInputList: [String] }
  package struct Output: Encodable, Sendable { package var contextKeyNames: [String] }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var keys: [String] = []
    for text in input.policyInputList {
      let document = try world.simulated(text)
      keys += document.statements.flatMap(\.contextKeys).filter { !keys.contains($0) }
    }
    return Output(contextKeyNames: keys.uniqued)
  }
}

/// Lists the condition keys that the policies of a user, group or role speak of.
package enum GetContextKeysForPrincipalPolicy: IAMOperation {
  package static let name = "GetContextKeysForPrincipalPolicy"

  package struct Input: Decodable, Sendable {
    var policySourceArn: String
    var policyInputList: [String]?
  }

  package typealias Output = GetContextKeysForCustomPolicy.Output

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(to: input.policySourceArn, in: world, context: context)
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var documents = try world.policySources(of: input.policySourceArn).policies.map(\.document)
    for text in input.policyInputList ?? [] { documents.append(try world.simulated(text)) }
    return Output(contextKeyNames: documents.flatMap { $0.statements.flatMap(\.contextKeys) }.uniqued)
  }
}
