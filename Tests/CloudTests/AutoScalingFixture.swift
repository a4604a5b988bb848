import Cloud
import EventKernel
import Testing

/// A group of web machines in three zones.
struct Fleet {
  var web: WebWorld

  init(desired: Int, max: Int = 6, grace: Int = 120, health: String = "EC2", withTargets: Bool = false) throws
  {
    web = try WebWorld()
    _ = try web.world.ask(
      CreateLaunchTemplate.self,
      [
        "launchTemplateName": "web",
        "launchTemplateData": ["imageId": web.image, "instanceType": "m5.large"],
      ])
    if withTargets {
      _ = try web.makeLoadBalancer(zones: 3)
      web.world.wait(.seconds(130))
    }
    _ = try web.world.ask(
      CreateAutoScalingGroup.self,
      [
        "autoScalingGroupName": "fleet", "launchTemplate": ["launchTemplateName": "web"], "minSize": 0,
        "maxSize": max, "desiredCapacity": desired, "vpcZoneIdentifier": web.subnets.joined(separator: ","),
        "healthCheckGracePeriod": grace, "healthCheckType": health,
        "targetGroupARNs": withTargets ? [web.group] : [],
        "tags": [["key": "team", "value": "shop", "propagateAtLaunch": true]],
      ])
  }

  /// The group now.
  var group: AutoScalingGroup {
    guard let group = web.world.autoScaling.groups.first?.row else {
      preconditionFailure("The fixture made a group.")
    }
    return group
  }

  /// The members in a state, by id.
  func members(_ state: AutoScalingGroup.Member.State) -> [AutoScalingGroup.Member] {
    group.members.rows.filter { $0.state == state }
  }

  /// How many members stand in each of the three zones, not counting those on their way out.
  var spread: [Int] {
    ["a", "b", "c"].map { letter in
      group.members.rows.count { $0.state != .terminating && $0.zone.rawValue.hasSuffix(letter) }
    }
  }

  /// Lets time pass while every machine is busy by a share.
  mutating func run(cpu: Double, for span: EventKernel.Duration) {
    let end = web.world.now + span
    var seen = Observations()
    repeat {
      for id in web.world.ec2.instances.ids {
        seen.instances[id] = InstanceObservation(queueDelay: .zero, isFull: false, cpuUtilisation: cpu)
      }
    } while web.world.step(upTo: end, observing: seen) != nil
    web.world.advance(to: end)
  }
}
