// What calls about cache policies and access controls ask for (AWS Service Authorization Reference: Amazon CloudFront).

extension Access {
  /// The call works on a thing of CloudFront by its id.
  fileprivate func onCloudFront(_ kind: String, _ id: String) -> Access {
    on(arn: "arn:aws:cloudfront::\(Account.id):\(kind)/\(id)")
  }
}

extension GetCachePolicy {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCloudFront("cache-policy", input.id).requests
  }
}

extension GetCachePolicyConfig {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCloudFront("cache-policy", input.id).requests
  }
}

extension UpdateCachePolicy {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCloudFront("cache-policy", input.id).requests
  }
}

extension DeleteCachePolicy {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCloudFront("cache-policy", input.id).requests
  }
}

extension GetOriginRequestPolicy {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCloudFront("origin-request-policy", input.id).requests
  }
}

extension GetOriginAccessControl {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCloudFront("origin-access-control", input.id).requests
  }
}

extension GetOriginAccessControlConfig {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCloudFront("origin-access-control", input.id).requests
  }
}

extension UpdateOriginAccessControl {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCloudFront("origin-access-control", input.id).requests
  }
}

extension DeleteOriginAccessControl {
  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).onCloudFront("origin-access-control", input.id).requests
  }
}
