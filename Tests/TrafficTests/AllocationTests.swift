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
    /// Worlds whose requests take every kind of hop, with how many requests they lose in a thousand.
    struct Scene: Sendable, CustomTestStringConvertible {
      let testDescription: String
      let lines: String
      var classes = [RequestClass(name: "page", cpu: .milliseconds(2), variation: .exponential)]
      var retries = 0
      var users: Int?
      var lost = 0...0

      static let all = [balanced, sticky, stored, overloaded]

      private static let big = ScriptedWorld.instance(type: "m5.4xlarge") + "wait\n"

      private static let balanced = Scene(
        testDescription: "load balancer", lines: big + ScriptedWorld.balancer() + register)

      private static let sticky = Scene(
        testDescription: "least outstanding requests, clients that stay",
        lines: big + ScriptedWorld.balancer() + register + attributes, users: 1_000)

      private static let attributes =
        "aws elbv2 modify-target-group-attributes --target-group-arn $TG --attributes "
        + "Key=load_balancing.algorithm.type,Value=least_outstanding_requests Key=stickiness.enabled,Value=true\n"

      private static let stored = Scene(
        testDescription: "cache and database",
        lines: stores + ScriptedWorld.balancer() + register,
        classes: [
          RequestClass(
            name: "page", weight: 9, cpu: .milliseconds(2), variation: .exponential, reads: 2,
            queryCPU: .microseconds(100), keys: 1_000, skew: 1),
          RequestClass(
            name: "order", weight: 1, cpu: .milliseconds(2), variation: .exponential, writes: 1,
            queryCPU: .microseconds(100)),
        ], lost: 0...10)

      private static let stores: String =
        ScriptedWorld.database("--storage-type gp3") + ScriptedWorld.cache
        + "DATA=\"DB_HOST=$DB\nDB_POOL=1000\nCACHE_HOST=$CACHE\nCACHE_TTL=300\"\n"
        + ScriptedWorld.instance("--user-data \"$DATA\"", type: "m5.4xlarge") + "wait\n"

      /// A tenth of what comes can be served: the rest is turned away, or given up while it waits, and tried again.
      private static let overloaded = Scene(
        testDescription: "overload and retries",
        lines: ScriptedWorld.instance(type: "m5.large") + "wait\n" + ScriptedWorld.direct,
        classes: [RequestClass(name: "page", cpu: .milliseconds(40), variation: .exponential)], retries: 2,
        lost: 500...1_000)

      private static let register =
        "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB\nwait\n"
    }

    @Test(arguments: Scene.all)
    func `a million requests more allocate no more`(scene: Scene) throws {
      guard allocation_count() >= 0 else { return }
      let world = try ScriptedWorld(lines: scene.lines)
      // Both runs last as long, so that the world does the same in them.
      let few = try Self.allocations(in: world, scene, rate: 500)
      let many = try Self.allocations(in: world, scene, rate: 2_500)
      let requests = many.requests - few.requests
      #expect(requests > 1_000_000)
      // Tables of what is under way double a few times to hold five times as much; nothing else may grow.
      #expect(many.allocations - few.allocations < 64, "for \(requests) requests more")
    }

    private static func allocations(
      in scripted: ScriptedWorld, _ scene: Scene, rate: Double
    ) throws -> (requests: Int, allocations: Int64) {
      let users = Workload(
        populations: [
          Population(
            name: "users", city: "seoul", host: ScriptedWorld.host, rate: .constant(rate),
            timeout: .seconds(3), retries: scene.retries, users: scene.users)
        ], classes: scene.classes)
      let run = ExperimentRun(
        experiment: Experiment(id: "steady", duration: .minutes(10), workload: users), weather: WeatherSeed(1)
      )
      let before = allocation_count()
      let report = try #require(try run.report(on: scripted.world))
      let after = allocation_count()
      #expect(scene.lost.contains(report.lost * 1_000 / report.offered), "\(report.lost) lost")
      return (report.offered, after - before)
    }
  #endif
}
