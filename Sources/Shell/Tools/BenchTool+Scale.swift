import Cloud
import EventKernel
import Texts
import Traffic

extension BenchTool {
  /// Measures how the time of a run grows with its requests: the yardstick's users without its fault, for 6, 18 and 60
  /// minutes, one after the other in each round.
  static func scale(_ runs: Int, in session: Session) throws(CommandFailure) -> [Item] {
    let row = try flagshipRow(in: session)
    let (flagship, world) = try row.scenario(root: session.data.path, builder: session.builder)
    let factors = [1, 3, 10]
    var times: [[Double]] = factors.map { _ in [] }
    var requests = factors.map { _ in 0 }
    for _ in 0..<runs {
      for (position, factor) in factors.enumerated() {
        var run = flagship
        run.experiment.faults = []
        run.experiment.duration = .minutes(6 * factor)
        let (time, report) = try timed(run, on: world)
        times[position].append(time)
        requests[position] = report.offered
      }
    }
    let items = factors.indices.map { position in
      item("\(factors[position])× the requests", "s", times[position], requests: requests[position])
    }
    return items + [
      ratio("3× the requests, time", items[1], to: items[0]),
      ratio("10× the requests, time", items[2], to: items[0]).held(against: .atMost(10.5)),
    ]
  }

  /// Measures the yardstick among many resources that have no part in it: key pairs, security groups, alarms, and as
  /// many idle machines as an account may have.
  static func wide(_ runs: Int, in session: Session) throws(CommandFailure) -> [Item] {
    let run = try flagshipRow(in: session).scenario(root: session.data.path, builder: session.builder).run
    var start = try session.starts.workspace(of: benchFolder("flagship", in: session)).workspace
    start.waitUntilSettled()
    var wide = start
    let machines = 100
    let launched = wide.perform(
      aws: [
        "ec2", "run-instances", "--count", "\(machines)", "--image-id", wide.variables["IMAGE_SHOP"] ?? "",
        "--instance-type", "m5.large",
      ])
    guard launched.status == 0 else {
      throw CommandFailure("bench.not-filled", ["count": .integer(machines)], status: 3)
    }
    let count = 10_000
    wide = try filled(wide, with: count - machines).workspace
    wide.waitUntilSettled()
    var times: [[Double]] = [[], []]
    var requests = 0
    for _ in 0..<runs {
      for (position, world) in [start.world, wide.world].enumerated() {
        let (time, report) = try timed(run, on: world)
        times[position].append(time)
        requests = report.offered
      }
    }
    let few = item("30 resources", "s", times[0], requests: requests)
    let many = item("\(NumberFormat.integer(count)) resources", "s", times[1], requests: requests)
    return [
      few, many,
      ratio("\(NumberFormat.integer(count)) resources, time", many, to: few).held(against: .atMost(2)),
    ]
  }

  /// Measures a month without users in the yardstick's world, with an alarm for each machine and for what stands behind.
  static func idle(_ runs: Int, in session: Session) throws(CommandFailure) -> Item {
    var workspace = try session.starts.workspace(of: benchFolder("flagship", in: session)).workspace
    workspace.waitUntilSettled()
    let machines = workspace.world.ec2.instances.rows.map { "Name=InstanceId,Value=\($0.id)" }
    var watched = machines.map { ("AWS/EC2", "CPUUtilization", $0) }
    watched += [
      ("AWS/RDS", "CPUUtilization", "Name=DBInstanceIdentifier,Value=shop"),
      ("AWS/RDS", "DatabaseConnections", "Name=DBInstanceIdentifier,Value=shop"),
      ("AWS/RDS", "FreeStorageSpace", "Name=DBInstanceIdentifier,Value=shop"),
    ]
    for (number, (namespace, metric, dimension)) in watched.enumerated() {
      let line =
        "cloudwatch put-metric-alarm --alarm-name alarm-\(number) --namespace \(namespace) --metric-name \(metric) "
        + "--dimensions \(dimension) --statistic Average --period 300 --evaluation-periods 2 --threshold 80 "
        + "--comparison-operator GreaterThanThreshold"
      guard workspace.perform(aws: line.split(separator: " ").map(String.init)).status == 0 else {
        throw CommandFailure("bench.not-filled", ["count": .integer(watched.count)], status: 3)
      }
    }
    let world = workspace.world
    let end = world.now + .days(30)
    let times = (0..<runs).map { _ in
      seconds {
        var copy = world
        copy.advance(to: end)
      }
    }
    return item("idle month, \(watched.count) alarms", "s", times, requests: 0)
      .held(against: .atMost(0.5, aim: 0.1))
  }
}
