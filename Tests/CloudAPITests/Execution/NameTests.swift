import Cloud
import CloudAPI
import Testing

/// The characters that names and descriptions may have: what AWS refuses is refused here, and tags take every language.
@Suite struct NameTests {
  private static let trust =
    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"#
    + #""Action":"sts:AssumeRole"}]}"#
  private static let database =
    "rds create-db-instance --engine mysql --db-instance-class db.t3.micro --allocated-storage 20 "
    + "--master-user-password longenough1"

  @Test(arguments: [
    ("ec2 create-security-group --description d --group-name", "web (1)", "웹", "InvalidParameterValue"),
    ("ec2 create-security-group --group-name a --description", "a_b: c", "웹 서버", "InvalidParameterValue"),
    ("ec2 create-security-group --group-name a --description", "a, b", "it's > b", "InvalidParameterValue"),
    ("ec2 create-key-pair --key-name", "it's mine", "열쇠", "InvalidParameterValue"),
    (
      "ec2 create-launch-template --launch-template-name abc --launch-template-data InstanceType=t3.micro "
        + "--version-description", "first: it's", "처음", "InvalidParameterValue"
    ),
    (
      "autoscaling create-auto-scaling-group --min-size 0 --max-size 1 --availability-zones ap-northeast-2a "
        + "--mixed-instances-policy LaunchTemplate={LaunchTemplateSpecification={LaunchTemplateName=base}} "
        + "--auto-scaling-group-name", "web one", "웹", "ValidationError"
    ),
    (
      "\(database) --db-instance-identifier shop --master-username", "admin_1", "관리자", "InvalidParameterValue"
    ),
    (
      "\(database) --db-instance-identifier shop --master-username", "admin", "1admin",
      "InvalidParameterValue"
    ),
    (
      "\(database) --db-instance-identifier shop --master-username admin --db-name", "shop_1", "가게",
      "InvalidParameterValue"
    ),
    (
      "elasticache create-cache-subnet-group --cache-subnet-group-description d --subnet-ids SUBNET "
        + "--cache-subnet-group-name", "shop-1", "가게", "InvalidParameterValue"
    ),
    (
      "iam create-role --role-name r --assume-role-policy-document \(trust) --description", "Zürich", "서울",
      "ValidationError"
    ),
    (
      "ec2 create-network-interface --subnet-id SUBNET --description", "it's free", "여분",
      "InvalidParameterValue"
    ),
    (
      "ec2 create-tags --resources SUBNET --tags", "Key=이름,Value=웹", "Key=aws:이름,Value=a",
      "InvalidParameterValue"
    ),
    (
      "ec2 create-nat-gateway --subnet-id SUBNET --connectivity-type", "private", "privat",
      "InvalidParameterValue"
    ),
    ("ec2 describe-addresses-attribute --attribute", "domain-name", "name", "InvalidParameterValue"),
  ])
  func `a name is taken or refused as AWS does`(line: String, good: String, bad: String, code: String) throws
  {
    var account = try LearnerAccount()
    account.run(
      "ec2 create-launch-template --launch-template-name base --launch-template-data InstanceType=t3.micro")
    let subnet = try account.text("ec2 describe-subnets --query Subnets[0].SubnetId")
    let words = line.split(separator: " ").map { $0 == "SUBNET" ? subnet : String($0) }
    let refused = account.run(words: words + [bad])
    #expect(refused.error?.code == code, "\(refused.errorOutput)")
    let taken = account.run(words: words + [good])
    #expect(taken.status == 0, "\(taken.errorOutput) \(String(describing: taken.refusal))")
  }
}
