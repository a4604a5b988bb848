/// A tag of a certificate, whose value may be left out.
package struct CertificateTag: Codable, Sendable {
  package var key: String
  package var value: String?

  /// The tag with an empty value where none is given.
  var plain: Tags.Tag { Tags.Tag(key: key, value: value ?? "") }
}

extension Tags {
  /// These tags and those of a call.
  ///
  /// - Throws: `InvalidTagException`, `TooManyTagsException`.
  func adding(certificateTags tags: [CertificateTag]?) throws(AWSError) -> Tags {
    try adding(tags?.map(\.plain)) { problem in
      switch problem {
      case .tooMany:
        AWSError("TooManyTagsException", "The number of tags exceeds the limit of \(Tags.mostPerResource).")
      case .reserved(let key):
        AWSError("InvalidTagException", "Tag key \(key) is reserved: keys must not begin with aws:.")
      case .emptyKey, .longKey, .longValue, .twice:
        AWSError("InvalidTagException", "A tag key or value is too long, empty or given twice.")
      }
    }
  }
}

/// Puts tags on a certificate.
package enum AddTagsToCertificate: ACMOperation {
  package static let name = "AddTagsToCertificate"

  /// The certificate and the tags.
  package struct Input: Decodable, Sendable {
    package var certificateArn: String
    package var tags: [CertificateTag]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.certificateAccess(defaultAction, to: input.certificateArn, context: context)
      .tagging(input.tags.map(\.plain)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let certificate = try world.certificate(arn: input.certificateArn, context: context)
    let tags = try certificate.tags.adding(certificateTags: input.tags)
    world.acm.certificates.update(certificate.arn) { $0.tags = tags }
    return NoOutput()
  }
}

/// Shows the tags of a certificate.
package enum ListTagsForCertificate: ACMOperation {
  package static let name = "ListTagsForCertificate"

  /// Which one.
  package struct Input: Decodable, Sendable { package var certificateArn: String }

  /// The tags by key.
  package struct Output: Encodable, Sendable { package var tags: [Tags.Tag] }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.certificateAccess(defaultAction, to: input.certificateArn, context: context).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(tags: try world.certificate(arn: input.certificateArn, context: context).tags.all)
  }
}

/// Takes tags off a certificate: by key, and where a value is given only with that value.
package enum RemoveTagsFromCertificate: ACMOperation {
  package static let name = "RemoveTagsFromCertificate"

  /// The certificate and the tags.
  package struct Input: Decodable, Sendable {
    package var certificateArn: String
    package var tags: [CertificateTag]
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    world.certificateAccess(defaultAction, to: input.certificateArn, context: context)
      .untagging(input.tags.map(\.key)).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let certificate = try world.certificate(arn: input.certificateArn, context: context)
    world.acm.certificates.update(certificate.arn) { row in
      for tag in input.tags where tag.value == nil || row.tags[tag.key] == tag.value {
        row.tags[tag.key] = nil
      }
    }
    return NoOutput()
  }
}
