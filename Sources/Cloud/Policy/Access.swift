/// What a call asks to be allowed, collected resource by resource: what `Operation.access` is written with.
///
/// A call that names no resource asks for its action on `*`, or on what its service puts there. Each builder gives a
/// longer list, so that an operation's access is one expression:
///
/// ```swift
/// Access(defaultAction, world, context).on(.vpc, input.vpcId).creating(.subnet, input.tagSpecifications).requests
/// ```
///
/// Which actions take which resources and keys is AWS's Service Authorization Reference.
package struct Access: Sendable {
  /// The action that the call is about.
  package let action: String
  /// The world in which resources are looked up.
  package let world: World
  /// Who calls, and where.
  package let context: CallContext

  private var targets: [AccessTarget] = []
  private var keys = ConditionKeys()
  private var further: [AccessRequest] = []

  /// A call's access to nothing yet.
  package init(_ action: String, _ world: World, _ context: CallContext) {
    self.action = action
    self.world = world
    self.context = context
  }

  /// All that must be allowed: the action on each resource, or on `*`, then what else the call does.
  package var requests: [AccessRequest] {
    let named = targets.isEmpty ? [world.everything(of: action, in: context.region)] : targets
    return named.map { AccessRequest(action: action, target: $0, keys: keys) } + further
  }

  /// The call works on a resource.
  package func on(_ target: AccessTarget) -> Access {
    var longer = self
    longer.targets.append(target)
    return longer
  }

  /// The call works on all of these resources.
  package func on(_ targets: [AccessTarget]) -> Access {
    var longer = self
    longer.targets += targets
    return longer
  }

  /// The call works on a resource by its ARN; without one, as if it were not said.
  package func on(arn: String?, tags: Tags = Tags()) -> Access {
    arn.map { on(AccessTarget($0, tags: tags)) } ?? self
  }

  /// The call itself has values of condition keys, such as `s3:prefix`; an absent value leaves the key absent.
  package func with(_ key: String, _ value: String?) -> Access {
    with(key, values: value.map { [$0] })
  }

  /// The call itself has several values of a condition key.
  package func with(_ key: String, values: [String]?) -> Access {
    guard let values else { return self }
    var longer = self
    longer.keys[key] = values
    return longer
  }

  /// The call gives tags: `aws:RequestTag/…` and `aws:TagKeys`.
  package func tagging(_ tags: [Tags.Tag]?) -> Access {
    guard let tags, !tags.isEmpty else { return self }
    var longer = self
    longer.keys.merge(.requestTags(tags))
    return longer
  }

  /// The call takes tags off: `aws:TagKeys`.
  package func untagging(_ keys: [String]?) -> Access { with("aws:TagKeys", values: keys) }

  /// The call does something else beside, which must be allowed too.
  package func also(_ action: String, on target: AccessTarget, keys: ConditionKeys = ConditionKeys())
    -> Access
  {
    var longer = self
    longer.further.append(AccessRequest(action: action, target: target, keys: keys))
    return longer
  }

  /// The call hands a role to a service, such as `ec2.amazonaws.com`: `iam:PassRole` on the role.
  package func passing(role arn: String?, to service: String) -> Access {
    guard let arn else { return self }
    return also(
      "iam:PassRole", on: AccessTarget(arn),
      keys: ConditionKeys(["iam:PassedToService": service]))
  }
}

extension Access {
  /// The Region in an ARN; empty for resources without one.
  static func region(ofARN arn: String) -> String {
    let parts = arn.split(separator: ":", maxSplits: 4, omittingEmptySubsequences: false)
    return parts.count > 3 ? String(parts[3]) : ""
  }
}

extension ConditionKeys {
  /// The keys of tags that a call gives.
  package static func requestTags(_ tags: [Tags.Tag]) -> ConditionKeys {
    var keys = ConditionKeys()
    for tag in tags { keys["aws:RequestTag/\(tag.key)"] = [tag.value] }
    keys["aws:TagKeys"] = tags.map(\.key)
    return keys
  }
}

extension Operation {
  /// The access of a call that names one resource of a service by ARN, or that tags one.
  package static func access(
    to arn: String?, tags: Tags = Tags(), in world: World, context: CallContext
  ) -> [AccessRequest] {
    Access(defaultAction, world, context).on(arn: arn, tags: tags).requests
  }
}
