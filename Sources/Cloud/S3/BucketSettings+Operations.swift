/// How new objects of a bucket are encrypted.
package enum GetBucketEncryption: BucketOperation {
  package static let name = "GetBucketEncryption"
  package static let action = "GetEncryptionConfiguration"
  package typealias Input = BucketNameInput

  /// The rule.
  package struct Output: Encodable, Sendable {
    package struct Rules: Encodable, Sendable { package var rules: [EncryptionRule] }
    package var serverSideEncryptionConfiguration: Rules
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    Output(serverSideEncryptionConfiguration: .init(rules: [try world.bucket(input).encryption]))
  }
}

/// Sets how new objects of a bucket are encrypted; those that are there stay as they are.
package enum PutBucketEncryption: BucketOperation {
  package static let name = "PutBucketEncryption"
  package static let action = "PutEncryptionConfiguration"

  /// One rule.
  package struct Input: BucketInput {
    package struct Rules: Decodable, Sendable { package var rules: [EncryptionRule] }
    package var bucket: String
    package var serverSideEncryptionConfiguration: Rules
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rules = input.serverSideEncryptionConfiguration.rules
    guard rules.count == 1, var rule = rules.first, let choice = rule.applyServerSideEncryptionByDefault,
      ["AES256", "aws:kms", "aws:kms:dsse"].contains(choice.sseAlgorithm)
    else { throw S3Error.malformed }
    guard choice.kmsMasterKeyID == nil || choice.sseAlgorithm != "AES256" else {
      throw S3Error.invalid(
        "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse")
    }
    rule.bucketKeyEnabled = rule.bucketKeyEnabled ?? false
    try world.changeBucket(input) { $0.encryption = rule }
    return NoOutput()
  }
}

/// Sets encryption back to SSE-S3.
package enum DeleteBucketEncryption: BucketOperation {
  package static let name = "DeleteBucketEncryption"
  package static let action = "PutEncryptionConfiguration"
  package typealias Input = BucketNameInput
  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { $0.encryption = .standard }
    return NoOutput()
  }
}

/// What browsers of other sites may do with a bucket.
package enum GetBucketCors: BucketOperation {
  package static let name = "GetBucketCors"
  package static let action = "GetBucketCORS"
  package typealias Input = BucketNameInput
  package typealias Output = CORSConfiguration

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let cors = try world.bucket(input).cors else {
      throw AWSError("NoSuchCORSConfiguration", "The CORS configuration does not exist")
    }
    return cors
  }
}

/// Sets what browsers of other sites may do.
// Simplified: s3-cors-without-browsers
package enum PutBucketCors: BucketOperation {
  package static let name = "PutBucketCors"
  package static let action = "PutBucketCORS"

  /// Up to a hundred rules.
  package struct Input: BucketInput {
    package var bucket: String
    package var corsConfiguration: CORSConfiguration
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let rules = input.corsConfiguration.corsRules
    guard (1...100).contains(rules.count) else { throw S3Error.malformed }
    for rule in rules {
      for method in rule.allowedMethods where !["GET", "PUT", "POST", "DELETE", "HEAD"].contains(method) {
        throw S3Error.request("Found unsupported HTTP method in CORS config. Unsupported method is \(method)")
      }
      for origin in rule.allowedOrigins where origin.utf8.count(where: { $0 == UInt8(ascii: "*") }) > 1 {
        throw S3Error.request("AllowedOrigin \"\(origin)\" can not have more than one wildcard.")
      }
    }
    try world.changeBucket(input) { $0.cors = input.corsConfiguration }
    return NoOutput()
  }
}

/// Takes the rules for browsers off a bucket.
package enum DeleteBucketCors: BucketOperation {
  package static let name = "DeleteBucketCors"
  package static let action = "PutBucketCORS"
  package typealias Input = BucketNameInput
  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { $0.cors = nil }
    return NoOutput()
  }
}

/// What a bucket's website shows.
package enum GetBucketWebsite: BucketOperation {
  package static let name = "GetBucketWebsite"
  package typealias Input = BucketNameInput
  package typealias Output = WebsiteConfiguration

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    guard let website = try world.bucket(input).website else {
      throw AWSError(
        "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration")
    }
    return website
  }
}

/// Makes a website of a bucket.
package enum PutBucketWebsite: BucketOperation {
  package static let name = "PutBucketWebsite"

  /// The pages, or where everything is sent.
  package struct Input: BucketInput {
    package var bucket: String
    package var websiteConfiguration: WebsiteConfiguration
    package var expectedBucketOwner: String?
  }

  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    let website = input.websiteConfiguration
    if website.redirectAllRequestsTo != nil {
      guard website.indexDocument == nil, website.errorDocument == nil, website.routingRules == nil else {
        throw S3Error.invalid(
          "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.")
      }
    } else {
      guard let index = website.indexDocument else {
        throw S3Error.invalid(
          "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty")
      }
      guard !index.suffix.isEmpty, !index.suffix.contains("/") else {
        throw S3Error.invalid("The IndexDocument Suffix is not well formed")
      }
    }
    guard (website.routingRules ?? []).count <= 50 else {
      throw S3Error.request(
        "\(website.routingRules?.count ?? 0) routing rules provided, the number of routing rules in a website configuration is limited to 50."
      )
    }
    try world.changeBucket(input) { $0.website = website }
    world.revision.dns += 1
    return NoOutput()
  }
}

/// Takes the website off a bucket.
package enum DeleteBucketWebsite: BucketOperation {
  package static let name = "DeleteBucketWebsite"
  package typealias Input = BucketNameInput
  package typealias Output = NoOutput

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> Output {
    try world.changeBucket(input) { $0.website = nil }
    world.revision.dns += 1
    return NoOutput()
  }
}
