import Cloud
import EventKernel
import Testing
import Traffic

/// Burstable instances under load: what their credits do to the time of requests and to the bill.
struct CreditTests {
  /// 4 requests/s of 100 ms: 0.4 of a vCPU, four times the baseline of a t2.micro.
  private static func world(_ type: String, mode: String) throws -> ScriptedWorld {
    try ScriptedWorld(
      rate: 4, kind: RequestClass(name: "page", cpu: .milliseconds(100), baseLatency: .milliseconds(10)),
      lines: ScriptedWorld.instance("--credit-specification CpuCredits=\(mode)", type: type) + "wait\n"
        + ScriptedWorld.direct)
  }

  /// 30 launch credits and 6 an hour against 24 spent last 100 minutes.
  @Test func `a T2 instance in standard mode is fast until its launch credits are gone`() throws {
    let report = try Self.world("t2.micro", mode: "standard").report(.minutes(110))
    let lostByMinute = report.minutes.map(\.lost)
    #expect(lostByMinute[..<95].allSatisfy { $0 == 0 })
    #expect(lostByMinute[104..<109].allSatisfy { $0 > 100 })
    #expect(report.causes.first?.code == .cpuCreditsExhausted)
  }

  @Test func `a machine in unlimited mode stays fast and pays for its surplus`() throws {
    let world = try Self.world("t3.micro", mode: "unlimited")
    let report = try world.report(.minutes(10))
    #expect(report.lost == 0)
    // 0.4 vCPU above the baseline of 0.2, for 730 hours at 0.05 USD.
    let bill = world.world.monthlyCost(traffic: report.volumes)
    let surplus = try #require(bill.items.first { $0.code == "surplus-credits" })
    #expect((6.5...8.0).contains(surplus.amount.dollars))
  }

  @Test func `a baseline that carries the load needs no credits`() throws {
    let report = try Self.world("t3.large", mode: "standard").report(.minutes(10))
    #expect(report.lost == 0)
  }
}
