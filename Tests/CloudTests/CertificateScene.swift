import Cloud
import EventKernel
import Testing

/// A web world with a hosted zone `shop.example`, in which certificates are requested and validated.
struct CertificateScene {
  var web: WebWorld
  let zone: String
  let balancer: String

  var world: World {
    get { web.world }
    set { web.world = newValue }
  }

  init(isPrivate: Bool = false) throws {
    web = try WebWorld()
    balancer = try web.makeLoadBalancer()
    var members: [String: Any] = ["name": "shop.example", "callerReference": "t"]
    if isPrivate { members["vpc"] = ["vpcRegion": "ap-northeast-2", "vpcId": web.vpc] }
    zone = try web.world.ask(CreateHostedZone.self, members).hostedZone.id
  }

  /// Requests a certificate by DNS unless told otherwise, and gives its ARN.
  mutating func request(
    _ name: String, also others: [String] = [], with members: [String: Any] = [:]
  ) throws -> String {
    var all: [String: Any] = ["domainName": name, "validationMethod": "DNS"]
    if !others.isEmpty { all["subjectAlternativeNames"] = others }
    return try world.ask(RequestCertificate.self, all.with(members)).certificateArn
  }

  mutating func describe(_ arn: String) throws -> CertificateDetail {
    try world.ask(DescribeCertificate.self, ["certificateArn": arn]).certificate
  }

  /// Writes the records of a certificate into the zone, or takes them out.
  mutating func validate(_ arn: String, only name: String? = nil, action: String = "UPSERT") throws {
    for option in try describe(arn).domainValidationOptions where name == nil || option.domainName == name {
      let record = try #require(option.resourceRecord)
      _ = try world.ask(
        ChangeResourceRecordSets.self,
        [
          "hostedZoneId": zone,
          "changeBatch": [
            "changes": [
              [
                "action": action,
                "resourceRecordSet": [
                  "name": record.name, "type": record.type, "ttl": 300,
                  "resourceRecords": [["value": record.value]],
                ],
              ]
            ]
          ],
        ])
    }
  }

  /// The ARN of a certificate that has been issued.
  mutating func issued(_ name: String) throws -> String {
    let arn = try request(name)
    try validate(arn)
    world.wait(ACMLimits.validation)
    return arn
  }

  /// Makes an HTTPS listener with a certificate and gives its ARN.
  mutating func listen(_ certificate: String, port: Int = 443) throws -> String {
    try world.ask(CreateListener.self, secure(certificate, port: port)).listeners[0].listenerArn
  }

  /// The members of a call that makes an HTTPS listener.
  func secure(_ certificate: String, port: Int = 443) -> [String: Any] {
    [
      "loadBalancerArn": balancer, "protocol": "HTTPS", "port": port,
      "certificates": [["certificateArn": certificate]],
      "defaultActions": [["type": "forward", "targetGroupArn": web.group]],
    ]
  }
}
