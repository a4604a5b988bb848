import CloudAPI

/// How what a call made is taken away again, and how a script waits until it is there.
enum Teardown {
  /// One thing that a call made.
  struct Step {
    /// The words after `aws` that take it away.
    let words: [String]
    /// The words of the waiter that waits until it is gone; `nil` where nothing needs that.
    var waiter: [String]?
    /// The id or name that a later call of the journal may have taken away already.
    let subject: String
    /// The operation that takes it away, `ec2 delete-vpc`.
    var operation: String { words.prefix(2).joined(separator: " ") }
  }

  /// The steps for what a call made, in the order in which they are to be done.
  static func steps(for call: ExportedCall) -> [Step] {
    if let steps = special(call) { return steps }
    guard let simple = simple[call.operation] else { return [] }
    let subjects: [String]
    switch simple.subject {
    case .answer(let path): subjects = values(of: call.answer, at: path)
    case .option(let option): subjects = call.value(of: option).map { [$0] } ?? []
    }
    let service = call.shape.table.cliName
    return subjects.map { subject in
      Step(
        words: [service, simple.operation, simple.option, subject] + simple.more,
        waiter: simple.waiter.map { [service, "wait", $0, simple.waiterOption ?? simple.option, subject] },
        subject: subject)
    }
  }

  private enum Subject {
    /// The ids at a path of the answer.
    case answer(String)
    /// The value of an option of the line.
    case option(String)
  }

  private struct Simple {
    let operation: String
    let option: String
    let subject: Subject
    var more: [String] = []
    var waiter: String?
    var waiterOption: String?
  }

  private static let simple: [String: Simple] = [
    "ec2 create-vpc": .init(operation: "delete-vpc", option: "--vpc-id", subject: .answer("Vpc.VpcId")),
    "ec2 create-subnet": .init(
      operation: "delete-subnet", option: "--subnet-id", subject: .answer("Subnet.SubnetId")),
    "ec2 create-internet-gateway": .init(
      operation: "delete-internet-gateway", option: "--internet-gateway-id",
      subject: .answer("InternetGateway.InternetGatewayId")),
    "ec2 create-route-table": .init(
      operation: "delete-route-table", option: "--route-table-id", subject: .answer("RouteTable.RouteTableId")
    ),
    "ec2 associate-route-table": .init(
      operation: "disassociate-route-table", option: "--association-id", subject: .answer("AssociationId")),
    "ec2 create-security-group": .init(
      operation: "delete-security-group", option: "--group-id", subject: .answer("GroupId")),
    "ec2 run-instances": .init(
      operation: "terminate-instances", option: "--instance-ids", subject: .answer("Instances[].InstanceId"),
      waiter: "instance-terminated"),
    "ec2 allocate-address": .init(
      operation: "release-address", option: "--allocation-id", subject: .answer("AllocationId")),
    "ec2 create-nat-gateway": .init(
      operation: "delete-nat-gateway", option: "--nat-gateway-id",
      subject: .answer("NatGateway.NatGatewayId"),
      waiter: "nat-gateway-deleted", waiterOption: "--nat-gateway-ids"),
    "ec2 create-egress-only-internet-gateway": .init(
      operation: "delete-egress-only-internet-gateway", option: "--egress-only-internet-gateway-id",
      subject: .answer("EgressOnlyInternetGateway.EgressOnlyInternetGatewayId")),
    "ec2 create-vpc-endpoint": .init(
      operation: "delete-vpc-endpoints", option: "--vpc-endpoint-ids",
      subject: .answer("VpcEndpoint.VpcEndpointId")),
    "ec2 associate-vpc-cidr-block": .init(
      operation: "disassociate-vpc-cidr-block", option: "--association-id",
      subject: .answer(
        "[Ipv6CidrBlockAssociation.AssociationId, CidrBlockAssociation.AssociationId][?@] | [0]")),
    "ec2 create-key-pair": .init(
      operation: "delete-key-pair", option: "--key-name", subject: .option("--key-name")),
    "ec2 import-key-pair": .init(
      operation: "delete-key-pair", option: "--key-name", subject: .option("--key-name")),
    "ec2 create-launch-template": .init(
      operation: "delete-launch-template", option: "--launch-template-name",
      subject: .option("--launch-template-name")),
    "ec2 create-volume": .init(
      operation: "delete-volume", option: "--volume-id", subject: .answer("VolumeId"),
      waiter: "volume-deleted",
      waiterOption: "--volume-ids"),
    "ec2 create-snapshot": .init(
      operation: "delete-snapshot", option: "--snapshot-id", subject: .answer("SnapshotId")),
    "ec2 create-image": .init(
      operation: "deregister-image", option: "--image-id", subject: .answer("ImageId")),
    "ec2 create-network-acl": .init(
      operation: "delete-network-acl", option: "--network-acl-id", subject: .answer("NetworkAcl.NetworkAclId")
    ),
    "ec2 create-network-interface": .init(
      operation: "delete-network-interface", option: "--network-interface-id",
      subject: .answer("NetworkInterface.NetworkInterfaceId")),
    "elbv2 create-load-balancer": .init(
      operation: "delete-load-balancer", option: "--load-balancer-arn",
      subject: .answer("LoadBalancers[].LoadBalancerArn"),
      waiter: "load-balancers-deleted", waiterOption: "--load-balancer-arns"),
    "elbv2 create-target-group": .init(
      operation: "delete-target-group", option: "--target-group-arn",
      subject: .answer("TargetGroups[].TargetGroupArn")),
    "acm request-certificate": .init(
      operation: "delete-certificate", option: "--certificate-arn", subject: .answer("CertificateArn")),
    "autoscaling create-auto-scaling-group": .init(
      operation: "delete-auto-scaling-group", option: "--auto-scaling-group-name",
      subject: .option("--auto-scaling-group-name"), more: ["--force-delete"]),
    "cloudwatch put-metric-alarm": .init(
      operation: "delete-alarms", option: "--alarm-names", subject: .option("--alarm-name")),
    "rds create-db-instance": .init(
      operation: "delete-db-instance", option: "--db-instance-identifier",
      subject: .option("--db-instance-identifier"),
      more: ["--skip-final-snapshot"], waiter: "db-instance-deleted"),
    "rds create-db-subnet-group": .init(
      operation: "delete-db-subnet-group", option: "--db-subnet-group-name",
      subject: .option("--db-subnet-group-name")),
    "rds create-db-snapshot": .init(
      operation: "delete-db-snapshot", option: "--db-snapshot-identifier",
      subject: .option("--db-snapshot-identifier")),
    "elasticache create-replication-group": .init(
      operation: "delete-replication-group", option: "--replication-group-id",
      subject: .option("--replication-group-id"),
      waiter: "replication-group-deleted"),
    "elasticache create-cache-subnet-group": .init(
      operation: "delete-cache-subnet-group", option: "--cache-subnet-group-name",
      subject: .option("--cache-subnet-group-name")),
    "route53 create-hosted-zone": .init(
      operation: "delete-hosted-zone", option: "--id", subject: .answer("HostedZone.Id")),
    "route53 create-health-check": .init(
      operation: "delete-health-check", option: "--health-check-id", subject: .answer("HealthCheck.Id")),
    "iam create-user": .init(
      operation: "delete-user", option: "--user-name", subject: .option("--user-name")),
    "iam create-group": .init(
      operation: "delete-group", option: "--group-name", subject: .option("--group-name")),
    "iam create-role": .init(
      operation: "delete-role", option: "--role-name", subject: .option("--role-name")),
    "iam create-policy": .init(
      operation: "delete-policy", option: "--policy-arn", subject: .answer("Policy.Arn")),
    "iam create-instance-profile": .init(
      operation: "delete-instance-profile", option: "--instance-profile-name",
      subject: .option("--instance-profile-name")),
    "s3api create-bucket": .init(
      operation: "delete-bucket", option: "--bucket", subject: .option("--bucket")),
    "sns create-topic": .init(operation: "delete-topic", option: "--topic-arn", subject: .answer("TopicArn")),
  ]

  /// What is not one option with one subject.
  private static func special(_ call: ExportedCall) -> [Step]? {
    func pair(_ operation: String, _ options: [String]) -> [Step] {
      let words = options.flatMap { option in call.value(of: option).map { [option, $0] } ?? [] }
      guard words.count == 2 * options.count else { return [] }
      return [
        Step(words: [call.shape.table.cliName, operation] + words, subject: words.joined(separator: " "))
      ]
    }
    switch call.operation {
    case "ec2 attach-internet-gateway":
      return pair("detach-internet-gateway", ["--internet-gateway-id", "--vpc-id"])
    case "iam add-user-to-group": return pair("remove-user-from-group", ["--user-name", "--group-name"])
    case "iam attach-user-policy": return pair("detach-user-policy", ["--user-name", "--policy-arn"])
    case "iam attach-group-policy": return pair("detach-group-policy", ["--group-name", "--policy-arn"])
    case "iam attach-role-policy": return pair("detach-role-policy", ["--role-name", "--policy-arn"])
    case "iam put-user-policy": return pair("delete-user-policy", ["--user-name", "--policy-name"])
    case "iam put-role-policy": return pair("delete-role-policy", ["--role-name", "--policy-name"])
    case "iam add-role-to-instance-profile":
      return pair("remove-role-from-instance-profile", ["--instance-profile-name", "--role-name"])
    case "route53 change-resource-record-sets": return records(call)
    default: return nil
    }
  }

  /// The records that a change made or set, deleted again; a later change of the same record is the one that counts.
  private static func records(_ call: ExportedCall) -> [Step] {
    guard let zone = call.value(of: "--hosted-zone-id"), let text = call.value(of: "--change-batch") else {
      return []
    }
    let batch =
      text.hasPrefix("file://") ? call.files.first { "file://" + $0.name == text }?.text ?? "" : text
    guard let read = changes(batch) else { return [] }
    return read.compactMap { change in
      guard let action = change["Action"]?.text, action != "DELETE", let record = change["ResourceRecordSet"]
      else { return nil }
      let deletion: Value = ["Changes": [["Action": "DELETE", "ResourceRecordSet": record]]]
      let name = [record["Name"]?.text, record["Type"]?.text, record["SetIdentifier"]?.text].compactMap(
        \.self)
      return Step(
        words: [
          "route53", "change-resource-record-sets", "--hosted-zone-id", zone, "--change-batch",
          deletion.json(.compact),
        ], subject: "\(zone) \(name.joined(separator: " "))")
    }
  }

  private static func changes(_ text: String) -> [Value]? {
    do {
      return try Value(json: text)["Changes"]?.elements
    } catch {
      return nil
    }
  }

  private static func values(of answer: Value?, at path: String) -> [String] {
    guard let answer else { return [] }
    do {
      let found = try JMESPath(path).search(answer)
      return found.text.map { [$0] } ?? (found.elements ?? []).compactMap(\.text)
    } catch {
      preconditionFailure("The path \(path) is written in this file: \(error)")
    }
  }

  /// The waiter after a call that makes something which takes time.
  static func waiter(after call: ExportedCall) -> [String]? {
    guard let wait = waits[call.operation] else { return nil }
    let values =
      switch wait.subject {
      case .answer(let path): self.values(of: call.answer, at: path)
      case .given: call.value(of: wait.option).map { [$0] } ?? []
      }
    guard !values.isEmpty else { return nil }
    return [call.shape.table.cliName, "wait", wait.waiter, wait.option] + values
  }

  /// What a waiter waits for, and under which option it is named.
  private struct Wait {
    /// Where the name of what was made stands.
    enum Subject {
      /// In the answer, at a path.
      case answer(String)
      /// In the call, under the waiter's own option.
      case given
    }

    let waiter: String
    let option: String
    let subject: Subject
  }

  /// The waiters by the operation that they follow.
  private static let waits: [String: Wait] = [
    "ec2 run-instances": Wait(
      waiter: "instance-running", option: "--instance-ids", subject: .answer("Instances[].InstanceId")),
    "ec2 create-nat-gateway": Wait(
      waiter: "nat-gateway-available", option: "--nat-gateway-ids",
      subject: .answer("NatGateway.NatGatewayId")),
    "ec2 create-volume": Wait(
      waiter: "volume-available", option: "--volume-ids", subject: .answer("VolumeId")),
    "ec2 create-snapshot": Wait(
      waiter: "snapshot-completed", option: "--snapshot-ids", subject: .answer("SnapshotId")),
    "ec2 create-image": Wait(waiter: "image-available", option: "--image-ids", subject: .answer("ImageId")),
    "elbv2 create-load-balancer": Wait(
      waiter: "load-balancer-available", option: "--load-balancer-arns",
      subject: .answer("LoadBalancers[0].LoadBalancerArn")),
    "rds create-db-instance": Wait(
      waiter: "db-instance-available", option: "--db-instance-identifier", subject: .given),
    "elasticache create-replication-group": Wait(
      waiter: "replication-group-available", option: "--replication-group-id", subject: .given),
  ]
}
