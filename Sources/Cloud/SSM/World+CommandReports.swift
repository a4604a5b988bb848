import EventKernel

extension World {
  /// Whether a role exists and Systems Manager may take it on.
  func maySend(as role: String) -> Bool {
    guard let row = iam.directory.roles.rows.first(where: { $0.arn == role }) else { return false }
    return decision(
      on: AccessRequest(
        action: "sts:AssumeRole", target: AccessTarget(role, policy: row.trust, policyMustAllow: true)),
      by: .service("ssm.amazonaws.com")) == .allowed
  }

  /// Writes what a command's scripts said where the command says, and tells its topic how it ended.
  ///
  /// The agent writes with the instance's role; where that may not, nothing is written, and the command does not fail.
  mutating func report(_ command: SSMCommand) {
    for (id, answer) in command.answers where !command.cancelled.contains(id) {
      guard let instance = ec2.instances[id], let role = role(of: instance) else { continue }
      let caller = Caller(arn: role)
      for (stream, text) in [("stdout", answer.output), ("stderr", answer.error)] where !text.isEmpty {
        store(text, as: command.objectKey(of: stream, on: id), of: command, by: caller)
        log(text, in: "\(command.id)/\(id)/aws-runShellScript/\(stream)", of: command, by: caller)
      }
    }
    tell(of: command, status: SSMCommandShape(command, at: now).status)
  }

  private mutating func store(_ text: String, as key: String, of command: SSMCommand, by caller: Caller) {
    guard let name = command.reports.bucket, let bucket = s3.buckets[ObjectKey(name)],
      decision(on: s3Access("PutObject", to: name, key), by: caller) == .allowed
    else { return }
    do throws(AWSError) {
      var version = try ObjectWrite(headers: ObjectHeaders(contentType: "text/plain")).version(
        in: bucket, at: now)
      try version.take(Array(text.utf8), checking: nil)
      _ = store(version, as: ObjectKey(key), in: name)
      noteRequest(in: bucket.region, isWrite: true)
    } catch {
      note("command-output-lost", command.id, error.code)
    }
  }

  private mutating func log(_ text: String, in stream: String, of command: SSMCommand, by caller: Caller) {
    guard let config = command.reports.logs, config.cloudWatchOutputEnabled == true,
      let name = config.cloudWatchLogGroupName
    else { return }
    let group = LogGroup(region: command.region, name: name, creation: now)
    let isThere = logs.groups[group.key] != nil
    let actions =
      (isThere ? [] : [("CreateLogGroup", "")]) + [("CreateLogStream", stream), ("PutLogEvents", stream)]
    guard
      actions.allSatisfy({ action, stream in
        let arn = LogGroup.streamARN(stream, of: name, in: command.region)
        return decision(on: AccessRequest(action: "logs:\(action)", resource: arn), by: caller) == .allowed
      })
    else { return }
    if !isThere { logs.groups[group.key] = group }
    ingest([(at: now, text: LogEvent.fitted(text))], to: stream, of: group.key)
  }

  /// Tells a command's topic that it came into a state, where the role that it was given may publish there.
  mutating func tell(of command: SSMCommand, status: String) {
    guard let config = command.reports.notification, let role = command.reports.role,
      let arn = config.notificationArn,
      config.tells(status), let topic = sns.topics[arn]
    else { return }
    let request = AccessRequest(action: "sns:Publish", target: AccessTarget(arn, policy: topic.policy))
    guard decision(on: request, by: Caller(arn: role)) == .allowed else {
      note("command-message-refused", topic.name, command.id)
      return
    }
    let instances = command.instances.map { "\($0)" }
    for group in config.notificationType == "Invocation" ? instances.map({ [$0] }) : [instances] {
      let quoted = group.map { JSONText.quoted($0) }.joined(separator: ",")
      let members = [
        ("commandId", command.id), ("documentName", command.document), ("status", status),
        ("requestedDateTime", command.requested.iso8601Milliseconds), ("eventTime", now.iso8601Milliseconds),
        ("outputS3BucketName", command.reports.bucket ?? ""),
        ("outputS3KeyPrefix", command.reports.prefix ?? ""),
      ].map { "\(JSONText.quoted($0)):\(JSONText.quoted($1))" }.joined(separator: ",")
      deliver(
        "{\(members),\"instanceIds\":[\(quoted)]}",
        subject: "EC2 Run Command Notification \(command.region.rawValue)", toTopic: arn)
    }
  }
}
