import Cloud
import EventKernel
import Foundation
import Testing
import Traffic

/// Targets by address, load balancers behind load balancers, and encrypted listeners, as requests meet them.
@Suite struct BalancerTargetTests {
  private typealias Script = ScriptedWorld

  private func lost(_ report: Report) -> [CauseCode] { report.causes.filter { $0.lost > 0 }.map(\.code) }

  /// Two machines, of which the second is registered by its address.
  private static let byAddress =
    Script.instance() + "wait\n" + Script.balancer() + """
      NEAR=$(aws ec2 describe-instances --instance-ids $WEB --query 'Reservations[0].Instances[0].PrivateIpAddress' --output text)
      IPS=$(aws elbv2 create-target-group --name ips --protocol HTTP --port 80 --vpc-id $VPC --target-type ip --query 'TargetGroups[0].TargetGroupArn' --output text)
      aws elbv2 register-targets --target-group-arn $IPS --targets Id=$NEAR
      LISTENER=$(aws elbv2 describe-listeners --load-balancer-arn $LB --query 'Listeners[0].ListenerArn' --output text)
      aws elbv2 modify-listener --listener-arn $LISTENER --default-actions Type=forward,TargetGroupArn=$IPS
      wait

      """

  @Test func `a target by address answers as the machine that has the address`() throws {
    let report = try Script(lines: Self.byAddress).report()
    #expect(report.lost == 0)
    #expect(report.targets.map(\.answered) == [report.answered])
  }

  @Test func `a group whose only address is nobody's answers 503`() throws {
    let free = Self.byAddress.replacingOccurrences(of: "Id=$NEAR", with: "Id=172.31.0.200")
    #expect(lost(try Script(lines: free).report()) == [.noRegisteredTarget])
  }

  /// A network load balancer in front of `front`, to which the name leads.
  private static func outer(port: Int = 80) -> String {
    """
    NLB=$(aws elbv2 create-load-balancer --name outer --type network --subnets $SUBNET_A $SUBNET_B --query 'LoadBalancers[0].LoadBalancerArn' --output text)
    ALBS=$(aws elbv2 create-target-group --name albs --protocol TCP --port \(port) --vpc-id $VPC --target-type alb --query 'TargetGroups[0].TargetGroupArn' --output text)
    aws elbv2 register-targets --target-group-arn $ALBS --targets Id=$LB
    aws elbv2 create-listener --load-balancer-arn $NLB --protocol TCP --port \(port) --default-actions Type=forward,TargetGroupArn=$ALBS
    OUTER_NAME=$(aws elbv2 describe-load-balancers --load-balancer-arns $NLB --query 'LoadBalancers[0].DNSName' --output text)
    OUTER_ZONE=$(aws elbv2 describe-load-balancers --load-balancer-arns $NLB --query 'LoadBalancers[0].CanonicalHostedZoneId' --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,AliasTarget={HostedZoneId=$OUTER_ZONE,DNSName=$OUTER_NAME,EvaluateTargetHealth=false}}}]"
    wait

    """
  }

  private static let inner =
    Script.instance() + "wait\n" + Script.balancer()
    + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB\n"

  @Test func `a network load balancer hands requests to the rules of an application load balancer`() throws {
    let report = try Script(lines: Self.inner + Self.outer()).report()
    #expect(report.lost == 0)
    #expect(report.targets.map(\.answered) == [report.answered])
    let fixed = """
      LISTENER=$(aws elbv2 describe-listeners --load-balancer-arn $LB --query 'Listeners[0].ListenerArn' --output text)
      aws elbv2 modify-listener --listener-arn $LISTENER --default-actions 'Type=fixed-response,FixedResponseConfig={StatusCode=503}'

      """
    #expect(lost(try Script(lines: Self.inner + Self.outer() + fixed).report()) == [.fixedResponse])
  }

  @Test func `the inner load balancer's security group must let clients in, and its listener must stand`()
    throws
  {
    let closed =
      "aws ec2 revoke-security-group-ingress --group-id $SG --protocol tcp --port 80 --cidr 0.0.0.0/0\n"
    #expect(lost(try Script(lines: Self.inner + Self.outer() + closed).report()) == [.securityGroupDenied])
    let deaf = """
      LISTENER=$(aws elbv2 describe-listeners --load-balancer-arn $LB --query 'Listeners[0].ListenerArn' --output text)
      aws elbv2 delete-listener --listener-arn $LISTENER

      """
    #expect(lost(try Script(lines: Self.inner + Self.outer() + deaf).report()) == [.portClosed])
  }

  // MARK: HTTPS

  /// An issued certificate for a name, as `$CERT`.
  static func certificate(_ name: String) -> String {
    """
    CERT=$(aws acm request-certificate --domain-name '\(name)' --validation-method DNS --query CertificateArn --output text)
    NAME=$(aws acm describe-certificate --certificate-arn $CERT --query 'Certificate.DomainValidationOptions[0].ResourceRecord.Name' --output text)
    VALUE=$(aws acm describe-certificate --certificate-arn $CERT --query 'Certificate.DomainValidationOptions[0].ResourceRecord.Value' --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=$NAME,Type=CNAME,TTL=300,ResourceRecords=[{Value=$VALUE}]}}]"
    aws acm wait certificate-validated --certificate-arn $CERT

    """
  }

  private static let encrypted = """
    aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 443 --cidr 0.0.0.0/0
    SECURE=$(aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTPS --port 443 --certificates CertificateArn=$CERT --default-actions Type=forward,TargetGroupArn=$TG --query 'Listeners[0].ListenerArn' --output text)

    """

  private static let redirected = """
    LISTENER=$(aws elbv2 describe-listeners --load-balancer-arn $LB --query "Listeners[?Port==\\`80\\`].ListenerArn" --output text)
    aws elbv2 modify-listener --listener-arn $LISTENER --default-actions 'Type=redirect,RedirectConfig={Protocol=HTTPS,Port=443,StatusCode=HTTP_301}'
    wait

    """

  @Test(arguments: ["www.shop.example", "*.shop.example"])
  func `a redirect to HTTPS arrives where a certificate fits the name`(name: String) throws {
    let lines = Self.inner + Self.certificate(name) + Self.encrypted + Self.redirected
    let report = try Script(lines: lines).report()
    #expect(report.lost == 0)
    #expect(report.answered > 0)
  }

  @Test func `without a fitting certificate clients end the connection, and SNI finds one that was added`()
    throws
  {
    let wrong = Self.inner + Self.certificate("shop.example") + Self.encrypted + Self.redirected
    let report = try Script(lines: wrong).report()
    #expect(lost(report) == [.noFittingCertificate])
    #expect(report.causes.first?.resource == Script.host)
    let added =
      wrong + Self.certificate(Script.host)
      + "aws elbv2 add-listener-certificates --listener-arn $SECURE --certificates CertificateArn=$CERT\n"
    #expect(try Script(lines: added).report().lost == 0)
  }

  @Test func `a plain listener on port 443 understands no HTTPS`() throws {
    let plain =
      Self.inner + """
        aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 443 --cidr 0.0.0.0/0
        aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 443 --default-actions Type=forward,TargetGroupArn=$TG
        wait

        """
    #expect(lost(try Script(port: 443, lines: plain).report()) == [.protocolMismatch])
    let secure = Self.inner + Self.certificate(Script.host) + Self.encrypted + "wait\n"
    #expect(try Script(port: 443, lines: secure).report().lost == 0)
  }

  @Test func `a TLS listener ends encryption in front of TCP targets`() throws {
    let lines =
      Script.instance() + "wait\n" + Self.certificate(Script.host) + """
        TG=$(aws elbv2 create-target-group --name web --protocol TCP --port 80 --vpc-id $VPC --query 'TargetGroups[0].TargetGroupArn' --output text)
        LB=$(aws elbv2 create-load-balancer --name front --type network --subnets $SUBNET_A $SUBNET_B --query 'LoadBalancers[0].LoadBalancerArn' --output text)
        aws elbv2 create-listener --load-balancer-arn $LB --protocol TLS --port 443 --certificates CertificateArn=$CERT --default-actions Type=forward,TargetGroupArn=$TG
        aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB
        LB_NAME=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].DNSName' --output text)
        LB_ZONE=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].CanonicalHostedZoneId' --output text)
        aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,AliasTarget={HostedZoneId=$LB_ZONE,DNSName=$LB_NAME,EvaluateTargetHealth=false}}}]"
        wait

        """
    #expect(try Script(port: 443, lines: lines).report().lost == 0)
  }
}
