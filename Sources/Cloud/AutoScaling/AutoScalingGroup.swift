package import EventKernel

/// A group that keeps a number of instances running.
package struct AutoScalingGroup: Sendable, Equatable {
  /// One instance of the group.
  package struct Member: Sendable, Equatable {
    /// Where it is in the group's life cycle (state-machines.json `autoscaling_instance`).
    package enum State: String, Sendable {
      case pending = "Pending"
      case inService = "InService"
      case standby = "Standby"
      case terminating = "Terminating"
    }

    package let instance: InstanceID
    package let zone: Zone
    package var state: State
    package var isHealthy: Bool
    /// When it came into service.
    package var inServiceSince: Instant?
    package var isProtectedFromScaleIn: Bool
    /// The template's version that it was launched from; `nil` for one that was attached.
    package let templateVersion: Int?
    /// The activity that launches or terminates it, while that is under way.
    package var activity: UInt64?
    /// The hooks that it waits for.
    package var waits: [LifecycleWait] = []
    /// Whether the hooks of its present transition are behind it.
    package var hasPassedHooks = false
    /// Whether its load balancers are not waited for on its way out.
    package var isGivenUp = false
    /// The instance that was launched to take its place before its spare capacity goes.
    package var replacement: InstanceID?

    /// The state as AWS shows it, with the wait for hooks.
    package var shownState: String {
      waits.isEmpty ? state.rawValue : state.rawValue + ":Wait"
    }
  }

  /// An instance that is kept ready beside the group.
  package struct WarmMember: Sendable, Equatable {
    /// Where it is in the life of the pool.
    package enum State: String, Sendable {
      case pending = "Warmed:Pending"
      case stopping = "Warmed:Pending:Proceed"
      case stopped = "Warmed:Stopped"
      case running = "Warmed:Running"
      case terminating = "Warmed:Terminating"
    }

    package let instance: InstanceID
    package let zone: Zone
    package var state: State
    package let templateVersion: Int?
    /// The activity that launches or terminates it, while that is under way.
    package var activity: UInt64?
  }

  package let name: String
  package let region: Region
  package let arn: String
  package var template: LaunchTemplateID
  /// A version number, `$Latest` or `$Default`.
  package var templateVersion: String
  /// The types of a mixed group, the preferred one first; the template's own when empty.
  package var instanceTypes: [String] = []
  package var distribution: MixedInstancesPolicy.Distribution?
  /// Whether the caller gave a mixed instances policy.
  package var isMixed = false
  /// Who goes first when the group shrinks, by AWS's names.
  package var terminationPolicies = ["Default"]
  package var minSize: Int
  package var maxSize: Int
  package var desiredCapacity: Int
  package var defaultCooldown: Duration
  /// The subnets, ordered by zone.
  package var subnets: [SubnetID]
  package var targetGroups: [TargetGroupID]
  /// `EC2`, `ELB`.
  package var healthCheckTypes: [String]
  package var healthCheckGrace: Duration
  package var defaultInstanceWarmup: Duration?
  package var suspended: [String]
  package var newInstancesProtected: Bool
  package var members: Table<InstanceID, Member>
  package var policies: Table<String, ScalingPolicy>
  /// Until when simple scaling ignores alarms.
  package var cooldownEnd: Instant?
  package let creation: Instant
  /// Tags with whether they pass on to instances launched.
  package var tags: Tags
  package var propagatedTags: Tags
  /// The newest scaling activities, newest first, at most 100.
  package var activities: [Activity]
  /// When it is looked at next.
  package var nextReconcile: AgendaKey?
  /// AWS's sentence on why the desired capacity changed, until an activity has told it.
  package var changeCause: String?
  /// The cooldown that begins when the activities under way have ended.
  package var awaitedCooldown: Duration?
  /// The instance launched to even out the zones, until it is in service.
  package var rebalancing: InstanceID?
  /// Until when no launch is tried again, after no zone would give an instance.
  package var launchBlockedUntil: Instant?
  /// Until when the zones are not evened out again, after a launch for it failed.
  package var rebalanceBlockedUntil: Instant?
  /// Whether it disappears with its last instance.
  package var isDeleting = false
  /// Pauses in the coming and going of instances, by name.
  package var hooks = Table<String, LifecycleHook>()
  /// Changes of the sizes at set times, by name.
  package var scheduledActions = Table<String, ScheduledAction>()
  /// The numbers that it publishes each minute.
  package var metrics: [GroupMetric] = []
  /// How many may be missing or too many while instances are replaced; `nil` for AWS's standard.
  package var maintenance: MaintenancePolicy?
  /// How many instances beyond the desired capacity a replacement wants at the moment.
  package var surge = 0
  /// The placement group in which it launches, by name.
  package var placementGroup: String?
  /// Whether it replaces spare capacity as soon as that is at risk; `nil` where nobody said.
  package var rebalancesCapacity: Bool?
  package var warmPool: WarmPool?
  /// The instances kept ready, by id.
  package var warm = Table<InstanceID, WarmMember>()
  /// Replacements of all instances, the newest last.
  package var refreshes: [InstanceRefresh] = []
  /// Which events are told to which topics, by the topics' ARNs.
  package var notifications = Table<String, [GroupEvent]>()
}

/// A line of a group's history.
package struct Activity: Sendable, Equatable {
  /// Where it happens.
  package struct Place: Sendable, Equatable {
    package let subnet: SubnetID
    package let zone: Zone
  }

  package let id: UInt64
  package let cause: String
  package let description: String
  /// The place of its instance; `nil` when that is no longer listed.
  package let place: Place?
  package let start: Instant
  package var end: Instant?
  /// `InProgress`, `Successful`, `Failed`.
  package var status: String
  package var statusMessage: String?
}

/// How a group reacts to an alarm.
package struct ScalingPolicy: Sendable, Equatable {
  /// The kind of policy with its numbers (facts: Auto Scaling 4.6).
  package enum Kind: Sendable, Equatable {
    case simple(adjustment: Adjustment, amount: Int, cooldown: Duration?)
    case step(adjustment: Adjustment, steps: [Step], warmup: Duration?)
    case targetTracking(Tracking)
  }

  /// What target tracking holds where.
  package struct Tracking: Sendable, Equatable {
    /// The predefined metric, such as `ASGAverageCPUUtilization`, or the name of the learner's own.
    package var metric: String
    package var resourceLabel: String?
    /// Which metric of the learner's own; `nil` for a predefined one.
    package var custom: TargetTrackingConfiguration.Customized?
    package var target: Double
    package var disablesScaleIn: Bool
    package var warmup: Duration?
  }

  /// What an amount means.
  package enum Adjustment: String, Sendable {
    case changeInCapacity = "ChangeInCapacity"
    case exactCapacity = "ExactCapacity"
    case percentChangeInCapacity = "PercentChangeInCapacity"
  }

  /// A band of the metric's distance from the threshold and what to do in it.
  package struct Step: Sendable, Equatable {
    package var lower: Double?
    package var upper: Double?
    package var amount: Int

    /// A band; a bound that is `nil` is open.
    package init(lower: Double?, upper: Double?, amount: Int) {
      self.lower = lower
      self.upper = upper
      self.amount = amount
    }
  }

  package let name: String
  package let arn: String
  package var kind: Kind
  package var minAdjustmentMagnitude: Int?
  /// Whether it acts on its alarms.
  package var isEnabled = true
  /// The alarms that target tracking made.
  package var alarms: [String]
}

/// What Auto Scaling does of itself.
package enum AutoScalingEvent: Sendable, Equatable {
  /// Looks at a group and launches, replaces or terminates.
  case reconcile(group: String)
  /// Acts on an alarm's state for a policy.
  case policyFires(group: String, policy: String, alarm: String)
  /// Changes a group's sizes as a scheduled action says.
  case scheduledActionRuns(group: String, action: String)
}

/// Everything of Auto Scaling.
package struct AutoScalingState: Sendable, Equatable {
  /// The groups by `region/name`.
  package internal(set) var groups = Table<String, AutoScalingGroup>()
  /// The histories of groups that are gone, in the order of their ends.
  package internal(set) var deletedGroups: [DeletedGroup] = []
  package init() {}
}
