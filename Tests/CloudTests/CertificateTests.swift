import Cloud
import EventKernel
import Testing

/// Certificate Manager: requests, validation by DNS, use, renewal and end.
@Suite struct CertificateTests {
  @Test func `a certificate is issued when the record of every name stands in a public zone`() throws {
    var scene = try CertificateScene()
    let arn = try scene.request("shop.example", also: ["www.shop.example"])
    let waiting = try scene.describe(arn)
    #expect(waiting.status == "PENDING_VALIDATION")
    #expect(waiting.notAfter == nil)
    #expect(
      waiting.domainValidationOptions.map(\.validationStatus) == ["PENDING_VALIDATION", "PENDING_VALIDATION"])
    try scene.validate(arn, only: "shop.example")
    scene.world.wait(.minutes(10))
    let half = try scene.describe(arn)
    #expect(half.status == "PENDING_VALIDATION")
    #expect(half.domainValidationOptions.map(\.validationStatus) == ["SUCCESS", "PENDING_VALIDATION"])
    try scene.validate(arn)
    #expect(try scene.describe(arn).status == "PENDING_VALIDATION")
    scene.world.wait(ACMLimits.validation)
    let issued = try scene.describe(arn)
    #expect(issued.status == "ISSUED")
    #expect(issued.notAfter.map { $0 - (issued.notBefore ?? .epoch) } == ACMLimits.validity)
    #expect(issued.renewalEligibility == "INELIGIBLE")
    // The records stand already, so a second certificate for the name waits for nobody.
    let second = try scene.request("*.shop.example")
    scene.world.wait(ACMLimits.validation)
    #expect(try scene.describe(second).status == "ISSUED")
  }

  @Test func `a record in a private zone shows nothing, and after 72 hours the request is over`() throws {
    var scene = try CertificateScene(isPrivate: true)
    let arn = try scene.request("shop.example")
    try scene.validate(arn)
    scene.world.wait(.hours(71))
    #expect(try scene.describe(arn).status == "PENDING_VALIDATION")
    scene.world.wait(.hours(2))
    #expect(try scene.describe(arn).status == "VALIDATION_TIMED_OUT")
  }

  @Test func `mail is read by nobody, and Amazon's own names fail`() throws {
    var scene = try CertificateScene()
    let mail = try scene.request("shop.example", with: ["validationMethod": "EMAIL"])
    #expect(
      try scene.describe(mail).domainValidationOptions[0].validationEmails?.contains("admin@shop.example")
        == true)
    let failed = try scene.request("front-1.ap-northeast-2.elb.amazonaws.com")
    #expect(try scene.describe(failed).status == "FAILED")
    #expect(try scene.describe(failed).failureReason == "ADDITIONAL_VERIFICATION_REQUIRED")
  }

  @Test func `wrong requests get AWS's errors`() throws {
    var scene = try CertificateScene()
    func code(_ members: [String: Any]) throws -> String? {
      try scene.world.refusal(
        RequestCertificate.self, ["domainName": "shop.example", "validationMethod": "DNS"].with(members))
    }
    #expect(try code(["domainName": "shop"]) == "ValidationException")
    #expect(try code(["domainName": "a.*.shop.example"]) == "ValidationException")
    #expect(
      try code(["subjectAlternativeNames": (1...10).map { "a\($0).shop.example" }])
        == "LimitExceededException")
    #expect(try code(["keyAlgorithm": "RSA_4096"]) == "InvalidParameterException")
    #expect(try code(["validationMethod": "HTTP"]) == "NotModelled")
    #expect(try code(["tags": [["key": "aws:x", "value": "1"]]]) == "InvalidTagException")
    #expect(
      try code([
        "validationMethod": "EMAIL",
        "domainValidationOptions": [["domainName": "shop.example", "validationDomain": "other.example"]],
      ]) == "InvalidDomainValidationOptionsException")
    #expect(
      try scene.world.refusal(DescribeCertificate.self, ["certificateArn": "arn:aws:acm:x"])
        == "ValidationException")
    let arn = try scene.request("shop.example")
    let gone = arn.dropLast(4) + "0000"
    #expect(
      try scene.world.refusal(DeleteCertificate.self, ["certificateArn": String(gone)])
        == "ResourceNotFoundException")
    #expect(
      try scene.world.refusal(
        UpdateCertificateOptions.self,
        ["certificateArn": arn, "options": ["certificateTransparencyLoggingPreference": "DISABLED"]])
        == "InvalidStateException")
    #expect(try scene.world.refusal(DeleteCertificate.self, ["certificateArn": arn]) == nil)
  }

  @Test func `a token makes a request once, and lists leave other keys out until asked`() throws {
    var scene = try CertificateScene()
    let first = try scene.request("shop.example", with: ["idempotencyToken": "once"])
    #expect(try scene.request("shop.example", with: ["idempotencyToken": "once"]) == first)
    scene.world.wait(.hours(2))
    #expect(try scene.request("shop.example", with: ["idempotencyToken": "once"]) != first)
    let curve = try scene.request("www.shop.example", with: ["keyAlgorithm": "EC_prime256v1"])
    let plain = try scene.world.ask(ListCertificates.self, [:]).certificateSummaryList
    #expect(plain.count == 2)
    let asked = try scene.world.ask(
      ListCertificates.self, ["includes": ["keyTypes": ["EC_prime256v1"]]]
    ).certificateSummaryList
    #expect(asked.map(\.certificateArn) == [curve])
    let issued = try scene.world.ask(ListCertificates.self, ["certificateStatuses": ["ISSUED"]])
    #expect(issued.certificateSummaryList.isEmpty)
  }

  @Test func `the days that a certificate has left are told twice a day`() throws {
    var scene = try CertificateScene()
    let arn = try scene.issued("www.shop.example")
    scene.world.wait(.days(1))
    let key = MetricKey(
      region: TestWorld.region, namespace: "AWS/CertificateManager", name: "DaysToExpiry",
      dimensions: ["CertificateArn=\(arn)"])
    let points = try #require(scene.world.cloudWatch.metrics[key])
    #expect(points.count == 2)
    let left = (ACMLimits.validity / .days(1)) - 1
    #expect(points.allSatisfy { (left - 1...left).contains($0.sum) })
  }

  @Test func `a certificate in use is renewed while its record stands, and ends without it`() throws {
    var scene = try CertificateScene()
    let arn = try scene.issued("www.shop.example")
    let listener = try scene.listen(arn)
    #expect(try scene.describe(arn).renewalEligibility == "ELIGIBLE")
    #expect(
      try scene.world.refusal(DeleteCertificate.self, ["certificateArn": arn]) == "ResourceInUseException")
    let end = try #require(try scene.describe(arn).notAfter)
    scene.world.wait(ACMLimits.validity - ACMLimits.renewal + .days(1))
    let renewed = try scene.describe(arn)
    #expect(renewed.renewalSummary?.renewalStatus == "SUCCESS")
    #expect(try #require(renewed.notAfter) > end)
    try scene.validate(arn, action: "DELETE")
    scene.world.wait(ACMLimits.validity)
    #expect(try scene.describe(arn).status == "EXPIRED")
    let row = try #require(scene.world.loadBalancing.listeners.rows.first { $0.arn == listener })
    #expect(
      scene.world.handshakeFault(with: row, scheme: "https", host: "www.shop.example") == .noCertificate)
  }

  @Test func `names with an asterisk stand for one label more`() throws {
    var scene = try CertificateScene()
    let arn = try scene.request("*.shop.example", also: ["shop.example"])
    let certificate = try #require(scene.world.acm.certificates[arn])
    #expect(certificate.covers("www.shop.example") && certificate.covers("WWW.Shop.Example"))
    #expect(certificate.covers("shop.example"))
    #expect(!certificate.covers("a.b.shop.example") && !certificate.covers("myshop.example"))
    // Both names want the same record.
    #expect(Set(try scene.describe(arn).domainValidationOptions.map { $0.resourceRecord?.name }).count == 1)
  }

  @Test func `tags come and go, also by the tagging API`() throws {
    var scene = try CertificateScene()
    let arn = try scene.request("shop.example", with: ["tags": [["key": "team", "value": "shop"]]])
    _ = try scene.world.ask(
      AddTagsToCertificate.self, ["certificateArn": arn, "tags": [["key": "stage", "value": "test"]]])
    let found = try scene.world.ask(GetTaggedResources.self, ["resourceTypeFilters": ["acm:certificate"]])
    #expect(found.resourceTagMappingList.map(\.resourceARN) == [arn])
    _ = try scene.world.ask(
      RemoveTagsFromCertificate.self,
      ["certificateArn": arn, "tags": [["key": "team", "value": "other"], ["key": "stage"]]])
    let tags = try scene.world.ask(ListTagsForCertificate.self, ["certificateArn": arn]).tags
    #expect(tags == [Tags.Tag(key: "team", value: "shop")])
  }
}
