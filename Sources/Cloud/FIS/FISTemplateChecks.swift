import EventKernel

/// What FIS asks of templates (FIS User Guide, experiment templates and quotas).
enum FISTemplateChecks {
  /// The most actions of a template.
  static let mostActions = 20
  /// The most actions that can run at once.
  static let mostParallelActions = 10
  /// The most stop conditions of a template.
  static let mostStopConditions = 5
  /// The longest experiment.
  static let longest = Duration.hours(12)

  static func refusal(_ message: String) -> AWSError { AWSError("ValidationException", message) }

  /// Throws unless a template can be.
  static func check(_ template: FISTemplate) throws(AWSError) {
    guard template.description.unicodeScalars.count <= 512 else {
      throw refusal("The description must have at most 512 characters.")
    }
    guard template.role.hasPrefix("arn:aws:iam::\(Account.id):role/") else {
      throw refusal("The role ARN \(template.role) is not valid.")
    }
    try check(template.stopConditions, in: template.region)
    guard !template.actions.isEmpty else { throw refusal("An experiment template must have an action.") }
    guard template.actions.count <= mostActions else {
      throw AWSError(
        "ServiceQuotaExceededException",
        "The experiment template has more than \(mostActions) actions.")
    }
    for (name, target) in template.targets { try check(target, named: name) }
    for (name, action) in template.actions { try check(action, named: name, in: template) }
    try checkOrder(of: template)
  }

  private static func check(_ conditions: [FISStopCondition], in region: Region) throws(AWSError) {
    guard !conditions.isEmpty else {
      throw refusal("An experiment template must have a stop condition; its source can be none.")
    }
    guard conditions.count <= mostStopConditions else {
      throw AWSError(
        "ServiceQuotaExceededException",
        "The experiment template has more than \(mostStopConditions) stop conditions.")
    }
    for condition in conditions {
      switch condition.source {
      case "none":
        guard condition.value == nil else {
          throw refusal("A stop condition with the source none cannot have a value.")
        }
      case "aws:cloudwatch:alarm":
        let prefix = "arn:aws:cloudwatch:\(region.rawValue):\(Account.id):alarm:"
        guard let value = condition.value, value.hasPrefix(prefix), value != prefix else {
          throw refusal("The stop condition value must be the ARN of a CloudWatch alarm of the Region.")
        }
      case let other: throw refusal("The stop condition source \(other) is not valid.")
      }
    }
  }

  private static func check(_ target: FISTarget, named name: String) throws(AWSError) {
    try checkName(name)
    guard let kind = FISResourceKind(rawValue: target.resourceType) else {
      guard target.resourceType.hasPrefix("aws:") else {
        throw refusal("The resource type \(target.resourceType) of target \(name) is not supported.")
      }
      throw .notModelled("Targets", target.resourceType)
    }
    let arns = target.resourceArns ?? []
    let tags = target.resourceTags?.entries ?? []
    let parameters = target.parameters?.entries ?? []
    guard arns.isEmpty || tags.isEmpty else {
      throw refusal("You cannot specify both resource ARNs and resource tags for target \(name).")
    }
    guard !arns.isEmpty || !tags.isEmpty || !parameters.isEmpty else {
      throw refusal("You must specify resource ARNs, resource tags or parameters for target \(name).")
    }
    guard arns.count <= 5, tags.count <= 50 else {
      throw refusal("Target \(name) has too many resource ARNs or tags.")
    }
    guard arns.isEmpty || (target.filters ?? []).isEmpty else {
      throw refusal("You cannot specify filters with resource ARNs for target \(name).")
    }
    for filter in target.filters ?? [] {
      guard !filter.values.isEmpty else {
        throw refusal("The filter \(filter.path) of target \(name) has no value.")
      }
      guard kind.paths.contains(filter.path) else { throw .notModelled("Filters", filter.path) }
    }
    for parameter in parameters where !kind.parameters.contains(where: { $0.name == parameter.name }) {
      throw refusal("Unexpected parameter \"\(parameter.name)\" found in target \"\(name)\".")
    }
    for parameter in kind.parameters where parameter.isRequired && target.parameters?[parameter.name] == nil {
      throw refusal("Target \"\(name)\" must have the parameter \"\(parameter.name)\".")
    }
    guard FISSelection(target.selectionMode) != nil else {
      throw refusal(
        "The selection mode \(target.selectionMode) of target \(name) must be ALL, COUNT(n) or PERCENT(n).")
    }
  }

  private static func checkName(_ name: String) throws(AWSError) {
    let isName = (1...64).contains(name.utf8.count) && name.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    guard isName else { throw refusal("The name \"\(name)\" is not valid: 1 to 64 characters, no space.") }
  }

  private static func check(
    _ action: FISAction, named name: String, in template: FISTemplate
  ) throws(AWSError) {
    try checkName(name)
    guard let id = action.actionId else { throw refusal("Action \"\(name)\" has no action ID.") }
    guard let kind = action.kind else {
      if FISActionKind.unmodelled.contains(id) { throw .notModelled("Actions", id) }
      throw AWSError("ResourceNotFoundException", "Action with ID \(id) not found.")
    }
    for entry in action.targets?.entries ?? [] where entry.name != kind.target?.name {
      throw refusal("Unexpected target \"\(entry.name)\" found in action \"\(name)\".")
    }
    if let wanted = kind.target {
      guard let target = action.targets?[wanted.name] else {
        throw refusal("Action \"\(name)\" must have the target \"\(wanted.name)\".")
      }
      guard let row = template.targets[target] else {
        throw refusal("Action \"\(name)\" refers to target \"\(target)\", which is not defined.")
      }
      guard row.resourceType == wanted.type.rawValue else {
        throw refusal(
          "Target \"\(target)\" of action \"\(name)\" must have the resource type \(wanted.type.rawValue).")
      }
    }
    try checkParameters(of: action, kind, named: name)
  }

  private static func checkParameters(
    of action: FISAction, _ kind: FISActionKind, named name: String
  ) throws(AWSError) {
    let given = action.parameters?.entries ?? []
    for entry in given {
      guard let parameter = kind.parameters.first(where: { $0.name == entry.name }) else {
        throw refusal("Unexpected parameter \"\(entry.name)\" found in action \"\(name)\".")
      }
      if kind == .disruptNetwork, entry.text == "s3express" { throw .notModelled("Actions", "s3express") }
      guard parameter.takes(entry.text) else {
        throw refusal(
          "The value \"\(entry.text)\" of parameter \"\(entry.name)\" in action \"\(name)\" is not valid.")
      }
    }
    for parameter in kind.parameters where parameter.isRequired && action.parameters?[parameter.name] == nil {
      throw refusal("Action \"\(name)\" must have the parameter \"\(parameter.name)\".")
    }
    let isOfList = action.parameters?["scope"] == "prefix-list"
    guard kind != .disruptNetwork || isOfList == (action.parameters?["prefixListIdentifier"] != nil) else {
      throw refusal(
        "Action \"\(name)\" must have the parameter \"prefixListIdentifier\" for the scope prefix-list alone."
      )
    }
  }

  /// Throws when actions wait for what is not there or for each other, when too many run at once, or too long.
  private static func checkOrder(of template: FISTemplate) throws(AWSError) {
    var ends: [String: Duration] = [:]
    var rest = template.actions.map { $0 }
    for (name, action) in rest {
      for other in action.startAfter ?? [] where template.actions[other] == nil {
        throw refusal("Action \"\(name)\" starts after action \"\(other)\", which is not defined.")
      }
    }
    while !rest.isEmpty {
      let ready = rest.filter { ($0.row.startAfter ?? []).allSatisfy { ends[$0] != nil } }
      guard !ready.isEmpty else {
        throw refusal("The actions of the experiment template start after each other in a circle.")
      }
      guard ready.count <= mostParallelActions else {
        throw AWSError(
          "ServiceQuotaExceededException",
          "More than \(mostParallelActions) actions of the experiment template would run in parallel.")
      }
      for (name, action) in ready {
        let start = (action.startAfter ?? []).compactMap { ends[$0] }.max() ?? .zero
        ends[name] = start + (action.duration ?? .zero)
      }
      rest.removeAll { row in ready.contains { $0.id == row.id } }
    }
    guard ends.values.allSatisfy({ $0 <= longest }) else {
      throw refusal("The actions of the experiment template take longer than 12 hours.")
    }
  }
}
