import EventKernel

/// What an instance tells a program inside it about itself.
extension World {
  /// What the metadata service answers to curl, whose path begins with `/latest/`.
  func metadata(
    _ request: MachineCommand.URLRequest, path: String, isIPv6: Bool, of instance: Instance
  ) -> MachineAnswer {
    // Nitro machines alone have a metadata service with an IPv6 address, once it is switched on.
    guard !isIPv6 || instance.metadata.answersIPv6 else {
      return failed("curl: (7) Failed to connect to fd00:ec2::254 port 80", 7)
    }
    guard instance.metadata.isEnabled else { return reply(403, Self.page(403, "Forbidden"), to: request) }
    guard path.hasPrefix("/latest/") else { return reply(404, Self.page(404, "Not Found"), to: request) }
    let path = String(path.dropFirst("/latest/".count))
    if path == "api/token" {
      guard request.asksForToken else { return reply(405, Self.page(405, "Method Not Allowed"), to: request) }
      return MachineAnswer(output: "AQAEAskydrill-\(instance.id.hexadecimal)==")
    }
    guard request.hasToken || !instance.metadata.requiresTokens else {
      return reply(401, Self.page(401, "Unauthorized"), to: request)
    }
    guard let value = value(at: path, of: instance) else {
      return reply(404, Self.page(404, "Not Found"), to: request)
    }
    return reply(200, value + "\n", to: request)
  }

  private func value(at path: String, of instance: Instance) -> String? {
    switch path {
    case "": return "dynamic\nmeta-data\nuser-data"
    case "user-data": return instance.userData.isEmpty ? nil : instance.userData
    case "meta-data": return metadata("", of: instance)
    case let path where path.hasPrefix("meta-data/"):
      return metadata(String(path.dropFirst(10)), of: instance)
    default: return nil
    }
  }

  /// The page of an error, as the service writes it.
  private static func page(_ code: Int, _ title: String) -> String {
    "<html><head><title>\(code) - \(title)</title></head><body><h1>\(code) - \(title)</h1></body></html>\n"
  }

  private func metadata(_ name: String, of instance: Instance) -> String? {
    switch name {
    case "": return Self.metadataNames.joined(separator: "\n")
    case "ami-id": return "\(instance.image)"
    case "instance-id": return "\(instance.id)"
    case "instance-type": return instance.type
    case "instance-life-cycle": return instance.spotRequest == nil ? "on-demand" : "spot"
    case "hostname", "local-hostname": return privateDNSName(of: instance)
    case "ipv6": return instance.ipv6Addresses.first.map { "\($0)" }
    case "local-ipv4": return "\(instance.privateAddress)"
    case "public-ipv4": return instance.publicAddress.map { "\($0)" }
    case "public-hostname": return publicDNSName(of: instance)
    case "placement/availability-zone": return instance.zone.rawValue
    case "placement/availability-zone-id": return catalog.id(of: instance.zone)
    case "placement/region": return instance.zone.region.rawValue
    case "product-codes": return rootVolume(of: instance)?.contents.productCodes.joined(separator: "\n")
    case "security-groups":
      return instance.securityGroups.compactMap { ec2.securityGroups[$0]?.name }.joined(separator: "\n")
    case "public-keys/0/openssh-key": return instance.keyName.map { "\($0)" }
    case "iam/security-credentials/": return instance.instanceProfile
    case "spot/instance-action":
      guard let notice = instance.spotNotice,
        let request = instance.spotRequest.flatMap({ ec2.spotRequests[$0] })
      else { return nil }
      let time = notice.at.iso8601.prefix(19)
      return "{\"action\": \"\(request.interruption.rawValue)\", \"time\": \"\(time)Z\"}"
    case "tags/instance":
      return instance.metadata.showsTags ? instance.tags.all.map(\.key).joined(separator: "\n") : nil
    case let name where name.utf8.starts(with: "tags/instance/".utf8):
      return instance.metadata.showsTags ? instance.tags[String(name.dropFirst(14))] : nil
    default: return nil
    }
  }

  private static let metadataNames = [
    "ami-id", "hostname", "iam/security-credentials/", "instance-id", "instance-life-cycle", "instance-type",
    "ipv6", "local-hostname", "local-ipv4", "placement/availability-zone", "placement/availability-zone-id",
    "placement/region", "product-codes", "public-hostname", "public-ipv4", "security-groups",
    "spot/instance-action", "tags/instance",
  ]

  /// `ec2-metadata -i` and its kin, which ask with a token themselves.
  func metadataTool(_ option: String, of instance: Instance) -> MachineAnswer {
    let names = [
      "-a": ("ami-id", "ami-id"), "-h": ("local-hostname", "local-hostname"),
      "-i": ("instance-id", "instance-id"),
      "-o": ("local-ipv4", "local-ipv4"), "-t": ("instance-type", "instance-type"),
      "-v": ("public-ipv4", "public-ipv4"), "-p": ("public-hostname", "public-hostname"),
      "-z": ("placement", "placement/availability-zone"), "-s": ("security-groups", "security-groups"),
    ]
    guard let (label, path) = names[option] else {
      return failed("ec2-metadata: unknown option \(option.printable)")
    }
    guard instance.metadata.isEnabled else {
      return failed("ec2-metadata: no answer from the metadata service")
    }
    return said("\(label): \(metadata(path, of: instance) ?? "not available")")
  }
}
