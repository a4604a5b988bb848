import Cloud
import CloudAPI
import EventKernel
import Foundation
import Testing

/// Random calls and what must hold after each. `make explore` makes a million.
@Suite struct ExplorerTests {
  private static let catalog = Result<Catalog, any Error> {
    var texts: [String: String] = [:]
    for name in Catalog.fileNames {
      texts[name] = try String(
        contentsOf: URL(filePath: CallTemplates.root + "/facts/" + name), encoding: .utf8)
    }
    return try Catalog(files: texts)
  }

  @Test func `after every call at random the world is sound, undo goes back, and the journal makes it again`()
    throws
  {
    let asked = ProcessInfo.processInfo.environment["SKYDRILL_EXPLORE"].flatMap { Int($0) }
    let calls = asked ?? 1_000
    var explorer = try Explorer(catalog: try Self.catalog.get())
    try explorer.explore(calls: calls, seed: 1)
    let outcome = explorer.outcome
    #expect(outcome.findings.isEmpty, "\(outcome.findings.joined(separator: "\n"))")
    #expect(
      outcome.successes * 100 >= outcome.calls * 40, "only \(outcome.successes) of \(outcome.calls) succeed")
    print(
      "explored: \(outcome.calls) calls, \(outcome.successes) succeeded, \(outcome.byOperation.count) operations"
    )
    print(
      "edges: \(outcome.edges.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))"
    )
    if asked != nil {
      print(
        "operations: \(outcome.byOperation.sorted { $0.value < $1.value }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))"
      )
      print(
        "errors: \(outcome.codes.sorted { $0.value > $1.value }.prefix(60).map { "\($0.key.prefix(90)) \($0.value)" }.joined(separator: ", "))"
      )
    }
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
