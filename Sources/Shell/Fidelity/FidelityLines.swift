/// Lines that worlds of claims are built from.
enum FidelityLines {
  /// Starts one instance, by default in 2a as `$WEB`.
  static func instance(_ name: String = "WEB", type: String = "m5.large", subnet: String = "SUBNET_A")
    -> String
  {
    "\(name)=$(aws ec2 run-instances --image-id $IMAGE --instance-type \(type) --subnet-id $\(subnet) --security-group-ids $SG --query 'Instances[0].InstanceId' --output text)\n"
  }

  /// Puts the public address of an instance into a variable.
  static func address(_ variable: String, of name: String) -> String {
    "\(variable)=$(aws ec2 describe-instances --instance-ids $\(name) --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)\n"
  }

  /// Points the name at the address of `$WEB`.
  static let direct =
    address("IP", of: "WEB") + """
      aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,TTL=300,ResourceRecords=[{Value=$IP}]}}]"

      """

  /// A load balancer in 2a and 2b with a target group with defaults, without targets.
  static let balancer = """
    TG=$(aws elbv2 create-target-group --name web --protocol HTTP --port 80 --vpc-id $VPC --query 'TargetGroups[0].TargetGroupArn' --output text)
    LB=$(aws elbv2 create-load-balancer --name front --subnets $SUBNET_A $SUBNET_B --security-groups $SG --query 'LoadBalancers[0].LoadBalancerArn' --output text)
    aws elbv2 create-listener --load-balancer-arn $LB --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$TG

    """

  /// Points the name at the load balancer.
  static let alias = """
    LB_NAME=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].DNSName' --output text)
    LB_ZONE=$(aws elbv2 describe-load-balancers --load-balancer-arns $LB --query 'LoadBalancers[0].CanonicalHostedZoneId' --output text)
    aws route53 change-resource-record-sets --hosted-zone-id $ZONE --change-batch "Changes=[{Action=UPSERT,ResourceRecordSet={Name=www.shop.example,Type=A,AliasTarget={HostedZoneId=$LB_ZONE,DNSName=$LB_NAME,EvaluateTargetHealth=false}}}]"

    """

  /// `$WEB` as the only target of the load balancer, healthy.
  static let target =
    instance() + "wait\n" + balancer
    + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB\nwait\n"

  /// A MySQL database `shop` of a size, which the application of `$WEB` asks over a pool, and the name of `$WEB`.
  static func asked(by pool: Int, gib size: Int, _ more: String) -> String {
    """
    aws ec2 authorize-security-group-ingress --group-id $SG --protocol tcp --port 3306 --cidr 0.0.0.0/0
    aws rds create-db-subnet-group --db-subnet-group-name db --db-subnet-group-description db --subnet-ids $SUBNET_A $SUBNET_B
    aws rds create-db-instance --db-instance-identifier shop --engine mysql --db-instance-class db.m5.large --allocated-storage \(size) --master-username admin --master-user-password example-only --db-subnet-group-name db --vpc-security-group-ids $SG \(more)
    wait
    DB=$(aws rds describe-db-instances --db-instance-identifier shop --query 'DBInstances[0].Endpoint.Address' --output text)
    DATA="DB_HOST=$DB
    DB_POOL=\(pool)"
    WEB=$(aws ec2 run-instances --image-id $IMAGE --instance-type m5.large --subnet-id $SUBNET_A --security-group-ids $SG --user-data "$DATA" --query 'Instances[0].InstanceId' --output text)
    wait

    """ + direct
  }

  /// A MySQL database `shop` in 2a.
  static func database(_ more: String) -> String {
    """
    aws rds create-db-subnet-group --db-subnet-group-name db --db-subnet-group-description db --subnet-ids $SUBNET_A $SUBNET_B
    aws rds create-db-instance --db-instance-identifier shop --engine mysql --db-instance-class db.m5.large --allocated-storage 20 --master-username admin --master-user-password example-only --db-subnet-group-name db \(more)
    wait

    """
  }
}
