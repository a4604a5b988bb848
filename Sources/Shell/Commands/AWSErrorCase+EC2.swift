import Cloud
import CloudAPI

/// What addresses, instances, volumes, tags and filters of EC2 are refused for.
extension AWSErrorCase {
  /// The case of an error of EC2 that tells more with the world at hand.
  static func ofEC2(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.call?.service == "ec2" else { return nil }
    return ofAddress(facts) ?? ofInstance(facts) ?? ofVolume(facts) ?? ofSourceImage(facts)
      ?? ofTags(facts) ?? ofFilter(facts)
  }

  /// Who holds an Elastic IP that is to be released, or that was to be taken off or put elsewhere.
  private static func ofAddress(_ facts: FailureFacts) -> AWSErrorCase? {
    let isReleased = facts.code == "InvalidIPAddress.InUse" && facts.isCall("ec2", "release-address")
    let isOfService = facts.code == "AuthFailure" && facts.says("permission to access the specified resource")
    guard isReleased || isOfService, let world = facts.world, let address = facts.address else { return nil }
    switch address.holder {
    case .natGateway(let id):
      let isLeaving = world.ec2.natGateways[id]?.state == .deleting
      let wait = "aws ec2 wait nat-gateway-deleted --nat-gateway-ids \(id)"
      return AWSErrorCase(
        isLeaving ? "address-of-leaving-gateway" : "address-of-gateway", ["name": "\(id)"],
        lines: isLeaving ? [wait] : ["aws ec2 delete-nat-gateway --nat-gateway-id \(id)", wait])
    case .loadBalancer(let id):
      return world.loadBalancing.loadBalancers[id].map { balancer in
        AWSErrorCase(
          "address-of-balancer", ["name": balancer.name],
          lines: ["aws elbv2 delete-load-balancer --load-balancer-arn \(balancer.arn)"])
      }
    case .instance(let id):
      return address.association.map { association in
        AWSErrorCase(
          "address-of-instance", ["name": "\(id)"],
          lines: ["aws ec2 disassociate-address --association-id \(association)"])
      }
    case nil: return nil
    }
  }

  /// The state of an instance in which an act is not done, and what leads out of it.
  private static func ofInstance(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.code == "IncorrectInstanceState", let name = facts.quoted.first,
      let instance = InstanceID(name).flatMap({ facts.world?.ec2.instances[$0] })
    else { return nil }
    let isRunning = "aws ec2 wait instance-running --instance-ids \(name)"
    let isStopped = "aws ec2 wait instance-stopped --instance-ids \(name)"
    switch instance.state {
    case .terminated: return AWSErrorCase("instance-terminated", ["name": name])
    case .shuttingDown: return AWSErrorCase("instance-shutting-down", ["name": name])
    case .stopped:
      return AWSErrorCase(
        "instance-stopped", ["name": name],
        lines: ["aws ec2 start-instances --instance-ids \(name)", isRunning])
    case .stopping: return AWSErrorCase("instance-stopping", ["name": name], lines: [isStopped])
    case .pending: return AWSErrorCase("instance-pending", ["name": name], lines: [isRunning])
    case .running:
      guard facts.says("'stopped' state") else { return nil }
      return AWSErrorCase(
        "instance-running", ["name": name],
        lines: ["aws ec2 stop-instances --instance-ids \(name)", isStopped])
    }
  }

  /// The state of a volume in which an act is not done, or an id of something else where a volume's belongs.
  private static func ofVolume(_ facts: FailureFacts) -> AWSErrorCase? {
    if let given = facts.part(after: "Value (", before: ") for parameter volumeId is invalid.") {
      guard InstanceID(given) != nil else { return AWSErrorCase("volume-id", ["given": given]) }
      return AWSErrorCase(
        "volume-of-instance", ["given": given],
        lines: [
          "aws ec2 describe-volumes --filters Name=attachment.instance-id,Values=\(given)"
            + " --query 'Volumes[].VolumeId' --output text"
        ])
    }
    if let given = facts.part(after: "Value (", before: ") for parameter snapshotId is invalid.") {
      return AWSErrorCase("snapshot-id", ["given": given])
    }
    guard facts.code == "IncorrectState", let name = facts.quoted.first,
      let volume = VolumeID(name).flatMap({ facts.world?.ec2.volumes[$0] })
    else { return nil }
    let wait = ["aws ec2 wait volume-available --volume-ids \(name)"]
    switch volume.state {
    case .available:
      return facts.isCall("ec2", "detach-volume") ? AWSErrorCase("volume-not-attached", ["name": name]) : nil
    case .creating: return AWSErrorCase("volume-creating", ["name": name], lines: wait)
    case .inUse:
      return volume.attachment?.state == .detaching
        ? AWSErrorCase("volume-detaching", ["name": name], lines: wait) : nil
    case .deleting, .error: return nil
    }
  }

  /// An image that the Region to copy from does not have, with the Region that has it.
  private static func ofSourceImage(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.code == "InvalidAMIID.NotFound", facts.isCall("ec2", "copy-image"),
      let name = facts.given("SourceImageId"), let region = facts.given("SourceRegion")
    else { return nil }
    if let image = ImageID(name).flatMap({ facts.world?.ec2.images[$0] }), image.region.rawValue != region {
      let own = image.region.rawValue
      return AWSErrorCase("source-image-elsewhere", ["name": name, "region": region, "own": own])
    }
    return AWSErrorCase(
      "source-image", ["name": name, "region": region],
      lines: [
        "aws ec2 describe-images --region \(region) --owners self --query 'Images[].[ImageId,Name]'"
          + " --output text"
      ])
  }

  /// A key and its value in two words, where a comma binds them.
  private static func ofTags(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.isCall("ec2", "create-tags"), facts.says("Tag keys must be between 1 and"),
      let tags = facts.call?.input["Tags"]?.elements,
      let key = tags.first(where: { $0["Value"] == nil })?["Key"]?.text,
      let value = tags.first(where: { $0["Key"] == nil })?["Value"]?.text
    else { return nil }
    return AWSErrorCase("tag-comma", ["key": key, "value": value])
  }

  /// A filter that a listing does not have, and those of its filters that a learner may have meant.
  private static func ofFilter(_ facts: FailureFacts) -> AWSErrorCase? {
    guard facts.says("' is invalid"), let name = facts.part(after: "The filter '", before: "'"),
      name != "Name",
      let names = facts.error.alternatives?.among, !names.isEmpty
    else { return nil }
    let stems = words(of: name).filter { $0.count > 2 }.map { $0.prefix(4) }
    let related = names.filter { candidate in
      words(of: candidate).contains { word in stems.contains { word.hasPrefix($0) } }
    }
    let shown = (related.isEmpty ? names : related).prefix(mostFilters)
    return AWSErrorCase(
      "filter-unknown", ["name": name, "names": shown.map { "`\($0)`" }.joined(separator: ", ")])
  }

  private static let mostFilters = 12

  /// The words of a filter's name, without hyphens and dots.
  private static func words(of name: String) -> [Substring] {
    name.lowercased().split { !$0.isLetter }
  }
}

extension FailureFacts {
  /// The Elastic IP that the call names.
  fileprivate var address: ElasticAddress? {
    let names = ["AllocationId", "PublicIp", "AssociationId"].compactMap(given)
    return world?.ec2.addresses.rows.first { row in
      let own = ["\(row.id)", "\(row.address)", row.association.map { "\($0)" }]
      return names.contains { own.contains($0) }
    }
  }
}
