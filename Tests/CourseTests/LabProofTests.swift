import Assessment
import CloudAPI
import Course
import EventKernel
import Foundation
import Shell
import Testing
import Traffic

/// The labs are fit under one weather; `make labs-proof` runs many and keeps what it found in `proof.tsv`.
@Suite struct LabProofTests {
  @Test(arguments: DesignCase.all)
  func `a design does what its author says, as the table of the proof has it`(_ design: DesignCase) throws {
    let designs = try RepositoryLabs.made(design.labID)
    let chosen = try #require(designs.all.first { $0.name == design.name })
    let judge = LabJudge(lab: designs.lab, seed: WeatherSeed(1), weathers: 1, threads: 1)
    let verdict = try #require(try judge.judge(chosen.world))
    let proof = LabProof(lab: designs.lab, weathers: 1).outcome(of: chosen, [verdict.withoutReports])
    #expect(proof.flaws == [])
    let table = try #require(
      try Self.table(designs.folder), "No proof.tsv can be read: run `make labs-proof`.")
    let stamp = ProofTable.Stamp(design: design.name, script: chosen.script.hex, digest: proof.digest.hex)
    #expect(
      table.stamps.first { $0.design == design.name } == stamp, "The table is stale: run `make labs-proof`.")
    if let hint = Self.hints["\(design.labID.rawValue)/\(design.name)"] {
      let hints = try #require(designs.folder.hints(.en, DiagnosticCollector()))
      let next = Hint.next(of: hints, verdict: verdict.value(of: chosen.world), given: [])
      #expect(next?.number == hint)
    }
  }

  /// The first hint that each design gets: the gap of that world and no other.
  private static let hints = [
    "az-outage/start": 1, "az-outage/dns-round-robin": 2, "az-outage/default-security-group": 4,
    "az-outage/zone-not-enabled": 7, "az-outage/wrong-health-path": 8,
    "az-outage/health-check-port-closed": 8, "az-outage/two-zones": 9, "az-outage/bigger-zone-lost": 9,
    "az-outage/cross-zone-off": 9, "az-outage/network-load-balancer": 9,
    "az-outage/waiting-for-auto-scaling": 9, "az-outage/slow-health-checks": 10,
    "az-outage/three-and-three": 11, "az-outage/biggest-of-everything": 11, "az-outage/four-zones": 12,
  ]

  @Test(arguments: CourseLibrary(root: RepositoryLabs.root).labIDs)
  func `the table of a proof is that of the lab as it stands`(_ id: LabID) throws {
    let folder = LabFolder(root: RepositoryLabs.root, id: id)
    let lab = try #require(folder.lab(DiagnosticCollector()))
    let table = try #require(try Self.table(folder), "No proof.tsv can be read: run `make labs-proof`.")
    #expect(table.version == lab.version.description)
    #expect(table.engine == Report.engine)
    #expect(table.weathers >= 100)
    #expect(table.stamps.map(\.design) == DesignCase.all.filter { $0.labID == id }.map(\.name))
    #expect(table.rows.count == table.stamps.count * lab.checks.count)
    #expect(ProofTable(text: table.text) == table)
  }

  @Test func `names and the order of independent lines change no number`() throws {
    let designs = try RepositoryLabs.designs(LabID("az-outage"))
    let script = try #require(
      designs.folder.solutions(DiagnosticCollector()).first { $0.name == "four-zones" })
    let blocks = script.text.components(separatedBy: "WEB_")
    let launches = blocks.filter { $0.hasPrefix("B=") || $0.hasPrefix("C=") || $0.hasPrefix("D=") }
    #expect(launches.count == 3)
    let renamed = script.text.replacingOccurrences(of: "--name web", with: "--name front")
      .replacingOccurrences(of: "Id=$WEB_1 Id=$WEB_B Id=$WEB_C", with: "Id=$WEB_C Id=$WEB_1 Id=$WEB_B")
      .replacingOccurrences(of: "$SUBNET_A $SUBNET_B $SUBNET_C", with: "$SUBNET_C $SUBNET_A $SUBNET_B")
      .replacingOccurrences(of: "WEB_B", with: "EAST").replacingOccurrences(of: "$SUBNET_B", with: "$OTHER")
      .replacingOccurrences(of: "$SUBNET_D", with: "$SUBNET_B").replacingOccurrences(
        of: "$OTHER", with: "$SUBNET_D")
    #expect(renamed != script.text)
    let judge = LabJudge(lab: designs.lab, seed: WeatherSeed(1), weathers: 1)
    func numbers(_ text: String) throws -> [Double?] {
      let verdict = try #require(try judge.judge(designs.world(of: text)))
      return verdict.checks.map(\.value) + [Double(verdict.score)] + verdict.reports.map { Double($0.lost) }
        + verdict.reports.flatMap { $0.causes.map(\.lost).sorted() }.map(Double.init)
    }
    #expect(try numbers(script.text) == numbers(renamed))
  }

  private static func table(_ folder: LabFolder) throws -> ProofTable? {
    guard FileManager.default.fileExists(atPath: folder.proofPath) else { return nil }
    return ProofTable(text: try String(contentsOfFile: folder.proofPath, encoding: .utf8))
  }
}
