extension World {
  /// Whether a service of AWS may publish to a topic.
  ///
  /// The policy that every topic has at first lets alarms of the account publish and no other service; one that was set
  /// decides alone.
  func mayPublish(to topic: SNSTopic, as service: String, sourceARN: String) -> Bool {
    guard let policy = topic.policy else { return service == "cloudwatch.amazonaws.com" }
    var keys = ConditionKeys()
    keys["aws:SourceArn"] = [sourceARN]
    keys["aws:SourceAccount"] = [Account.id]
    keys["aws:SourceOwner"] = [Account.id]
    let request = AccessRequest(
      action: "sns:Publish", target: AccessTarget(topic.arn, policy: policy), keys: keys)
    return decision(on: request, by: .service(service)) == .allowed
  }
}
