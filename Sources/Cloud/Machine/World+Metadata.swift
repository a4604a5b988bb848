import EventKernel

/// What an instance tells a program inside it about itself.
extension World {
  /// What the metadata service answers to a request of a program in the machine.
  mutating func metadata(_ call: WebCall, of instance: Instance) -> Result<WebAnswer, WebFailure> {
    // Nitro machines alone have a metadata service with an IPv6 address, once it is switched on.
    guard call.request.port == 80, call.request.scheme == "http" else { return .failure(.refused) }
    guard call.door != Self.metadataAddress6 || instance.metadata.answersIPv6 else {
      return .failure(.refused)
    }
    guard instance.metadata.isEnabled else { return .success(Self.page(403)) }
    guard let path = call.request.path.after("/latest/") else { return .success(Self.page(404)) }
    func header(_ name: String) -> String? {
      call.request.headers.first { $0.name.lowercased().utf8.elementsEqual(name.utf8) }?.value
    }
    if path == "api/token" {
      guard call.request.method == "PUT" else { return .success(Self.page(405)) }
      return .success(Self.text("AQAEAskydrill-\(instance.id.hexadecimal)=="))
    }
    let hasToken = header("x-aws-ec2-metadata-token").map { !$0.isEmpty } ?? false
    guard hasToken || !instance.metadata.requiresTokens else { return .success(Self.page(401)) }
    guard let value = value(at: path, of: instance) else { return .success(Self.page(404)) }
    return .success(Self.text(value + "\n"))
  }

  /// The addresses under which the service answers.
  static let metadataAddresses: Set<String> = ["169.254.169.254", metadataAddress6]
  private static let metadataAddress6 = "[fd00:ec2::254]"

  private static func text(_ text: String) -> WebAnswer {
    WebAnswer(200, text, type: "text/plain", server: "EC2ws")
  }

  private mutating func value(at path: String, of instance: Instance) -> String? {
    switch path {
    case "": return "dynamic\nmeta-data\nuser-data"
    case "user-data": return instance.userData.isEmpty ? nil : instance.userData
    case "dynamic", "dynamic/": return "instance-identity/"
    case "dynamic/instance-identity", "dynamic/instance-identity/": return "document"
    case "dynamic/instance-identity/document": return identityDocument(of: instance)
    case "meta-data": return metadata("", of: instance)
    case let path where path.hasPrefix("meta-data/"):
      let name = String(path.dropFirst(10))
      if let key = name.after("iam/security-credentials/"), !key.isEmpty {
        return roleCredentials(named: key, of: instance)
      }
      return metadata(name, of: instance)
    default: return nil
    }
  }

  /// The page of an error, as the service writes it.
  private static func page(_ code: Int) -> WebAnswer {
    let title = "\(code) - \(WebAnswer.reason(of: code))"
    return WebAnswer(
      code,
      "<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n",
      server: "EC2ws")
  }

  /// The value of a name, or the names below it.
  private func metadata(_ name: String, of instance: Instance) -> String? {
    if let value = leaf(name, of: instance) { return value }
    let folder = name.isEmpty || name.hasSuffix("/") ? name : name + "/"
    var below: [String] = []
    for leafName in metadataNames(of: instance) where leafName.hasPrefix(folder) {
      guard leaf(leafName, of: instance) != nil else { continue }
      let rest = leafName.dropFirst(folder.count)
      let entry = rest.contains("/") ? "\(rest.prefix { $0 != "/" })/" : String(rest)
      if !below.contains(entry) { below.append(entry) }
    }
    return below.isEmpty ? nil : below.joined(separator: "\n")
  }

  private func leaf(_ name: String, of instance: Instance) -> String? {
    switch name {
    case "ami-id": return "\(instance.image)"
    case "ami-launch-index": return "\(instance.ordinal)"
    case "instance-id": return "\(instance.id)"
    case "instance-type": return instance.type
    case "instance-life-cycle": return instance.spotRequest == nil ? "on-demand" : "spot"
    case "hostname", "local-hostname": return privateDNSName(of: instance)
    case "ipv6": return instance.ipv6Addresses.first.map { "\($0)" }
    case "local-ipv4": return "\(instance.privateAddress)"
    case "mac": return mac(of: instance)
    case "public-ipv4": return instance.publicAddress.map { "\($0)" }
    case "public-hostname": return publicDNSName(of: instance)
    case "placement/availability-zone": return instance.zone.rawValue
    case "placement/availability-zone-id": return catalog.id(of: instance.zone)
    case "placement/region": return instance.zone.region.rawValue
    case "product-codes": return rootVolume(of: instance)?.contents.productCodes.joined(separator: "\n")
    case "security-groups":
      return instance.securityGroups.compactMap { ec2.securityGroups[$0]?.name }.joined(separator: "\n")
    case "services/domain": return "amazonaws.com"
    case "services/partition": return "aws"
    case "public-keys", "public-keys/": return instance.keyName.map { "0=\($0)" }
    case "public-keys/0/openssh-key":
      return rootVolume(of: instance)?.contents.system?.authorizedKeys.first
    case "iam/info": return profileInformation(of: instance)
    case "iam/security-credentials", "iam/security-credentials/":
      return role(of: instance).map { IAMARN.name(in: $0) }
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
    default: return interfaceValue(name, of: instance)
    }
  }

  private func metadataNames(of instance: Instance) -> [String] {
    [
      "ami-id", "ami-launch-index", "hostname", "iam/info", "iam/security-credentials/", "instance-id",
      "instance-life-cycle", "instance-type", "ipv6", "local-hostname", "local-ipv4", "mac",
    ] + interfaceNames(of: instance) + [
      "placement/availability-zone", "placement/availability-zone-id", "placement/region", "product-codes",
      "public-hostname", "public-ipv4", "public-keys/", "security-groups", "services/domain",
      "services/partition", "spot/instance-action", "tags/instance",
    ]
  }

  /// `ec2-metadata -i` and its kin, which ask with a token themselves.
  func metadataTool(_ option: String, of instance: Instance) -> MachineAnswer {
    let names = [
      "-a": "ami-id", "-l": "ami-launch-index", "-h": "local-hostname", "-i": "instance-id",
      "-o": "local-ipv4", "-t": "instance-type", "-v": "public-ipv4", "-p": "public-hostname",
      "-z": "placement/availability-zone", "-s": "security-groups", "-R": "placement/region",
      "-d": "user-data",
    ]
    let long = [
      "--availability-zone": "-z", "--region": "-R", "--user-data": "-d",
    ]
    let short = long[option] ?? names.first { option == "--\($0.value)" }?.key ?? option
    guard let path = names[short] else {
      return failed("ec2-metadata: unknown option \(option.printable)")
    }
    guard instance.metadata.isEnabled else {
      return failed("ec2-metadata: no answer from the metadata service")
    }
    let label = short == "-z" ? "placement" : short == "-R" ? "region" : path
    let value =
      short == "-d" ? (instance.userData.isEmpty ? nil : instance.userData) : metadata(path, of: instance)
    return said("\(label): \(value ?? "not available")")
  }
}
