import EventKernel

/// An operation of the Fault Injection Service.
package protocol FISOperation: Operation {}

extension FISOperation {
  package static var service: String { "fis" }
}

/// The operations of the Fault Injection Service.
package enum FISOperations {
  /// All of them.
  package static let all: [any Operation.Type] = [
    CreateExperimentTemplate.self, GetExperimentTemplate.self, ListExperimentTemplates.self,
    UpdateExperimentTemplate.self, DeleteExperimentTemplate.self, StartExperiment.self, GetExperiment.self,
    ListExperiments.self, StopExperiment.self, ListExperimentResolvedTargets.self, ListFISActions.self,
    GetFISAction.self, ListTargetResourceTypes.self, GetTargetResourceType.self, TagFISResource.self,
    UntagFISResource.self, ListFISTags.self,
  ]
}

/// A page of a listing of FIS: at most 100 rows.
func fisPage<Row>(_ all: [Row], _ token: String?, _ limit: Int?) throws(AWSError) -> Page<Row> {
  guard (1...100).contains(limit ?? 100), let page = Page(of: all, from: token, limit: limit ?? 100) else {
    throw FISTemplateChecks.refusal("The maxResults or nextToken value is not valid.")
  }
  return page
}

/// The tags that a call of FIS gives, within the limits of all services.
func fisTags(_ tags: StringMap?, over present: Tags = Tags()) throws(AWSError) -> Tags {
  try present.adding(tags?.tags) { problem in
    switch problem {
    case .tooMany:
      FISTemplateChecks.refusal("A resource can have at most \(Tags.mostPerResource) tags.")
    case .reserved(let key): FISTemplateChecks.refusal("The tag key \(key) is reserved: it begins with aws:.")
    case .emptyKey: FISTemplateChecks.refusal("A tag key must not be empty.")
    case .longKey(let key), .longValue(let key), .twice(let key):
      FISTemplateChecks.refusal("The tag \(key) is too long or given twice.")
    }
  }
}

extension World {
  /// The template of an id.
  func experimentTemplate(_ id: String, _ context: CallContext) throws(AWSError) -> FISTemplate {
    guard let row = fis.templates[id], row.region == context.region else {
      throw AWSError("ResourceNotFoundException", "Experiment template \(id) not found.")
    }
    return row
  }

  /// The experiment of an id, while it is kept.
  func experiment(_ id: String, _ context: CallContext) throws(AWSError) -> FISExperiment {
    guard let row = fis.experiments[id], row.region == context.region, isKept(row) else {
      throw AWSError("ResourceNotFoundException", "Experiment \(id) not found.")
    }
    return row
  }

  /// Whether an experiment is still shown.
  func isKept(_ experiment: FISExperiment) -> Bool {
    experiment.end.map { now < $0 + FISTimings.retention } ?? true
  }
}

extension FISOperation {
  /// What a call on a template needs.
  static func access(
    toTemplate id: String, in world: World, _ context: CallContext
  ) -> Access {
    let tags = world.fis.templates[id]?.tags ?? Tags()
    return Access(defaultAction, world, context)
      .on(arn: FISARN.of("experiment-template", id, in: context.region), tags: tags)
  }

  /// What a call on an experiment needs.
  static func access(toExperiment id: String, in world: World, _ context: CallContext) -> Access {
    let tags = world.fis.experiments[id]?.tags ?? Tags()
    return Access(defaultAction, world, context)
      .on(arn: FISARN.of("experiment", id, in: context.region), tags: tags)
  }
}

extension Access {
  /// The call names actions of FIS by their ids.
  func on(actions: NamedValues<FISAction>?) -> Access {
    on(
      (actions?.entries ?? []).compactMap(\.value.actionId).map {
        AccessTarget(FISARN.of("action", $0, in: context.region))
      })
  }

  /// The call gives tags to what it makes: `fis:TagResource` is asked for too.
  func givingFISTags(_ tags: StringMap?, to arn: String) -> Access {
    guard let tags = tags?.tags, !tags.isEmpty else { return self }
    return tagging(tags).also("fis:TagResource", on: AccessTarget(arn), keys: .requestTags(tags))
  }
}
