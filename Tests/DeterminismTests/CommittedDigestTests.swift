import EventKernel
import Shell
import Testing
import Traffic

/// The scenarios that `skydrill bench digests` compares on a reader's machine.
@Suite struct CommittedDigestTests {
  static let rows = Result { try CommittedDigest.all(root: SmallWorlds.root) }

  @Test func `there are at least six scenarios, each of more than a hundred thousand requests`() throws {
    #expect(try Self.rows.get().count >= 6)
  }

  @Test(arguments: 0..<6)
  func `a scenario of full size has its committed digest`(number: Int) throws {
    let row = try Self.rows.get()[number]
    let (run, world) = try row.scenario(root: SmallWorlds.root, builder: SmallWorlds.builder.get())
    let report = try #require(try run.report(on: world))
    #expect(report.offered > 100_000, "\(row.name)")
    #expect(report.digest.hex == row.digest, "\(row.name), engine \(Report.engine)")
  }

  @Test func `a row that is cut, and a file of another engine, are refused`() {
    #expect(CommittedDigest(row: "1\tlabs/az-outage\tstart\tzone-loss\t-\t1") == nil)
    #expect(CommittedDigest(row: "1\tlabs/az-outage\tstart\tzone-loss\t-\tx\tabc") == nil)
    #expect(throws: CommandFailure.self) { try CommittedDigest.all(root: "/nowhere") }
  }
}
