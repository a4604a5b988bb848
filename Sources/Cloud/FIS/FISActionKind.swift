/// What an experiment can do here, by FIS's ids of actions (FIS User Guide, actions reference).
// Simplified: fis-actions
package enum FISActionKind: String, CaseIterable, Sendable {
  case assertAlarm = "aws:cloudwatch:assert-alarm-state"
  case refuseCapacity = "aws:ec2:api-insufficient-instance-capacity-error"
  case refuseGroupCapacity = "aws:ec2:asg-insufficient-instance-capacity-error"
  case rebootInstances = "aws:ec2:reboot-instances"
  case interruptSpot = "aws:ec2:send-spot-instance-interruptions"
  case stopInstances = "aws:ec2:stop-instances"
  case terminateInstances = "aws:ec2:terminate-instances"
  case interruptCaches = "aws:elasticache:replicationgroup-interrupt-az-power"
  case internalErrors = "aws:fis:inject-api-internal-error"
  case throttling = "aws:fis:inject-api-throttle-error"
  case unavailability = "aws:fis:inject-api-unavailable-error"
  case wait = "aws:fis:wait"
  case disruptNetwork = "aws:network:disrupt-connectivity"
  case rebootDatabases = "aws:rds:reboot-db-instances"

  /// The actions of FIS that this world does not do; they are refused by name.
  static let unmodelled: Set<String> = [
    "aws:arc:start-zonal-autoshift", "aws:directconnect:virtual-interface-disconnect",
    "aws:dynamodb:global-table-pause-replication", "aws:ebs:pause-volume-io", "aws:ebs:volume-io-latency",
    "aws:ecs:drain-container-instances", "aws:ecs:stop-task", "aws:ecs:task-cpu-stress",
    "aws:ecs:task-io-stress", "aws:ecs:task-kill-process", "aws:ecs:task-network-blackhole-port",
    "aws:ecs:task-network-latency", "aws:ecs:task-network-packet-loss",
    "aws:eks:inject-kubernetes-custom-resource", "aws:eks:pod-cpu-stress", "aws:eks:pod-delete",
    "aws:eks:pod-io-stress", "aws:eks:pod-memory-stress", "aws:eks:pod-network-blackhole-port",
    "aws:eks:pod-network-latency", "aws:eks:pod-network-packet-loss",
    "aws:eks:terminate-nodegroup-instances", "aws:elasticache:interrupt-cluster-az-power",
    "aws:kinesis:stream-expired-iterator-exception",
    "aws:kinesis:stream-provisioned-throughput-exception", "aws:lambda:invocation-add-delay",
    "aws:lambda:invocation-error", "aws:lambda:invocation-http-integration-response",
    "aws:memorydb:multi-region-cluster-pause-replication", "aws:network:disrupt-vpc-endpoint",
    "aws:network:route-table-disrupt-cross-region-connectivity",
    "aws:network:transit-gateway-disrupt-cross-region-connectivity", "aws:rds:failover-db-cluster",
    "aws:s3:bucket-pause-replication", "aws:ssm:send-command", "aws:ssm:start-automation-execution",
  ]

  /// A parameter of an action.
  struct Parameter: Sendable {
    /// What it may be.
    enum Kind: Sendable {
      case text
      /// From one minute to twelve hours, or within narrower bounds, in minutes.
      case duration(minutes: ClosedRange<Int>)
      case flag
      /// 1 to 100.
      case percentage
      case choice([String])
    }

    let name: String
    let kind: Kind
    let isRequired: Bool
    let description: String
  }

  /// What it works on: the name that templates use, and the type of resource; `nil` for nothing.
  var target: (name: String, type: FISResourceKind)? {
    switch self {
    case .assertAlarm, .wait: nil
    case .refuseCapacity, .internalErrors, .throttling, .unavailability: ("Roles", .role)
    case .refuseGroupCapacity: ("AutoScalingGroups", .group)
    case .rebootInstances, .stopInstances, .terminateInstances: ("Instances", .instance)
    case .interruptSpot: ("SpotInstances", .spotInstance)
    case .interruptCaches: ("ReplicationGroups", .replicationGroup)
    case .disruptNetwork: ("Subnets", .subnet)
    case .rebootDatabases: ("DBInstances", .database)
    }
  }

  /// What it does, in FIS's manner.
  var description: String {
    switch self {
    case .assertAlarm: "Assert that the specified CloudWatch alarms are in the specified states."
    case .refuseCapacity:
      "Inject insufficient instance capacity error responses on requests made by the target IAM roles."
    case .refuseGroupCapacity:
      "Inject insufficient instance capacity error responses on requests made by the target Auto Scaling groups."
    case .rebootInstances: "Reboot the specified EC2 instances."
    case .interruptSpot: "Interrupt the specified EC2 Spot Instances."
    case .stopInstances: "Stop the specified EC2 instances."
    case .terminateInstances: "Terminate the specified EC2 instances."
    case .interruptCaches:
      "Interrupt power to nodes in the specified Availability Zone for target ElastiCache replication groups."
    case .internalErrors:
      "Cause an AWS service to return internal error responses for specific callers and operations."
    case .throttling:
      "Cause an AWS service to return throttled responses for specific callers and operations."
    case .unavailability:
      "Cause an AWS service to return unavailable error responses for specific callers and operations."
    case .wait: "Wait for the specified duration."
    case .disruptNetwork: "Disrupt network traffic for the specified subnets."
    case .rebootDatabases: "Reboot the specified RDS DB instances."
    }
  }

  /// What can be said of it.
  var parameters: [Parameter] {
    let duration = Parameter(
      name: "duration", kind: .duration(minutes: 1...720), isRequired: true,
      description: "The duration of the action (ISO 8601 duration).")
    let percentage = Parameter(
      name: "percentage", kind: .percentage, isRequired: false,
      description: "The percentage of calls to inject the fault into.")
    let zones = Parameter(
      name: "availabilityZoneIdentifiers", kind: .text, isRequired: true,
      description: "The comma separated list of Availability Zones, by name or ID.")
    switch self {
    case .assertAlarm:
      return [
        Parameter(
          name: "alarmArns", kind: .text, isRequired: true,
          description: "The ARNs of the alarms, separated by commas."),
        Parameter(
          name: "alarmStates", kind: .text, isRequired: true,
          description: "The alarm states, separated by commas."),
      ]
    case .refuseCapacity: return [duration, zones, percentage]
    case .refuseGroupCapacity:
      return [
        duration, zones,
        Parameter(
          name: "percentage", kind: .percentage, isRequired: false,
          description: "The percentage of launch requests to inject the fault into."),
      ]
    case .rebootInstances, .terminateInstances: return []
    case .interruptSpot:
      return [
        Parameter(
          name: "durationBeforeInterruption", kind: .duration(minutes: 2...15), isRequired: true,
          description: "The time to wait before interrupting the instances (ISO 8601 duration).")
      ]
    case .stopInstances:
      return [
        Parameter(
          name: "completeIfInstancesTerminated", kind: .flag, isRequired: false,
          description: "Complete the action if instances were terminated before their restart."),
        Parameter(
          name: "startInstancesAfterDuration", kind: .duration(minutes: 1...720), isRequired: false,
          description: "The time to wait before restarting the instances (ISO 8601 duration)."),
      ]
    case .interruptCaches, .wait: return [duration]
    case .internalErrors, .throttling, .unavailability:
      return [
        duration,
        Parameter(
          name: "operations", kind: .text, isRequired: true,
          description: "The operations to inject the fault into, separated by commas."),
        Parameter(
          name: "percentage", kind: .percentage, isRequired: true,
          description: "The percentage of calls to inject the fault into."),
        Parameter(
          name: "service", kind: .choice(["ec2"]), isRequired: true,
          description: "The target AWS API namespace."),
      ]
    case .disruptNetwork:
      return [
        duration,
        Parameter(
          name: "prefixListIdentifier", kind: .text, isRequired: false,
          description: "The identifier of the prefix list, for the scope prefix-list."),
        Parameter(
          name: "scope",
          kind: .choice(["all", "availability-zone", "dynamodb", "prefix-list", "s3", "vpc"]),
          isRequired: true, description: "The type of traffic to deny."),
      ]
    case .rebootDatabases:
      return [
        Parameter(
          name: "forceFailover", kind: .flag, isRequired: false,
          description: "Whether the DB instances fail over from one Availability Zone to another.")
      ]
    }
  }
}
