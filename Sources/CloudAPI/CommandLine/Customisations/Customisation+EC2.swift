extension Customisation {
  /// The customisations of `aws ec2`.
  static func ec2(_ operation: String) -> Customisation {
    switch operation {
    case "run-instances": runInstances
    case "authorize-security-group-ingress", "authorize-security-group-egress",
      "revoke-security-group-ingress", "revoke-security-group-egress":
      securityGroupRules
    case "create-network-acl-entry", "replace-network-acl-entry":
      Customisation(finish: { (input: inout ValueObject) throws(AWSUsageError) in
        let numbers = ["tcp": "6", "udp": "17", "icmp": "1", "all": "-1"]
        if let name = input["Protocol"]?.text, let number = numbers[name] {
          input["Protocol"] = .string(number)
        }
      })
    default: Customisation()
    }
  }

  /// `--count` and the options that make up the first network interface.
  private static var runInstances: Customisation {
    Customisation(
      check: { (given: GivenOptions) throws(AWSUsageError) in
        let simple = [
          "secondary-private-ip-addresses", "secondary-private-ip-address-count",
          "associate-public-ip-address",
        ]
        if given.says("network-interfaces"), simple.contains(where: given.says) {
          throw .exclusive(
            "Mixing the --network-interfaces option with the simple, scalar options is not supported.")
        }
      },
      add: { (name: String, given: GivenOptions, input: inout ValueObject) throws(AWSUsageError) in
        switch name {
        case "count": try addCount(given.word(name) ?? "", to: &input)
        case "secondary-private-ip-addresses":
          let addresses = given.words[name] ?? []
          guard !addresses.isEmpty else { return true }
          setInterface("PrivateIpAddresses", &input, .array(addresses.map(secondaryAddress)))
        case "secondary-private-ip-address-count":
          guard let count = PythonText.integer(given.word(name) ?? ""), count.double != 0 else { return true }
          setInterface("SecondaryPrivateIpAddressCount", &input, count)
        case "associate-public-ip-address":
          setInterface("AssociatePublicIpAddress", &input, .bool(true))
        case "no-associate-public-ip-address":
          setInterface("AssociatePublicIpAddress", &input, .bool(false))
        default: return false
        }
        return true
      },
      finish: { (input: inout ValueObject) throws(AWSUsageError) in
        if input["MaxCount"] == nil { input["MaxCount"] = .integer(1) }
        if input["MinCount"] == nil { input["MinCount"] = .integer(1) }
        moveIntoInterface(&input)
        encodeUserData(&input)
      })
  }

  private static func addCount(_ text: String, to input: inout ValueObject) throws(AWSUsageError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2, let least = PythonText.integer(parts[0]),
      let most = PythonText.integer(parts[parts.count - 1])
    else {
      throw AWSUsageError.exclusive("count parameter should be of form min[:max] (e.g. 1 or 1:10)")
        .advised(.line(.noCount(given: text)))
    }
    input["MinCount"] = least
    input["MaxCount"] = most
  }

  private static func secondaryAddress(_ address: String) -> Value {
    .object(
      ValueObject([(key: "PrivateIpAddress", value: .string(address)), (key: "Primary", value: .bool(false))])
    )
  }

  private static func setInterface(_ key: String, _ input: inout ValueObject, _ value: Value) {
    input.changeFirst(
      "NetworkInterfaces", initial: ValueObject([(key: "DeviceIndex", value: .integer(0))])
    ) { $0[key] = value }
  }

  /// Members that AWS takes beside the instance only while no interface is described go into the interface.
  private static func moveIntoInterface(_ input: inout ValueObject) {
    guard var interfaces = input["NetworkInterfaces"]?.elements, var first = interfaces.first?.object,
      ["PrivateIpAddresses", "SecondaryPrivateIpAddressCount", "AssociatePublicIpAddress"]
        .contains(where: { first[$0] != nil })
    else { return }
    let moves = [
      ("SubnetId", "SubnetId"), ("SecurityGroupIds", "Groups"), ("PrivateIpAddress", "PrivateIpAddresses"),
      ("Ipv6AddressCount", "Ipv6AddressCount"), ("Ipv6Addresses", "Ipv6Addresses"),
      ("EnablePrimaryIpv6", "PrimaryIpv6"),
    ]
    for (from, to) in moves {
      guard let value = input[from] else { continue }
      input[from] = nil
      guard from == "PrivateIpAddress" else {
        first[to] = value
        continue
      }
      first[to] = .array([
        .object(ValueObject([(key: "PrivateIpAddress", value: value), (key: "Primary", value: .bool(true))]))
      ])
    }
    interfaces[0] = .object(first)
    input["NetworkInterfaces"] = .array(interfaces)
  }

  private static func encodeUserData(_ input: inout ValueObject) {
    if let text = input["UserData"]?.text { input["UserData"] = .string(Base64.encode(Array(text.utf8))) }
  }

  /// `--protocol`, `--port`, `--cidr`, `--source-group`, `--group-owner` make one permission.
  private static var securityGroupRules: Customisation {
    Customisation(
      check: { (given: GivenOptions) throws(AWSUsageError) in
        guard given.says("ip-permissions") else { return }
        for (option, shown) in [
          ("protocol", "protocol"), ("port", "port"), ("cidr", "cidr"), ("source-group", "source_group"),
          ("group-owner", "group_owner"),
        ] where given.says(option) {
          throw .exclusive("The --\(shown) option is not compatible with the --ip-permissions option ")
        }
      },
      add: { (name: String, given: GivenOptions, input: inout ValueObject) throws(AWSUsageError) in
        guard let word = given.word(name) else { return false }
        guard !word.isEmpty else { return true }
        switch name {
        case "protocol":
          let number = try protocolNumber(word)
          input.changeFirst("IpPermissions") { $0["IpProtocol"] = .string(number) }
        case "port":
          let (from, to) = try ports(word)
          input.changeFirst("IpPermissions") {
            $0["FromPort"] = from
            $0["ToPort"] = to
          }
        case "cidr":
          input.changeFirst("IpPermissions") {
            $0["IpRanges"] = .array([.object(ValueObject([(key: "CidrIp", value: .string(word))]))])
          }
        case "source-group": addPair(word.hasPrefix("sg-") ? "GroupId" : "GroupName", word, &input)
        case "group-owner": addPair("UserId", word, &input)
        default: return false
        }
        return true
      })
  }

  private static func addPair(_ key: String, _ word: String, _ input: inout ValueObject) {
    input.changeFirst("IpPermissions") { permission in
      permission.changeFirst("UserIdGroupPairs") { $0[key] = .string(word) }
    }
  }

  private static func protocolNumber(_ word: String) throws(AWSUsageError) -> String {
    if let number = PythonText.integer(word)?.double, number == -1 || (0...255).contains(number) {
      return word
    }
    switch word {
    case "tcp", "udp", "icmp": return word
    case "all": return "-1"
    default:
      throw AWSUsageError.exclusive(
        "protocol parameter should be one of: tcp|udp|icmp|all or any valid protocol number."
      ).advised(.line(.ruleProtocol(word)))
    }
  }

  private static func ports(_ word: String) throws(AWSUsageError) -> (Value, Value) {
    if word == "-1" || word == "all" { return (.integer(-1), .integer(-1)) }
    var from = word
    var to = word
    if let dash = word.firstIndex(of: "-") {
      from = String(word[..<dash])
      to = String(word[word.index(after: dash)...])
    }
    guard let first = PythonText.integer(from), let last = PythonText.integer(to) else {
      throw AWSUsageError.exclusive("port parameter should be of the form <from[-to]> (e.g. 22 or 22-25)")
        .advised(.line(.rulePort(word)))
    }
    return (first, last)
  }
}
