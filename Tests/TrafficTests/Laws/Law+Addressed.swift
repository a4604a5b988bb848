import Cloud
import EventKernel
import Traffic

extension Law {
  /// Laws about what draws belong to: to requests and to machines by their places, never to names, ids, or the order of events.
  static let addressed = [
    Law(
      statement:
        "zones that trade places, and their ids in the draws' keys, trade what they did (no load balancer)",
      bug: "strikesByName", worlds: 3
    ) { number in
      let trade = [["a": "b", "b": "a"], ["a": "c", "c": "a"], ["a": "b", "b": "d", "d": "a"]][number % 3]
      let here = LawWorld(LawWorld.draws(10, number), zones: ["a", "b"], machines: 6...8, load: 0.2...0.4)
        .with { $0.faults = [strike(["a", "b"])] }
      let there = here.with { world in
        world.zoneNames = trade
        world.machines = world.machines.map { trade[$0] ?? $0 }
        world.faults = [strike(["a", "b"].map { trade[$0] ?? $0 })]
      }
      let names = trade.map { (zone($0.value).rawValue, zone($0.key).rawValue) }
      let second = Essence(try there.report(), renaming: Dictionary(uniqueKeysWithValues: names))
      return Verdict(difference: Essence(try here.report()).difference(from: second))
    },
    Law(
      statement: "what is created before, and so all ids, changes no bit (one machine, one database)",
      bug: "idInDraw", worlds: 2
    ) { number in
      let first = LawWorld(LawWorld.draws(11, number), zones: ["a"], machines: 1...1, load: 0.4...0.6).with {
        $0.hasDatabase = true
        $0.page.reads = 1
        $0.page.queryCPU = .milliseconds(5)
      }
      let later = first.with {
        $0.before =
          "aws ec2 create-security-group --group-name early --description early --vpc-id $VPC\n"
          + "aws ec2 create-volume --availability-zone ap-northeast-2a --size 8\n"
      }
      return Verdict(
        difference: Essence(try first.report()).difference(from: Essence(try later.report())))
    },
    Law(
      statement: "a longer run begins as the shorter one did (queues in order of arrival, no fault)",
      bug: "horizonInDraws", worlds: 2
    ) { number in
      let short = LawWorld(LawWorld.draws(12, number), zones: ["a", "b"], machines: 2...3, load: 0.8...1.1)
        .with { $0.balancer = ["a", "b"] }
      let world = try short.build()
      let one = try short.report(on: world)
      let two = try short.with { $0.duration = .minutes(2) }.report(on: world)
      guard let minute = one.minutes.first, let same = two.minutes.first else { return .isOutside }
      let begun = two.windows.prefix(one.windows.count)
      return Verdict(
        begun.elementsEqual(one.windows) && minute.latency == same.latency && minute.lost == same.lost,
        "\(one.windows) and \(Array(begun)), \(minute.latency) and \(same.latency)")
    },
    Law(
      statement: "users of another name with a machine of their own change nothing here (nothing is shared)",
      bug: "drawsInEventOrder", worlds: 2
    ) { number in
      let alone = LawWorld(LawWorld.draws(13, number), zones: ["a"], machines: 1...1, load: 0.4...0.7).with {
        $0.after = neighbour
      }
      let beside = alone.with { world in
        var others = world.populations[0]
        others.name = "others"
        others.host = "api.shop.example"
        world.populations.append(others)
      }
      let world = try alone.build()
      let before = try alone.report(on: world)
      guard let machine = before.targets.max(by: { $0.answered < $1.answered }) else { return .isOutside }
      let report = try beside.report(on: world)
      guard report.offered > before.offered * 3 / 2 else { return .breaks("nobody else came") }
      let same = report.targets.first { $0.instance == machine.instance }
      return Verdict(same == machine, "\(machine.answered) and \(same?.answered ?? 0) answered")
    },
  ]

  /// Half of the hosts of zones fail.
  private static func strike(_ letters: [String]) -> Experiment.PlannedFault {
    planned(
      Fault(.hostFailure, names: letters.map { zone($0).rawValue }, share: 0.5), lasting: .seconds(25))
  }

  /// The lines of a machine of its own for `api.shop.example`.
  private static let neighbour = """
    OTHER=$(aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $NET_A --security-group-ids $SG --query 'Instances[0].InstanceId' --output text)
    wait
    OTHER_IP=$(aws ec2 describe-instances --instance-ids $OTHER --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=api.shop.example,Type=A,TTL=60,ResourceRecords=[{Value=$OTHER_IP}]}}]"

    """
}
