import Cloud
import EventKernel
import Traffic

extension CauseCase {
  private static let withDatabase =
    ScriptedWorld.database() + "DATA=\"DB_HOST=$DB\nDB_POOL=500\"\n"
    + ScriptedWorld.instance("--user-data \"$DATA\"")
    + "wait\n" + ScriptedWorld.direct

  /// A machine of the image `app`, and another image that nothing strikes.
  private static let withOtherImage =
    ScriptedWorld.instance() + "wait\naws ec2 create-image --instance-id $WEB --name app-1\nwait\n"
    + ScriptedWorld.direct

  /// A database in Tokyo that an application in Seoul uses.
  private static let farDatabase =
    """
    VPC_T=$(aws ec2 describe-vpcs --region ap-northeast-1 --query 'Vpcs[0].VpcId' --output text)
    SUBNETS_T=$(aws ec2 describe-subnets --region ap-northeast-1 --query 'Subnets[].SubnetId' --output text)
    SG_T=$(aws ec2 create-security-group --region ap-northeast-1 --group-name db --description db --vpc-id $VPC_T --query GroupId --output text)
    aws ec2 authorize-security-group-ingress --region ap-northeast-1 --group-id $SG_T --protocol tcp --port 3306 --cidr 0.0.0.0/0
    aws rds create-db-subnet-group --region ap-northeast-1 --db-subnet-group-name db --db-subnet-group-description db --subnet-ids $SUBNETS_T
    aws rds create-db-instance --region ap-northeast-1 --db-instance-identifier far --engine mysql --db-instance-class db.m5.large --allocated-storage 20 --master-username admin --master-user-password example-only --db-subnet-group-name db --vpc-security-group-ids $SG_T
    wait
    FAR=$(aws rds describe-db-instances --region ap-northeast-1 --db-instance-identifier far --query 'DBInstances[0].Endpoint.Address' --output text)

    """ + ScriptedWorld.instance("--user-data \"DB_HOST=$FAR\"") + "wait\n" + ScriptedWorld.direct

  /// Worlds that are well until a fault strikes.
  static let struck: [CauseCase] = [
    CauseCase(
      cause: .packetsLost, resource: "ap-northeast-2a",
      lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.balancer()
        + "aws elbv2 register-targets --target-group-arn $TG --targets Id=$WEB\nwait\n",
      timeout: .milliseconds(500), minutes: 3,
      faults: [ScriptedWorld.fault(Fault(.lossyZone, zone: ScriptedWorld.zoneA, share: 0.9))]),
    CauseCase(
      cause: .volumeSlow, resource: "shop", lines: withDatabase, kind: queries(1),
      faults: [ScriptedWorld.fault(Fault(.volumeLatency, names: ["shop"], delay: .seconds(5)))]),
    CauseCase(
      cause: .volumePaused, resource: "shop", lines: withDatabase, kind: queries(1),
      faults: [ScriptedWorld.fault(Fault(.pauseVolume, names: ["shop"]))]),
    CauseCase(
      cause: .volumePaused, resource: "i-", lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct,
      faults: [ScriptedWorld.fault(Fault(.pauseVolume, names: [ScriptedWorld.zoneA.rawValue]))]),
    CauseCase(
      cause: .cpuStressed, resource: "i-", lines: ScriptedWorld.instance() + "wait\n" + ScriptedWorld.direct,
      minutes: 3,
      faults: [ScriptedWorld.fault(Fault(.cpuStress, names: [ScriptedWorld.zoneA.rawValue], factor: 20))]),
    CauseCase(
      cause: .deployErrors, resource: "app", lines: withOtherImage,
      faults: [ScriptedWorld.fault(Fault(.badDeploy, names: ["app"], share: 0.5))]),
    CauseCase(
      cause: .deployErrors, resource: "app", lines: withOtherImage,
      faults: [ScriptedWorld.fault(Fault(.badDeploy, names: ["app"], delay: .seconds(5)))]),
    CauseCase(
      cause: .resolverDown, resource: "ap-northeast-2", lines: withDatabase, kind: queries(1),
      faults: [ScriptedWorld.fault(Fault(.dnsOutage, region: ScriptedWorld.region))]),
    CauseCase(
      cause: .regionCutOff, resource: "far", lines: farDatabase, kind: queries(1),
      faults: [ScriptedWorld.fault(Fault(.regionCut, region: Region(rawValue: "ap-northeast-1")))]),
  ]
}
