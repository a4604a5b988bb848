/// A service that has a role of its own.
struct LinkedService {
  let name: String
  let role: String
  let policy: String
  let description: String

  /// The services of this world that have one (IAM User Guide: services that work with IAM).
  static let all = [
    LinkedService(
      name: "autoscaling.amazonaws.com", role: "AWSServiceRoleForAutoScaling",
      policy: "AutoScalingServiceRolePolicy",
      description:
        "Default Service-Linked Role enables access to AWS Services and Resources used or managed by Auto Scaling"
    ),
    LinkedService(
      name: "elasticloadbalancing.amazonaws.com", role: "AWSServiceRoleForElasticLoadBalancing",
      policy: "AWSElasticLoadBalancingServiceRolePolicy",
      description: "Allows ELB to call AWS services on your behalf."),
    LinkedService(
      name: "spot.amazonaws.com", role: "AWSServiceRoleForEC2Spot", policy: "AWSEC2SpotServiceRolePolicy",
      description: "Default EC2 Spot Service Linked Role"),
    LinkedService(
      name: "rds.amazonaws.com", role: "AWSServiceRoleForRDS", policy: "AmazonRDSServiceRolePolicy",
      description: "Allows Amazon RDS to manage AWS resources on your behalf"),
    LinkedService(
      name: "elasticache.amazonaws.com", role: "AWSServiceRoleForElastiCache",
      policy: "ElastiCacheServiceRolePolicy",
      description:
        "This policy allows ElastiCache to manage AWS resources on your behalf as necessary for managing "
        + "your cache."),
    LinkedService(
      name: "spotfleet.amazonaws.com", role: "AWSServiceRoleForEC2SpotFleet",
      policy: "AWSEC2SpotFleetServiceRolePolicy", description: "Default EC2 Spot Fleet Service Linked Role"),
    LinkedService(
      name: "ec2fleet.amazonaws.com", role: "AWSServiceRoleForEC2Fleet",
      policy: "AWSEC2FleetServiceRolePolicy", description: "Default EC2 Fleet Service Linked Role"),
    LinkedService(
      name: "ssm.amazonaws.com", role: "AWSServiceRoleForAmazonSSM", policy: "AmazonSSMServiceRolePolicy",
      description: "Provides access to AWS Resources managed or used by Amazon SSM."),
    LinkedService(
      name: "ecs.amazonaws.com", role: "AWSServiceRoleForECS", policy: "AmazonECSServiceRolePolicy",
      description: "Role to enable Amazon ECS to manage your cluster."),
  ]

  /// Services of AWS that have such a role too, which this world does not make.
  static let elsewhere: Set<String> = [
    "access-analyzer.amazonaws.com", "autoscaling-plans.amazonaws.com", "backup.amazonaws.com",
    "batch.amazonaws.com", "capacity-reservation-fleet.amazonaws.com", "cloudtrail.amazonaws.com",
    "cloudwatch-crossaccount.amazonaws.com", "compute-optimizer.amazonaws.com", "config.amazonaws.com",
    "custom-resource.application-autoscaling.amazonaws.com", "dax.amazonaws.com",
    "delivery.logs.amazonaws.com", "dynamodb.application-autoscaling.amazonaws.com",
    "ec2.application-autoscaling.amazonaws.com", "ec2scheduled.amazonaws.com",
    "ecs.application-autoscaling.amazonaws.com", "eks-fargate.amazonaws.com",
    "eks-nodegroup.amazonaws.com", "eks.amazonaws.com", "elasticbeanstalk.amazonaws.com",
    "elasticfilesystem.amazonaws.com", "elasticmapreduce.amazonaws.com", "es.amazonaws.com",
    "events.amazonaws.com", "fis.amazonaws.com", "fsx.amazonaws.com", "globalaccelerator.amazonaws.com",
    "guardduty.amazonaws.com", "inspector2.amazonaws.com", "kafka.amazonaws.com",
    "lambda.application-autoscaling.amazonaws.com", "logger.cloudfront.amazonaws.com",
    "macie.amazonaws.com", "maintenance.elasticbeanstalk.amazonaws.com",
    "managedupdates.elasticbeanstalk.amazonaws.com", "memorydb.amazonaws.com", "mq.amazonaws.com",
    "opensearchservice.amazonaws.com", "ops.apigateway.amazonaws.com", "organizations.amazonaws.com",
    "rds.application-autoscaling.amazonaws.com", "redshift.amazonaws.com",
    "replicator.lambda.amazonaws.com", "securityhub.amazonaws.com", "sso.amazonaws.com",
    "support.amazonaws.com", "transitgateway.amazonaws.com", "trustedadvisor.amazonaws.com",
  ]
}
