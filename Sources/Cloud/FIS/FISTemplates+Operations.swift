package import EventKernel

/// What becomes of targets that nothing is found for, and in which accounts targets are.
package struct FISTemplateOptions: Decodable, Sendable {
  var accountTargeting: String?
  var emptyTargetResolutionMode: String?

  /// Whether actions without a target are left out; `nil` when the call does not say.
  func skipsEmptyTargets() throws(AWSError) -> Bool? {
    if let accountTargeting, accountTargeting != "single-account" {
      throw .notModelled("ExperimentOptions accountTargeting", accountTargeting)
    }
    return emptyTargetResolutionMode.map { $0 == "skip" }
  }
}

/// Makes a template.
package enum CreateExperimentTemplate: FISOperation {
  package static let name = "CreateExperimentTemplate"

  package struct Input: Decodable, Sendable {
    var clientToken: String?
    var description: String
    var stopConditions: [FISStopCondition]
    var targets: NamedValues<FISTarget>?
    var actions: NamedValues<FISAction>
    var roleArn: String
    var tags: StringMap?
    var experimentOptions: FISTemplateOptions?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let arn = FISARN.of("experiment-template", "*", in: context.region)
    return Access(defaultAction, world, context).on(arn: arn).on(actions: input.actions)
      .givingFISTags(input.tags, to: arn).passing(role: input.roleArn, to: "fis.amazonaws.com").requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> FISTemplateOutput {
    if let id = try world.earlierExperiment(input.clientToken, name, "\(input)", context),
      let row = world.fis.templates[id]
    {
      return FISTemplateOutput(row)
    }
    let template = FISTemplate(
      id: world.nextUniqueID("EXT", length: 18), region: context.region, creation: world.now,
      update: world.now, description: input.description, targets: (input.targets ?? NamedValues()).table,
      actions: input.actions.table, stopConditions: input.stopConditions, role: input.roleArn,
      tags: try fisTags(input.tags),
      skipsEmptyTargets: try input.experimentOptions?.skipsEmptyTargets() ?? false)
    try FISTemplateChecks.check(template)
    // FIS quotas: 500 templates in a Region.
    guard world.fis.templates.count(where: { $0.row.region == context.region }) < 500 else {
      throw AWSError(
        "ServiceQuotaExceededException", "The account has reached its quota of 500 experiment templates.")
    }
    world.fis.templates[template.id] = template
    world.remember(template.id, for: input.clientToken, of: name, asked: "\(input)", context)
    return FISTemplateOutput(template)
  }
}

extension World {
  /// What an earlier call of FIS with the same client token made.
  ///
  /// - Throws: `ConflictException` when the earlier call asked for something else.
  func earlierExperiment(
    _ token: String?, _ operation: String, _ asked: String, _ context: CallContext
  ) throws(AWSError) -> String? {
    do throws(AWSError) {
      return try earlierAnswer(to: token, of: operation, asked: asked, context)
    } catch {
      throw AWSError("ConflictException", "The client token was used by a request with other parameters.")
    }
  }
}

/// Shows a template.
package enum GetExperimentTemplate: FISOperation {
  package static let name = "GetExperimentTemplate"

  package struct Input: Codable, Sendable { package var id: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(toTemplate: input.id, in: world, context).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> FISTemplateOutput {
    FISTemplateOutput(try world.experimentTemplate(input.id, context))
  }
}

/// Lists the templates of the Region, the newest first.
package enum ListExperimentTemplates: FISOperation {
  package static let name = "ListExperimentTemplates"

  package struct Input: Decodable, Sendable {
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var experimentTemplates: [Summary]
    package var nextToken: String?
  }

  /// One template.
  package struct Summary: Encodable, Sendable {
    package var id: String
    package var arn: String
    package var description: String
    package var creationTime: Instant
    package var lastUpdateTime: Instant
    package var tags: StringMap
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rows = world.fis.templates.rows.filter { $0.region == context.region }
      .sorted { $0.creation == $1.creation ? $0.id < $1.id : $0.creation > $1.creation }
    let page = try fisPage(rows, input.nextToken, input.maxResults)
    return Output(
      experimentTemplates: page.rows.map {
        Summary(
          id: $0.id, arn: $0.arn, description: $0.description, creationTime: $0.creation,
          lastUpdateTime: $0.update, tags: StringMap($0.tags))
      }, nextToken: page.nextToken)
  }
}

/// Changes a template; what is not given stays, and experiments that run go on as they began.
package enum UpdateExperimentTemplate: FISOperation {
  package static let name = "UpdateExperimentTemplate"

  package struct Input: Decodable, Sendable {
    var id: String
    var description: String?
    var stopConditions: [FISStopCondition]?
    var targets: NamedValues<FISTarget>?
    var actions: NamedValues<FISAction>?
    var roleArn: String?
    var experimentOptions: Options?

    /// What becomes of targets that nothing is found for.
    struct Options: Decodable, Sendable { var emptyTargetResolutionMode: String? }
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(toTemplate: input.id, in: world, context).on(actions: input.actions)
      .passing(role: input.roleArn, to: "fis.amazonaws.com").requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> FISTemplateOutput {
    var template = try world.experimentTemplate(input.id, context)
    template.description = input.description ?? template.description
    template.stopConditions = input.stopConditions ?? template.stopConditions
    template.targets = input.targets?.table ?? template.targets
    template.actions = input.actions?.table ?? template.actions
    template.role = input.roleArn ?? template.role
    template.skipsEmptyTargets =
      input.experimentOptions?.emptyTargetResolutionMode.map { $0 == "skip" } ?? template.skipsEmptyTargets
    try FISTemplateChecks.check(template)
    template.update = world.now
    world.fis.templates[template.id] = template
    return FISTemplateOutput(template)
  }
}

/// Deletes a template; its experiments stay.
package enum DeleteExperimentTemplate: FISOperation {
  package static let name = "DeleteExperimentTemplate"

  package struct Input: Codable, Sendable { package var id: String }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    access(toTemplate: input.id, in: world, context).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> FISTemplateOutput {
    let template = try world.experimentTemplate(input.id, context)
    world.fis.templates[template.id] = nil
    return FISTemplateOutput(template)
  }
}
