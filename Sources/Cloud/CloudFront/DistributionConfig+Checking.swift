extension DistributionConfig {
  /// The settings with everything filled in that a caller may leave out, or AWS's refusal.
  ///
  /// - Parameter own: the distribution that is changed; `nil` for a new one.
  func checked(in world: World, changing own: String? = nil) throws(AWSError) -> DistributionConfig {
    try checkQuantities()
    var config = filled
    try config.checkOrigins(in: world)
    try config.checkGroups()
    let targets = config.origins.all.map(\.id) + (config.originGroups?.all.map(\.id) ?? [])
    config.defaultCacheBehavior = try config.defaultCacheBehavior.checked(in: world, targets: targets)
    var ordered = config.cacheBehaviors?.all ?? []
    for index in ordered.indices {
      ordered[index].behavior = try ordered[index].behavior.checked(in: world, targets: targets)
    }
    config.cacheBehaviors = CountedList(ordered)
    let patterns = config.cacheBehaviors?.all.map(\.pathPattern) ?? []
    guard Set(patterns).count == patterns.count else {
      throw CloudFrontError.invalid("The parameter PathPattern contains duplicates.")
    }
    try config.checkNames(in: world, changing: own)
    try config.checkErrors()
    guard ["PriceClass_100", "PriceClass_200", "PriceClass_All"].contains(config.priceClass ?? "") else {
      throw CloudFrontError.invalid("The parameter PriceClass is invalid.")
    }
    guard ["http1.1", "http2", "http3", "http2and3"].contains(config.httpVersion ?? "") else {
      throw CloudFrontError.invalid("The parameter HttpVersion is invalid.")
    }
    if let root = config.defaultRootObject, root.hasPrefix("/") {
      throw AWSError(
        "InvalidDefaultRootObject",
        "The default root object file name is too big or contains an invalid character.")
    }
    if let acl = config.webACLId, !acl.isEmpty {
      throw AWSError.notModelled("DistributionConfig.WebACLId", acl)
    }
    if config.staging == true { throw AWSError.notModelled("DistributionConfig.Staging", "true") }
    return config
  }

  /// The settings with AWS's defaults in the place of what is left out.
  private var filled: DistributionConfig {
    var config = self
    config.aliases = aliases ?? CountedList()
    config.defaultRootObject = defaultRootObject ?? ""
    config.originGroups = originGroups ?? CountedList()
    config.cacheBehaviors = cacheBehaviors ?? CountedList()
    config.customErrorResponses = customErrorResponses ?? CountedList()
    config.logging = logging ?? Logging(enabled: false, includeCookies: false, bucket: "", prefix: "")
    config.priceClass = priceClass ?? "PriceClass_All"
    config.viewerCertificate =
      viewerCertificate
      ?? ViewerCertificate(
        cloudFrontDefaultCertificate: true, sslSupportMethod: "vip", minimumProtocolVersion: "TLSv1",
        certificateSource: "cloudfront")
    config.restrictions =
      restrictions ?? Restrictions(geoRestriction: .init(restrictionType: "none", quantity: 0))
    config.webACLId = webACLId ?? ""
    config.httpVersion = httpVersion ?? "http2"
    config.isIPV6Enabled = isIPV6Enabled ?? false
    config.continuousDeploymentPolicyId = continuousDeploymentPolicyId ?? ""
    config.staging = staging ?? false
    var filledOrigins = origins.all
    for index in filledOrigins.indices { filledOrigins[index].fill() }
    config.origins = CountedList(filledOrigins)
    return config
  }

  private func checkQuantities() throws(AWSError) {
    let lists = [
      aliases?.isConsistent, origins.isConsistent, originGroups?.isConsistent, cacheBehaviors?.isConsistent,
      customErrorResponses?.isConsistent,
    ]
    guard lists.allSatisfy({ $0 ?? true }) else { throw CloudFrontError.quantities }
    for group in originGroups?.all ?? [] {
      guard group.members.isConsistent, group.failoverCriteria.statusCodes.isConsistent else {
        throw CloudFrontError.quantities
      }
    }
    for origin in origins.all {
      guard origin.customHeaders?.isConsistent ?? true,
        origin.customOriginConfig?.originSslProtocols?.isConsistent ?? true
      else { throw CloudFrontError.quantities }
    }
    if let geo = restrictions?.geoRestriction, geo.quantity != (geo.items ?? []).count {
      throw CloudFrontError.quantities
    }
  }

  private func checkOrigins(in world: World) throws(AWSError) {
    guard !origins.all.isEmpty else {
      throw CloudFrontError.invalid("The parameter Origins is required.")
    }
    guard origins.all.count <= CloudFrontLimits.origins else {
      throw AWSError("TooManyOrigins", "You cannot create more origins for the distribution.")
    }
    let ids = origins.all.map(\.id)
    guard Set(ids).count == ids.count else {
      throw CloudFrontError.invalid("The parameter Origin Id contains duplicates.")
    }
    for origin in origins.all { try origin.check(in: world) }
  }

  private func checkGroups() throws(AWSError) {
    let groups = originGroups?.all ?? []
    guard groups.count <= CloudFrontLimits.originGroups else {
      throw AWSError(
        "TooManyOriginGroupsPerDistribution",
        "Processing your request would cause you to exceed the maximum number of origin groups allowed.")
    }
    let ids = origins.all.map(\.id)
    for group in groups {
      guard group.members.all.count == 2 else {
        throw CloudFrontError.invalid("The parameter Origin Group Members must have exactly two members.")
      }
      guard group.members.all.allSatisfy({ ids.contains($0.originId) }) else {
        throw AWSError("NoSuchOrigin", "No origin exists with the specified Origin Id.")
      }
      let codes = group.failoverCriteria.statusCodes.all
      // The codes that can be chosen (facts: `cf.failover_codes`).
      guard !codes.isEmpty, codes.allSatisfy({ [400, 403, 404, 416, 429, 500, 502, 503, 504].contains($0) })
      else {
        throw CloudFrontError.invalid(
          "The parameter Failover Criteria StatusCodes contains an invalid status code.")
      }
    }
  }

  private func checkNames(in world: World, changing own: String?) throws(AWSError) {
    let names = aliases?.all ?? []
    let arn = viewerCertificate?.acmCertificateArn
    let certificate = arn.flatMap { world.acm.certificates[$0] }
    guard arn == nil || (certificate?.status == .issued && certificate?.region.rawValue == "us-east-1") else {
      throw AWSError(
        "InvalidViewerCertificate",
        "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid"
          + " certificate chain.")
    }
    guard names.isEmpty || certificate != nil else {
      throw AWSError(
        "InvalidViewerCertificate",
        "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate"
          + " that validates your authorization to use the domain name. For more details, see:"
          + " https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements"
      )
    }
    if let certificate, !names.allSatisfy({ certificate.covers($0) }) {
      throw AWSError(
        "InvalidViewerCertificate",
        "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're"
          + " trying to add. For more details, see:"
          + " https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-requirements"
      )
    }
    for name in names {
      guard let other = world.distribution(named: name), other.id != own else { continue }
      throw AWSError(
        "CNAMEAlreadyExists",
        "One or more of the CNAMEs you provided are already associated with a different resource.")
    }
  }

  private func checkErrors() throws(AWSError) {
    let known = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504]
    for response in customErrorResponses?.all ?? [] {
      guard known.contains(response.errorCode) else {
        throw AWSError("InvalidErrorCode", "An invalid error code was specified.")
      }
      let (path, code) = (response.responsePagePath ?? "", response.responseCode ?? "")
      guard path.isEmpty == code.isEmpty else {
        throw CloudFrontError.invalid(
          "Your request must specify either both the ResponsePagePath and ResponseCode or neither.")
      }
      guard code.isEmpty || code == "200" || Int(code).map(known.contains) == true else {
        throw AWSError("InvalidResponseCode", "A response code is not valid.")
      }
    }
  }
}

extension DistributionConfig.Origin {
  /// Whether the name is that of a bucket's own endpoint, not of its website.
  package var isBucket: Bool { bucketName != nil }

  /// The bucket of a name such as `b.s3.ap-northeast-2.amazonaws.com`; `nil` for any other.
  package var bucketName: String? {
    guard domainName.hasSuffix(".amazonaws.com") else { return nil }
    let front = domainName.dropLast(".amazonaws.com".count)
    let labels = front.split(separator: ".", omittingEmptySubsequences: false)
    guard let place = labels.lastIndex(where: { $0 == "s3" }), place > 0, place >= labels.count - 2 else {
      return nil
    }
    return labels[..<place].joined(separator: ".")
  }

  fileprivate mutating func fill() {
    originPath = originPath ?? ""
    customHeaders = customHeaders ?? CountedList()
    connectionAttempts = connectionAttempts ?? 3
    connectionTimeout = connectionTimeout ?? 10
    originShield = originShield ?? Shield(enabled: false)
    originAccessControlId = originAccessControlId ?? ""
    if var custom = customOriginConfig {
      custom.originSslProtocols = custom.originSslProtocols ?? CountedList(["TLSv1.2"])
      custom.originReadTimeout = custom.originReadTimeout ?? 30
      custom.originKeepaliveTimeout = custom.originKeepaliveTimeout ?? 5
      customOriginConfig = custom
    } else if var bucket = s3OriginConfig {
      bucket.originReadTimeout = bucket.originReadTimeout ?? 30
      s3OriginConfig = bucket
    }
  }

  fileprivate func check(in world: World) throws(AWSError) {
    guard (s3OriginConfig == nil) != (customOriginConfig == nil) else {
      throw CloudFrontError.invalid(
        "The parameter Origin must have exactly one of S3OriginConfig, CustomOriginConfig and VpcOriginConfig."
      )
    }
    let invalid = AWSError("InvalidOrigin", "The specified origin server does not exist or is not valid.")
    guard domainName.contains("."), !domainName.contains("/"), IPv4Address(domainName) == nil else {
      throw invalid
    }
    guard s3OriginConfig == nil || isBucket else { throw invalid }
    if let identity = s3OriginConfig?.originAccessIdentity, !identity.isEmpty {
      throw AWSError.notModelled(
        "DistributionConfig.Origins.Items.S3OriginConfig.OriginAccessIdentity", identity)
    }
    if originShield?.enabled == true {
      throw AWSError.notModelled("DistributionConfig.Origins.Items.OriginShield", "Enabled=true")
    }
    guard (1...3).contains(connectionAttempts ?? 0) else {
      throw CloudFrontError.invalid("The parameter ConnectionAttempts is invalid.")
    }
    guard (1...10).contains(connectionTimeout ?? 0) else {
      throw CloudFrontError.invalid("The parameter ConnectionTimeout is invalid.")
    }
    if let custom = customOriginConfig {
      guard (1...120).contains(custom.originReadTimeout ?? 0) else {
        throw AWSError("InvalidOriginReadTimeout", "The read timeout specified for the origin is not valid.")
      }
      guard (1...300).contains(custom.originKeepaliveTimeout ?? 0) else {
        throw AWSError(
          "InvalidOriginKeepaliveTimeout", "The keep alive timeout specified for the origin is not valid.")
      }
      guard ["http-only", "https-only", "match-viewer"].contains(custom.originProtocolPolicy) else {
        throw CloudFrontError.invalid("The parameter OriginProtocolPolicy is invalid.")
      }
    }
    guard let control = originAccessControlId, !control.isEmpty else { return }
    guard let found = world.cloudFront.accessControls[control] else {
      throw AWSError("InvalidOriginAccessControl", "The origin access control is not valid.")
    }
    guard found.config.originAccessControlOriginType != "s3" || isBucket else {
      throw AWSError(
        "InvalidDomainNameForOriginAccessControl",
        "An origin access control is associated with an origin whose domain name is not supported.")
    }
  }
}

extension CacheBehavior {
  /// The behaviour with AWS's defaults filled in, or AWS's refusal.
  fileprivate func checked(in world: World, targets: [String]) throws(AWSError) -> CacheBehavior {
    guard targets.contains(targetOriginId) else {
      throw AWSError("NoSuchOrigin", "One or more of your origins or origin groups do not exist.")
    }
    guard ["allow-all", "https-only", "redirect-to-https"].contains(viewerProtocolPolicy) else {
      throw CloudFrontError.invalid("The parameter ViewerProtocolPolicy is invalid.")
    }
    var behavior = self
    behavior.trustedSigners = trustedSigners ?? .nobody
    behavior.trustedKeyGroups = trustedKeyGroups ?? .nobody
    behavior.allowedMethods = allowedMethods ?? .reading
    behavior.allowedMethods?.cachedMethods = allowedMethods?.cachedMethods ?? .reading
    behavior.smoothStreaming = smoothStreaming ?? false
    behavior.compress = compress ?? false
    behavior.lambdaFunctionAssociations = lambdaFunctionAssociations ?? NoFunctions(quantity: 0)
    behavior.functionAssociations = functionAssociations ?? NoFunctions(quantity: 0)
    behavior.fieldLevelEncryptionId = fieldLevelEncryptionId ?? ""
    behavior.forwardedValues?.headers = forwardedValues?.headers ?? CountedList()
    behavior.forwardedValues?.queryStringCacheKeys = forwardedValues?.queryStringCacheKeys ?? CountedList()
    try behavior.checkMethods()
    for (name, given) in [("TrustedSigners", trustedSigners), ("TrustedKeyGroups", trustedKeyGroups)]
    where given?.enabled == true {
      throw AWSError.notModelled("DistributionConfig.DefaultCacheBehavior.\(name)", "Enabled=true")
    }
    if let id = fieldLevelEncryptionId, !id.isEmpty {
      throw AWSError.notModelled("DistributionConfig.DefaultCacheBehavior.FieldLevelEncryptionId", id)
    }
    try behavior.checkCaching(in: world)
    return behavior
  }

  private func checkMethods() throws(AWSError) {
    let allowed = allowedMethods?.items.sorted() ?? []
    let sets = [
      ["GET", "HEAD"], ["GET", "HEAD", "OPTIONS"],
      ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
    ]
    guard allowedMethods?.quantity == allowed.count,
      allowedMethods?.cachedMethods?.quantity == allowedMethods?.cachedMethods?.items.count
    else { throw CloudFrontError.quantities }
    guard sets.contains(allowed) else {
      throw CloudFrontError.invalid("The parameter AllowedMethods is invalid.")
    }
    guard (lambdaFunctionAssociations?.quantity ?? 0) == 0, (functionAssociations?.quantity ?? 0) == 0 else {
      throw CloudFrontError.quantities
    }
  }

  private mutating func checkCaching(in world: World) throws(AWSError) {
    if let policy = cachePolicyId {
      guard world.cachePolicy(policy) != nil else { throw CloudFrontError.noCachePolicy }
      guard forwardedValues == nil, minTTL == nil, defaultTTL == nil, maxTTL == nil else {
        throw CloudFrontError.invalid(
          "The parameter \(forwardedValues == nil ? "MinTTL" : "ForwardedValues") cannot be used when a cache policy is"
            + " associated to the cache behavior.")
      }
    } else {
      guard forwardedValues != nil else {
        throw CloudFrontError.invalid("The parameter ForwardedValues is required.")
      }
      guard originRequestPolicyId == nil else {
        throw CloudFrontError.invalid(
          "The parameter OriginRequestPolicyId cannot be used when ForwardedValues are used.")
      }
      // CloudFront's own TTLs (facts: `cf.min_ttl`, `cf.default_ttl`, `cf.max_ttl`).
      let least = minTTL ?? 0
      let most = maxTTL ?? max(31_536_000, least)
      let standard = defaultTTL ?? min(max(86_400, least), most)
      guard 0 <= least, least <= standard, standard <= most else {
        throw AWSError("InvalidTTLOrder", "The order of TTL values is not valid.")
      }
      (minTTL, defaultTTL, maxTTL) = (least, standard, most)
    }
    if let policy = originRequestPolicyId,
      !ManagedPolicies.originRequest.contains(where: { $0.id.utf8.elementsEqual(policy.utf8) })
    {
      throw AWSError(
        "NoSuchOriginRequestPolicy", "The specified origin request policy does not exist.")
    }
  }
}
