/// Where a command tells what happened, beside its own calls.
package struct SSMCommandReports: Sendable, Equatable {
  /// The bucket for what scripts write.
  package var bucket: String?
  /// What the keys begin with in the bucket.
  package var prefix: String?
  /// The role with which topics are told, by ARN.
  package var role: String?
  package var notification: SSMNotificationConfig?
  package var logs: SSMLogsConfig?

  /// Whom it tells, as the calls show it: with empty members where it tells nobody.
  var shownNotification: SSMNotificationConfig {
    SSMNotificationConfig(
      notificationArn: notification?.notificationArn ?? "",
      notificationEvents: notification?.notificationEvents ?? [],
      notificationType: notification?.notificationType ?? "")
  }

  /// The log group, as the calls show it: with an empty name where there is none.
  var shownLogs: SSMLogsConfig {
    SSMLogsConfig(
      cloudWatchLogGroupName: logs?.cloudWatchLogGroupName ?? "",
      cloudWatchOutputEnabled: logs?.cloudWatchOutputEnabled ?? false)
  }

  /// Whether nobody is told.
  var isEmpty: Bool { bucket == nil && notification == nil && logs?.cloudWatchOutputEnabled != true }
}

/// Whom a command tells of its course.
package struct SSMNotificationConfig: Codable, Sendable, Equatable {
  package var notificationArn: String?
  package var notificationEvents: [String]?
  package var notificationType: String?

  /// Throws AWS's refusal of what is no topic, no event or no kind of message.
  func check() throws(AWSError) {
    let events = ["All", "InProgress", "Success", "TimedOut", "Cancelled", "Failed"]
    guard let arn = notificationArn, SNSARN.isTopic(arn),
      (notificationEvents ?? []).allSatisfy(events.contains),
      ["Command", "Invocation"].contains(notificationType ?? "Command")
    else {
      throw AWSError(
        "InvalidNotificationConfig",
        "One or more configuration items isn't valid. Verify that a valid Amazon Resource Name (ARN) was provided for an"
          + " Amazon Simple Notification Service topic.")
    }
  }

  /// Whether a state is told.
  func tells(_ status: String) -> Bool {
    let events = notificationEvents ?? ["All"]
    return events.contains("All") || events.contains(status)
  }
}

/// The log group for what scripts write.
package struct SSMLogsConfig: Codable, Sendable, Equatable {
  package var cloudWatchLogGroupName: String?
  package var cloudWatchOutputEnabled: Bool?
}

extension SSMCommand {
  /// The key of what a script wrote, `stdout` or `stderr`, in the bucket of the command.
  func objectKey(of stream: String, on instance: InstanceID) -> String {
    let folders = (reports.prefix.map { [$0] } ?? []) + [id, "\(instance)"]
    return (folders + ["awsrunShellScript", "0.awsrunShellScript", stream]).joined(separator: "/")
  }

  /// The address of what a script wrote; empty where no bucket is given.
  func address(of stream: String, on instance: InstanceID) -> String {
    guard let bucket = reports.bucket else { return "" }
    return "https://s3.\(region.rawValue).amazonaws.com/\(bucket)/\(objectKey(of: stream, on: instance))"
  }
}
