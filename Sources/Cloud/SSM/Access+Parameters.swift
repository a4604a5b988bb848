// What calls about parameters ask for (AWS Service Authorization Reference: AWS Systems Manager).

extension Access {
  /// The call works on a parameter by its name, with its tags.
  func onParameter(_ given: String?) -> Access {
    guard let given else { return self }
    // What selects a version or label, as in `name:3`, is no part of the ARN.
    let name = given.split(separator: ":").first.map(String.init) ?? given
    let path = name.utf8.first == UInt8(ascii: "/") ? name : "/" + name
    let tags = world.ssm.parameters[SSMState.key(context.region, name)]?.tags ?? Tags()
    var keys = ConditionKeys()
    for tag in tags.all { keys["ssm:resourceTag/\(tag.key)"] = [tag.value] }
    let arn = "arn:aws:ssm:\(context.region.rawValue):\(Account.id):parameter\(path)"
    return on(AccessTarget(arn, tags: tags, keys: keys))
  }
}
