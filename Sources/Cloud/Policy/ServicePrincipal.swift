/// The names under which services of AWS stand in policies, such as `logging.s3.amazonaws.com`.
enum ServicePrincipal {
  /// Whether a name is that of a service: one of its labels is a service's own word.
  static func isKnown(_ name: String) -> Bool {
    guard name.hasSuffix(".amazonaws.com") else { return true }
    return name.split(separator: ".").dropLast(2).contains { words.contains(String($0)) }
  }

  // Source: endpoint and signing names of botocore, with principals of the IAM User Guide and the S3 User Guide that
  // have another name, of 2026.
  private static let words = Set(
    """
    a2i-runtime access-analyzer account acm acm-pca aco-automation admin agreement-marketplace aidevops
    aiops airflow airflow-serverless amplify amplifybackend amplifyuibuilder aoss api apigateway
    app-integrations appconfig appconfigdata appfabric appflow application-autoscaling
    application-cost-profiler application-signals applicationinsights appmesh apprunner appstream
    appstream2 appsync aps arc-region-switch arc-zonal-shift artifact athena auditmanager autoscaling
    autoscaling-plans aws-artifact-account-sync aws-marketplace awsssoportal b2bi backup backup-gateway
    backup-search batch bcm-dashboards bcm-data-exports bcm-pricing-calculator bcm-recommended-actions
    bedrock bedrock-agent bedrock-agent-runtime bedrock-agentcore bedrock-agentcore-control
    bedrock-data-automation bedrock-data-automation-runtime bedrock-runtime billing billingconductor
    billingreports braket budgets capacity-reservation-fleet cases cassandra cassandra-streams catalog
    ce chatbot chime cleanrooms cleanrooms-ml cloud9 cloudcontrolapi clouddirectory cloudformation
    cloudfront cloudfront-keyvaluestore cloudhsm cloudhsmv2 cloudsearch cloudsearchdomain cloudtrail
    cloudtrail-data cloudwatch-crossaccount codeartifact codebuild codecatalyst codecommit
    codeconnections codedeploy codeguru-profiler codeguru-reviewer codeguru-security codepipeline
    codestar-connections codestar-notifications cognito-identity cognito-idp cognito-sync comprehend
    comprehendmedical compute-optimizer config config-conforms config-multiaccountsetup connect
    connect-campaigns contact-lens continuousexport controlcatalog controlplane controltower
    cost-optimization-hub cur data data-ats data-signer databrew dataexchange datapipeline dataplane
    datasync datazone dax deadline deployment-marketplace detective devicefarm devops-guru directconnect
    discovery discovery-marketplace dlm dms docdb-elastic drs ds ds-data dsql dynamodb ebs ec2
    ec2-instance-connect ec2fleet ec2scheduled ecr ecr-public ecs ecs-tasks edge edgelambda eks eks-auth
    eks-fargate eks-fargate-pods eks-nodegroup elasticache elasticbeanstalk elasticfilesystem
    elasticloadbalancing elasticmapreduce elemental-inference email emr-containers emr-serverless
    entitlement entityresolution es events evs execute-api featurestore-runtime finspace finspace-api
    firehose fis fms forecast forecastquery frauddetector freetier fsx gamelift gameliftstreams geo
    geo-maps geo-places geo-routes glacier globalaccelerator glue grafana greengrass groundstation
    guardduty health health-agent healthlake iam identity-chime identitystore im imagebuilder
    importexport ingest inspector inspector-scan inspector2 interconnect internetmonitor invoicing iot
    iot-jobs-data iotdata iotdeviceadvisor iotevents ioteventsdata iotfleetwise iotmanagedintegrations
    iotsecuredtunneling iotsitewise iotthingsgraph iottwinmaker iotwireless ivs ivschat ivsrealtime jobs
    kafka kafkaconnect kendra kendra-ranking kinesis kinesisanalytics kinesisvideo kms lakeformation
    lambda launchwizard lex lexv2 license-manager license-manager-linux-subscriptions
    license-manager-user-subscriptions lightsail logs lookoutequipment m2 machinelearning macie macie2
    mail-manager malware-protection-plan managedblockchain managedblockchain-query marketplace
    marketplacecommerceanalytics media-pipelines-chime mediaconnect mediaconvert medialive mediapackage
    mediapackage-vod mediapackagev2 mediastore mediatailor medical-imaging meetings-chime member
    memory-db memorydb messaging-chime metering metrics mgh mgn migrationhub migrationhub-config
    migrationhub-orchestrator migrationhub-strategy mobiletargeting models models-v2-lex monitoring mpa
    mq mturk-requester neptune-db neptune-graph network-firewall networkflowmonitor networkmanager
    networkmonitor notifications notifications-contacts nova-act oam observabilityadmin odb oidc omics
    opensearchservice ops opsworks opsworks-cm organizations osis outposts panorama participant
    partnercentral-account partnercentral-benefits partnercentral-channel partnercentral-selling
    payment-cryptography pca-connector-ad pca-connector-scep pcs personalize personalize-events
    personalize-runtime pi pinpoint pipes polly portal pricing profile proton purchaseorders qapps
    qbusiness query quicksight ram rbin rds rds-data redshift redshift-data redshift-serverless
    refactor-spaces rekognition replicator reporting reporting-marketplace repostspace resiliencehub
    resource-explorer-2 resource-groups resource-management rolesanywhere route53
    route53-recovery-cluster route53-recovery-control-config route53-recovery-readiness route53domains
    route53globalresolver route53profiles route53resolver rtbfabric rum runtime runtime-v2-lex s3
    s3-control s3-outposts s3files s3tables s3vectors sagemaker sagemaker-geospatial savingsplans
    scheduler schemas scn sdb secretsmanager security-ir securityagent securityhub securitylake
    serverlessrepo servicecatalog servicecatalog-appregistry servicediscovery servicequotas ses shield
    signer signin simspaceweaver sms-voice snow-device-management snowball sns social-messaging spot
    spotfleet sqs ssm ssm-contacts ssm-guiconnect ssm-incidents ssm-quicksetup ssm-sap sso sso-oauth
    stacksets states storagegateway streams sts support supportapp sustainability swf synthetics tagging
    tax textract thinclient timestream timestream-influxdb tnb transcribe transfer transitgateway
    translate trustedadvisor tunneling uxc verifiedpermissions voice-chime voiceid vpc-flow-logs
    vpc-lattice vpce waf waf-regional wafv2 wellarchitected wickr wisdom workdocs workmail
    workmailmessageflow workspaces workspaces-instances workspaces-web xray
    """.split { $0 == " " || $0.isNewline }.map(String.init))
}
