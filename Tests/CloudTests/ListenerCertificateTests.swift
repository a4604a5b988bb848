import Cloud
import EventKernel
import Foundation
import Testing

/// Encrypted listeners, and the logs of load balancers.
@Suite struct ListenerCertificateTests {
  @Test func `a listener wants an issued certificate of its Region and a known policy`() throws {
    var scene = try CertificateScene()
    let pending = try scene.request("www.shop.example")
    func code(_ members: [String: Any]) throws -> String? {
      try scene.world.refusal(CreateListener.self, scene.secure(pending).with(members))
    }
    #expect(try code([:]) == "UnsupportedCertificate")
    #expect(try code(["certificates": []]) == "ValidationError")
    #expect(try code(["certificates": [["certificateArn": "web"]]]) == "ValidationError")
    let abroad = pending.replacingOccurrences(of: "ap-northeast-2", with: "us-east-1")
    #expect(try code(["certificates": [["certificateArn": abroad]]]) == "CertificateNotFound")
    #expect(try code(["sslPolicy": "none"]) == "SSLPolicyNotFound")
    #expect(try code(["protocol": "HTTP"]) == "InvalidConfigurationRequest")
    try scene.validate(pending)
    scene.world.wait(ACMLimits.validation)
    #expect(
      try code(["certificates": [["certificateArn": pending], ["certificateArn": pending]]])
        == "ValidationError")
    #expect(
      try code(["defaultActions": [["type": "authenticate-oidc"]]]) == "NotModelled")
    let listener = try scene.world.ask(CreateListener.self, scene.secure(pending)).listeners[0]
    #expect(listener.sslPolicy == "ELBSecurityPolicy-2016-08")
    #expect(listener.certificates?.map(\.certificateArn) == [pending])
  }

  @Test func `a listener changes between HTTP and HTTPS`() throws {
    var scene = try CertificateScene()
    let first = try scene.issued("www.shop.example")
    let second = try scene.issued("api.shop.example")
    let listener = try scene.listen(first)
    func change(_ members: [String: Any]) throws -> ListenerOutput {
      try scene.world.ask(ModifyListener.self, ["listenerArn": listener].with(members)).listeners[0]
    }
    let policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"
    #expect(try change(["sslPolicy": policy]).sslPolicy == policy)
    let changed = try change(["certificates": [["certificateArn": second]]])
    #expect(changed.certificates?.map(\.certificateArn) == [second] && changed.sslPolicy == policy)
    #expect(try scene.describe(first).inUseBy.isEmpty)
    #expect(try scene.describe(second).inUseBy == [scene.balancer])
    let plain = try change(["protocol": "HTTP", "port": 8_080])
    #expect(plain.certificates == nil && plain.sslPolicy == nil)
    #expect(
      try scene.world.refusal(ModifyListener.self, ["listenerArn": listener, "protocol": "HTTPS"])
        == "ValidationError")
  }

  @Test func `further certificates are added and taken off, the default one is not`() throws {
    var scene = try CertificateScene()
    let first = try scene.issued("www.shop.example")
    let second = try scene.issued("api.shop.example")
    let listener = try scene.listen(first)
    func call<Op: Cloud.Operation>(_ operation: Op.Type, _ arn: String, at listener: String) throws -> String?
    {
      try scene.world.refusal(
        operation, ["listenerArn": listener, "certificates": [["certificateArn": arn]]])
    }
    #expect(try call(AddListenerCertificates.self, second, at: listener) == nil)
    func shown() throws -> [Bool?] {
      try scene.world.ask(DescribeListenerCertificates.self, ["listenerArn": listener]).certificates.map(
        \.isDefault)
    }
    #expect(try shown() == [true, false])
    #expect(try call(RemoveListenerCertificates.self, first, at: listener) == "OperationNotPermitted")
    #expect(
      try scene.world.refusal(DeleteCertificate.self, ["certificateArn": second]) == "ResourceInUseException")
    #expect(try call(RemoveListenerCertificates.self, second, at: listener) == nil)
    #expect(try shown() == [true])
    let plain = try #require(scene.world.loadBalancing.listeners.rows.first { $0.port == 80 })
    #expect(try call(AddListenerCertificates.self, first, at: plain.arn) == "ValidationError")
  }

  @Test func `a load balancer has 25 further certificates`() throws {
    var scene = try CertificateScene()
    let listener = try scene.listen(try scene.issued("www.shop.example"))
    let others = try (1...26).map { try scene.issued("a\($0).shop.example") }
    func add(_ arns: some Sequence<String>) throws -> String? {
      try scene.world.refusal(
        AddListenerCertificates.self,
        ["listenerArn": listener, "certificates": arns.map { ["certificateArn": $0] }])
    }
    #expect(try add(others) == "TooManyCertificates")
    #expect(try add(others.dropLast()) == nil)
  }

  @Test func `a distribution takes a certificate of us-east-1 that has its aliases`() throws {
    var scene = try CertificateScene()
    let here = try scene.issued("www.shop.example")
    let virginia = Region(rawValue: "us-east-1")
    let asked = Data(#"{"domainName":"www.shop.example","validationMethod":"DNS"}"#.utf8)
    let arn = try scene.world.perform(
      RequestCertificate.self, try JSONDecoder().decode(RequestCertificate.Input.self, from: asked),
      context: CallContext(region: virginia)
    ).certificateArn
    scene.world.wait(ACMLimits.validation)
    func make(_ certificate: String, alias: String) throws -> String? {
      try scene.world.refusal(
        CreateDistribution.self,
        [
          "distributionConfig": [
            "callerReference": "\(certificate) \(alias)", "comment": "", "enabled": true,
            "aliases": ["quantity": 1, "items": [alias]],
            "origins": [
              "quantity": 1,
              "items": [
                [
                  "id": "web", "domainName": "www.shop.example",
                  "customOriginConfig": [
                    "httpPort": 80, "httpsPort": 443, "originProtocolPolicy": "http-only",
                  ],
                ]
              ],
            ],
            "defaultCacheBehavior": [
              "targetOriginId": "web", "viewerProtocolPolicy": "allow-all",
              "cachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
            ],
            "viewerCertificate": [
              "acmCertificateArn": certificate, "sslSupportMethod": "sni-only",
              "minimumProtocolVersion": "TLSv1.2_2021",
            ],
          ]
        ])
    }
    #expect(try make(here, alias: "www.shop.example") == "InvalidViewerCertificate")
    #expect(try make(arn, alias: "api.shop.example") == "InvalidViewerCertificate")
    #expect(try make(arn, alias: "www.shop.example") == nil)
    #expect(scene.world.acm.certificates[arn]?.region == virginia)
  }

  @Test func `logs want a bucket of the Region whose policy lets them in, and leave a test file`() throws {
    var web = try WebWorld()
    let arn = try web.makeLoadBalancer()
    func switchOn(_ bucket: String, prefix: String = "front") throws -> String? {
      try web.world.refusal(
        ModifyLoadBalancerAttributes.self,
        [
          "loadBalancerArn": arn,
          "attributes": [
            ["key": "access_logs.s3.enabled", "value": "true"],
            ["key": "access_logs.s3.bucket", "value": bucket],
            ["key": "access_logs.s3.prefix", "value": prefix],
          ],
        ])
    }
    #expect(try switchOn("") == "InvalidConfigurationRequest")
    #expect(try switchOn("shop-example-logs") == "InvalidConfigurationRequest")
    _ = try web.world.ask(
      CreateBucket.self,
      [
        "bucket": "shop-example-logs",
        "createBucketConfiguration": ["locationConstraint": "ap-northeast-2"],
      ])
    #expect(try switchOn("shop-example-logs") == "InvalidConfigurationRequest")
    func allow(_ principal: String) throws {
      _ = try web.world.ask(
        PutBucketPolicy.self,
        [
          "bucket": "shop-example-logs",
          "policy":
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":\#(principal),"Action":"s3:PutObject","Resource":"arn:aws:s3:::shop-example-logs/front/AWSLogs/123456789012/*"}]}"#,
        ])
    }
    try allow(#"{"AWS":"arn:aws:iam::127311923021:root"}"#)
    // That is the account of another Region.
    #expect(try switchOn("shop-example-logs") == "InvalidConfigurationRequest")
    try allow(#"{"AWS":"arn:aws:iam::600734575887:root"}"#)
    #expect(try switchOn("shop-example-logs", prefix: "AWSLogs") == "ValidationError")
    #expect(try switchOn("shop-example-logs", prefix: "other") == "InvalidConfigurationRequest")
    #expect(try switchOn("shop-example-logs") == nil)
    let keys = web.world.s3.buckets.rows[0].objects.ids.map(\.text)
    #expect(keys == ["front/AWSLogs/123456789012/ELBAccessLogTestFile"])
    let attributes = try web.world.ask(DescribeLoadBalancerAttributes.self, ["loadBalancerArn": arn])
      .attributes
    #expect(attributes.first { $0.key == "access_logs.s3.bucket" }?.value == "shop-example-logs")
  }
}
