import Cloud
import CloudAPI
import Testing

/// What calls work on: a policy for one resource lets nobody touch another.
@Suite struct ResourceAccessTests {
  private static let guest = Caller(arn: "arn:aws:iam::123456789012:user/guest")
  private static let here = "ap-northeast-2:123456789012"

  @Test(arguments: [
    (
      "rds delete-db-instance --db-instance-identifier shop --skip-final-snapshot", "rds:DeleteDBInstance",
      "rds:\(here):db:shop"
    ),
    ("rds reboot-db-instance --db-instance-identifier shop", "rds:RebootDBInstance", "rds:\(here):db:shop"),
    (
      "rds delete-db-subnet-group --db-subnet-group-name shop", "rds:DeleteDBSubnetGroup",
      "rds:\(here):subgrp:shop"
    ),
    (
      "elasticache delete-replication-group --replication-group-id shop",
      "elasticache:DeleteReplicationGroup",
      "elasticache:\(here):replicationgroup:shop"
    ),
    (
      "cloudwatch delete-alarms --alarm-names shop", "cloudwatch:DeleteAlarms",
      "cloudwatch:\(here):alarm:shop"
    ),
    (
      "cloudwatch set-alarm-state --alarm-name shop --state-value OK --state-reason x",
      "cloudwatch:SetAlarmState", "cloudwatch:\(here):alarm:shop"
    ),
    ("route53 get-hosted-zone --id shop", "route53:GetHostedZone", "route53:::hostedzone/shop"),
    (
      "route53 delete-health-check --health-check-id shop", "route53:DeleteHealthCheck",
      "route53:::healthcheck/shop"
    ),
    (
      "elbv2 delete-rule --rule-arn arn:aws:elasticloadbalancing:\(here):listener-rule/app/shop/1/2/3",
      "elasticloadbalancing:DeleteRule", "elasticloadbalancing:\(here):listener-rule/app/shop/1/2/3"
    ),
  ])
  func `a call asks for the resource that it names`(line: String, action: String, resource: String) throws {
    var account = try LearnerAccount()
    try account.grant(
      [#"{"Effect":"Allow","Action":"\#(action)","Resource":"arn:aws:\#(resource)"}"#], to: "guest")
    #expect(account.run(line, as: Self.guest).error?.code != "AccessDenied")
    let other = line.replacing("shop", with: "till")
    #expect(account.run(other, as: Self.guest).error?.code == "AccessDenied")
  }

  @Test func `a policy can bound the records that a user changes and the namespaces that it writes`() throws {
    var account = try LearnerAccount()
    let zone = try account.text(
      "route53 create-hosted-zone --name shop.example --caller-reference a --query HostedZone.Id")
    try account.grant(
      [
        #"{"Effect":"Allow","Action":"route53:ChangeResourceRecordSets","Resource":"*","Condition":"#
          + #"{"ForAllValues:StringEquals":{"route53:ChangeResourceRecordSetsRecordTypes":["TXT"]}}}"#,
        #"{"Effect":"Allow","Action":"cloudwatch:PutMetricData","Resource":"*","Condition":"#
          + #"{"StringEquals":{"cloudwatch:namespace":"Shop"}}}"#,
      ], to: "guest")
    for (type, value, code) in [("TXT", #"\"hello\""#, nil), ("A", "192.0.2.1", "AccessDenied")] {
      let batch =
        #"{"Changes":[{"Action":"CREATE","ResourceRecordSet":{"Name":"a.shop.example","Type":"\#(type)","#
        + #""TTL":60,"ResourceRecords":[{"Value":"\#(value)"}]}}]}"#
      let outcome = account.run(
        words: [
          "route53", "change-resource-record-sets", "--hosted-zone-id", zone, "--change-batch", batch,
        ], as: Self.guest)
      #expect(outcome.error?.code == code, "\(type)")
    }
    let put = "cloudwatch put-metric-data --metric-name Orders --value 1 --namespace"
    #expect(account.run("\(put) Shop", as: Self.guest).status == 0)
    #expect(account.run("\(put) Till", as: Self.guest).error?.code == "AccessDenied")
  }
}
