/// Which identifiers of the world an option takes, told from its name: `--instance-ids` takes ids of instances.
package struct WantedIdentifier: Sendable, Hashable {
  /// What identifies the thing.
  package enum Form: String, Sendable {
    case id
    case arn
    case name
  }

  /// The kind of thing as the command line spells it, such as `instance`, `security-group`; empty for any tagged thing.
  package let noun: String
  /// What identifies it.
  package let form: Form

  /// What an option takes; nil for options that take no identifier.
  package static func of(option: String, service: String, operation: String = "") -> WantedIdentifier? {
    if let known = exceptions[option] { return known }
    if option == "name" || option == "names" || option == "id" || option == "ids" || option == "arn" {
      let noun = self.noun(ofOperation: operation)
      let form = Form(rawValue: option.hasSuffix("s") ? String(option.dropLast()) : option)
      guard let noun, let form, !isCreation(operation) else { return nil }
      return WantedIdentifier(noun: noun, form: form)
    }
    for (suffix, form) in suffixes where option.hasSuffix(suffix) {
      let noun = option.dropLast(suffix.count)
      // What a creation names does not exist yet.
      if form == .name, isCreation(operation), self.noun(ofOperation: operation) == String(noun) {
        return nil
      }
      if suffix.hasPrefix("-identifier"), isCreation(operation),
        self.noun(ofOperation: operation) == String(noun)
      {
        return nil
      }
      return noun.isEmpty ? nil : WantedIdentifier(noun: String(noun), form: form)
    }
    return nil
  }

  private static let suffixes: [(String, Form)] = [
    ("-ids", .id), ("-id", .id), ("-arns", .arn), ("-arn", .arn), ("-names", .name), ("-name", .name),
    ("-identifiers", .name), ("-identifier", .name),
  ]

  private static let exceptions: [String: WantedIdentifier] = [
    "subnets": WantedIdentifier(noun: "subnet", form: .id),
    "security-groups": WantedIdentifier(noun: "security-group", form: .id),
    "group-id": WantedIdentifier(noun: "security-group", form: .id),
    "group-ids": WantedIdentifier(noun: "security-group", form: .id),
    "source-group": WantedIdentifier(noun: "security-group", form: .id),
    "resources": WantedIdentifier(noun: "", form: .id),
    "resource": WantedIdentifier(noun: "", form: .id),
    "vpc-zone-identifier": WantedIdentifier(noun: "subnet", form: .id),
    "gateway-id": WantedIdentifier(noun: "internet-gateway", form: .id),
    "allocation-id": WantedIdentifier(noun: "address", form: .id),
    "allocation-ids": WantedIdentifier(noun: "address", form: .id),
    "targets": WantedIdentifier(noun: "instance", form: .id),
  ]

  private static func isCreation(_ operation: String) -> Bool { operation.hasPrefix("create-") }

  /// `describe-key-pairs` is about a `key-pair`.
  private static func noun(ofOperation operation: String) -> String? {
    guard let dash = operation.firstIndex(of: "-") else { return nil }
    let noun = operation[operation.index(after: dash)...]
    return noun.isEmpty ? nil : String(noun.hasSuffix("s") ? noun.dropLast() : noun)
  }
}
