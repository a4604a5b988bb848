import Cloud
import EventKernel
import Foundation
import Testing
import Traffic

/// A world and what is done to it so that requests fail for one reason.
struct CauseCase: Sendable, CustomTestStringConvertible {
  let cause: CauseCode
  /// How the name of the resource that decides begins.
  let resource: String
  let lines: String
  var rate = 10.0
  var timeout = Duration.seconds(3)
  var port = 80
  var kind = RequestClass(name: "page", cpu: .milliseconds(20), baseLatency: .milliseconds(10))
  var minutes = 2
  var users: Int?
  /// How long it runs instead where many requests come in a second.
  var seconds: Int?
  var faults: [Experiment.PlannedFault] = []

  var testDescription: String { cause.rawValue }

  /// How long it runs.
  var duration: EventKernel.Duration { seconds.map { .seconds($0) } ?? .minutes(minutes) }

  /// Requests that ask the database.
  static func queries(_ reads: Int, cpu: Duration = .milliseconds(2)) -> RequestClass {
    RequestClass(
      name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), reads: reads, queryCPU: cpu)
  }

  /// Requests that write to the database.
  static func writes(_ writes: Int, bytes: Int? = nil) -> RequestClass {
    RequestClass(
      name: "page", cpu: .milliseconds(5), baseLatency: .milliseconds(10), writes: writes,
      queryCPU: .milliseconds(2), writeBytes: bytes)
  }

  static let all: [CauseCase] =
    names + ways + rules + machines + databases + data + struck + limits + edges

  private typealias Script = ScriptedWorld

  private static let names: [CauseCase] = [
    CauseCase(cause: .nameNotFound, resource: "www.shop.example", lines: ""),
    CauseCase(
      cause: .nameWithoutAddress, resource: "", lines: Script.balancer(), minutes: 1),
    CauseCase(
      cause: .staleAddress, resource: "",
      lines: Script.instance() + "wait\n" + Script.direct
        + "aws ec2 stop-instances --instance-ids $WEB\nwait\n"),
  ]

  private static let ways: [CauseCase] = [
    CauseCase(
      cause: .securityGroupDenied, resource: "",
      lines: Script.instance() + "wait\n" + Script.direct
        + "aws ec2 revoke-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0\n"),
    CauseCase(
      cause: .noInternetRoute, resource: "",
      lines: Script.instance() + "wait\n" + Script.direct
        + """
        RT=$(aws ec2 describe-route-tables --filters Name=vpc-id,Values=$VPC --query 'RouteTables[0].RouteTableId' --output text)
        aws ec2 delete-route --route-table-id $RT --destination-cidr-block 0.0.0.0/0

        """),
    CauseCase(
      // An internal load balancer has private addresses alone.
      cause: .noInternetRoute, resource: "front",
      lines: Script.instance() + "wait\n"
        + Script.balancer().replacingOccurrences(
          of: "--name front", with: "--name front --scheme internal") + "wait\n"),
    CauseCase(
      // The answers are stopped: an outbound rule for port 80 alone forgets the ports of the clients.
      cause: .networkACLDenied, resource: "acl-",
      lines: Script.instance() + "wait\n" + Script.direct
        + """
        ACL=$(aws ec2 describe-network-acls --filters Name=vpc-id,Values=$VPC --query 'NetworkAcls[0].NetworkAclId' --output text)
        aws ec2 replace-network-acl-entry --network-acl-id $ACL --egress --rule-number 100 --protocol tcp --port-range From=80,To=80 --cidr-block 0.0.0.0/0 --rule-action allow

        """),
    CauseCase(
      cause: .portClosed, resource: "",
      lines: Script.instance() + "wait\n" + Script.direct
        + "aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 8080 --cidr 0.0.0.0/0\n",
      port: 8080),
    CauseCase(
      cause: .balancerNodeDown, resource: "front/ap-northeast-2b",
      lines: Script.instance() + "wait\n" + Script.balancer()
        + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB\nwait\n",
      minutes: 3, faults: [Script.fault(.zonePower(Script.zoneB))]),
    CauseCase(
      cause: .noRegisteredTarget, resource: "web", lines: Script.balancer() + "wait\n"),
    CauseCase(
      cause: .noHealthyTarget, resource: "web",
      lines: Script.instance() + "wait\n" + Script.balancer(health: "--health-check-path /gone")
        + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB\nwait\n",
      minutes: 4, faults: [Script.fault(.zonePower(Script.zoneA))]),
  ]

  private static let rules: [CauseCase] = [
    CauseCase(
      cause: .fixedResponse, resource: "front:80 503",
      lines: Script.instance() + "wait\n" + Script.balancer()
        + """
        aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB
        LISTENER=$(aws elbv2 describe-listeners --load-balancer-arn $LB --query 'Listeners[0].ListenerArn' --output text)
        aws elbv2 create-rule --listener-arn $LISTENER --priority 1 --conditions 'Field=path-pattern,Values=/shop/*' --actions 'Type=fixed-response,FixedResponseConfig={StatusCode=503,ContentType=text/plain,MessageBody=closed}'
        wait

        """,
      kind: RequestClass(
        name: "page", cpu: .milliseconds(20), address: RequestAddress(path: "/shop/cart"))),
    CauseCase(
      cause: .redirectedAway, resource: "elsewhere.example",
      lines: Script.instance() + "wait\n" + Script.balancer()
        + """
        LISTENER=$(aws elbv2 describe-listeners --load-balancer-arn $LB --query 'Listeners[0].ListenerArn' --output text)
        aws elbv2 modify-listener --listener-arn $LISTENER --default-actions 'Type=redirect,RedirectConfig={Host=elsewhere.example,StatusCode=HTTP_302}'
        wait

        """),
    CauseCase(
      cause: .protocolMismatch, resource: "front:443 HTTP",
      lines: Script.instance() + "wait\n" + Script.balancer()
        + """
        aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 443 --cidr 0.0.0.0/0
        aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 443 --default-actions Type=forward,TargetGroupArn=$TG
        wait

        """, port: 443),
    CauseCase(
      cause: .noFittingCertificate, resource: "www.shop.example",
      lines: Script.instance() + "wait\n" + Script.balancer()
        + BalancerTargetTests.certificate("api.shop.example")
          + """
          aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 443 --cidr 0.0.0.0/0
          aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTPS --port 443 --certificates CertificateArn=$CERT --default-actions Type=forward,TargetGroupArn=$TG
          wait

          """, port: 443),
    CauseCase(
      cause: .balancerTimeout, resource: "front",
      lines: Script.instance() + "wait\n" + Script.balancer()
        + """
        aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB
        aws elbv2 modify-load-balancer-attributes --load-balancer-arn $LB --attributes Key=idle_timeout.timeout_seconds,Value=2
        wait

        """,
      rate: 1, timeout: .seconds(30),
      kind: RequestClass(name: "long", cpu: .milliseconds(5), baseLatency: .seconds(3))),
  ]

  private static let machines: [CauseCase] = [
    CauseCase(
      cause: .instanceDown, resource: "i-", lines: Script.instance() + "wait\n" + Script.direct,
      faults: [Script.fault(.zonePower(Script.zoneA))]),
    CauseCase(
      cause: .instanceDied, resource: "i-", lines: Script.instance() + "wait\n" + Script.direct,
      rate: 1, timeout: .seconds(30), kind: RequestClass(name: "long", cpu: .seconds(1)),
      faults: [Script.fault(.zonePower(Script.zoneA))]),
    CauseCase(
      cause: .applicationStarting, resource: "i-",
      lines: Script.instance() + "aws ec2 wait instance-running --instance-ids $WEB\n" + Script.direct,
      minutes: 1),
    CauseCase(
      cause: .applicationFailed, resource: "i-",
      lines: Script.instance("--user-data 'NO_SUCH_KEY=1'") + "wait\n" + Script.direct),
    CauseCase(
      cause: .cpuCreditsExhausted, resource: "i-",
      lines: Script.instance("--credit-specification CpuCredits=standard", type: "t3.micro") + "wait\n"
        + Script.direct,
      rate: 20),
    CauseCase(
      cause: .instanceOverloaded, resource: "i-", lines: Script.instance() + "wait\n" + Script.direct,
      rate: 20, kind: RequestClass(name: "page", cpu: .milliseconds(200), baseLatency: .milliseconds(10))),
    CauseCase(
      cause: .slowerThanClientWaits, resource: "i-", lines: Script.instance() + "wait\n" + Script.direct,
      kind: RequestClass(name: "page", cpu: .milliseconds(5), baseLatency: .seconds(4))),
  ]

  private static let databases: [CauseCase] = [
    CauseCase(
      cause: .databaseMissing, resource: "i-", lines: Script.instance() + "wait\n" + Script.direct,
      kind: queries(1)),
    CauseCase(
      cause: .databaseDown, resource: "shop",
      lines: Script.database("--availability-zone ap-northeast-2b")
        + Script.instance("--user-data \"DB_HOST=$DB\"") + "wait\n" + Script.direct,
      kind: queries(1), faults: [Script.fault(.zonePower(Script.zoneB))]),
    CauseCase(
      cause: .failoverInProgress, resource: "shop",
      lines: Script.database("--multi-az") + Script.instance("--user-data \"DB_HOST=$DB\"") + "wait\n"
        + Script.direct,
      kind: queries(1), minutes: 4, faults: [Script.fault(.rebootDatabase("shop"))]),
    CauseCase(
      cause: .staleDatabaseAddress, resource: "shop",
      lines: Script.database("--multi-az")
        + "DATA=\"DB_HOST=$DB\nDB_DNS_TTL=600\"\n" + Script.instance("--user-data \"$DATA\"") + "wait\n"
        + Script.direct,
      kind: queries(1), minutes: 5, faults: [Script.fault(.rebootDatabase("shop"))]),
    CauseCase(
      cause: .connectionsExhausted, resource: "shop",
      lines: Script.database(type: "db.t3.micro")
        + "DATA=\"DB_HOST=$DB\nDB_POOL=1000\"\n" + Script.instance("--user-data \"$DATA\"") + "wait\n"
        + Script.direct,
      rate: 50, kind: queries(1, cpu: .milliseconds(500)), minutes: 1),
    CauseCase(
      cause: .poolExhausted, resource: "i-",
      lines: Script.database()
        + "DATA=\"DB_HOST=$DB\nDB_POOL=1\"\n" + Script.instance("--user-data \"$DATA\"") + "wait\n"
        + Script.direct,
      rate: 20, kind: queries(1, cpu: .milliseconds(50))),
    CauseCase(
      cause: .databaseOverloaded, resource: "shop",
      lines: Script.database()
        + "DATA=\"DB_HOST=$DB\nDB_POOL=500\"\n" + Script.instance("--user-data \"$DATA\"") + "wait\n"
        + Script.direct,
      rate: 12, kind: queries(1, cpu: .milliseconds(300))),
    CauseCase(
      cause: .databaseReadOnly, resource: "reader",
      lines: Script.database() + Script.replica + Script.instance("--user-data \"DB_HOST=$READER\"")
        + "wait\n"
        + Script.direct,
      kind: writes(1)),
    CauseCase(
      cause: .databaseStorageFull, resource: "shop",
      lines: Script.database() + Script.instance("--user-data \"DB_HOST=$DB\"") + "wait\n" + Script.direct,
      kind: writes(1, bytes: 10_000_000), minutes: 5),
    CauseCase(
      cause: .accessDenied, resource: "",
      lines: Script.database()
        + "DATA=\"DB_HOST=$DB\nDB_AUTH=iam\"\n" + Script.instance("--user-data \"$DATA\"") + "wait\n"
        + Script.direct,
      kind: queries(1)),
  ]
}

@Suite struct CauseTests {
  @Test func `every cause has a case`() {
    #expect(Set(CauseCase.all.map(\.cause)) == Set(CauseCode.allCases))
  }

  @Test(arguments: CauseCase.all)
  func `a request fails for the reason that its world holds`(given: CauseCase) throws {
    let world = try ScriptedWorld(
      rate: given.rate, timeout: given.timeout, port: given.port, kind: given.kind, users: given.users,
      lines: given.lines)
    let report = try world.report(given.duration, faults: given.faults)
    let lost = report.causes.filter { $0.lost > 0 }
    let found = lost.filter { $0.code == given.cause }
    #expect(!found.isEmpty, "\(lost.map { "\($0.code.rawValue) \($0.resource) \($0.lost)" })")
    #expect(found.allSatisfy { !$0.resource.isEmpty && $0.resource.hasPrefix(given.resource) })
    // One cause for each lost request, and nobody is forgotten.
    #expect(report.causes.reduce(0) { $0 + $1.lost } == report.lost)
    #expect(report.offered == report.answered + report.lost)
    // The way of one lost request ends in its cause.
    let sample = try #require(found.first?.sample)
    let traced = try world.report(given.duration, faults: given.faults, traced: sample)
    #expect(traced.trace.last?.code == "fails:\(given.cause.rawValue)")
    #expect(traced.digest == report.digest)
  }

  @Test func `no cause says only that it took too long or went wrong`() {
    for code in CauseCode.allCases {
      #expect(!["timeout", "error", "other", "unknown", "failed"].contains(code.rawValue))
    }
  }
}
