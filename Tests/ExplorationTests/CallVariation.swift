import CloudAPI

/// Varies inputs: what a template names becomes something that the world has, or had, or never had.
struct CallVariation {
  /// Ids and ARNs that answers had, the newest last, by what they begin with.
  private var known: [String: [String]] = [:]

  /// The most ids of a kind that are remembered.
  private static let mostKnown = 24

  /// Remembers every id and ARN of an answer.
  mutating func learn(_ answer: Value) {
    switch answer {
    case .object(let object): for member in object.members { learn(member.value) }
    case .array(let elements): for element in elements { learn(element) }
    case .string(let text):
      guard let kind = Self.kind(of: text) else { return }
      var ids = known[kind] ?? []
      ids.removeAll { $0 == text }
      ids.append(text)
      known[kind] = ids.suffix(Self.mostKnown)
    case .null, .bool, .integer, .number: return
    }
  }

  /// An input like a template's.
  func varied(_ template: CallTemplates.Template, _ dice: inout Dice) -> ValueObject {
    var object = ValueObject()
    guard let input = template.shape.input else { return object }
    for member in input.members {
      if let value = template.input[member.name] {
        // Now and then a member is missing that the template has.
        if dice.happens(2) { continue }
        object[member.name] = varied(value, name: member.name, shape: member.shape, &dice)
      } else if member.isRequired {
        object[member.name] = made(member.shape, name: member.name, &dice)
      }
    }
    return object
  }

  private func varied(_ value: Value, name: String, shape: Shape?, _ dice: inout Dice) -> Value {
    switch value {
    case .object(let object):
      return .object(
        ValueObject(
          object.members.map { member in
            let inner = shape?.member(member.key)?.shape ?? shape?.element
            return (member.key, varied(member.value, name: member.key, shape: inner, &dice))
          }))
    case .array(let elements):
      return .array(elements.map { varied($0, name: name, shape: shape?.element, &dice) })
    case .string(let text): return .string(varied(text, name: name, shape: shape, &dice))
    case .integer(let number):
      return .integer(dice.happens(5) ? [0, -1, 1, number &* 2, 100_000][dice.below(5)] : number)
    case .null, .bool, .number: return value
    }
  }

  private func varied(_ text: String, name: String, shape: Shape?, _ dice: inout Dice) -> String {
    if dice.happens(1) {
      return ["", "none", "\u{1F600}", String(repeating: "x", count: 300)][dice.below(4)]
    }
    if let shape, !shape.enumValues.isEmpty {
      return dice.happens(4) ? dice.pick(shape.enumValues) ?? text : text
    }
    if let kind = Self.kind(of: text) { return dice.pick(known[kind] ?? []) ?? text }
    if text.contains("10."), text.contains("/24") { return "10.0.\(dice.below(12)).0/24" }
    if text.hasPrefix("us-"), text.count == 10 { return "us-east-1" + ["a", "b", "c"][dice.below(3)] }
    if text.hasPrefix("us-west") || text.hasPrefix("us-east") { return "us-east-1" }
    return Self.isName(name) && !text.isEmpty ? Self.names[dice.below(Self.names.count)] : text
  }

  /// A value for a member that no template has.
  private func made(_ shape: Shape, name: String, _ dice: inout Dice, depth: Int = 0) -> Value {
    switch shape.kind {
    case .structure:
      var object = ValueObject()
      for member in shape.members where member.isRequired && depth < 4 {
        object[member.name] = made(member.shape, name: member.name, &dice, depth: depth + 1)
      }
      return .object(object)
    case .list:
      return shape.element.map { .array([made($0, name: name, &dice, depth: depth + 1)]) } ?? .array([])
    case .map: return .object(ValueObject())
    case .boolean: return .bool(dice.happens(50))
    case .integer, .long: return .integer(Int64(dice.below(4)))
    case .float, .double: return .number(Double(dice.below(100)))
    case .timestamp: return .string("2026-01-01T00:00:00Z")
    case .blob: return .string("aGk=")
    case .string:
      if let value = dice.pick(shape.enumValues) { return .string(value) }
      let wanted = name.lowercased()
      let kinds = known.keys.filter { wanted.contains($0.replacing("-", with: "")) || Self.fits($0, wanted) }
        .sorted()
      let id = dice.pick(kinds).flatMap { kind in dice.pick(known[kind] ?? []) }
      return .string(id ?? Self.names[dice.below(Self.names.count)])
    }
  }

  private static func fits(_ kind: String, _ member: String) -> Bool {
    guard let words = membersOfKinds[kind] else { return false }
    return words.contains { member.contains($0) }
  }

  private static let membersOfKinds = [
    "i-": ["instanceid"], "sg-": ["groupid", "securitygroup"], "rtb-": ["routetableid"],
    "igw-": ["internetgateway"],
    "nat-": ["natgateway"], "eipalloc-": ["allocationid"], "eipassoc-": ["associationid"],
    "rtbassoc-": ["associationid"], "ami-": ["imageid"], "lt-": ["launchtemplateid"], "vol-": ["volumeid"],
    "snap-": ["snapshotid"], "eni-": ["networkinterfaceid"], "acl-": ["networkaclid"], "vpc-": ["vpcid"],
    "subnet-": ["subnetid"], "elasticloadbalancing:targetgroup": ["targetgrouparn"],
    "elasticloadbalancing:loadbalancer": ["loadbalancerarn", "resourcearn"],
    "elasticloadbalancing:listener": ["listenerarn"],
  ]

  /// Names that calls make things under and ask for, few, so that they meet.
  private static let names = ["web", "db", "lab-1", "lab-2"]

  private static func isName(_ member: String) -> Bool {
    ["Name", "Names", "Identifier", "Identifiers", "GroupId", "Subject"].contains { member.hasSuffix($0) }
      && ![
        "DBName", "MetricName", "DeviceName", "DomainName", "DNSName", "RecordName",
        "FullyQualifiedDomainName",
      ].contains(member)
  }

  /// What an id begins with, or the service and type of an ARN; `nil` for other texts.
  private static func kind(of text: String) -> String? {
    if text.hasPrefix("arn:aws:") {
      let fields = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
      guard fields.count == 6 else { return nil }
      return "\(fields[2]):\(fields[5].prefix { $0 != "/" && $0 != ":" })"
    }
    // Templates and experiments of the Fault Injection Service have ids of their own form.
    if text.utf8.count == 18, text.hasPrefix("EXT") || text.hasPrefix("EXP") { return String(text.prefix(3)) }
    guard let hyphen = text.firstIndex(of: "-"), text.distance(from: hyphen, to: text.endIndex) >= 9 else {
      return nil
    }
    let rest = text[text.index(after: hyphen)...]
    guard text[..<hyphen].allSatisfy({ $0.isASCII && $0.isLowercase }),
      rest.allSatisfy({ $0.isASCII && ($0.isHexDigit || $0 == "x") || "EXAMPLE".contains($0) })
    else { return nil }
    return String(text[...hyphen])
  }
}
