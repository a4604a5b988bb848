/// A condition key with its values, as a simulation is given it.
package struct SimulatedKey: Decodable, Sendable {
  var contextKeyName: String?
  var contextKeyValues: [String]?
  var contextKeyType: String?
}

/// A policy with the name under which a simulation shows it.
struct PolicySource: Sendable {
  let id: String
  /// AWS's word for where it comes from; `nil` for policies that the call gave.
  let type: String?
  let document: PolicyDocument
}

/// Calls that are judged without being made.
struct PolicySimulation: Sendable {
  let actions: [String]
  let resources: [String]
  var keys = ConditionKeys()
  var sources: [PolicySource] = []
  /// The boundary's policies, all of which limit; `nil` without one.
  var boundary: [PolicyDocument]?
  var resourcePolicy: PolicyDocument?
  var caller = CallerIdentities.user("")
  var principal: PrincipalFacts?

  init(actions: [String], resources: [String]?, keys given: [SimulatedKey]?) throws(AWSError) {
    self.actions = actions
    self.resources = resources ?? ["*"]
    for action in actions {
      let parts = action.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !action.contains("*"),
        !action.contains("?")
      else { throw AWSError("InvalidInput", "Invalid action name: \(action)") }
    }
    for resource in self.resources where resource != "*" {
      guard resource.hasPrefix("arn:"),
        resource.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).count == 6
      else { throw AWSError("InvalidInput", "Invalid resource ARN: \(resource)") }
    }
    for entry in given ?? [] {
      guard let name = entry.contextKeyName, let values = entry.contextKeyValues else {
        throw AWSError("InvalidInput", "A context entry needs a name, values and a type.")
      }
      keys[name] = values
    }
  }

  /// Puts policies over the boundary that a principal has.
  mutating func limit(_ texts: [String]?, in world: World) throws(AWSError) {
    guard let texts else { return }
    var documents: [PolicyDocument] = []
    for text in texts { documents.append(try world.simulated(text)) }
    boundary = documents
  }

  /// Asks the policy of the resource too, on behalf of a user.
  mutating func ask(resourcePolicy text: String, as caller: String) throws(AWSError) {
    do throws(PolicyProblem) {
      resourcePolicy = try PolicyDocument(json: text, as: .resource)
    } catch {
      throw AWSError("InvalidInput", error.message)
    }
    self.caller = .user(caller)
  }

  /// The answer about one action on one resource.
  func result(_ action: String, on resource: String) -> SimulationResult {
    let facts = RequestFacts(
      AccessRequest(action: action, resource: resource, keys: keys), simulating: principal)
    let documents = sources.map(\.document)
    let decision = decision(facts, documents)
    let effect: PolicyDocument.Statement.Effect
    if case .explicitlyDenied = decision { effect = .deny } else { effect = .allow }
    var matched: [SimulationResult.Match] = []
    for source in sources {
      for statement in source.document.statements
      where statement.effect == effect && statement.applies(to: facts) {
        matched.append(.init(source.id, source.type, statement.range))
      }
    }
    for statement in resourcePolicy?.statements ?? []
    where statement.effect == effect && statement.applies(to: facts)
      && statement.principals.map({ $0.match(caller) != .none }) ?? false
    {
      matched.append(.init("ResourcePolicy", "resource", statement.range))
    }
    let missing = documents.flatMap(\.statements)
      .filter { $0.concerns(action: action, in: facts) }.flatMap(\.contextKeys)
      .filter { facts.values(of: $0) == nil }
    let allowedByBoundary = boundary.map { policies in
      policies.allSatisfy { document in
        PolicyDecision.of(
          facts, under: PrincipalPolicies(identity: [document], identities: caller)) == .allowed
      }
    }
    return SimulationResult(
      evalActionName: action, evalResourceName: resource, evalDecision: decision.word,
      matchedStatements: matched, missingContextValues: missing.uniqued,
      permissionsBoundaryDecisionDetail: allowedByBoundary.map {
        .init(allowedByPermissionsBoundary: $0)
      })
  }

  private func decision(_ facts: RequestFacts, _ documents: [PolicyDocument]) -> PolicyDecision {
    var decision = PolicyDecision.of(
      facts,
      under: PrincipalPolicies(identity: documents, boundary: boundary?.first, identities: caller),
      target: resourcePolicy)
    for document in boundary?.dropFirst() ?? [] where decision == .allowed {
      decision = PolicyDecision.of(
        facts, under: PrincipalPolicies(identity: documents, boundary: document, identities: caller),
        target: resourcePolicy)
    }
    return decision
  }
}

extension PolicyDecision {
  /// AWS's word in simulations.
  fileprivate var word: String {
    switch self {
    case .allowed: "allowed"
    case .explicitlyDenied: "explicitDeny"
    case .implicitlyDenied: "implicitDeny"
    }
  }
}

/// What a simulation says of one action on one resource.
package struct SimulationResult: Encodable, Sendable {
  package var evalActionName: String
  package var evalResourceName: String
  package var evalDecision: String
  package var matchedStatements: [Match]
  package var missingContextValues: [String]
  package var permissionsBoundaryDecisionDetail: Boundary?

  /// What the boundary says.
  package struct Boundary: Encodable, Sendable { package var allowedByPermissionsBoundary: Bool }

  /// A statement that decided.
  package struct Match: Encodable, Sendable {
    package var sourcePolicyId: String
    package var sourcePolicyType: String?
    package var startPosition: Position?
    package var endPosition: Position?

    /// A place in a policy's text, counted from 1.
    package struct Position: Encodable, Sendable {
      package var line: Int
      package var column: Int

      init(_ place: PolicyDocument.SourceRange.Place) {
        line = place.line
        column = place.column
      }
    }

    init(_ id: String, _ type: String?, _ range: PolicyDocument.SourceRange?) {
      sourcePolicyId = id
      sourcePolicyType = type
      startPosition = range.map { Position($0.start) }
      endPosition = range.map { Position($0.end) }
    }
  }
}

/// The answers of one page, actions before resources.
package struct SimulationPage: Encodable, Sendable {
  package var evaluationResults: [SimulationResult]
  package var isTruncated: Bool
  package var marker: String?

  init(_ simulation: PolicySimulation, marker: String?, limit: Int?) throws(AWSError) {
    let all = simulation.actions.flatMap { action in simulation.resources.map { (action, $0) } }
    let page = try iamPage(all, marker: marker, limit: limit)
    evaluationResults = page.rows.map { simulation.result($0.0, on: $0.1) }
    isTruncated = page.nextToken != nil
    self.marker = page.nextToken
  }
}

extension World {
  /// A policy of a simulation.
  func simulated(_ text: String) throws(AWSError) -> PolicyDocument {
    do throws(PolicyProblem) {
      return try PolicyDocument(json: text, as: .identity)
    } catch {
      throw AWSError("InvalidInput", "The policy input is invalid: \(error.message)")
    }
  }

  /// What is known of a principal that a simulation names.
  func simulatedFacts(of arn: String) -> PrincipalFacts? { principalFacts(of: Caller(arn: arn)) }

  /// The policies of a user with its groups, of a group or of a role, and the boundary.
  func policySources(
    of arn: String
  ) throws(AWSError) -> (policies: [PolicySource], boundary: PolicyDocument?) {
    let directory = iam.directory
    let key = IAMARN.name(in: arn).lowercased()
    if let user = directory.users[key], user.arn == arn {
      var all = directory.sources(of: user.policies, "user", user.name)
      for group in directory.groups(of: key) {
        all += directory.sources(of: group.policies, "group", group.name)
      }
      return (all, user.policies.boundary.flatMap { directory.document(of: $0) })
    }
    if let group = directory.groups[key], group.arn == arn {
      return (directory.sources(of: group.policies, "group", group.name), nil)
    }
    if let role = directory.roles[key], role.arn == arn {
      return (
        directory.sources(of: role.policies, "role", role.name),
        role.policies.boundary.flatMap { directory.document(of: $0) }
      )
    }
    throw .noSuchEntity("The entity with ARN \(arn) cannot be found.")
  }
}

extension IAMDirectory {
  fileprivate func sources(of holding: PolicyHolding, _ kind: String, _ name: String) -> [PolicySource] {
    let managed = holding.attached.compactMap { arn in
      document(of: arn).map {
        PolicySource(
          id: IAMARN.name(in: arn), type: policies[arn] == nil ? "aws-managed" : "user-managed", document: $0)
      }
    }
    let inline = holding.inline.map {
      PolicySource(id: "\(kind)_\(name)_\($0.id)", type: kind, document: $0.row)
    }
    return managed + inline
  }
}

extension PolicyDocument.Statement {
  /// The condition keys and variables that it speaks of.
  var contextKeys: [String] {
    let patterns = (resources?.patterns ?? []) + conditions.flatMap(\.values)
    return (conditions.map(\.key) + patterns.flatMap(\.variables)).uniqued
  }

  /// Whether its actions are met, whatever else is not.
  fileprivate func concerns(action: String, in facts: RequestFacts) -> Bool {
    PolicyDocument.Statement(effect: effect, actions: actions, resources: nil).applies(to: facts)
  }
}

extension [String] {
  /// Each text once, in the order of its first place.
  var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
