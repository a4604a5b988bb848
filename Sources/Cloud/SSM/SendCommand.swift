import EventKernel

/// Sends a script to instances that are managed.
package enum SendCommand: SSMOperation {
  package static let name = "SendCommand"

  package struct Input: Decodable, Sendable {
    var instanceIds: [String]?
    var targets: [SSMTarget]?
    var documentName: String?
    var documentVersion: String?
    var timeoutSeconds: Int?
    var maxConcurrency: String?
    var maxErrors: String?
    var comment: String?
    var parameters: [String: [String]]?
    var outputS3BucketName: String?
    var outputS3KeyPrefix: String?
    var serviceRoleArn: String?
    var notificationConfig: SSMNotificationConfig?
    var cloudWatchOutputConfig: SSMLogsConfig?
  }

  package struct Output: Encodable, Sendable { package var command: SSMCommandShape }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    let document = "arn:aws:ssm:\(context.region.rawValue)::document/\(input.documentName ?? "*")"
    return Access(defaultAction, world, context).on(arn: document).on(.instance, input.instanceIds)
      .passing(role: input.serviceRoleArn, to: "ssm.amazonaws.com").requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let found = try SSMDocument.named(input.documentName)
    try checkVersion(input.documentVersion)
    let parameters = try SSMScriptParameters(input.parameters, of: found)
    if let seconds = input.timeoutSeconds, !(30...2_592_000).contains(seconds) {
      throw AWSError(
        "ValidationException",
        "1 validation error detected: Value '\(seconds)' at 'timeoutSeconds' failed to satisfy constraint: Member must"
          + " have value \(seconds < 30 ? "greater than or equal to 30" : "less than or equal to 2592000")")
    }
    let ids = try instances(input, in: world, region: context.region)
    let reports = try reports(input, in: world)
    let high = world.nextBits()
    let id = UUIDText.make(high, Draws.mix(high))
    let requested = world.now
    let rate = try SSMCommandRate(
      concurrency: input.maxConcurrency, errors: input.maxErrors, instances: ids.count)
    let words = found.interpreter.map { [$0] } ?? parameters.script
    let answers = run(words, on: ids, at: rate, client: context.machineClient, in: &world)
    var command = SSMCommand(
      id: id, region: context.region, document: found.name, comment: input.comment ?? "",
      lines: parameters.lines, instances: ids, requested: requested, answers: answers, reports: reports,
      rate: rate)
    command.targets = input.targets ?? []
    command.deliveryTimeout = .seconds(input.timeoutSeconds ?? 3_600)
    command.executionTimeout = parameters.timeout
    let key = SSMState.key(context.region, id)
    world.ssm.commands[key] = command
    if !reports.isEmpty {
      world.tell(of: command, status: "InProgress")
      world.schedule(.ssm(.commandEnds(key)), in: command.end - requested)
    }
    var shape = SSMCommandShape(command, at: world.now)
    shape.status = "Pending"
    shape.statusDetails = "Pending"
    return Output(command: shape)
  }

  /// What the instances answer, as many at a time as the rate says; after too many errors the rest is not asked.
  private static func run(
    _ lines: [String], on ids: [InstanceID], at rate: SSMCommandRate, client: MachineClient?,
    in world: inout World
  ) -> Table<InstanceID, MachineAnswer> {
    var answers = Table<InstanceID, MachineAnswer>()
    for first in stride(from: 0, to: ids.count, by: rate.waveSize) {
      guard answers.rows.count(where: { $0.status != 0 }) <= rate.mostErrors else { break }
      for instance in ids[first..<min(first + rate.waveSize, ids.count)] {
        answers[instance] = world.runScript(lines, on: instance, client: client)
      }
    }
    return answers
  }

  /// Throws AWS's refusal of a version that a document does not have; AWS's own have one here.
  private static func checkVersion(_ version: String?) throws(AWSError) {
    guard let version, !["1", "$DEFAULT", "$LATEST"].contains(version) else { return }
    throw AWSError("InvalidDocumentVersion", "Document version \(version) does not exist.")
  }

  /// Where the command tells what happened, or AWS's refusal of a place that is not there.
  private static func reports(_ input: Input, in world: World) throws(AWSError) -> SSMCommandReports {
    if let bucket = input.outputS3BucketName, world.s3.buckets[ObjectKey(bucket)] == nil {
      throw AWSError("InvalidOutputFolder", "The S3 bucket doesn't exist.")
    }
    if let role = input.serviceRoleArn, !world.maySend(as: role) {
      throw AWSError(
        "InvalidRole", "The role \(role) is not valid: it must exist and trust ssm.amazonaws.com.")
    }
    var logs = input.cloudWatchOutputConfig
    if logs?.cloudWatchOutputEnabled == true {
      let name = logs?.cloudWatchLogGroupName ?? "/aws/ssm/\(input.documentName ?? "")"
      try LogGroup.check(name)
      logs?.cloudWatchLogGroupName = name
    }
    if let notification = input.notificationConfig {
      guard input.serviceRoleArn != nil else {
        throw AWSError("InvalidRole", "A service role is needed to send notifications.")
      }
      try notification.check()
    }
    return SSMCommandReports(
      bucket: input.outputS3BucketName, prefix: input.outputS3KeyPrefix, role: input.serviceRoleArn,
      notification: input.notificationConfig, logs: logs)
  }

  /// The instances of the call, all of them managed.
  private static func instances(
    _ input: Input, in world: World, region: Region
  ) throws(AWSError) -> [InstanceID] {
    let managed = world.instances(in: region).filter(world.isManaged)
    var ids: [InstanceID] = []
    for text in input.instanceIds ?? [] {
      guard let found = managed.first(where: { "\($0.id)" == text }) else {
        throw AWSError(
          "InvalidInstanceId", "Instances [[\(text)]] not in a valid state for account \(Account.id)")
      }
      if !ids.contains(found.id) { ids.append(found.id) }
    }
    for target in input.targets ?? [] {
      let key = target.key ?? ""
      let values = target.values ?? []
      let found = managed.filter { instance in
        // Guides write it in either way, and AWS takes both.
        if key.lowercased().utf8.elementsEqual("instanceids".utf8) {
          return values.contains("\(instance.id)")
        }
        guard key.utf8.starts(with: "tag:".utf8) else { return false }
        return instance.tags[String(key.dropFirst(4))].map { values.contains($0) } ?? false
      }
      for instance in found where !ids.contains(instance.id) { ids.append(instance.id) }
    }
    guard input.instanceIds?.isEmpty == false || input.targets?.isEmpty == false else {
      throw AWSError("ValidationException", "Either InstanceIds or Targets must be given.")
    }
    guard ids.count <= 50 else {
      throw AWSError("ValidationException", "At most 50 instance ids can be given at once.")
    }
    return ids
  }
}
