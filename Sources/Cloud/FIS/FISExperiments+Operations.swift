package import EventKernel

/// Runs a template.
package enum StartExperiment: FISOperation {
  package static let name = "StartExperiment"

  package struct Input: Decodable, Sendable {
    var clientToken: String?
    var experimentTemplateId: String
    var experimentOptions: Options?
    var tags: StringMap?

    /// Whether actions run, or only targets are looked for.
    struct Options: Decodable, Sendable { var actionsMode: String? }
  }

  /// FIS quotas: experiments that are active at once in a Region.
  static let mostActive = 5

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let arn = FISARN.of("experiment", "*", in: context.region)
    return access(toTemplate: input.experimentTemplateId, in: world, context).on(arn: arn)
      .givingFISTags(input.tags, to: arn).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> FISExperimentOutput {
    if let id = try world.earlierExperiment(input.clientToken, name, "\(input)", context),
      let row = world.fis.experiments[id]
    {
      return FISExperimentOutput(row)
    }
    let template = try world.experimentTemplate(input.experimentTemplateId, context)
    let tags = try fisTags(input.tags)
    let active = world.fis.active.count { world.fis.experiments[$0]?.region == context.region }
    guard active < mostActive else {
      throw AWSError(
        "ServiceQuotaExceededException",
        "The account has reached its quota of \(mostActive) active experiments.")
    }
    var runs = Table<String, FISExperiment.Run>()
    for name in template.actions.ids { runs[name] = FISExperiment.Run() }
    let experiment = FISExperiment(
      id: world.nextUniqueID("EXP", length: 18), template: template, tags: tags, creation: world.now,
      start: world.now, runs: runs, skipsActions: input.experimentOptions?.actionsMode == "skip-all")
    world.fis.experiments[experiment.id] = experiment
    world.fis.active.append(experiment.id)
    world.schedule(.fis(.begins(experiment.id)), in: FISTimings.initiation)
    world.remember(experiment.id, for: input.clientToken, of: name, asked: "\(input)", context)
    return FISExperimentOutput(experiment)
  }
}

/// Shows an experiment.
package enum GetExperiment: FISOperation {
  package static let name = "GetExperiment"

  package struct Input: Codable, Sendable { package var id: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(toExperiment: input.id, in: world, context).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> FISExperimentOutput {
    FISExperimentOutput(try world.experiment(input.id, context))
  }
}

/// Lists the experiments of the Region, the newest first.
package enum ListExperiments: FISOperation {
  package static let name = "ListExperiments"

  package struct Input: Decodable, Sendable {
    var maxResults: Int?
    var nextToken: String?
    var experimentTemplateId: String?
  }

  package struct Output: Encodable, Sendable {
    package var experiments: [Summary]
    package var nextToken: String?
  }

  /// One experiment.
  package struct Summary: Encodable, Sendable {
    package var id: String
    package var arn: String
    package var experimentTemplateId: String
    package var state: FISStateShape
    package var creationTime: Instant
    package var tags: StringMap
    package var experimentOptions: FISExperimentOptionsShape
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let rows = now.fis.experiments.rows.filter { row in
      row.region == context.region && now.isKept(row)
        && (input.experimentTemplateId.map { $0 == row.template.id } ?? true)
    }.sorted { $0.creation == $1.creation ? $0.id < $1.id : $0.creation > $1.creation }
    let page = try fisPage(rows, input.nextToken, input.maxResults)
    return Output(
      experiments: page.rows.map {
        Summary(
          id: $0.id, arn: $0.arn, experimentTemplateId: $0.template.id, state: FISStateShape($0),
          creationTime: $0.creation, tags: StringMap($0.tags),
          experimentOptions: FISExperimentOptionsShape($0))
      }, nextToken: page.nextToken)
  }
}

/// Stops an experiment: what it changed for a while is put back.
package enum StopExperiment: FISOperation {
  package static let name = "StopExperiment"

  package struct Input: Codable, Sendable { package var id: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(toExperiment: input.id, in: world, context).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> FISExperimentOutput {
    let experiment = try world.experiment(input.id, context)
    guard experiment.status.isActive else {
      throw FISTemplateChecks.refusal(
        "Experiment \(input.id) cannot be stopped: its state is \(experiment.status.rawValue).")
    }
    world.endExperiment(input.id, .stopped("Experiment stopped."))
    return FISExperimentOutput(try world.experiment(input.id, context))
  }
}

/// Lists the resources that the targets of an experiment came to.
package enum ListExperimentResolvedTargets: FISOperation {
  package static let name = "ListExperimentResolvedTargets"

  package struct Input: Decodable, Sendable {
    var experimentId: String
    var maxResults: Int?
    var nextToken: String?
    var targetName: String?
  }

  package struct Output: Encodable, Sendable {
    package var resolvedTargets: [Resolved]
    package var nextToken: String?
  }

  /// One resource.
  package struct Resolved: Encodable, Sendable {
    package var resourceType: String
    package var targetName: String
    package var targetInformation: StringMap
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(toExperiment: input.experimentId, in: world, context).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let experiment = try world.experiment(input.experimentId, context)
    if let wanted = input.targetName, experiment.template.targets[wanted] == nil {
      throw AWSError("ResourceNotFoundException", "Target \(wanted) not found.")
    }
    let rows = experiment.resolved.filter { input.targetName == nil || $0.id == input.targetName }
      .flatMap { name, arns in
        arns.map { arn in
          var information = StringMap()
          information["arn"] = arn
          return Resolved(
            resourceType: experiment.template.targets[name]?.resourceType ?? "", targetName: name,
            targetInformation: information)
        }
      }
    let page = try fisPage(rows, input.nextToken, input.maxResults)
    return Output(resolvedTargets: page.rows, nextToken: page.nextToken)
  }
}
