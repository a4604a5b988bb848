import Cloud
import CloudAPI
import Terminal
import Texts

/// The ids, names and ARNs that live in a world now, asked of the world by the calls that list them.
struct WorldIdentifiers {
  private let workspace: Workspace
  private let session: Session

  init(workspace: Workspace, session: Session) {
    self.workspace = workspace
    self.session = session
  }

  /// Where things of a kind are listed, and what of them is told beside the id.
  private struct Listing {
    let call: [String]
    /// JMESPath to a list of `[id, ARN, name, remark …]`.
    let query: String
  }

  private static func named(_ id: String, _ arn: String, _ remarks: String) -> String {
    "[\(id), \(arn), Tags[?Key=='Name']|[0].Value, \(remarks)]"
  }

  /// By the noun in an option's name; a new operation that lists things joins here.
  private static let listings: [String: Listing] = [
    "instance": Listing(
      call: ["ec2", "describe-instances"],
      query: "Reservations[].Instances[]."
        + named("InstanceId", "`null`", "InstanceType, Placement.AvailabilityZone, State.Name")),
    "vpc": Listing(
      call: ["ec2", "describe-vpcs"], query: "Vpcs[]." + named("VpcId", "`null`", "CidrBlock")),
    "subnet": Listing(
      call: ["ec2", "describe-subnets"],
      query: "Subnets[]." + named("SubnetId", "SubnetArn", "CidrBlock, AvailabilityZone")),
    "security-group": Listing(
      call: ["ec2", "describe-security-groups"],
      query: "SecurityGroups[].[GroupId, `null`, GroupName, Description]"),
    "route-table": Listing(
      call: ["ec2", "describe-route-tables"],
      query: "RouteTables[]." + named("RouteTableId", "`null`", "VpcId")),
    "internet-gateway": Listing(
      call: ["ec2", "describe-internet-gateways"],
      query: "InternetGateways[]." + named("InternetGatewayId", "`null`", "Attachments[0].VpcId")),
    "address": Listing(
      call: ["ec2", "describe-addresses"],
      query: "Addresses[]." + named("AllocationId", "`null`", "PublicIp, InstanceId")),
    "association": Listing(
      call: ["ec2", "describe-addresses"],
      query: "Addresses[?AssociationId].[AssociationId, `null`, PublicIp, InstanceId]"),
    "image": Listing(
      call: ["ec2", "describe-images"], query: "Images[].[ImageId, `null`, Name, Architecture]"),
    "key": Listing(
      call: ["ec2", "describe-key-pairs"], query: "KeyPairs[].[KeyPairId, `null`, KeyName, KeyType]"),
    "launch-template": Listing(
      call: ["ec2", "describe-launch-templates"],
      query:
        "LaunchTemplates[].[LaunchTemplateId, `null`, LaunchTemplateName, to_string(LatestVersionNumber)]"),
    "security-group-rule": Listing(
      call: ["ec2", "describe-security-group-rules"],
      query:
        "SecurityGroupRules[].[SecurityGroupRuleId, `null`, GroupId, IpProtocol, to_string(FromPort), CidrIpv4]"
    ),
    "zone": Listing(
      call: ["ec2", "describe-availability-zones"],
      query: "AvailabilityZones[].[ZoneName, `null`, ZoneName, ZoneId, State]"),
    "region": Listing(
      call: ["ec2", "describe-regions"], query: "Regions[].[RegionName, `null`, RegionName]"),
    "load-balancer": Listing(
      call: ["elbv2", "describe-load-balancers"],
      query: "LoadBalancers[].[LoadBalancerArn, LoadBalancerArn, LoadBalancerName, Type, Scheme, State.Code]"),
    "target-group": Listing(
      call: ["elbv2", "describe-target-groups"],
      query: "TargetGroups[].[TargetGroupArn, TargetGroupArn, TargetGroupName, Protocol, to_string(Port)]"),
    "auto-scaling-group": Listing(
      call: ["autoscaling", "describe-auto-scaling-groups"],
      query: "AutoScalingGroups[].[AutoScalingGroupName, AutoScalingGroupARN, AutoScalingGroupName, "
        + "join('/', [to_string(MinSize), to_string(DesiredCapacity), to_string(MaxSize)])]"),
    "policy": Listing(
      call: ["autoscaling", "describe-policies"],
      query: "ScalingPolicies[].[PolicyName, PolicyARN, PolicyName, AutoScalingGroupName]"),
    "db-instance": Listing(
      call: ["rds", "describe-db-instances"],
      query: "DBInstances[].[DBInstanceIdentifier, DBInstanceArn, DBInstanceIdentifier, DBInstanceClass, "
        + "AvailabilityZone, DBInstanceStatus]"),
    "db-subnet-group": Listing(
      call: ["rds", "describe-db-subnet-groups"],
      query: "DBSubnetGroups[].[DBSubnetGroupName, DBSubnetGroupArn, DBSubnetGroupName, VpcId]"),
    "replication-group": Listing(
      call: ["elasticache", "describe-replication-groups"],
      query: "ReplicationGroups[].[ReplicationGroupId, ARN, ReplicationGroupId, CacheNodeType, Status]"),
    "cache-node": Listing(
      call: ["elasticache", "describe-cache-clusters"],
      query: "CacheClusters[].[CacheClusterId, ARN, CacheClusterId, CacheNodeType, PreferredAvailabilityZone]"
    ),
    "cache-subnet-group": Listing(
      call: ["elasticache", "describe-cache-subnet-groups"],
      query: "CacheSubnetGroups[].[CacheSubnetGroupName, ARN, CacheSubnetGroupName, VpcId]"),
    "hosted-zone": Listing(
      call: ["route53", "list-hosted-zones"], query: "HostedZones[].[Id, `null`, Name, Config.Comment]"),
    "health-check": Listing(
      call: ["route53", "list-health-checks"],
      query: "HealthChecks[].[Id, `null`, Id, HealthCheckConfig.Type, "
        + "HealthCheckConfig.FullyQualifiedDomainName, HealthCheckConfig.IPAddress]"),
    "alarm": Listing(
      call: ["cloudwatch", "describe-alarms"],
      query: "MetricAlarms[].[AlarmName, AlarmArn, AlarmName, MetricName, StateValue]"),
  ]

  /// Other names that options have for the same things.
  private static let synonyms = [
    "group": "security-group", "key-pair": "key", "database": "db-instance", "availability-zone": "zone",
    "source-security-group": "security-group", "instance-id": "instance", "alarm": "alarm",
    "replication": "replication-group", "node": "cache-node",
  ]

  /// The things whose ids an option takes that takes any of several kinds.
  private static let taggable = [
    "instance", "vpc", "subnet", "security-group", "route-table", "internet-gateway", "address", "image",
    "launch-template",
  ]

  /// The candidates for what an option takes.
  func candidates(_ wanted: WantedIdentifier, service: String) -> [Completion.Candidate] {
    if wanted.noun.isEmpty { return Self.taggable.flatMap { candidates(noun: $0) } }
    // Names of groups mean security groups in EC2 and Auto Scaling groups elsewhere.
    if wanted.noun == "group", service == "autoscaling" { return candidates(noun: "auto-scaling-group") }
    return candidates(noun: wanted.noun, form: wanted.form)
  }

  /// The candidates of a kind.
  func candidates(noun: String, form: WantedIdentifier.Form = .id) -> [Completion.Candidate] {
    if noun == "listener" || noun == "rule" { return listeners() }
    guard let listing = Self.listings[Self.synonyms[noun] ?? noun] else { return [] }
    return rows(of: listing.call, listing.query).compactMap { row in
      let place = form == .id ? 0 : form == .arn ? 1 : 2
      guard let text = row.indices.contains(place) ? row[place] : nil, !text.isEmpty else { return nil }
      let remarks = (form == .name ? row.dropFirst(3) : row.dropFirst(2)).compactMap { $0 }
        .filter { $0 != text }
      return Completion.Candidate(text, description: remarks.joined(separator: " · "))
    }
  }

  /// Listeners are listed for each load balancer.
  private func listeners() -> [Completion.Candidate] {
    candidates(noun: "load-balancer").flatMap { balancer in
      rows(
        of: ["elbv2", "describe-listeners", "--load-balancer-arn", balancer.text],
        "Listeners[].[ListenerArn, Protocol, to_string(Port)]"
      ).compactMap { row in
        guard let arn = row.first ?? nil else { return nil }
        let name = balancer.description.prefix { $0 != " " }
        return Completion.Candidate(
          arn, description: ([String(name)] + row.dropFirst().compactMap { $0 }).joined(separator: " "))
      }
    }
  }

  /// The names of a call's filters, or the values that one of them has in the world now: what the call says when it
  /// is asked without them.
  func alternatives(of filter: AWSCompletion.WantedFilter) -> [Completion.Candidate] {
    // No filter has such a name.
    let asked = filter.name.map { "Name=\($0)" } ?? "Name=?,Values=?"
    let found = outcome(of: filter.call + ["--filters", asked]).error?.alternatives
    // An answer about a name, where values were asked for, says that there is no such filter.
    guard let found, found.given.isEmpty == (filter.name != nil) else { return [] }
    return found.among.filter { !$0.contains(",") }.map { Completion.Candidate($0) }
  }

  /// What a call on a copy of the world gives.
  private func outcome(of call: [String]) -> AWSOutcome {
    var world = workspace.world
    let context = AWSContext(
      readFile: { (_: String) throws(AWSFileError) -> [UInt8] in throw .forbidden }, uniqueText: { "" })
    return AWSRunner(catalog: workspace.catalog, context: context).run(
      call, on: &world, as: CallContext(caller: workspace.caller, region: workspace.region))
  }

  /// The rows that a call on a copy of the world gives; none where it fails.
  private func rows(of call: [String], _ query: String) -> [[String?]] {
    guard let answer = outcome(of: call).answer else { return [] }
    do {
      return (try JMESPath(query).search(answer).elements ?? []).map { row in
        (row.elements ?? []).map { $0.text.flatMap { $0 == "null" ? nil : $0 } }
      }
    } catch {
      preconditionFailure("The query \(query) is part of the program: \(error)")
    }
  }
}
