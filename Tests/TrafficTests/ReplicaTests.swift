import Cloud
import EventKernel
import Testing
import Traffic

/// Read replicas under load.
@Suite struct ReplicaTests {
  private typealias Script = ScriptedWorld

  /// A report of an application that reads from a replica, with queries of so much work.
  private func report(_ query: Duration, rate: Double) throws -> Report {
    let world = try ScriptedWorld(
      rate: rate, timeout: .seconds(60), port: 80,
      kind: RequestClass(
        name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: 1, writes: 1,
        queryCPU: query),
      lines: Script.database("--storage-type gp3") + Script.replica
        + "DATA=\"DB_HOST=$DB\nDB_READ_HOST=$READER\nDB_POOL=900\"\n"
        + Script.instance("--user-data \"$DATA\"") + "wait\n" + Script.direct)
    return try world.report(.minutes(3))
  }

  @Test func `the primary takes the writes, the replica the reads, and does the writes again`() throws {
    let report = try report(.milliseconds(2), rate: 50)
    #expect(report.lost == 0)
    let primary = try #require(report.databases.first { $0.identifier == "shop" })
    let replica = try #require(report.databases.first { $0.identifier == "reader" })
    #expect(abs(primary.queries - replica.queries) <= 2)
    let ratio = replica.busy.inSeconds / primary.busy.inSeconds
    #expect((1.9...2.1).contains(ratio))
  }
}
