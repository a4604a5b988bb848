package import EventKernel

/// A run of a template.
package struct FISExperiment: Sendable, Equatable {
  /// Where an experiment is in its life.
  package enum Status: String, Sendable {
    case initiating, running, completed, stopping, stopped, failed

    /// Whether it still does something.
    package var isActive: Bool { self == .initiating || self == .running || self == .stopping }
  }

  /// Where an action is in its life.
  package enum ActionStatus: String, Sendable {
    case pending, initiating, running, completed, cancelled, stopping, stopped, failed, skipped

    /// Whether what waits for it may begin.
    var isDone: Bool { self == .completed || self == .skipped }
    /// Whether it changes something now.
    var isActing: Bool { self == .running || self == .stopping }
  }

  /// One action as it runs.
  package struct Run: Sendable, Equatable {
    package internal(set) var status = ActionStatus.pending
    package internal(set) var reason = "Initial state"
    package internal(set) var start: Instant?
    package internal(set) var end: Instant?
    /// The network ACLs that it put around subnets, to be taken away.
    package internal(set) var cuts: [Cut] = []
  }

  /// A subnet cut off by a network ACL of the experiment.
  package struct Cut: Sendable, Equatable {
    package let subnet: SubnetID
    package let acl: NetworkACLID
    /// The one that decided before; `nil` for the default of the VPC.
    let previous: NetworkACLID?
  }

  /// Why it failed, as AWS says it beside the reason.
  package struct Failure: Error, Sendable, Equatable {
    /// Such as `AuthorizationFailure`.
    package let code: String
    /// The action or target that failed; `nil` for the experiment as a whole.
    package let location: String?
    package let reason: String
  }

  /// How it ends once what it changed is put back.
  enum Ending: Sendable, Equatable {
    case stopped(String)
    case failed(Failure)
  }

  package let id: String
  /// The template as it was at the start.
  package let template: FISTemplate
  package internal(set) var tags: Tags
  package let creation: Instant
  package let start: Instant
  package internal(set) var end: Instant?
  package internal(set) var status = Status.initiating
  package internal(set) var reason = "Experiment is initiating."
  package internal(set) var failure: Failure?
  /// The actions by name.
  package internal(set) var runs: Table<String, Run>
  /// The ARNs that each target came to, by its name.
  package internal(set) var resolved = Table<String, [String]>()
  /// Whether only its targets are looked for.
  package let skipsActions: Bool
  var ending: Ending?

  /// The ARN.
  package var arn: String { FISARN.of("experiment", id, in: template.region) }
  package var region: Region { template.region }
  /// Who makes its calls.
  var caller: Caller {
    Caller(
      arn: "arn:aws:sts::\(Account.id):assumed-role/\(IAMARN.name(in: template.role))/\(id)")
  }

  /// The ARNs that an action works on; empty for one without a target.
  func targets(of action: FISAction) -> [String] {
    guard let key = action.kind?.target?.name, let name = action.targets?[key] else { return [] }
    return resolved[name] ?? []
  }
}

/// What experiments do of themselves.
package enum FISEvent: Sendable, Equatable {
  /// The role is taken on and the targets are looked for.
  case begins(String)
  /// An action that was initiated acts.
  case acts(experiment: String, action: String)
  /// The time of an action is over.
  case actionEnds(experiment: String, action: String)
  /// A spare machine hears that it has two minutes.
  case interrupts(experiment: String, action: String, InstanceID)
  /// What a stopping experiment changed is put back.
  case settles(String)

  /// The id of the experiment.
  package var experiment: String {
    switch self {
    case .begins(let id), .settles(let id), .acts(let id, _), .actionEnds(let id, _),
      .interrupts(let id, _, _):
      id
    }
  }
}

/// All of the Fault Injection Service.
package struct FISState: Sendable, Equatable {
  /// The templates by id.
  package internal(set) var templates = Table<String, FISTemplate>()
  /// The experiments by id.
  package internal(set) var experiments = Table<String, FISExperiment>()
  /// The ids of the experiments that are active, oldest first.
  package internal(set) var active: [String] = []
  /// The minutes of actions that are billed so far.
  package internal(set) var actionMinutes = Table<Region, Int>()
  /// The ARN of the role whose call is being done; `nil` between calls and without experiments.
  var callingRole: String?

  package init() {}
}

/// How long experiments take for their own steps (TEACH: seconds, as AWS's examples show).
enum FISTimings {
  /// From the call to the experiment that runs.
  static let initiation = Duration.seconds(2)
  /// From an action that is initiated to one that acts.
  static let actionInitiation = Duration.seconds(1)
  /// How long an action without duration takes.
  static let action = Duration.seconds(5)
  /// How often it is looked whether everything is put back.
  static let settling = Duration.seconds(5)
  /// How long experiments that ended are kept (FIS quotas).
  static let retention = Duration.days(120)
}
