extension Customisation {
  /// The customisations of `aws cloudfront`.
  static func cloudFront(_ operation: String, _ context: AWSContext) -> Customisation {
    switch operation {
    case "create-invalidation": createInvalidation(context)
    case "create-distribution": createDistribution(context)
    case "update-distribution":
      Customisation(
        check: { (given: GivenOptions) throws(AWSUsageError) in
          try given.refuse("distribution-config", with: ["default-root-object"])
        },
        // The call loads the settings in force and changes this one: `AWSCall.defaultRootObject`.
        add: { (name: String, _: GivenOptions, _: inout ValueObject) throws(AWSUsageError) in
          name == "default-root-object"
        })
    default: Customisation()
    }
  }

  private static func createInvalidation(_ context: AWSContext) -> Customisation {
    Customisation(
      check: { (given: GivenOptions) throws(AWSUsageError) in
        try given.refuse("invalidation-batch", with: ["paths"])
      },
      add: { (name: String, given: GivenOptions, input: inout ValueObject) throws(AWSUsageError) in
        guard name == "paths", let paths = given.words[name] else { return false }
        input["InvalidationBatch"] = object([
          ("CallerReference", .string("cli-" + context.uniqueText())),
          (
            "Paths",
            object([
              ("Quantity", .integer(Int64(paths.count))), ("Items", .array(paths.map(Value.string))),
            ])
          ),
        ])
        return true
      })
  }

  private static func createDistribution(_ context: AWSContext) -> Customisation {
    Customisation(
      check: { (given: GivenOptions) throws(AWSUsageError) in
        try given.refuse("distribution-config", with: ["origin-domain-name", "default-root-object"])
      },
      add: { (name: String, given: GivenOptions, input: inout ValueObject) throws(AWSUsageError) in
        guard let word = given.word(name) else { return false }
        switch name {
        case "origin-domain-name":
          prepare(&input, context)
          addOrigin(word, id: "\(word)-\(context.uniqueText())", to: &input)
        case "default-root-object":
          prepare(&input, context)
          input.changeObject("DistributionConfig") { $0["DefaultRootObject"] = .string(word) }
        default: return false
        }
        return true
      })
  }

  private static func prepare(_ input: inout ValueObject, _ context: AWSContext) {
    guard input["DistributionConfig"] == nil else { return }
    input["DistributionConfig"] = object([
      ("CallerReference", .string("cli-" + context.uniqueText())),
      ("Origins", object([("Quantity", .integer(0)), ("Items", .array([]))])),
      (
        "DefaultCacheBehavior",
        object([
          ("TargetOriginId", "placeholder"),
          (
            "ForwardedValues",
            object([("QueryString", .bool(false)), ("Cookies", object([("Forward", "none")]))])
          ),
          ("TrustedSigners", object([("Enabled", .bool(false)), ("Quantity", .integer(0))])),
          ("ViewerProtocolPolicy", "allow-all"), ("MinTTL", .integer(0)),
        ])
      ),
      ("Enabled", .bool(true)), ("Comment", ""),
    ])
  }

  private static func addOrigin(_ domain: String, id: String, to input: inout ValueObject) {
    var origin: [(String, Value)] = [
      ("Id", .string(id)), ("DomainName", .string(domain)), ("OriginPath", ""),
    ]
    if domain.hasSuffix(".s3.amazonaws.com") {
      origin.append(("S3OriginConfig", object([("OriginAccessIdentity", "")])))
    } else {
      origin.append(
        (
          "CustomOriginConfig",
          object([
            ("HTTPPort", .integer(80)), ("HTTPSPort", .integer(443)), ("OriginProtocolPolicy", "http-only"),
          ])
        ))
    }
    let origins = object([("Quantity", .integer(1)), ("Items", .array([object(origin)]))])
    input.changeObject("DistributionConfig") { config in
      config["Origins"] = origins
      config.changeObject("DefaultCacheBehavior") { $0["TargetOriginId"] = .string(id) }
    }
  }

  private static func object(_ members: [(String, Value)]) -> Value {
    .object(ValueObject(members.map { (key: $0.0, value: $0.1) }))
  }
}
