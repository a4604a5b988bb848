#!/usr/bin/env python3
"""Derives facts/aws-policies.tsv from the managed policies that AWS publishes, as the package moto carries them.

    python3 Scripts/derive-policies.py            writes facts/aws-policies.tsv (pip install moto)

Only the policies that learners of this world meet are taken, each with its whole document in its newest version.
"""
import json
import os

import moto
import moto.iam.aws_managed_policies as published

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NAMES = '''
AdministratorAccess PowerUserAccess ReadOnlyAccess ViewOnlyAccess Billing AWSBillingReadOnlyAccess
NetworkAdministrator DatabaseAdministrator SupportUser
AmazonEC2FullAccess AmazonEC2ReadOnlyAccess AmazonVPCFullAccess AmazonVPCReadOnlyAccess
AmazonS3FullAccess AmazonS3ReadOnlyAccess CloudFrontFullAccess CloudFrontReadOnlyAccess
AmazonRDSFullAccess AmazonRDSReadOnlyAccess AmazonElastiCacheFullAccess AmazonElastiCacheReadOnlyAccess
AmazonRoute53FullAccess AmazonRoute53ReadOnlyAccess AmazonDynamoDBFullAccess AmazonDynamoDBReadOnlyAccess
ElasticLoadBalancingFullAccess ElasticLoadBalancingReadOnly AutoScalingFullAccess AutoScalingReadOnlyAccess
CloudWatchFullAccess CloudWatchFullAccessV2 CloudWatchReadOnlyAccess CloudWatchAgentServerPolicy
CloudWatchAgentAdminPolicy CloudWatchLogsFullAccess CloudWatchLogsReadOnlyAccess
IAMFullAccess IAMReadOnlyAccess IAMUserChangePassword AWSSupportAccess
AmazonSSMManagedInstanceCore AmazonSSMFullAccess AmazonSSMReadOnlyAccess AmazonEC2RoleforSSM
AmazonSNSFullAccess AmazonSNSReadOnlyAccess AmazonSQSFullAccess AmazonSQSReadOnlyAccess
AWSMarketplaceFullAccess AWSMarketplaceRead-only AWSMarketplaceManageSubscriptions
ResourceGroupsandTagEditorFullAccess ResourceGroupsandTagEditorReadOnlyAccess
AmazonRDSEnhancedMonitoringRole AWSLambdaBasicExecutionRole AWSFaultInjectionSimulatorEC2Access
AutoScalingServiceRolePolicy AWSElasticLoadBalancingServiceRolePolicy AWSEC2SpotServiceRolePolicy
AmazonRDSServiceRolePolicy ElastiCacheServiceRolePolicy AWSEC2SpotFleetServiceRolePolicy AWSEC2FleetServiceRolePolicy
AmazonSSMServiceRolePolicy AmazonECSServiceRolePolicy
AmazonEC2SpotFleetTaggingRole AmazonEC2SpotFleetAutoscaleRole AutoScalingNotificationAccessRole
AutoScalingConsoleFullAccess AutoScalingConsoleReadOnlyAccess SystemAdministrator
AWSFaultInjectionSimulatorNetworkAccess AWSFaultInjectionSimulatorRDSAccess AWSFaultInjectionSimulatorSSMAccess
AmazonSSMManagedEC2InstanceDefaultPolicy AmazonSSMAutomationRole AmazonSSMMaintenanceWindowRole
AmazonSSMPatchAssociation AmazonSSMDirectoryServiceAccess CloudWatchActionsEC2Access EC2InstanceConnect
AWSCertificateManagerFullAccess AWSCertificateManagerReadOnly AWSPriceListServiceFullAccess
AWSSavingsPlansFullAccess AWSSavingsPlansReadOnlyAccess ServiceQuotasFullAccess ServiceQuotasReadOnlyAccess
SecretsManagerReadWrite AmazonEC2RoleforAWSCodeDeploy AmazonEC2ContainerServiceforEC2Role
AmazonECSTaskExecutionRolePolicy AWSLambda_FullAccess AWSLambda_ReadOnlyAccess AWSLambdaVPCAccessExecutionRole
AmazonElasticFileSystemFullAccess AmazonEC2ContainerRegistryReadOnly AWSCloudFormationFullAccess
'''.split()


def main():
    policies = json.loads(published.aws_managed_policies_data)
    lines = [
        f'# Managed policies of AWS with their documents in the newest version, as the package moto {moto.__version__} carries them.',
        '# Sources: AWS Managed Policy Reference; the documents are AWS\'s own words.',
        '# columns: name | path | version | created | updated | document']
    for name in sorted(NAMES):
        policy = policies.get(name)
        if policy is None:
            print('not published:', name)
            continue
        document = json.dumps(policy['Document'], separators=(',', ':'))
        assert '\t' not in document and '\n' not in document
        updated = policy.get('UpdateDate') or policy['CreateDate']
        lines.append('\t'.join([name, policy['Path'], policy['DefaultVersionId'], policy['CreateDate'], updated, document]))
    with open(os.path.join(ROOT, 'facts', 'aws-policies.tsv'), 'w', encoding='utf-8') as file:
        file.write('\n'.join(lines) + '\n')


main()
