import CloudAPI

/// Options that are missing, by the names that a line gives them.
extension AWSErrorCase {
  /// The case of a missing parameter; `nil` where no option of the operation has the name that the message gives.
  ///
  /// - Parameter options: the options that the operation takes, with their hyphens.
  static func ofMissingOption(_ facts: FailureFacts, _ options: [String]) -> AWSErrorCase? {
    guard facts.code == "MissingParameter" else { return nil }
    let found = parameters(in: facts).map { name in
      candidates(of: CommandLineName.of(name)).first { options.contains($0) }
    }
    let shown = found.compactMap(\.self)
    guard let first = shown.first, shown.count == found.count else { return nil }
    guard shown.count > 1 else { return AWSErrorCase("missing-option", ["option": first]) }
    return AWSErrorCase("missing-options", ["options": shown.map { "`\($0)`" }.joined(separator: ", ")])
  }

  /// The names of AWS's parameters that a message asks for; one of them is enough where there are several.
  private static func parameters(in facts: FailureFacts) -> [String] {
    if facts.says("Either public IP or allocation ID") { return ["AllocationId", "PublicIp"] }
    if facts.says("Either the instance ID or the network interface ID") {
      return ["InstanceId", "NetworkInterfaceId"]
    }
    if facts.says("Either a launch template ID or a launch template name") {
      return ["LaunchTemplateId", "LaunchTemplateName"]
    }
    if facts.says("Either 'cidrBlock' or 'ipv6CidrBlock'") { return ["CidrBlock", "Ipv6CidrBlock"] }
    let names =
      facts.part(after: "must contain the parameter ")
      ?? facts.part(after: "The parameter ", before: " is required")
    return names.map { text in
      text.replacing(" or ", with: "/").split(separator: "/").map(String.init)
    } ?? []
  }

  /// How an option can be called after a parameter, which is not always named as the call's member is.
  private static func candidates(of name: String) -> [String] {
    let ending = ["-id-set", "-set"].first { name.hasSuffix($0) } ?? ""
    return [name, "\(name)-id", "\(name)s", "\(name.dropLast(ending.count))s"].map { "--\($0)" }
  }
}
