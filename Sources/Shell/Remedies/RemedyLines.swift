import Cloud
import EventKernel

/// Builds the lines of a remedy: launches, registrations, records, each with what it needs of the world.
struct RemedyLines {
  private let site: RemedySite
  private(set) var lines: [String] = []
  private var launched = 0

  init(_ site: RemedySite) { self.site = site }

  mutating func add(_ line: String) { lines.append(line) }

  /// What a launched machine has other than the one that it is like.
  struct Changes {
    var type: String?
    var subnet: SubnetID?
    var userData: String?
    var isPublic: Bool?
    var image: ImageID?
    /// Whether it is launched on spare capacity, whatever the other one has.
    var isSpot = false
  }

  /// Launches a machine like another one; gives the variable that holds its id.
  mutating func launch(like model: Instance, _ changes: Changes = Changes()) -> String {
    let subnet = changes.subnet ?? model.subnet
    let isPublic = changes.isPublic ?? (model.publicAddress != nil)
    var line =
      "aws ec2 run-instances --image-id \(changes.image ?? model.image) --instance-type \(changes.type ?? model.type)"
      + " --subnet-id \(subnet)"
    if !model.securityGroups.isEmpty {
      line += " --security-group-ids \(model.securityGroups.map(\.description).joined(separator: " "))"
    }
    line += isPublic ? " --associate-public-ip-address" : " --no-associate-public-ip-address"
    let userData = changes.userData ?? model.userData
    if !userData.isEmpty { line += " --user-data \(ShellWord.quoted(userData))" }
    line += disk(of: model)
    if let profile = model.instanceProfile { line += " --iam-instance-profile Arn=\(profile)" }
    if changes.isSpot { line += " --instance-market-options MarketType=spot" }
    return named(line)
  }

  /// The volume that a machine starts from, where it is not the image's.
  private func disk(of model: Instance) -> String {
    guard let volume = site.world.rootVolume(of: model), let attachment = volume.attachment,
      let device = site.world.ec2.images[model.image]?.devices.first(where: { $0.name == attachment.device }),
      volume.plan != device.plan
    else { return "" }
    var values = ["VolumeSize=\(volume.plan.sizeGiB)", "VolumeType=\(volume.plan.type.rawValue)"]
    if let iops = volume.plan.iops { values.append("Iops=\(iops)") }
    if let throughput = volume.plan.throughput { values.append("Throughput=\(throughput)") }
    let mapping = "DeviceName=\(attachment.device),Ebs={\(values.joined(separator: ","))}"
    return " --block-device-mappings \(ShellWord.quoted(mapping))"
  }

  /// Launches the first machine of a world that has none, from an image with an application.
  mutating func launch(
    image: Image, type: String, subnet: Subnet, groups: [String], userData: String = ""
  ) -> String {
    let data = userData.isEmpty ? "" : " --user-data \(ShellWord.quoted(userData))"
    return named(
      "aws ec2 run-instances --image-id \(image.id) --instance-type \(type) --subnet-id \(subnet.id)"
        + " --security-group-ids \(groups.joined(separator: " ")) --associate-public-ip-address\(data)")
  }

  private mutating func named(_ line: String) -> String {
    launched += 1
    lines.append("NEW_\(launched)=$(\(line) --query 'Instances[0].InstanceId' --output text)")
    return "$NEW_\(launched)"
  }

  /// Puts machines, by their variables, in the place of others: behind load balancers and in records; the others go.
  mutating func replace(_ pairs: [(old: Instance, new: String)]) {
    add("wait")
    for group in site.groups {
      let there = pairs.filter { group.holds($0.old.id) }
      guard !there.isEmpty else { continue }
      add(
        "aws elbv2 register-targets --target-group-arn \(group.arn) --targets "
          + there.map { "Id=\($0.new)" }.joined(separator: " "))
      add(
        "aws elbv2 deregister-targets --target-group-arn \(group.arn) --targets "
          + there.map { "Id=\($0.old.id)" }.joined(separator: " "))
    }
    if let host = site.host, let zone = site.hostedZone(of: host) {
      for record in zone.records where record.type == "A" && record.setIdentifier == nil {
        guard case .values(let values, let ttl) = record.answer else { continue }
        let moved = pairs.filter { pair in pair.old.publicAddress.map { values.contains("\($0)") } ?? false }
        guard !moved.isEmpty else { continue }
        let left = moved.compactMap { $0.old.publicAddress?.description }
        var addresses = values.filter { !left.contains($0) }
        for pair in moved { addresses.append(address(of: pair.new)) }
        self.record(record.name, addresses, ttl: ttl, in: zone)
      }
    }
    add(
      "aws ec2 terminate-instances --instance-ids "
        + pairs.map { "\($0.old.id)" }.joined(separator: " "))
  }

  /// Asks for the public address of a machine; gives the variable that holds it.
  mutating func address(of machine: String) -> String {
    let name = "\(machine.dropFirst())_IP"
    lines.append(
      "\(name)=$(aws ec2 describe-instances --instance-ids \(machine)"
        + " --query 'Reservations[0].Instances[0].PublicIpAddress' --output text)")
    return "$\(name)"
  }

  /// Gives a name these addresses.
  mutating func record(_ name: String, _ values: [String], ttl: Int = 60, in zone: HostedZone) {
    let records = values.map { "{Value=\($0)}" }.joined(separator: ",")
    change("Name=\(name),Type=A,TTL=\(ttl),ResourceRecords=[\(records)]", in: zone.id)
  }

  /// Lets a name lead to a load balancer.
  mutating func alias(_ name: String, to balancer: String, zoneID: String, in zone: HostedZone) {
    change(
      "Name=\(name),Type=A,AliasTarget={HostedZoneId=\(zoneID),DNSName=\(balancer),EvaluateTargetHealth=true}",
      in: zone.id)
  }

  private mutating func change(_ record: String, in zone: String) {
    lines.append(
      "aws route53 change-resource-record-sets --hosted-zone-id \(zone) --change-batch "
        + "\"Changes=[{Action=UPSERT,ResourceRecordSet={\(record)}}]\"")
  }

  /// Makes an application load balancer named `new-web` in front of a group, on the port of the users, and lets their
  /// name lead there; nothing where the name has no zone.
  mutating func balancer(
    for group: String, subnets: [SubnetID], securityGroups: [SecurityGroupID]
  ) -> Bool {
    guard let host = site.host, let zone = site.hostedZone(of: host), site.port != 443, subnets.count > 1
    else { return false }
    add(
      "NEW_LB=$(aws elbv2 create-load-balancer --name new-web"
        + " --subnets \(subnets.map(\.description).joined(separator: " "))"
        + " --security-groups \(securityGroups.map(\.description).joined(separator: " "))"
        + " --query 'LoadBalancers[0].LoadBalancerArn' --output text)")
    add(
      "aws elbv2 create-listener --load-balancer-arn $NEW_LB --protocol HTTP --port \(site.port)"
        + " --default-actions Type=forward,TargetGroupArn=\(group)")
    for (name, query) in [("NAME", "DNSName"), ("ZONE", "CanonicalHostedZoneId")] {
      add(
        "NEW_LB_\(name)=$(aws elbv2 describe-load-balancers --load-balancer-arns $NEW_LB"
          + " --query 'LoadBalancers[0].\(query)' --output text)")
    }
    alias(host, to: "$NEW_LB_NAME", zoneID: "$NEW_LB_ZONE", in: zone)
    add("wait")
    return true
  }

  /// Makes a target group `new-web` for an application; its ARN is `$NEW_TG`.
  mutating func targetGroup(for app: AppProfile, vpc: VPCID) {
    add(
      "NEW_TG=$(aws elbv2 create-target-group --name new-web --protocol HTTP --port \(app.port)"
        + " --vpc-id \(vpc) --health-check-path \(app.healthPath) --health-check-interval-seconds 10"
        + " --health-check-timeout-seconds 5 --query 'TargetGroups[0].TargetGroupArn' --output text)")
  }
}
