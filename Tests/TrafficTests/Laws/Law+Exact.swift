import Assessment
import Cloud
import EventKernel
import Traffic

extension Law {
  /// Laws that hold to the last bit.
  static let exact = [
    Law(
      statement: "other zones in the same order change nothing but their names (one Region, same machines)",
      bug: "zoneByName", worlds: 3
    ) { number in
      let draws = LawWorld.draws(1, number)
      let others = [["b", "c"], ["b", "d"], ["c", "d"]][number % 3]
      let here = LawWorld(draws, zones: ["a", "b"], machines: 2...4, load: 0.3...0.6).with { world in
        world.balancer = ["a", "b"]
        world.populations[0].retries = 1
        world.faults = [powerLoss(in: "a")]
      }
      let there = here.with { world in
        let place = ["a": others[0], "b": others[1]]
        world.machines = world.machines.map { place[$0] ?? $0 }
        world.balancer = others
        world.faults = [powerLoss(in: others[0])]
      }
      let names = [others[0]: "a", others[1]: "b"].map { (zone($0.key).rawValue, zone($0.value).rawValue) }
      let first = Essence(try here.report())
      let second = Essence(try there.report(), renaming: Dictionary(uniqueKeysWithValues: names))
      return Verdict(difference: first.difference(from: second))
    },
    Law(
      statement: "a fault that touches nothing changes no bit (its zone is empty, nothing is launched)",
      bug: "turnForgotten", worlds: 4
    ) { number in
      let calm = LawWorld(LawWorld.draws(2, number), zones: ["a", "b"], machines: 3...5, load: 0.3...0.6)
        .with { $0.balancer = ["a", "b"] }
      let fault =
        [
          Fault.zonePower(zone("d")), .slowZone(zone("d"), delay: .milliseconds(200)),
          .capacityShortage(zone("d")),
        ][number % 3]
      let world = try calm.build()
      let faulty = calm.with { $0.faults = [planned(fault, lasting: .seconds(20))] }
      return Verdict(
        difference: Essence(try calm.report(on: world))
          .difference(from: Essence(try faulty.report(on: world))))
    },
    Law(
      statement:
        "a TTL of 0 equals no resolver's cache: each attempt asks and waits, and goes where it went (nobody lost)",
      bug: "keptTooLong", worlds: 2
    ) { number in
      let kept = LawWorld(LawWorld.draws(3, number), zones: ["a", "b"], machines: 2...3, load: 0.3...0.6).with
      {
        $0.ttl = 300
        $0.populations[0].timeout = .seconds(1_000)
      }
      let asked = kept.with { $0.ttl = 0 }
      let report = try asked.report()
      let monthly = 730 * 3_600 / asked.duration.inSeconds
      guard report.volumes.dnsQueries == UInt64(Double(report.attempts) * monthly) else {
        return .breaks("\(report.attempts) attempts, \(report.volumes.dnsQueries) questions a month")
      }
      // A round trip to the edge each, but for the first of each of twenty resolvers.
      let looked = report.classes[0].parts[.dns]
      let most = Duration.milliseconds(10) * report.answered
      guard looked <= most, looked >= most - .milliseconds(200) else {
        return .breaks("\(looked.inSeconds) s of lookups for \(report.answered) answers")
      }
      let other = try kept.report()
      guard other.classes[0].parts[.dns] == .zero else { return .breaks("lookups within the TTL") }
      let answers = [report, other].map { $0.targets.map(\.answered) }
      return Verdict(report.offered == other.offered && answers[0] == answers[1], "\(answers)")
    },
    Law(
      statement: "what is switched off costs nothing (no cache: its TTL; no retries: their delay)",
      bug: "absentCacheCosts", worlds: 2
    ) { number in
      let world = LawWorld(
        LawWorld.draws(4, number), zones: ["a"], machines: 1...2, load: 0.2...0.4, cpu: .milliseconds(50)
      ).with { world in
        world.hasDatabase = true
        world.settings = ["CACHE_TTL=30"]
        world.page.reads = 2
        world.page.queryCPU = .milliseconds(1)
        world.page.keys = 50
      }
      let other = world.with { world in
        world.settings = ["CACHE_TTL=3000"]
        world.populations[0].retryDelay = .seconds(2)
      }
      return Verdict(
        difference: Essence(try world.report()).difference(from: Essence(try other.report())))
    },
    Law(
      statement: "a resource that nothing uses changes no bit (added last, the same time before the run)",
      bug: "turnOverAllServers", worlds: 3
    ) { number in
      let alone = LawWorld(LawWorld.draws(5, number), zones: ["a", "b"], machines: 2...4, load: 0.3...0.6)
        .with { world in
          world.balancer = ["a", "b"]
          world.after = "run 10m\n"
        }
      let beside = alone.with { world in
        world.after =
          "aws ec2 create-security-group --group-name idle --description idle --vpc-id $VPC\n"
          + "aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $NET_A"
          + " --security-group-ids $SG\n" + world.after
      }
      return Verdict(
        difference: Essence(try alone.report()).difference(from: Essence(try beside.report())))
    },
    Law(
      statement: "where nobody waits and work is constant, every weather gives every request the same time",
      bug: "weatherOnTheWay", worlds: 2
    ) { number in
      let calm = LawWorld(LawWorld.draws(7, number), zones: ["a"], machines: 1...1, load: 0.1...0.1).with {
        $0.page = RequestClass(name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10))
        $0.populations[0].rate = .constant(0.5)
        $0.duration = .minutes(2)
        // Nobody waits for a name either.
        $0.ttl = 300
      }
      let world = try calm.build()
      let times = try (1...4 as ClosedRange<UInt64>).map { weather in
        let latency = try calm.report(on: world, weather: weather).latency
        guard latency.sumNanoseconds == UInt128(latency.maxNanoseconds) * UInt128(latency.count) else {
          return UInt64(0)
        }
        return latency.maxNanoseconds
      }
      return Verdict(times[0] > 0 && times.allSatisfy { $0 == times[0] }, "\(times) ns")
    },
    Law(
      statement: "offered is answered and lost, L = λW, and every sum of a report agrees, in any world",
      bug: "forgottenRequests", worlds: 4
    ) { number in
      let draws = LawWorld.draws(8, number)
      let world = LawWorld(draws, zones: ["a", "b"], machines: 2...4, load: 0.4...1.1).with { world in
        world.balancer = number % 2 == 0 ? ["a", "b"] : []
        world.populations[0].retries = number / 2
        world.faults = [powerLoss(in: "a")]
      }
      return Verdict(difference: flaw(of: try world.report()))
    },
    Law(
      statement: "an edge location that keeps nothing changes no bit (same Region, no time out, one try)",
      bug: "keptDespiteTTL", worlds: 3
    ) { number in
      let direct = LawWorld(LawWorld.draws(10, number), zones: ["a", "b"], machines: 2...4, load: 0.3...0.6)
        .with { world in
          world.balancer = ["a", "b"]
          world.populations[0].timeout = .seconds(20)
          let origin = EdgeScript.origin(server: "'$LB_NAME'")
          world.after =
            "LB_NAME=$(aws elbv2 describe-load-balancers --query 'LoadBalancers[0].DNSName' --output text)\n"
            + EdgeScript.distribution(origins: [origin], policy: EdgeScript.disabled, isNamed: false)
            + "wait\n"
        }
      let world = try direct.build()
      guard let front = world.loadBalancing.loadBalancers.rows.first?.dnsName,
        let edge = world.cloudFront.distributions.rows.first?.domainName
      else { return .isOutside }
      let before = try direct.with { $0.populations[0].host = front }.report(on: world)
      let behind = try direct.with { $0.populations[0].host = edge }.report(on: world)
      guard before.lost == 0 else { return .isOutside }
      guard behind.edges.count == 1, behind.edges[0].requests == behind.offered else {
        return .breaks("\(behind.edges), offered \(behind.offered)")
      }
      return Verdict(difference: Essence(before).difference(from: Essence(behind)))
    },
    Law(
      statement: "a run gives the same digest again, and so do runs over one, two and four threads",
      bug: "remembersRuns", worlds: 1
    ) { number in
      let law = LawWorld(LawWorld.draws(9, number), zones: ["a", "b"], machines: 2...3, load: 0.3...0.6).with
      {
        $0.balancer = ["a", "b"]
        $0.faults = [powerLoss(in: "a")]
      }
      let world = try law.build()
      let runs = (1...4 as ClosedRange<UInt64>).map { law.run(weather: $0) }
      let digests = try [1, 1, 2, 4].map { threads in
        try ParallelRuns.reports(of: runs, on: world, threads: threads)?.map(\.digest.hex) ?? []
      }
      return Verdict(digests.allSatisfy { $0 == digests[0] && $0.count == 4 }, "\(digests)")
    },
  ]

  static func zone(_ letter: String) -> Zone { Zone(rawValue: "ap-northeast-2\(letter)") }

  /// A fault that begins twenty seconds after the run.
  static func planned(_ fault: Fault, lasting: Duration) -> Experiment.PlannedFault {
    Experiment.PlannedFault(fault, earliest: .seconds(20), latest: .seconds(20), lasting: lasting)
  }

  static func powerLoss(in letter: String) -> Experiment.PlannedFault {
    planned(.zonePower(zone(letter)), lasting: .seconds(25))
  }

  /// What does not add up in a report; `nil` when all agrees.
  private static func flaw(of report: Report) -> String? {
    #if DEBUG
      if let flaw = report.flaw { return flaw }
    #endif
    let sums = [
      ("answered and lost", report.answered + report.lost == report.offered),
      ("causes", report.causes.reduce(0) { $0 + $1.lost } == report.lost),
      ("offered by class", report.classes.reduce(0) { $0 + $1.offered } == report.offered),
      ("lost by minute", report.minutes.reduce(0) { $0 + $1.lost } == report.lost),
      ("lost by window", report.windows.reduce(0) { $0 + $1.lost } == report.lost),
      ("answered by machine", report.targets.reduce(0) { $0 + $1.answered } >= report.answered),
      ("attempts", report.attempts >= report.offered),
      (
        "time under way",
        report.minutes.reduce(UInt128(0)) { $0 + UInt128($1.latency.nanoseconds) }
          == report.latency.sumNanoseconds
      ),
    ]
    let wrong = sums.filter { !$0.1 }.map(\.0)
    return wrong.isEmpty ? nil : wrong.joined(separator: ", ")
  }
}
