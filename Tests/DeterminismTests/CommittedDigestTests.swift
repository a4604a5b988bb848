import EventKernel
import Shell
import Testing
import Traffic

/// The scenarios that `skydrill bench digests` compares on a reader's machine.
@Suite struct CommittedDigestTests {
  static let rows = Result { try CommittedDigest.all(root: SmallWorlds.root) }

  /// The scenarios that are run: all of them take a debug build too long, the first most of all, whose world the small
  /// scenarios of `DeterminismTests` have too.
  private static let compared: Range<Int> = {
    #if DEBUG
      1..<5
    #else
      0..<24
    #endif
  }()

  @Test func `there are at least twenty scenarios, each with a digest of its own`() throws {
    let rows = try Self.rows.get()
    #expect(rows.count >= 20)
    #expect(rows.allSatisfy { $0.digest.count == 64 })
    #expect(Set(rows.map(\.digest)).count == rows.count)
  }

  @Test(arguments: compared)
  func `a scenario of full size has its committed digest`(number: Int) throws {
    let row = try Self.rows.get()[number]
    let (run, world) = try row.scenario(root: SmallWorlds.root, builder: SmallWorlds.builder.get())
    let report = try #require(try run.report(on: world))
    #expect(report.offered > 100_000 || report.jobs.contains { $0.count >= 1_000 }, "\(row.name)")
    #expect(report.digest.hex == row.digest, "\(row.name), engine \(Report.engine)")
  }

  @Test func `edge locations and jobs on Spot are among the scenarios`() throws {
    let folders = try Self.rows.get().map(\.folder)
    for folder in ["bench/labs/storefront", "bench/labs/night"] { #expect(folders.contains(folder)) }
  }

  @Test func `a row that is cut, and a file of another engine, are refused`() {
    #expect(CommittedDigest(row: "1\tlabs/az-outage\tstart\tzone-loss\t-\t1") == nil)
    #expect(CommittedDigest(row: "1\tlabs/az-outage\tstart\tzone-loss\t-\tx\tabc") == nil)
    #expect(throws: CommandFailure.self) { try CommittedDigest.all(root: "/nowhere") }
  }
}
