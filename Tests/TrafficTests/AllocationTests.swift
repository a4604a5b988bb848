import CAllocationCount
import Cloud
import EventKernel
import Testing
import Traffic

/// What a run allocates while requests flow: the world's own events may, a request may not.
@Suite struct AllocationTests {
  @Test func `the counter sees an allocation`() {
    let before = allocation_count()
    guard before >= 0 else { return }
    let numbers = [Int](repeating: 1, count: 10_000)
    #expect(allocation_count() > before)
    #expect(numbers.count == 10_000)
  }

  // A debug build keeps every arrival and departure for its audit of the flow.
  #if !DEBUG
    @Test func `a million requests more allocate no more`() throws {
      guard allocation_count() >= 0 else { return }
      let world = try ScriptedWorld(
        lines: ScriptedWorld.instance(type: "m5.4xlarge") + "wait\n" + ScriptedWorld.balancer()
          + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB\nwait\n")
      // Both runs last as long, so that the world does the same in them.
      let few = try Self.allocations(in: world, rate: 500)
      let many = try Self.allocations(in: world, rate: 2_500)
      let requests = many.requests - few.requests
      #expect(requests > 1_000_000)
      // Tables of what is under way double a few times to hold five times as much; nothing else may grow.
      #expect(many.allocations - few.allocations < 64, "for \(requests) requests more")
    }

    private static func allocations(
      in scripted: ScriptedWorld, rate: Double
    ) throws -> (requests: Int, allocations: Int64) {
      let users = Workload(
        populations: [
          Population(
            name: "users", city: "seoul", host: ScriptedWorld.host, rate: .constant(rate),
            timeout: .seconds(3))
        ],
        classes: [RequestClass(name: "page", cpu: .milliseconds(2), variation: .exponential)])
      let run = ExperimentRun(
        experiment: Experiment(id: "steady", duration: .minutes(10), workload: users), weather: WeatherSeed(1)
      )
      let before = allocation_count()
      let report = try #require(try run.report(on: scripted.world))
      let after = allocation_count()
      #expect(report.lost == 0)
      return (report.offered, after - before)
    }
  #endif
}
