/// An origin access control as the API shows it.
package struct AccessControlDescription: Encodable, Sendable {
  package var id: String
  package var originAccessControlConfig: OriginAccessControlConfig
}

/// The output of operations on one origin access control.
package struct AccessControlOutput: Encodable, Sendable {
  package var originAccessControl: AccessControlDescription
  package var location: String?
  package var eTag: String

  init(_ control: OriginAccessControl, isNew: Bool = false) {
    originAccessControl = AccessControlDescription(id: control.id, originAccessControlConfig: control.config)
    location =
      isNew ? "https://cloudfront.amazonaws.com/2020-05-31/origin-access-control/\(control.id)" : nil
    eTag = control.etag
  }
}

extension World {
  fileprivate func accessControl(_ id: String) throws(AWSError) -> OriginAccessControl {
    guard let found = cloudFront.accessControls[id] else { throw CloudFrontError.noAccessControl }
    return found
  }

  fileprivate func check(
    _ config: OriginAccessControlConfig, changing own: String? = nil
  ) throws(AWSError) -> OriginAccessControlConfig {
    guard (1...64).contains(config.name.utf8.count) else {
      throw CloudFrontError.invalid("The parameter Name is invalid.")
    }
    guard config.signingProtocol == "sigv4",
      ["always", "never", "no-override"].contains(config.signingBehavior),
      ["s3", "mediastore", "mediapackagev2", "lambda"].contains(config.originAccessControlOriginType)
    else { throw CloudFrontError.invalid("The origin access control configuration is not valid.") }
    guard config.originAccessControlOriginType == "s3" else {
      throw AWSError.notModelled(
        "OriginAccessControlConfig.OriginAccessControlOriginType", config.originAccessControlOriginType)
    }
    guard !cloudFront.accessControls.contains(where: { $0.id != own && $0.row.config.name == config.name })
    else {
      throw AWSError(
        "OriginAccessControlAlreadyExists",
        "An origin access control with the same parameters already exists.")
    }
    var filled = config
    filled.description = config.description ?? ""
    return filled
  }
}

/// Makes an origin access control: a distribution that uses it signs its requests to a bucket.
package enum CreateOriginAccessControl: Operation {
  package static let service = "cloudfront"
  package static let name = "CreateOriginAccessControl"

  /// The settings.
  package struct Input: Decodable, Sendable {
    package var originAccessControlConfig: OriginAccessControlConfig
  }
  package typealias Output = AccessControlOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let config = try world.check(input.originAccessControlConfig)
    guard world.cloudFront.accessControls.count < 100 else {
      throw AWSError(
        "TooManyOriginAccessControls",
        "The number of origin access controls in your account exceeds the maximum allowed.")
    }
    let made = OriginAccessControl(
      id: world.nextCloudFrontID("E"), config: config, etag: world.nextCloudFrontID("E"))
    world.cloudFront.accessControls[made.id] = made
    return Output(made, isNew: true)
  }
}

/// An origin access control.
package enum GetOriginAccessControl: Operation {
  package static let service = "cloudfront"
  package static let name = "GetOriginAccessControl"

  /// Which one.
  package struct Input: Decodable, Sendable { package var id: String }
  package typealias Output = AccessControlOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(try world.accessControl(input.id))
  }
}

/// The settings of an origin access control.
package enum GetOriginAccessControlConfig: Operation {
  package static let service = "cloudfront"
  package static let name = "GetOriginAccessControlConfig"

  /// Which one.
  package struct Input: Decodable, Sendable { package var id: String }

  /// The settings and their version.
  package struct Output: Encodable, Sendable {
    package var originAccessControlConfig: OriginAccessControlConfig
    package var eTag: String
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let found = try world.accessControl(input.id)
    return Output(originAccessControlConfig: found.config, eTag: found.etag)
  }
}

/// Changes an origin access control.
package enum UpdateOriginAccessControl: Operation {
  package static let service = "cloudfront"
  package static let name = "UpdateOriginAccessControl"

  /// All settings, which one, and its version.
  package struct Input: Decodable, Sendable {
    package var originAccessControlConfig: OriginAccessControlConfig
    package var id: String
    package var ifMatch: String?
  }

  package typealias Output = AccessControlOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    var changed = try world.accessControl(input.id)
    try CloudFrontError.check(input.ifMatch, against: changed.etag)
    changed.config = try world.check(input.originAccessControlConfig, changing: changed.id)
    changed.etag = world.nextCloudFrontID("E")
    world.cloudFront.accessControls[changed.id] = changed
    return Output(changed)
  }
}

/// Deletes an origin access control that no distribution uses.
package enum DeleteOriginAccessControl: Operation {
  package static let service = "cloudfront"
  package static let name = "DeleteOriginAccessControl"

  /// Which one, and its version.
  package struct Input: Decodable, Sendable {
    package var id: String
    package var ifMatch: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let gone = try world.accessControl(input.id)
    try CloudFrontError.check(input.ifMatch, against: gone.etag)
    let isUsed = world.cloudFront.distributions.contains { _, distribution in
      distribution.config.origins.all.contains { $0.originAccessControlId == gone.id }
    }
    guard !isUsed else {
      throw AWSError(
        "OriginAccessControlInUse",
        "Cannot delete the origin access control because it's in use by one or more distributions.")
    }
    world.cloudFront.accessControls[gone.id] = nil
    return NoOutput()
  }
}

/// Lists the origin access controls.
package enum ListOriginAccessControls: Operation {
  package static let service = "cloudfront"
  package static let name = "ListOriginAccessControls"

  /// Where to go on, and how far.
  package struct Input: Decodable, Sendable {
    package var marker: String?
    package var maxItems: String?
  }

  /// A part of the listing.
  package struct Output: Encodable, Sendable {
    package struct List: Encodable, Sendable {
      package var marker: String
      package var nextMarker: String?
      package var maxItems: Int
      package var isTruncated: Bool
      package var quantity: Int
      package var items: [Row]?
    }
    package struct Row: Encodable, Sendable {
      package var id: String
      package var description: String
      package var name: String
      package var signingProtocol: String
      package var signingBehavior: String
      package var originAccessControlOriginType: String
    }
    package var originAccessControlList: List
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let page = try MarkedPage(
      of: world.cloudFront.accessControls.rows, after: input.marker, maxItems: input.maxItems, id: \.id)
    return Output(
      originAccessControlList: Output.List(
        marker: page.marker, nextMarker: page.nextMarker, maxItems: page.limit,
        isTruncated: page.nextMarker != nil, quantity: page.rows.count,
        items: page.rows.isEmpty
          ? nil
          : page.rows.map {
            Output.Row(
              id: $0.id, description: $0.config.description ?? "", name: $0.config.name,
              signingProtocol: $0.config.signingProtocol, signingBehavior: $0.config.signingBehavior,
              originAccessControlOriginType: $0.config.originAccessControlOriginType)
          }))
  }
}
