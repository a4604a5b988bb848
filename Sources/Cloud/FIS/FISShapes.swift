package import EventKernel

/// A template as calls show it.
package struct FISTemplateShape: Encodable, Sendable {
  package var id: String
  package var arn: String
  package var description: String
  package var targets: NamedValues<FISTarget>
  package var actions: NamedValues<FISAction>
  package var stopConditions: [FISStopCondition]
  package var creationTime: Instant
  package var lastUpdateTime: Instant
  package var roleArn: String
  package var tags: StringMap
  package var experimentOptions: Options
  package var targetAccountConfigurationsCount = 0

  /// Where targets are, and what becomes of empty ones.
  package struct Options: Encodable, Sendable {
    package var accountTargeting = "single-account"
    package var emptyTargetResolutionMode: String

    init(_ template: FISTemplate) { emptyTargetResolutionMode = template.skipsEmptyTargets ? "skip" : "fail" }
  }

  init(_ template: FISTemplate) {
    id = template.id
    arn = template.arn
    description = template.description
    targets = NamedValues(template.targets)
    actions = NamedValues(template.actions)
    stopConditions = template.stopConditions
    creationTime = template.creation
    lastUpdateTime = template.update
    roleArn = template.role
    tags = StringMap(template.tags)
    experimentOptions = Options(template)
  }
}

/// The output of calls that answer a template.
package struct FISTemplateOutput: Encodable, Sendable {
  package var experimentTemplate: FISTemplateShape

  init(_ template: FISTemplate) { experimentTemplate = FISTemplateShape(template) }
}

/// The state of an experiment or action as calls show it.
package struct FISStateShape: Encodable, Sendable {
  package var status: String
  package var reason: String
  package var error: Error?

  /// What failed.
  package struct Error: Encodable, Sendable {
    package var accountId = Account.id
    package var code: String
    package var location: String?
  }
}

/// Whether actions run, and the template's options.
package struct FISExperimentOptionsShape: Encodable, Sendable {
  package var accountTargeting = "single-account"
  package var emptyTargetResolutionMode: String
  package var actionsMode: String

  init(_ experiment: FISExperiment) {
    emptyTargetResolutionMode = experiment.template.skipsEmptyTargets ? "skip" : "fail"
    actionsMode = experiment.skipsActions ? "skip-all" : "run-all"
  }
}

/// An experiment as calls show it.
package struct FISExperimentShape: Encodable, Sendable {
  package var id: String
  package var arn: String
  package var experimentTemplateId: String
  package var roleArn: String
  package var state: FISStateShape
  package var targets: NamedValues<FISTarget>
  package var actions: NamedValues<Action>
  package var stopConditions: [FISStopCondition]
  package var creationTime: Instant
  package var startTime: Instant
  package var endTime: Instant?
  package var tags: StringMap
  package var experimentOptions: FISExperimentOptionsShape
  package var targetAccountConfigurationsCount = 0

  /// An action with its state.
  package struct Action: Encodable, Sendable {
    package var actionId: String?
    package var description: String?
    package var parameters: StringMap?
    package var targets: StringMap?
    package var startAfter: [String]?
    package var state: FISStateShape
    package var startTime: Instant?
    package var endTime: Instant?

    init(_ action: FISAction, _ run: FISExperiment.Run) {
      actionId = action.actionId
      description = action.description
      parameters = action.parameters
      targets = action.targets
      startAfter = action.startAfter
      state = FISStateShape(status: run.status.rawValue, reason: run.reason)
      startTime = run.start
      endTime = run.end
    }
  }

  init(_ experiment: FISExperiment) {
    id = experiment.id
    arn = experiment.arn
    experimentTemplateId = experiment.template.id
    roleArn = experiment.template.role
    state = FISStateShape(experiment)
    targets = NamedValues(experiment.template.targets)
    actions = NamedValues(
      experiment.template.actions.map { name, action in
        (key: name, value: Action(action, experiment.runs[name] ?? FISExperiment.Run()))
      })
    stopConditions = experiment.template.stopConditions
    creationTime = experiment.creation
    startTime = experiment.start
    endTime = experiment.end
    tags = StringMap(experiment.tags)
    experimentOptions = FISExperimentOptionsShape(experiment)
  }
}

extension FISStateShape {
  init(_ experiment: FISExperiment) {
    status = experiment.status.rawValue
    reason = experiment.reason
    error = experiment.failure.map { Error(code: $0.code, location: $0.location) }
  }
}

/// The output of calls that answer an experiment.
package struct FISExperimentOutput: Encodable, Sendable {
  package var experiment: FISExperimentShape

  init(_ experiment: FISExperiment) { self.experiment = FISExperimentShape(experiment) }
}

extension StringMap {
  /// Tags by key.
  init(_ tags: Tags) {
    self.init()
    for tag in tags.all { self[tag.key] = tag.value }
  }

  /// The entries as tags.
  var tags: [Tags.Tag] { entries.map { Tags.Tag(key: $0.name, value: $0.text) } }
}
