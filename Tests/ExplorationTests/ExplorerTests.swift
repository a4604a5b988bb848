import Cloud
import CloudAPI
import EventKernel
import Foundation
import Shell
import Testing

/// Random calls and what must hold after each. `make explore` makes a million; `SKYDRILL_EXPLORE_SEED` begins with the world that
/// a finding names.
@Suite struct ExplorerTests {
  private static let catalog = Result<Catalog, any Error> {
    var texts: [String: String] = [:]
    for name in Catalog.fileNames {
      texts[name] = try String(
        contentsOf: URL(filePath: CallTemplates.root + "/facts/" + name), encoding: .utf8)
    }
    return try Catalog(files: texts)
  }

  /// An account with one of everything, and with each name of a row in another.
  private static let ample = Result<Workspace, any Error> {
    var workspace = try Explorer.ample(catalog: try catalog.get(), seed: 1)
    let world = workspace.world
    let ids = (
      table: try #require(world.ec2.routeTables.first?.id), subnet: try #require(world.ec2.subnets.first?.id),
      group: try #require(world.loadBalancing.targetGroups.first?.row.arn),
      instance: try #require(world.ec2.instances.first?.id)
    )
    for line in [
      "ec2 associate-route-table --route-table-id \(ids.table) --subnet-id \(ids.subnet)",
      "elbv2 register-targets --target-group-arn \(ids.group) --targets Id=\(ids.instance)",
    ] {
      #expect(workspace.perform(aws: line.split(separator: " ").map(String.init)).status == 0, "\(line)")
    }
    return workspace
  }

  @Test func `after every call at random the world is sound, undo goes back, and the journal makes it again`()
    async throws
  {
    let asked = ProcessInfo.processInfo.environment["SKYDRILL_EXPLORE"].flatMap { Int($0) }
    let calls = asked ?? 1_000
    let seed = ProcessInfo.processInfo.environment["SKYDRILL_EXPLORE_SEED"].flatMap { UInt64($0) } ?? 1
    let outcome = try await Explorer.explore(
      calls: calls, seed: seed, explorers: asked == nil ? 1 : ProcessInfo.processInfo.activeProcessorCount,
      catalog: try Self.catalog.get())
    #expect(outcome.findings.isEmpty, "\(outcome.findings.joined(separator: "\n"))")
    #expect(
      outcome.successes * 100 >= outcome.calls * 40, "only \(outcome.successes) of \(outcome.calls) succeed")
    let impossible = StateMachines.impossible(outcome.edges)
    #expect(impossible.isEmpty, "\(impossible)")
    print(
      "explored: \(outcome.calls) calls, \(outcome.successes) succeeded, \(outcome.byOperation.count) operations"
    )
    func table(_ counts: [String: Int]) -> String {
      counts.sorted { ($0.value, $1.key) < ($1.value, $0.key) }.map { "\($0.key) \($0.value)" }
        .joined(separator: ", ")
    }
    print("edges: \(table(outcome.edges))")
    guard let asked else { return }
    print("operations: \(table(outcome.byOperation))")
    print("errors: \(table(outcome.codes))")
    let rare = Self.changes.filter { outcome.byOperation[$0, default: 0] < Self.leastSuccesses }
    let untaken = StateMachines.untaken(outcome.edges)
    print("changes with fewer than \(Self.leastSuccesses) successes: \(rare)")
    print("edges not taken: \(untaken)")
    guard asked >= 1_000_000 else { return }
    #expect(rare.isEmpty)
    #expect(untaken.isEmpty)
  }

  /// How often each operation that changes something succeeds in a million calls.
  private static let leastSuccesses = 100

  /// The operations that change something and can succeed, as they are typed.
  private static var changes: [String] {
    do {
      return try CallTemplates.shared.get().byOperation.map(\.name)
        .filter { !Explorer.reads($0) && impossibleChanges[$0] == nil }
    } catch { return [] }
  }

  /// What always answers with an error, or asks for what no call tells, and why.
  private static let impossibleChanges = [
    "autoscaling create-launch-configuration": "AWS makes none for accounts as young as that of a world",
    "autoscaling delete-launch-configuration": "there is none",
    "sts decode-authorization-message": "the message stands in the words of an error",
  ]

  @Test func `the script brings each change to success, and takes each edge`() throws {
    var explorer = try Explorer(catalog: try Self.catalog.get())
    try explorer.runScript()
    let outcome = explorer.outcome
    #expect(outcome.findings.isEmpty, "\(outcome.findings.joined(separator: "\n"))")
    let missing = Self.changes.filter { outcome.byOperation[$0] == nil }
    #expect(missing.isEmpty, "\(missing)")
    let untaken = StateMachines.untaken(outcome.edges)
    #expect(untaken.isEmpty, "\(untaken)")
    #expect(outcome.failures.isEmpty, "\(outcome.failures.joined(separator: "\n"))")
  }

  @Test func `time that passes at once leaves the world that lives through it, whatever stands there`()
    throws
  {
    var explorer = try Explorer(catalog: try Self.catalog.get())
    for start in [try Self.ample.get().world] + (try explorer.runScript()) {
      var quick = start
      var slow = start
      for hours in [1, 6] {
        let end = quick.now + .hours(hours) + .seconds(7)
        quick.advance(to: end)
        while let next = slow.agenda.next, next <= end { slow.step(upTo: next) }
        slow.advance(to: end)
        #expect(quick == slow)
      }
    }
  }

  @Test func `a row that is named and not there is found, whatever names it`() throws {
    let sound = WorldTables(try Self.ample.get().world)
    #expect(sound.flaws.isEmpty, "\(sound.flaws)")
    func without<ID, Row>(_ table: WritableKeyPath<WorldTables, Table<ID, Row>>, _ names: String) {
      let flaws = sound[keyPath: table].ids.flatMap { id in
        var tables = sound
        tables[keyPath: table][id] = nil
        return tables.flaws
      }
      for name in names.split(separator: " ") {
        let isFound = flaws.contains {
          if case .dangling(let text) = $0 { text.contains(name.replacing("_", with: " ")) } else { false }
        }
        #expect(isFound, "\(name) of \(flaws)")
      }
    }
    without(\.vpcs, "subnet- rtb- sg- igw-")
    without(\.subnets, "rtb- nat- i- web_in _at_")
    without(\.securityGroups, "i- _behind_")
    without(\.addresses, "nat-")
    without(\.instances, "_to_ _with_")
    without(\.loadBalancers, "listener")
    without(\.natGateways, "eipalloc-")
    without(\.databaseSubnetGroups, "_in_")
    without(\.cacheSubnetGroups, "_in_a_subnet_group")
  }

  @Test func `an experiment that nothing goes on of is found`() throws {
    var workspace = try Self.ample.get()
    let line =
      "fis create-experiment-template --description d --stop-conditions source=none"
      + " --role-arn arn:aws:iam::123456789012:role/chaos"
      + " --actions rest={actionId=aws:fis:wait,parameters={duration=PT5M}}"
    #expect(workspace.perform(aws: line.split(separator: " ").map(String.init)).status == 0)
    let template = try #require(workspace.world.fis.templates.first?.id)
    #expect(
      workspace.perform(aws: ["fis", "start-experiment", "--experiment-template-id", template]).status == 0)
    var tables = WorldTables(workspace.world)
    #expect(tables.flaws.isEmpty, "\(tables.flaws)")
    tables.awaitedExperiments = []
    #expect(!tables.flaws.isEmpty)
  }

  @Test func `a count that cannot be is found, whatever is counted`() throws {
    let sound = WorldTables(try Self.ample.get().world)
    func with<ID, Row>(
      _ table: WritableKeyPath<WorldTables, Table<ID, Row>>, _ change: (inout Row) -> Void
    ) throws {
      var tables = sound
      let first = try #require(sound[keyPath: table].first?.id)
      tables[keyPath: table].update(first, change)
      let isFound = tables.flaws.contains { if case .count = $0 { true } else { false } }
      #expect(isFound, "\(Row.self): \(tables.flaws)")
    }
    try with(\.subnets) { $0.allocatedAddresses = -1 }
    try with(\.groups) { $0.desiredCapacity = $0.maxSize + 1 }
    try with(\.groups) { $0.minSize = -1 }
    try with(\.groups) { $0.minSize = $0.maxSize + 1 }
    try with(\.databases) { $0.allocatedGiB = 0 }
    try with(\.caches) { $0.primary = $0.nodes.count }
  }

  @Test func `a call that is not undone, done again or paid for is found`() throws {
    let before = try Self.ample.get()
    var workspace = before
    _ = workspace.perform(aws: ["ec2", "create-key-pair", "--key-name", "planted"])
    let (world, old) = (workspace.world, before.world)
    #expect(Explorer.findings(of: world, before: old, undone: old) == [])
    #expect(Explorer.findings(of: world, before: old, undone: world) == ["undo gives another world"])
    var idle = old
    idle.advance(to: world.now)
    #expect(Explorer.findings(of: world, before: idle, undone: idle) == ["changed the world in no time"])
    var ended = workspace
    ended.advance(by: .seconds(4_000))
    let stops = [
      "ec2", "terminate-instances", "--instance-ids", "\(try #require(old.ec2.instances.first?.id))",
    ]
    _ = ended.perform(aws: stops)
    ended.advance(by: .seconds(4_000))
    #expect(ended.world.billing.closed.count > old.billing.closed.count)
    #expect(
      Explorer.findings(of: old, before: ended.world, undone: ended.world) == [
        "what was billed is billed no longer"
      ])
    var replayed = before
    try replayed.replay(workspace.journal)
    #expect(replayed.world != workspace.world, "one call was made twice, and the worlds are equal")
  }

  @Test func `a planted flaw of every kind is found`() throws {
    var world = World(catalog: try Self.catalog.get(), seed: WorldSeed(1))
    world.openAccount(in: [Region(rawValue: "us-east-1")])
    let sound = WorldTables(world)
    #expect(sound.flaws.isEmpty)
    var withoutVPC = sound
    let vpc = try #require(sound.vpcs.first?.id)
    withoutVPC.vpcs[vpc] = nil
    #expect(withoutVPC.flaws.contains { if case .dangling = $0 { true } else { false } })
    var owing = sound
    let subnet = try #require(sound.subnets.first?.id)
    owing.subnets.update(subnet) { $0.allocatedAddresses = -1 }
    #expect(owing.flaws == [.count("\(subnet) addresses")])
    var late = sound
    late.agenda = [late.now - .seconds(1)]
    #expect(late.flaws == [.agenda])
    var disordered = sound
    disordered.agenda = [late.now + .seconds(2), late.now + .seconds(1)]
    #expect(disordered.flaws == [.agenda])
    var cheap = sound
    cheap.costs = [-1, -1]
    #expect(cheap.flaws == [.cost])
    var backwards = sound
    backwards.billed = [(sound.now + .seconds(2), sound.now)]
    #expect(backwards.flaws == [.cost])
    var wrongSum = sound
    wrongSum.costs = [1, 2, 4]
    #expect(wrongSum.flaws == [.cost])
  }
}
