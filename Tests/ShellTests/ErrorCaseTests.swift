import Shell
import Testing
import Texts

/// One code of AWS has many causes: the hint is of the one that was met, and gives the line that helps.
@Suite struct ErrorCaseTests {
  private typealias Hint = HintTests.Hint

  private static let launch = "aws ec2 run-instances --image-id $IMAGE_SHOP --instance-type"
  private static let instance = [
    "I=$(\(launch) t3.micro --query 'Instances[0].InstanceId' --output text 2>/dev/null)", "wait",
  ]

  private static let network: [Hint] = [
    Hint(
      before: [
        "A=$(aws ec2 allocate-address --query AllocationId --output text)",
        "N=$(aws ec2 create-nat-gateway --subnet-id $SUBNET_A --allocation-id $A "
          + "--query NatGateway.NatGatewayId --output text)", "wait",
      ],
      line: "aws ec2 release-address --allocation-id $A",
      named: ["delete-nat-gateway --nat-gateway-id nat-", "wait nat-gateway-deleted --nat-gateway-ids nat-"],
      absent: ["disassociate-address"]),
    Hint(
      before: [
        "A=$(aws ec2 allocate-address --query AllocationId --output text)",
        "N=$(aws ec2 create-nat-gateway --subnet-id $SUBNET_A --allocation-id $A "
          + "--query NatGateway.NatGatewayId --output text)", "wait",
        "aws ec2 delete-nat-gateway --nat-gateway-id $N",
      ],
      line: "aws ec2 release-address --allocation-id $A", named: ["wait nat-gateway-deleted"],
      absent: ["delete-nat-gateway --", "disassociate-address"]),
    Hint(
      before: [
        "A=$(aws ec2 allocate-address --query AllocationId --output text)",
        "aws ec2 create-nat-gateway --subnet-id $SUBNET_A --allocation-id $A", "wait",
      ],
      line: "aws ec2 disassociate-address --association-id $(aws ec2 describe-addresses "
        + "--allocation-ids $A --query 'Addresses[0].AssociationId' --output text)",
      named: ["delete-nat-gateway"], absent: ["describe-regions"]),
    Hint(
      before: [
        "A=$(aws ec2 allocate-address --query AllocationId --output text)",
        "aws ec2 associate-address --allocation-id $A --instance-id $WEB_1",
      ],
      line: "aws ec2 release-address --allocation-id $A",
      named: ["disassociate-address --association-id eipassoc-0"], absent: ["NAT"]),
    Hint(
      line: "aws ec2 describe-vpcs --region ap-southeast-3", named: ["`ap-southeast-3`", "describe-regions"],
      absent: ["configure"]),
    Hint(
      line: "aws ec2 delete-route --destination-cidr-block 172.31.0.0/16 --route-table-id $(aws ec2 "
        + "describe-route-tables --query 'RouteTables[0].RouteTableId' --output text)", named: ["`local`"]),
    Hint(
      line: "aws ec2 describe-instances --filters Name=status,Values=running",
      named: ["`status`", "`instance-state-name`"]),
    Hint(
      before: ["aws elbv2 delete-load-balancer --load-balancer-arn $FRONT"],
      line: "curl http://www.shop.example", named: ["`www.shop.example`", ".elb.amazonaws.com`", "DNSName"],
      absent: ["CloudFront"]),
  ]

  private static let machines: [Hint] = [
    Hint(
      before: instance + [
        "aws ec2 terminate-instances --instance-ids $I",
        "aws ec2 wait instance-terminated --instance-ids $I",
      ],
      line: "aws ec2 start-instances --instance-ids $I", named: ["terminated", "run-instances"],
      absent: ["instance-stopped"]),
    Hint(
      before: instance + ["aws ec2 stop-instances --instance-ids $I", "wait"],
      line: "aws ec2 reboot-instances --instance-ids $I",
      named: ["start-instances --instance-ids i-0", "wait instance-running --instance-ids i-0"]),
    Hint(
      before: instance,
      line: "aws ec2 modify-instance-attribute --instance-id $I --instance-type t3.small",
      named: ["stop-instances --instance-ids i-0", "wait instance-stopped --instance-ids i-0"]),
    Hint(
      line: "\(launch) g5.xlarge", named: ["`--instance-type g5.xlarge`", "describe-instance-types"]),
    Hint(
      line: "\(launch) t3.mirco", named: ["`t3.mirco`", "`t3.micro`", "describe-instance-types"],
      absent: ["arm64"]),
    Hint(line: "\(launch) T3.MICRO", named: ["`t3.micro`"], absent: ["arm64"]),
    Hint(line: "\(launch) t3.micro --count 0", named: ["`--count 1:3`"], absent: ["arm64"]),
    Hint(
      line: "\(launch) t3.micro --placement AvailabilityZone=ap-northeast-2e",
      named: ["`ap-northeast-2e`", "`ap-northeast-2d`"], absent: ["arm64"]),
    Hint(
      line: "\(launch) t3.micro --subnet-id $SUBNET_A --private-ip-address 10.0.0.5",
      named: ["`10.0.0.5`", "`172.31."], absent: ["arm64"]),
    Hint(
      line: "\(launch) t4g.micro", named: ["`arm64`", "supported-architecture,Values=x86_64"],
      absent: ["list-instance-profiles"]),
    Hint(
      line: "\(launch) t3.micro --iam-instance-profile Name=nope",
      named: ["`nope`", "list-instance-profiles"], absent: ["arm64"]),
    Hint(
      line: "\(launch) t3.micro --subnet-id $SUBNET_A --placement AvailabilityZone=ap-northeast-2c",
      named: ["`ap-northeast-2a`", "`--placement`"], absent: ["arm64"]),
    Hint(
      line: "aws ec2 create-snapshot --volume-id $WEB_1",
      named: ["Name=attachment.instance-id,Values=i-0", "`vol-`"]),
    Hint(
      line: "aws ec2 create-tags --resources $WEB_1 --tags Key=Name Value=web",
      named: ["`--tags Key=Name,Value=web`"]),
    Hint(
      before: [
        "V=$(aws ec2 create-volume --size 1 --availability-zone ap-northeast-2a --query VolumeId "
          + "--output text)", "aws ec2 wait volume-available --volume-ids $V",
      ],
      line: "aws ec2 detach-volume --volume-id $V", named: ["`vol-0", "available"], absent: ["wait"]),
    Hint(
      line: "aws ec2 create-volume --availability-zone ap-northeast-2a",
      named: ["`--size`, `--snapshot-id`"], absent: ["skeleton"]),
    Hint(
      line: "aws ec2 run-instances --instance-type t3.micro", named: ["`--image-id`"],
      absent: ["skeleton"]),
    Hint(
      line: "aws ec2 associate-address --instance-id $WEB_1", named: ["`--allocation-id`"],
      absent: ["skeleton"]),
  ]

  private static let database =
    "aws rds create-db-instance --db-instance-identifier x1 --engine mysql --allocated-storage 20 "
    + "--master-user-password longenough1"
  private static let change = "aws rds modify-db-instance --db-instance-identifier shop"

  private static let databases: [Hint] = [
    Hint(
      before: ["aws rds stop-db-instance --db-instance-identifier shop"],
      line: "aws rds start-db-instance --db-instance-identifier shop",
      named: ["stopping", "start-db-instance --db-instance-identifier shop"],
      absent: ["db-instance-available"]),
    Hint(
      before: ["aws rds stop-db-instance --db-instance-identifier shop", "wait"],
      line: "aws rds reboot-db-instance --db-instance-identifier shop",
      named: ["start-db-instance --db-instance-identifier shop", "wait db-instance-available"]),
    Hint(
      before: [
        "aws rds create-db-snapshot --db-instance-identifier shop --db-snapshot-identifier s1", "wait",
      ],
      line: "aws rds create-db-snapshot --db-instance-identifier shop --db-snapshot-identifier s1",
      named: ["describe-db-snapshots"], absent: ["final", "최종"]),
    Hint(
      line: "\(database) --db-instance-class db.t3.micro", named: ["`--master-username`"],
      absent: ["63"]),
    Hint(
      line: "\(database) --db-instance-class t3.micro --master-username boss",
      named: ["`--db-instance-class db.t3.micro`"], absent: ["63"]),
    Hint(
      line: "\(database) --db-instance-class db.t3.mirco --master-username boss", named: ["`db.t3.micro`"],
      absent: ["63"]),
    Hint(line: "\(change) --allocated-storage 50", named: ["`--allocated-storage 110`"], absent: ["window"]),
    Hint(line: "\(change) --allocated-storage 101", named: ["`--allocated-storage 110`"], absent: ["window"]),
    Hint(
      line: "\(change) --engine-version 9.9", named: ["`9.9`", "describe-db-engine-versions --engine mysql"],
      absent: ["window"]),
    Hint(
      line: "\(change) --preferred-backup-window 18:00-18:30 "
        + "--preferred-maintenance-window sun:18:00-sun:18:30",
      named: ["`--preferred-backup-window 17:00-17:30"]),
  ]

  /// A line that makes a policy of one statement.
  private static func policy(_ statement: String) -> String {
    "aws iam create-policy --policy-name p --policy-document "
      + #"'{"Version":"2012-10-17","Statement":["# + statement + "]}'"
  }

  private static let access: [Hint] = [
    Hint(
      before: [
        "aws iam create-user --user-name kim", "aws iam create-access-key --user-name kim", "run 30s",
      ],
      line: "aws rds describe-db-instances --profile kim",
      named: ["`kim`", "aws iam put-user-policy --user-name kim", "rds:DescribeDBInstances"],
      absent: ["get-bucket-policy"]),
    Hint(
      before: [
        "aws iam create-user --user-name kim", "aws iam create-access-key --user-name kim",
        "aws iam create-access-key --user-name kim",
      ],
      line: "aws iam create-access-key --user-name kim",
      named: ["list-access-keys --user-name kim", "delete-access-key --user-name kim"]),
    Hint(
      line: "aws iam delete-user --user-name learner", named: ["`learner`", "`--user-name`"],
      absent: ["detach-user-policy", "delete-access-key"]),
    Hint(line: "aws s3 ls --profile nobody", named: ["create-user --user-name nobody", "create-access-key"]),
    Hint(
      before: ["aws iam create-user --user-name kim"], line: "aws s3 ls --profile kim",
      named: ["create-access-key --user-name kim"], absent: ["create-user"]),
    Hint(
      line: policy(#"{"Effect":"Allow","Action":"ec2*","Resource":"*"}"#),
      named: ["`ec2*`", "`ec2:*`"], absent: ["Principal"]),
    Hint(
      line: "aws iam create-policy --policy-name p --policy-document "
        + #"'{"Statement":[{"Effect":"Allow","Action":"ec2:*","Resource":"*"}]}'"#,
      named: [#""Version": "2012-10-17""#], absent: ["Principal"]),
    Hint(
      line: policy(#"{"Effect":"allow","Action":"ec2:*","Resource":"*"}"#),
      named: ["`Effect`", "`Allow`"], absent: ["Principal"]),
    Hint(
      line: policy(#"{"Effect":"Allow","Action":"ec2:*","Resource":"*""#), named: ["JSON"],
      absent: ["Principal"]),
    Hint(
      line: policy(#"{"Effect":"Allow","action":"ec2:*","Resource":"*"}"#),
      named: ["`action`", "`Action`"]),
  ]

  private static let services: [Hint] = [
    Hint(
      line: "aws autoscaling set-desired-capacity --auto-scaling-group-name nope --desired-capacity 2",
      named: ["`nope`", "describe-auto-scaling-groups"], absent: ["--max-size"]),
    Hint(
      line: "aws elbv2 register-targets --target-group-arn shop --targets Id=$WEB_1",
      named: ["describe-target-groups --names shop"], absent: ["65535"]),
    Hint(
      line: "aws elbv2 describe-target-health --target-group-arn $FRONT",
      named: ["describe-target-groups --load-balancer-arn arn:aws:elasticloadbalancing"]),
    Hint(
      before: ["aws s3 mb s3://versions-17"],
      line: "aws s3api put-bucket-versioning --bucket versions-17 --versioning-configuration enabled",
      named: ["Status=Enabled"], absent: ["MFADelete"]),
    Hint(
      before: ["aws s3 mb s3://versions-17"],
      line: "aws s3api put-bucket-versioning --bucket versions-17 --versioning-configuration Status=enabled",
      named: ["`Enabled`", "`Suspended`", "--versioning-configuration Status=Enabled"]),
    Hint(
      line: "aws s3api create-bucket --bucket ireland-17 --region eu-west-1",
      named: ["LocationConstraint=eu-west-1"], absent: ["LocationConstraint=ap-northeast-2"]),
    Hint(
      before: [
        "aws s3 mb s3://acl-17", "echo hi > a.txt",
        "aws s3api put-bucket-ownership-controls --bucket acl-17 "
          + "--ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerPreferred}]'",
      ],
      line: "aws s3 cp a.txt s3://acl-17/ --acl public-read",
      named: ["put-public-access-block --bucket acl-17", "delete-public-access-block"],
      absent: ["no identity-based policy allows"]),
    Hint(
      line: "aws ec2 copy-image --name copied --source-image-id ami-0123456789abcdef0 "
        + "--source-region ap-northeast-1",
      named: ["describe-images --region ap-northeast-1 --owners self"], absent: ["run-instances"]),
    Hint(
      line: "aws ec2 copy-image --name copied --source-image-id $IMAGE_SHOP --source-region ap-northeast-1",
      named: ["`--source-region ap-northeast-2`"], absent: ["run-instances"]),
    Hint(
      line: "aws autoscaling create-auto-scaling-group --auto-scaling-group-name g --min-size 1 --max-size 2 "
        + "--launch-template LaunchTemplateName=nope --vpc-zone-identifier $SUBNET_A",
      named: ["`nope`", "describe-launch-templates"], absent: ["--target-group-arns"]),
    Hint(
      line:
        "aws rds create-db-instance --db-instance-identifier two --db-instance-class db.t3.micro --engine mysql "
        + "--allocated-storage 20 --master-username admin --master-user-password abcdefgh1 "
        + "--manage-master-user-password", named: ["`--manage-master-user-password`"],
      absent: ["describe-orderable-db-instance-options"]),
    Hint(
      before: [
        "aws iam create-user --user-name ada",
        "M=$(aws iam create-virtual-mfa-device --virtual-mfa-device-name ada --outfile seed.txt "
          + "--bootstrap-method Base32StringSeed --query VirtualMFADevice.SerialNumber --output text)",
        "aws iam enable-mfa-device --user-name ada --serial-number $M --authentication-code1 123456 "
          + "--authentication-code2 654321",
      ],
      line: "aws iam delete-virtual-mfa-device --serial-number $M",
      named: ["deactivate-mfa-device --user-name ada --serial-number arn:aws:iam::"]),
  ]

  private static let template = [
    "T=$(aws ec2 create-launch-template --launch-template-name shop-t --launch-template-data "
      + "ImageId=$IMAGE_SHOP,InstanceType=t3.micro --query LaunchTemplate.LaunchTemplateId --output text)"
  ]
  private static let group =
    "aws autoscaling create-auto-scaling-group --auto-scaling-group-name g --max-size 2"
  private static let made =
    "\(group) --min-size 0 --launch-template LaunchTemplateName=shop-t "
    + "--vpc-zone-identifier $SUBNET_A"

  private static let scaling: [Hint] = [
    Hint(
      line: "aws autoscaling delete-auto-scaling-group --auto-scaling-group-name nope", named: ["`nope`"],
      absent: ["--max-size"]),
    Hint(
      before: template + [made],
      line: "aws autoscaling describe-scaling-activities --auto-scaling-group-name nope", named: ["`g`"]),
    Hint(
      before: template,
      line: "\(group) --min-size 0 --launch-template LaunchTemplateName=shop-t,Version=7 "
        + "--vpc-zone-identifier $SUBNET_A",
      named: ["`7`", "describe-launch-template-versions --launch-template-id lt-0"],
      absent: ["--target-group-arns"]),
    Hint(
      before: template + [made],
      line: "aws autoscaling update-auto-scaling-group --auto-scaling-group-name g "
        + "--launch-template LaunchTemplateName=shop-t,Version=7",
      named: ["describe-launch-template-versions"], absent: ["describe-auto-scaling-groups"]),
    Hint(
      before: template + [made],
      line: "aws autoscaling update-auto-scaling-group --auto-scaling-group-name g --min-size 5",
      named: ["`--min-size 0 --desired-capacity 0 --max-size 2`"]),
    Hint(
      line: "\(group) --min-size 0 --launch-configuration-name nope --vpc-zone-identifier $SUBNET_A",
      named: ["`--launch-template LaunchTemplateName=NAME`", "describe-launch-templates"],
      absent: ["--target-group-arns"]),
    Hint(
      line: "\(group) --min-size 0 --vpc-zone-identifier $SUBNET_A", named: ["`--launch-template`"],
      absent: ["--target-group-arns"]),
    Hint(
      before: template, line: "\(group) --min-size 0 --launch-template LaunchTemplateName=shop-t",
      named: ["`--vpc-zone-identifier`"], absent: ["--target-group-arns"]),
    Hint(before: template, line: "\(made) --target-group-arns shop", named: ["describe-target-groups"]),
  ]

  private static func record(_ action: String, _ set: String) -> String {
    "aws route53 change-resource-record-sets --hosted-zone-id $Z --change-batch "
      + "'{\"Changes\":[{\"Action\":\"\(action)\",\"ResourceRecordSet\":{\(set)}}]}'"
  }

  private static func set(_ name: String, _ type: String = "A", _ value: String = "192.0.2.1") -> String {
    "\"Name\":\"\(name)\",\"Type\":\"\(type)\",\"TTL\":60,\"ResourceRecords\":[{\"Value\":\"\(value)\"}]"
  }

  private static let records: [Hint] = [
    (record("CREATE", set("www.t.example")), "`UPSERT`"),
    (record("DELETE", set("www.t.example", "A", "192.0.2.9")), "list-resource-record-sets"),
    (record("DELETE", set("none.t.example")), "list-resource-record-sets"),
    (record("CREATE", set("www.t.example", "CNAME", "a.example")), "`AliasTarget`"),
    (record("CREATE", set("t.example", "CNAME", "a.example")), "`t.example`"),
    (record("CREATE", set("www.other.example")), "`t.example`"),
    (
      record(
        "CREATE",
        "\"Name\":\"a.t.example\",\"Type\":\"A\",\"AliasTarget\":{\"HostedZoneId\":\"Z111\","
          + "\"DNSName\":\"x-1.ap-northeast-2.elb.amazonaws.com\",\"EvaluateTargetHealth\":false}"),
      "CanonicalHostedZoneId"
    ),
  ].map { line, named in
    Hint(
      before: [
        "Z=$(aws route53 create-hosted-zone --name t.example --caller-reference 1 --query HostedZone.Id --output text)",
        record("CREATE", set("www.t.example")),
      ], line: line, named: [named], absent: ["mail.example.com"])
  }

  @Test(arguments: Language.allCases, records)
  func `a change of records is told its own cause`(language: Language, hint: HintTests.Hint) throws {
    try hint.check(in: language)
  }

  @Test(arguments: Language.allCases, network + machines)
  func `a call about networks and machines is told its own cause`(language: Language, hint: HintTests.Hint)
    throws
  {
    try hint.check(in: language)
  }

  @Test(arguments: Language.allCases, databases + access + services + scaling)
  func `a call of another service is told its own cause`(language: Language, hint: HintTests.Hint) throws {
    try hint.check(in: language)
  }
}
