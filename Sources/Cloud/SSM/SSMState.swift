package import EventKernel

/// Everything of Systems Manager.
package struct SSMState: Sendable, Equatable {
  /// The commands that were sent, by Region and id.
  package internal(set) var commands = Table<String, SSMCommand>()
  /// The account's parameters, by Region and name.
  package internal(set) var parameters = Table<String, SSMParameter>()
  /// The earlier versions of parameters, oldest first, by the same keys.
  package internal(set) var pastParameters = Table<String, [SSMParameter]>()

  package init() {}

  /// The key of a row.
  static func key(_ region: Region, _ name: String) -> String { "\(region.rawValue)|\(name)" }
}

/// A script that was sent to instances.
package struct SSMCommand: Sendable, Equatable {
  package let id: String
  package let region: Region
  package let document: String
  package let comment: String
  package let lines: [String]
  package let instances: [InstanceID]
  /// By what the instances were chosen, as the call said it; none where it named them.
  package var targets: [SSMTarget] = []
  package let requested: Instant
  /// What each instance answered.
  package let answers: Table<InstanceID, MachineAnswer>
  /// Where it is told what happened.
  package var reports = SSMCommandReports()
  package let rate: SSMCommandRate
  /// For how long it may be on its way to an instance.
  package var deliveryTimeout: Duration = .hours(1)
  /// How long a script may take.
  package var executionTimeout: Duration = .hours(1)
  /// Where it was taken back before it was done.
  package var cancelled: [InstanceID] = []

  /// How long a script is on its way and at work (TEACH).
  package static let duration: Duration = .seconds(2)

  /// When it goes to an instance: as many at a time as its rate says.
  func start(on instance: InstanceID) -> Instant {
    let place = instances.firstIndex(of: instance) ?? 0
    return requested + Self.duration * (place / rate.waveSize)
  }

  /// When all instances are done.
  var end: Instant { (instances.last.map { start(on: $0) } ?? requested) + Self.duration }

  /// `Pending`, `InProgress`, then `Success`, `Failed` or `TimedOut`; `Cancelled` where it was taken back or never sent.
  func status(of instance: InstanceID, at now: Instant) -> String {
    if cancelled.contains(instance) { return "Cancelled" }
    let start = start(on: instance)
    guard now >= start else { return "Pending" }
    guard now >= start + Self.duration else { return "InProgress" }
    guard let answer = answers[instance] else { return "Cancelled" }
    if answer.elapsed > executionTimeout { return "TimedOut" }
    return answer.status == 0 ? "Success" : "Failed"
  }

  /// More words on a status: where too many errors ended the command before, or a script took too long.
  func details(of instance: InstanceID, at now: Instant) -> String {
    switch status(of: instance, at: now) {
    case "Cancelled" where !cancelled.contains(instance): "Terminated"
    case "TimedOut": "ExecutionTimedOut"
    case let status: status
    }
  }

  /// The exit status of a script; -1 while and where there is none.
  func responseCode(of instance: InstanceID, at now: Instant) -> Int {
    ["Success", "Failed"].contains(status(of: instance, at: now)) ? Int(answers[instance]?.status ?? -1) : -1
  }
}

/// A named value.
package struct SSMParameter: Sendable, Equatable {
  package let region: Region
  package let name: String
  package let type: String
  package let value: String
  package let description: String?
  package let version: Int
  package let modified: Instant
  package let dataType: String
  package let tier: Tier
  /// What is to happen to it in time; only of advanced ones.
  package var policies: [SSMParameterPolicy] = []
  /// The pattern that new values must fit; `nil` for any value.
  package var allowedPattern: String?
  package var tags = Tags()

  /// Whether its value is kept encrypted.
  // Simplified: ssm-secrets
  package var isSecret: Bool { type == "SecureString" }
  /// The alias of the account's key for Systems Manager, which encrypts secrets.
  // Simplified: ssm-one-key
  package static let key = "alias/aws/ssm"

  /// What a parameter may hold.
  package enum Tier: String, Sendable {
    case standard = "Standard"
    case advanced = "Advanced"

    /// The longest value (AWS, Systems Manager quotas).
    package var mostBytes: Int { self == .standard ? 4_096 : 8_192 }
  }
}

/// An operation of Systems Manager.
package protocol SSMOperation: Operation {}

extension SSMOperation {
  package static var service: String { "ssm" }
}

/// The operations of Systems Manager.
package enum SSMOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    SendCommand.self, GetCommandInvocation.self, ListCommands.self, ListCommandInvocations.self,
    DescribeInstanceInformation.self, PutParameter.self, GetParameter.self, GetParameters.self,
    GetParametersByPath.self, DescribeParameters.self, DeleteParameter.self, DeleteParameters.self,
    GetParameterHistory.self, AddTagsToParameter.self, RemoveTagsFromParameter.self, ListTagsOfParameter.self,
    ListDocuments.self, CancelCommand.self,
  ]
}

extension World {
  /// Whether the agent of an instance is in touch with Systems Manager: the system is up, its network leads there, and its
  /// role may speak to it.
  ///
  /// The agent needs the service itself and one of the two that carry messages (Systems Manager User Guide: VPC endpoints).
  func isManaged(_ instance: Instance) -> Bool {
    guard instance.state == .running, instance.hasPower, !instance.cannotBoot, let role = role(of: instance),
      now >= instance.launchTime + InstanceTimings.pending + InstanceTimings.operatingSystem,
      let origin = origin(of: instance, calling: "ssm", in: instance.zone.region),
      ["ssmmessages", "ec2messages"].contains(where: {
        self.origin(of: instance, calling: $0, in: instance.zone.region) != nil
      })
    else { return false }
    let request = AccessRequest(action: "ssm:UpdateInstanceInformation", resource: "*")
    return decision(on: request, by: Caller(arn: role), from: origin) == .allowed
  }
}
