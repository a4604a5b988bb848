import Cloud
import CloudAPI
import EventKernel
import Shell

/// Calls at random, right and wrong, with time between them; after each the world must be sound.
struct Explorer {
  /// What a run came to.
  struct Outcome {
    var calls = 0
    var successes = 0
    /// Successful calls by operation.
    var byOperation: [String: Int] = [:]
    /// Changes of state by kind of resource, `instance pending running`.
    var edges: [String: Int] = [:]
    /// Error codes by count.
    var codes: [String: Int] = [:]
    /// What did not hold, with the calls that led there.
    var findings: [String] = []
  }

  /// How many calls a world sees before the next begins: worlds stay small, and journals short enough to replay.
  static let callsPerWorld = 250

  private let templates: CallTemplates
  private let catalog: Catalog
  /// The operations and templates, by their places, that have succeeded before, by whether they only read: six calls of ten
  /// are like one of them, five that change something and one that reads.
  private var proven: [Bool: [(operation: Int, template: Int)]] = [:]
  private var isProven: Set<[Int]> = []
  private(set) var outcome = Outcome()

  init(catalog: Catalog) throws {
    templates = try CallTemplates.shared.get()
    self.catalog = catalog
  }

  /// Makes `calls` calls from a seed.
  mutating func explore(calls: Int, seed: UInt64) throws {
    var begun = 0
    while outcome.calls < calls, outcome.findings.isEmpty {
      try exploreWorld(calls: min(Self.callsPerWorld, calls - outcome.calls), seed: seed &+ UInt64(begun))
      begun += 1
    }
  }

  /// What is read of a world at first, for the ids in it.
  private static let firstLooks = [
    "ec2 describe-vpcs", "ec2 describe-subnets", "ec2 describe-security-groups", "ec2 describe-route-tables",
    "ec2 describe-internet-gateways", "ec2 describe-instances", "ec2 describe-volumes",
    "ec2 describe-snapshots --owner-ids self", "ec2 describe-addresses", "ec2 describe-nat-gateways",
    "ec2 describe-network-interfaces", "ec2 describe-network-acls", "ec2 describe-launch-templates",
    "ec2 describe-security-group-rules", "elbv2 describe-load-balancers", "elbv2 describe-target-groups",
    "autoscaling describe-auto-scaling-groups", "rds describe-db-instances", "route53 list-hosted-zones",
    "ec2 describe-images --owners amazon --filters Name=architecture,Values=x86_64",
  ]

  /// An account with nothing in it yet.
  private static func start(catalog: Catalog, seed: UInt64) throws -> Workspace {
    let region = Region(rawValue: "us-east-1")
    var world = World(catalog: catalog, seed: WorldSeed(seed))
    world.openAccount(in: [region])
    return Workspace(
      world: world, header: Journal.Header(lab: "explorer", worldSeed: WorldSeed(seed)), region: region,
      catalog: try CallTemplates.operations.get())
  }

  /// An account that has one of everything, as each exploration begins.
  static func ample(catalog: Catalog, seed: UInt64) throws -> Workspace {
    var workspace = try start(catalog: catalog, seed: seed)
    for line in try CallTemplates.shared.get().beginning { _ = try workspace.execute(line) }
    return workspace
  }

  private mutating func exploreWorld(calls: Int, seed: UInt64) throws {
    let start = try Self.start(catalog: catalog, seed: seed)
    var workspace = start
    var variation = CallVariation()
    var dice = Dice(seed: seed)
    for line in templates.beginning {
      let states = Self.states(of: workspace.world)
      do throws(LineFailure) { _ = try workspace.execute(line) } catch { continue }
      note(from: states, to: Self.states(of: workspace.world))
    }
    for line in Self.firstLooks {
      if let answer = workspace.perform(aws: line.split(separator: " ").map(String.init)).answer {
        variation.learn(answer)
      }
    }
    var made: [String] = []
    defer {
      if !outcome.findings.isEmpty {
        outcome.findings += ["world \(seed), its last calls:"] + made.suffix(40)
      }
    }
    for _ in 0..<calls {
      if dice.happens(12) { workspace.advance(by: .seconds([1, 20, 120, 900, 4_000][dice.below(5)])) }
      guard let place = chosen(&dice) else { return }
      let operation = templates.byOperation[place.operation]
      let template = operation.templates[place.template]
      let input = variation.varied(template, &dice)
      let words =
        operation.name.split(separator: " ").map(String.init) + [
          "--cli-input-json", Value.object(input).json(.compact),
        ]
      made.append("\(workspace.world.now.iso8601) \(words.joined(separator: " "))")
      let before = workspace
      let states = Self.states(of: workspace.world)
      let result = workspace.perform(aws: words)
      outcome.calls += 1
      if result.status == 0 {
        outcome.successes += 1
        outcome.byOperation[operation.name, default: 0] += 1
        if isProven.insert([place.operation, place.template]).inserted {
          proven[Self.reads(operation.name), default: []].append(place)
        }
        if let answer = result.answer { variation.learn(answer) }
      } else {
        outcome.codes[result.error?.code ?? result.refusal.map { "\($0)" } ?? "usage", default: 0] += 1
      }
      note(from: states, to: Self.states(of: workspace.world))
      check(workspace, before: before, words: words)
      guard outcome.findings.isEmpty else { return }
    }
    var replayed = start
    try replayed.replay(workspace.journal)
    if replayed.world != workspace.world {
      outcome.findings.append("the replay of world \(seed) gives another world")
    }
  }

  private func chosen(_ dice: inout Dice) -> (operation: Int, template: Int)? {
    if dice.happens(60), let place = dice.pick(proven[dice.happens(15)] ?? []) { return place }
    let operation = dice.below(templates.byOperation.count)
    guard templates.byOperation.indices.contains(operation) else { return nil }
    return (operation, dice.below(templates.byOperation[operation].templates.count))
  }

  /// Whether an operation only reads, by its name.
  private static func reads(_ name: String) -> Bool {
    let verb = name.split(separator: " ").last ?? ""
    return ["describe-", "list-", "get-", "head-", "search-", "test-", "simulate-"].contains {
      verb.hasPrefix($0)
    }
  }

  /// Looks whether the world is sound, and whether `undo` gives the world before the call.
  private mutating func check(_ workspace: Workspace, before: Workspace, words: [String]) {
    var undone = workspace
    var failure: (any Error)?
    if workspace.world.now != before.world.now {
      do { _ = try undone.undo(1) } catch { failure = error }
    }
    outcome.findings += Self.findings(of: workspace.world, before: before.world, undone: undone.world)
      .map { "\(words.joined(separator: " ")): \($0)" }
    if let failure { outcome.findings.append("\(words): undo fails: \(failure)") }
  }

  /// What does not hold of a world after a call, given the one before it and what `undo` made of the one after it; a call
  /// that took no time is not in the journal and has nothing to undo.
  static func findings(of world: World, before: World, undone: World) -> [String] {
    var findings = WorldTables(world).flaws.map { "\($0)" }
    if world.billing.closed.count < before.billing.closed.count {
      findings.append("what was billed is billed no longer")
    }
    if world.now == before.now, world != before { findings.append("changed the world in no time") }
    if undone != before { findings.append("undo gives another world") }
    return findings
  }

  private mutating func note(from old: [String: String], to new: [String: String]) {
    for (name, state) in new where old[name] != state {
      let kind = name.prefix { $0 != " " }
      outcome.edges["\(kind) \(old[name] ?? "-") \(state)", default: 0] += 1
    }
  }

  /// The states of everything that has some, by kind and name.
  private static func states(of world: World) -> [String: String] {
    var states: [String: String] = [:]
    for (id, instance) in world.ec2.instances { states["instance \(id)"] = instance.state.rawValue }
    for (id, gateway) in world.ec2.natGateways { states["nat-gateway \(id)"] = gateway.state.rawValue }
    for (id, balancer) in world.loadBalancing.loadBalancers {
      states["balancer \(id)"] = balancer.state.rawValue
    }
    for (name, group) in world.autoScaling.groups {
      for (id, member) in group.members { states["member \(name)/\(id)"] = member.state.rawValue }
    }
    for (name, database) in world.rds.instances { states["database \(name)"] = database.status.rawValue }
    for (name, cache) in world.elastiCache.replicationGroups { states["cache \(name)"] = cache.status }
    for (id, experiment) in world.fis.experiments { states["experiment \(id)"] = experiment.status.rawValue }
    return states
  }
}
