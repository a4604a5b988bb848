import Cloud
import CloudAPI
import EventKernel
import Foundation
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
    /// Lines of the script that failed, where nothing came between them.
    var failures: [String] = []
    /// What did not hold, with the calls that led there.
    var findings: [String] = []

    /// Adds what another explorer saw.
    mutating func merge(_ other: Outcome) {
      calls += other.calls
      successes += other.successes
      byOperation.merge(other.byOperation, uniquingKeysWith: +)
      edges.merge(other.edges, uniquingKeysWith: +)
      codes.merge(other.codes, uniquingKeysWith: +)
      findings += other.findings
    }
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

  /// Makes `calls` calls from a seed: in worlds of random calls, and in every eighth between the lines that bring each
  /// operation to an answer.
  mutating func explore(calls: Int, seed: UInt64) throws {
    var begun = 0
    while outcome.calls < calls, outcome.findings.isEmpty {
      let seed = seed &+ UInt64(begun)
      if begun % 8 == 7 {
        try exploreScript(calls: calls - outcome.calls, seed: seed)
      } else {
        try exploreWorld(calls: min(Self.callsPerWorld, calls - outcome.calls), seed: seed)
      }
      begun += 1
    }
  }

  /// How many different worlds explorers that work side by side may begin each.
  private static let worldsPerExplorer: UInt64 = 1_000_000

  /// Makes `calls` calls by several explorers at once, the n-th from the n-th million of seeds.
  static func explore(calls: Int, seed: UInt64, explorers: Int, catalog: Catalog) async throws -> Outcome {
    let share = (calls + explorers - 1) / explorers
    return try await withThrowingTaskGroup(of: Outcome.self) { group in
      for number in 0..<explorers {
        group.addTask {
          var explorer = try Explorer(catalog: catalog)
          try explorer.explore(calls: share, seed: seed &+ UInt64(number) * worldsPerExplorer)
          return explorer.outcome
        }
      }
      var outcome = Outcome()
      for try await seen in group { outcome.merge(seen) }
      return outcome
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
      catalog: try CallTemplates.operations.get(), folder: WorkFolder(path: try scratch.get()))
  }

  /// A folder for what calls write, such as the seed of a device.
  private static let scratch = Result<String, any Error> {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "skydrill-explorer-\(ProcessInfo.processInfo.processIdentifier)"
    ).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  /// A line with what no call tells: the token that SNS sent to the endpoint of the newest subscription.
  private static func filled(_ line: String, _ world: World) -> String {
    let token = world.sns.subscriptions.rows.last { $0.token != nil }?.token
    return line.replacing("{TOKEN}", with: token ?? "none")
  }

  /// An account that has one of everything, as each exploration begins.
  static func ample(catalog: Catalog, seed: UInt64) throws -> Workspace {
    var workspace = try start(catalog: catalog, seed: seed)
    for line in try CallTemplates.shared.get().beginning { _ = try workspace.execute(line) }
    return workspace
  }

  private mutating func exploreWorld(calls: Int, seed: UInt64) throws {
    var walk = Walk(start: try Self.start(catalog: catalog, seed: seed), seed: seed)
    defer { tellLastCalls(of: walk) }
    for line in templates.beginning {
      let states = walk.workspace.world.states
      do throws(LineFailure) { _ = try walk.workspace.execute(line) } catch { continue }
      note(from: states, to: walk.workspace.world.states)
    }
    walk.lookAround()
    for _ in 0..<calls {
      makeCall(&walk)
      guard outcome.findings.isEmpty else { return }
    }
    try checkReplay(of: walk)
  }

  /// Runs the lines that bring each operation to an answer, with calls at random between them.
  private mutating func exploreScript(calls: Int, seed: UInt64) throws {
    var walk = Walk(start: try Self.start(catalog: catalog, seed: seed), seed: seed)
    defer { tellLastCalls(of: walk) }
    let end = outcome.calls + calls
    for line in templates.script {
      guard outcome.calls < end else { break }
      if walk.dice.happens(Self.missedLines) { continue }
      make(line, &walk)
      if walk.made.count % 100 == 1 { walk.lookAround() }
      if walk.dice.happens(Self.callsBetween) { makeCall(&walk) }
      guard outcome.findings.isEmpty else { return }
    }
    try checkReplay(of: walk)
  }

  /// Runs the whole script and nothing else.
  ///
  /// - Returns: the world after each five hundred lines, and at the end.
  @discardableResult
  mutating func runScript() throws -> [World] {
    var walk = Walk(start: try Self.start(catalog: catalog, seed: 1), seed: 1)
    var worlds: [World] = []
    for (number, line) in templates.script.enumerated() where outcome.findings.isEmpty {
      if let failure = make(line, &walk, checks: number % 25 == 0) {
        outcome.failures.append("\(line.prefix(300)): \(failure)")
      }
      if number % 500 == 499 { worlds.append(walk.workspace.world) }
    }
    return worlds + [walk.workspace.world]
  }

  /// Of a hundred lines of the script, those left out, and those with a call at random behind them.
  private static let (missedLines, callsBetween) = (3, 30)

  /// One world on its way.
  private struct Walk {
    let start: Workspace
    let seed: UInt64
    var workspace: Workspace
    var variation = CallVariation()
    var dice: Dice
    /// The calls and when they were made.
    var made: [String] = []

    init(start: Workspace, seed: UInt64) {
      self.start = start
      self.seed = seed
      workspace = start
      dice = Dice(seed: seed)
    }

    /// Reads the ids of what is there.
    mutating func lookAround() {
      for line in Explorer.firstLooks {
        if let answer = workspace.perform(aws: line.split(separator: " ").map(String.init)).answer {
          variation.learn(answer)
        }
      }
    }
  }

  private mutating func tellLastCalls(of walk: Walk) {
    guard !outcome.findings.isEmpty else { return }
    outcome.findings += ["world \(walk.seed), its last calls:"] + walk.made.suffix(40)
  }

  /// Lets time pass now and then, and makes a call at random.
  private mutating func makeCall(_ walk: inout Walk) {
    if walk.dice.happens(12) {
      let states = walk.workspace.world.states
      walk.workspace.advance(by: .seconds([1, 20, 120, 900, 4_000][walk.dice.below(5)]))
      note(from: states, to: walk.workspace.world.states)
    }
    guard let place = chosen(&walk.dice) else { return }
    let operation = templates.byOperation[place.operation]
    let input = walk.variation.varied(operation.templates[place.template], &walk.dice)
    let words =
      operation.name.split(separator: " ").map(String.init) + [
        "--cli-input-json", Value.object(input).json(.compact),
      ]
    walk.made.append("\(walk.workspace.world.now.iso8601) \(words.joined(separator: " "))")
    let before = walk.workspace
    let states = before.world.states
    let result = walk.workspace.perform(aws: words)
    outcome.calls += 1
    if result.status == 0 {
      outcome.successes += 1
      outcome.byOperation[operation.name, default: 0] += 1
      if isProven.insert([place.operation, place.template]).inserted {
        proven[Self.reads(operation.name), default: []].append(place)
      }
      if let answer = result.answer { walk.variation.learn(answer) }
    } else {
      outcome.codes[result.error?.code ?? result.refusal.map { "\($0)" } ?? "usage", default: 0] += 1
    }
    note(from: states, to: walk.workspace.world.states)
    check(walk.workspace, before: before, words: words)
  }

  /// Does a line of the script, whose substitutions are calls too; gives why it failed.
  @discardableResult
  private mutating func make(_ line: String, _ walk: inout Walk, checks: Bool = true) -> String? {
    walk.made.append("\(walk.workspace.world.now.iso8601) \(line)")
    let before = walk.workspace
    let states = before.world.states
    var isDone = false
    var failure: String?
    do throws(LineFailure) {
      if case .aws(let result) = try walk.workspace.execute(Self.filled(line, before.world)) {
        isDone = result.status == 0
        if !isDone { failure = result.error?.message ?? result.refusal.map { "\($0)" } ?? result.errorOutput }
        if let answer = result.answer { walk.variation.learn(answer) }
      } else {
        isDone = true
      }
    } catch {
      outcome.codes["a line's substitution", default: 0] += 1
      failure = "\(error)"
    }
    for case .call(let words, _) in walk.workspace.journal.effective.dropFirst(before.journal.effective.count)
    where words.count > 1 {
      outcome.calls += 1
      if isDone {
        outcome.successes += 1
        outcome.byOperation["\(words[0]) \(words[1])", default: 0] += 1
      }
    }
    note(from: states, to: walk.workspace.world.states)
    if checks { check(walk.workspace, before: before, words: [line]) }
    return failure
  }

  private mutating func checkReplay(of walk: Walk) throws {
    var replayed = walk.start
    try replayed.replay(walk.workspace.journal)
    if replayed.world != walk.workspace.world {
      outcome.findings.append("the replay of world \(walk.seed) gives another world")
    }
  }

  private func chosen(_ dice: inout Dice) -> (operation: Int, template: Int)? {
    if dice.happens(45), let place = dice.pick(proven[dice.happens(15)] ?? []) { return place }
    var operation = dice.below(templates.byOperation.count)
    // One of three others is, of several, the change that has succeeded least.
    if dice.happens(33) {
      for _ in 0..<12 {
        let other = dice.below(templates.byOperation.count)
        if successes(ofChange: other) < successes(ofChange: operation) { operation = other }
      }
    }
    guard templates.byOperation.indices.contains(operation) else { return nil }
    return (operation, dice.below(templates.byOperation[operation].templates.count))
  }

  private func successes(ofChange operation: Int) -> Int {
    let name = templates.byOperation[operation].name
    return Self.reads(name) ? .max : outcome.byOperation[name, default: 0]
  }

  /// Whether an operation only reads, by its name.
  static func reads(_ name: String) -> Bool {
    let verb = name.split(separator: " ").last ?? ""
    return ["describe-", "list-", "get-", "head-", "search-", "test-", "simulate-"].contains {
      verb.hasPrefix($0)
    }
  }

  /// Looks whether the world is sound, and whether `undo` gives the world before the call.
  private mutating func check(_ workspace: Workspace, before: Workspace, words: [String]) {
    var undone = workspace
    var failure: (any Error)?
    let entries = workspace.journal.effective.count - before.journal.effective.count
    if entries > 0 {
      do { _ = try undone.undo(entries) } catch { failure = error }
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
}
