import EventKernel

extension World {
  /// Tells a topic that an alarm changed its state, in the form that CloudWatch publishes.
  ///
  /// - Parameters:
  ///   - name: the alarm's name.
  ///   - old: AWS's name of the state before.
  mutating func publishAlarm(
    _ name: String, state: String, before old: String, reason: String, region: Region, toTopic arn: String
  ) {
    guard let topic = sns.topics[arn] else { return }
    let alarm = "arn:aws:cloudwatch:\(region.rawValue):\(Account.id):alarm:\(name)"
    guard mayPublish(to: topic, as: "cloudwatch.amazonaws.com", sourceARN: alarm) else {
      note("message-refused", topic.name, name)
      return
    }
    let place = catalog.region(region)?.name ?? region.rawValue
    let members = [
      ("AlarmName", name), ("AWSAccountId", Account.id), ("NewStateValue", state), ("NewStateReason", reason),
      ("StateChangeTime", now.iso8601Milliseconds), ("Region", place), ("OldStateValue", old),
    ]
    let message = members.map { "\(JSONText.quoted($0)):\(JSONText.quoted($1))" }.joined(separator: ",")
    let subject = "\(state): \"\(name)\" in \(place)"
    deliver("{\(message)}", subject: String(subject.prefix(SNSLimits.subject)), toTopic: arn)
  }
}
