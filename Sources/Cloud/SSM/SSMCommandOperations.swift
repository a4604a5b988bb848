package import EventKernel

/// Which instances a command goes to, by a tag or by ids.
package struct SSMTarget: Codable, Sendable, Equatable {
  package var key: String?
  package var values: [String]?
}

/// A command as the calls show it.
package struct SSMCommandShape: Encodable, Sendable {
  package var commandId: String
  package var documentName: String
  package var documentVersion = "$DEFAULT"
  package var comment: String
  package var expiresAfter: Instant
  package var parameters: [String: [String]]
  package var instanceIds: [String]
  package var targets: [SSMTarget]
  package var requestedDateTime: Instant
  package var status: String
  package var statusDetails: String
  package var outputS3BucketName: String
  package var outputS3KeyPrefix: String
  package var maxConcurrency: String
  package var maxErrors: String
  package var targetCount: Int
  package var completedCount: Int
  package var errorCount: Int
  package var deliveryTimedOutCount = 0
  package var serviceRole: String
  package var notificationConfig: SSMNotificationConfig
  package var cloudWatchOutputConfig: SSMLogsConfig
  package var timeoutSeconds: Int

  init(_ command: SSMCommand, at now: Instant) {
    commandId = command.id
    documentName = command.document
    comment = command.comment
    expiresAfter = command.requested + command.deliveryTimeout + command.executionTimeout
    timeoutSeconds = command.deliveryTimeout.wholeSeconds
    maxConcurrency = command.rate.concurrency
    maxErrors = command.rate.errors
    parameters = ["commands": command.lines]
    // A command by targets names no instances (AWS CLI reference, list-commands, example 2).
    instanceIds = command.targets.isEmpty ? command.instances.map { "\($0)" } : []
    targets = command.targets
    requestedDateTime = command.requested
    outputS3BucketName = command.reports.bucket ?? ""
    outputS3KeyPrefix = command.reports.prefix ?? ""
    serviceRole = command.reports.role ?? ""
    notificationConfig = command.reports.shownNotification
    cloudWatchOutputConfig = command.reports.shownLogs
    let states = command.instances.map { command.status(of: $0, at: now) }
    let isOpen = states.contains("InProgress") || states.contains("Pending")
    status =
      isOpen
      ? "InProgress" : ["Failed", "TimedOut", "Cancelled"].first(where: states.contains) ?? "Success"
    statusDetails = status
    targetCount = command.instances.count
    completedCount = states.count { !["InProgress", "Pending"].contains($0) }
    errorCount = states.count { ["Failed", "TimedOut"].contains($0) }
  }
}

extension World {
  /// The command of an id, or AWS's refusal.
  func command(_ id: String?, in region: Region) throws(AWSError) -> SSMCommand {
    guard let id, let found = ssm.commands[SSMState.key(region, id)] else {
      throw AWSError("InvalidCommandId", "")
    }
    return found
  }
}

/// Shows what a script wrote on one instance.
package enum GetCommandInvocation: SSMOperation {
  package static let name = "GetCommandInvocation"

  package struct Input: Decodable, Sendable {
    var commandId: String?
    var instanceId: String?
  }

  package struct Output: Encodable, Sendable {
    package var commandId: String
    package var instanceId: String
    package var comment: String
    package var documentName: String
    package var documentVersion = "$DEFAULT"
    package var pluginName = "aws:runShellScript"
    package var responseCode: Int
    package var executionStartDateTime: String
    package var executionElapsedTime: String
    package var executionEndDateTime: String
    package var status: String
    package var statusDetails: String
    package var standardOutputContent: String
    package var standardOutputUrl: String
    package var standardErrorContent: String
    package var standardErrorUrl: String
    package var cloudWatchOutputConfig: SSMLogsConfig
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let command = try world.command(input.commandId, in: context.region)
    guard let instance = input.instanceId.flatMap({ InstanceID($0) }), command.instances.contains(instance)
    else {
      throw AWSError("InvocationDoesNotExist", "")
    }
    let status = command.status(of: instance, at: world.now)
    let code = command.responseCode(of: instance, at: world.now)
    let isDone = ["Success", "Failed", "TimedOut"].contains(status)
    let answer = isDone ? command.answers[instance] : nil
    let start = command.start(on: instance)
    return Output(
      commandId: command.id, instanceId: "\(instance)", comment: command.comment,
      documentName: command.document,
      responseCode: code,
      executionStartDateTime: start.iso8601Milliseconds,
      executionElapsedTime: isDone ? "PT2S" : "",
      executionEndDateTime: isDone ? (start + SSMCommand.duration).iso8601Milliseconds : "",
      status: status, statusDetails: command.details(of: instance, at: world.now),
      standardOutputContent: answer?.output ?? "",
      standardOutputUrl: command.address(of: "stdout", on: instance),
      standardErrorContent: answer?.error ?? "",
      standardErrorUrl: command.address(of: "stderr", on: instance),
      cloudWatchOutputConfig: command.reports.shownLogs)
  }
}

extension World {
  /// The commands of a Region, newest first.
  fileprivate func commands(
    _ id: String?, on instance: String?, in region: Region
  ) throws(AWSError) -> [SSMCommand] {
    var rows = ssm.commands.rows.filter { $0.region == region }
    if let id { rows = [try command(id, in: region)] }
    if let instance {
      rows = rows.filter { row in row.instances.contains { "\($0)" == instance } }
    }
    return rows.sorted { ($1.requested, $0.id) < ($0.requested, $1.id) }
  }
}

/// A page of a listing of Systems Manager.
private func ssmPage<Row>(_ rows: [Row], token: String?, limit: Int?, most: Int) throws(AWSError) -> Page<Row>
{
  guard let page = Page(of: rows, from: token, limit: min(limit ?? most, most)) else {
    throw AWSError("InvalidNextToken", "The specified token is not valid.")
  }
  return page
}

/// Lists the commands that were sent.
package enum ListCommands: SSMOperation {
  package static let name = "ListCommands"

  package struct Input: Decodable, Sendable {
    var commandId: String?
    var instanceId: String?
    var filters: [SSMCommandFilter]?
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var commands: [SSMCommandShape]
    package var nextToken: String?
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let sent = try world.commands(input.commandId, on: input.instanceId, in: context.region)
    let now = world.now
    let tests = try (input.filters ?? []).map { filter throws(AWSError) in try filter.test() }
    let rows = sent.filter { command in tests.allSatisfy { $0(command, now) } }
    let page = try ssmPage(rows, token: input.nextToken, limit: input.maxResults, most: 50)
    return Output(commands: page.rows.map { SSMCommandShape($0, at: world.now) }, nextToken: page.nextToken)
  }
}

/// Lists what commands did on each instance.
package enum ListCommandInvocations: SSMOperation {
  package static let name = "ListCommandInvocations"

  package struct Input: Decodable, Sendable {
    var commandId: String?
    var instanceId: String?
    var maxResults: Int?
    var nextToken: String?
    var details: Bool?
  }

  package struct Output: Encodable, Sendable {
    package var commandInvocations: [Row]
    package var nextToken: String?
  }

  /// One command on one instance.
  package struct Row: Encodable, Sendable {
    package var commandId: String
    package var instanceId: String
    package var instanceName: String
    package var comment: String
    package var documentName: String
    package var documentVersion = "$DEFAULT"
    package var requestedDateTime: Instant
    package var status: String
    package var statusDetails: String
    package var standardOutputUrl: String
    package var standardErrorUrl: String
    package var commandPlugins: [Plugin]
    package var serviceRole: String
    package var notificationConfig: SSMNotificationConfig
    package var cloudWatchOutputConfig: SSMLogsConfig
  }

  /// The part of the document that ran the script.
  package struct Plugin: Encodable, Sendable {
    package var name = "aws:runShellScript"
    package var status: String
    package var statusDetails: String
    package var responseCode: Int
    package var responseStartDateTime: Instant
    package var responseFinishDateTime: Instant
    package var output: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let rows = try now.commands(input.commandId, on: input.instanceId, in: context.region).flatMap {
      command in
      command.instances.filter { input.instanceId == nil || "\($0)" == input.instanceId }.map { id in
        let status = command.status(of: id, at: now.now)
        let details = command.details(of: id, at: now.now)
        let answer = ["Pending", "Cancelled"].contains(status) ? nil : command.answers[id]
        let plugin = Plugin(
          status: status, statusDetails: details, responseCode: command.responseCode(of: id, at: now.now),
          responseStartDateTime: command.start(on: id),
          responseFinishDateTime: command.start(on: id) + SSMCommand.duration,
          output: answer.map { $0.output + $0.error } ?? "")
        return Row(
          commandId: command.id, instanceId: "\(id)", instanceName: now.ec2.instances[id]?.tags["Name"] ?? "",
          comment: command.comment, documentName: command.document, requestedDateTime: command.requested,
          status: status, statusDetails: details, standardOutputUrl: command.address(of: "stdout", on: id),
          standardErrorUrl: command.address(of: "stderr", on: id),
          commandPlugins: input.details == true ? [plugin] : [], serviceRole: command.reports.role ?? "",
          notificationConfig: command.reports.shownNotification,
          cloudWatchOutputConfig: command.reports.shownLogs)
      }
    }
    let page = try ssmPage(rows, token: input.nextToken, limit: input.maxResults, most: 50)
    return Output(commandInvocations: page.rows, nextToken: page.nextToken)
  }
}

/// Lists the instances that commands can be sent to.
package enum DescribeInstanceInformation: SSMOperation {
  package static let name = "DescribeInstanceInformation"

  package struct Input: Decodable, Sendable {
    var filters: [ManagedInstanceFilter]?
    var maxResults: Int?
    var nextToken: String?
  }

  package struct Output: Encodable, Sendable {
    package var instanceInformationList: [Row]
    package var nextToken: String?
  }

  /// One instance.
  package struct Row: Encodable, Sendable {
    package var instanceId: String
    package var pingStatus = "Online"
    package var lastPingDateTime: Instant
    package var agentVersion = "3.3.3050.0"
    package var isLatestVersion = true
    package var platformType = "Linux"
    package var platformName: String
    package var platformVersion: String
    package var resourceType = "EC2Instance"
    package var iPAddress: String
    package var computerName: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let now = world
    let tests = try (input.filters ?? []).map { filter throws(AWSError) in try filter.test() }
    let found = now.instances(in: context.region).filter(now.isManaged).filter { instance in
      tests.allSatisfy { $0(instance) }
    }
    let rows = found.map { instance in
      let system = now.rootVolume(of: instance)?.contents.system?.distribution ?? .amazonLinux2023
      return Row(
        instanceId: "\(instance.id)", lastPingDateTime: now.now, platformName: system.name,
        platformVersion: system.version, iPAddress: "\(instance.privateAddress)",
        computerName: now.privateDNSName(of: instance))
    }
    let page = try ssmPage(rows, token: input.nextToken, limit: input.maxResults, most: 50)
    return Output(instanceInformationList: page.rows, nextToken: page.nextToken)
  }
}
