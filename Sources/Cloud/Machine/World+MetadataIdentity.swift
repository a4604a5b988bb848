import EventKernel

/// What an instance tells about who it is and what it may do.
extension World {
  /// The credentials of the instance's role as the metadata service shows them; `nil` for another role's name.
  ///
  /// They are those of a session of six hours, as AWS gives them, made anew when less than five minutes are left
  /// (EC2 User Guide: retrieve security credentials from instance metadata).
  mutating func roleCredentials(named name: String, of instance: Instance) -> String? {
    guard let arn = role(of: instance), IAMARN.name(in: arn).utf8.elementsEqual(name.utf8) else { return nil }
    let key = "ASIA" + instance.id.hexadecimal.prefix(16).uppercased()
    if iam.sessions[key].map({ $0.expires < now + .minutes(5) }) ?? true {
      iam.sessions[key] = IAMSession(
        owner: .role(name.lowercased(), session: "\(instance.id)"),
        secret: Base64.encode("skydrill \(instance.id) \(now.iso8601)".utf8),
        token: Base64.encode("skydrill \(name) \(instance.id) \(now.iso8601)".utf8), policies: nil,
        tags: Tags(), transitiveTags: [], usedMultiFactor: false, sourceIdentity: nil, issued: now,
        expires: now + .hours(6))
    }
    guard let session = iam.sessions[key] else { return nil }
    return document([
      ("Code", "Success"), ("LastUpdated", Self.stamp(session.issued)), ("Type", "AWS-HMAC"),
      ("AccessKeyId", key), ("SecretAccessKey", session.secret), ("Token", session.token),
      ("Expiration", Self.stamp(session.expires)),
    ])
  }

  /// `iam/info`: the instance profile.
  func profileInformation(of instance: Instance) -> String? {
    guard let arn = instance.instanceProfile,
      let profile = iam.directory.instanceProfiles[IAMARN.name(in: arn).lowercased()]
    else { return nil }
    return document([
      ("Code", "Success"), ("LastUpdated", Self.stamp(instance.launchTime)),
      ("InstanceProfileArn", profile.arn),
      ("InstanceProfileId", profile.id),
    ])
  }

  /// `dynamic/instance-identity/document`.
  func identityDocument(of instance: Instance) -> String {
    document([
      ("accountId", Account.id), ("architecture", architecture(of: instance)),
      ("availabilityZone", instance.zone.rawValue), ("imageId", "\(instance.image)"),
      ("instanceId", "\(instance.id)"), ("instanceType", instance.type),
      ("pendingTime", Self.stamp(instance.launchTime)), ("privateIp", "\(instance.privateAddress)"),
      ("region", instance.zone.region.rawValue), ("version", "2017-09-30"),
    ])
  }

  private func document(_ members: [(name: String, value: String)]) -> String {
    let lines = members.map { "  \"\($0.name)\" : \"\($0.value)\"" }
    return "{\n\(lines.joined(separator: ",\n"))\n}"
  }

  private static func stamp(_ moment: Instant) -> String { "\(moment.iso8601.prefix(19))Z" }

  // MARK: Interfaces

  /// The hardware address of an instance's first interface.
  func mac(of instance: Instance) -> String {
    NetworkInterfaceShape.hardwareAddress(of: instance.privateAddress)
  }

  func interfaceNames(of instance: Instance) -> [String] {
    [
      "device-number", "local-hostname", "local-ipv4s", "mac", "owner-id", "public-hostname", "public-ipv4s",
      "security-group-ids", "security-groups", "subnet-id", "subnet-ipv4-cidr-block", "vpc-id",
      "vpc-ipv4-cidr-block",
    ].map { "network/interfaces/macs/\(mac(of: instance))/\($0)" }
  }

  /// A value below `network/interfaces/macs/`.
  func interfaceValue(_ name: String, of instance: Instance) -> String? {
    guard let leaf = name.after("network/interfaces/macs/\(mac(of: instance))/") else { return nil }
    switch leaf {
    case "device-number": return "0"
    case "local-hostname": return privateDNSName(of: instance)
    case "local-ipv4s": return "\(instance.privateAddress)"
    case "mac": return mac(of: instance)
    case "owner-id": return Account.id
    case "public-hostname": return publicDNSName(of: instance)
    case "public-ipv4s": return instance.publicAddress.map { "\($0)" }
    case "security-group-ids": return instance.securityGroups.map { "\($0)" }.joined(separator: "\n")
    case "security-groups":
      return instance.securityGroups.compactMap { ec2.securityGroups[$0]?.name }.joined(separator: "\n")
    case "subnet-id": return "\(instance.subnet)"
    case "subnet-ipv4-cidr-block": return ec2.subnets[instance.subnet].map { "\($0.cidr)" }
    case "vpc-id": return "\(instance.vpc)"
    case "vpc-ipv4-cidr-block": return ec2.vpcs[instance.vpc].map { "\($0.cidr)" }
    default: return nil
    }
  }
}
