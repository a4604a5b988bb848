import CloudAPI
import Texts

/// A few words on services, operations and options, from the catalogue: an operation's own, else its verb and noun.
struct AWSSentences {
  let texts: TextCatalogue

  /// What a service is.
  func service(_ name: String) -> String { own("aws-names.service.\(name)") ?? "" }

  /// What an operation does: `create-load-balancer` makes a load balancer.
  func operation(_ name: String, service: String) -> String {
    if name == "wait" { return texts.text("aws-names.wait") }
    if let own = own("aws-names.operation.\(service).\(name)") { return own }
    let verb = String(name.prefix { $0 != "-" })
    let noun = String(name.dropFirst(verb.count + 1))
    guard !noun.isEmpty, texts.contains("aws-names.verb.\(verb)") else { return "" }
    return texts.text("aws-names.verb.\(verb)", ["noun": .string(self.noun(noun))])
  }

  /// What a waiter waits for: `instance-running`.
  func waiter(_ name: String) -> String { texts.text("aws-names.waiter", ["name": .string(name)]) }

  /// What an option of every command does.
  func globalOption(_ name: String) -> String {
    own("aws-names.global.\(name.drop { $0 == "-" })") ?? ""
  }

  /// What kind of value an option takes, and whether it must stand.
  func option(type: String, isRequired: Bool) -> String {
    let kind = own("aws-names.type.\(type)") ?? ""
    return isRequired ? texts.text("aws-names.required", ["kind": .string(kind)]) : kind
  }

  /// What a value of an option is called in a usage line.
  func value(_ option: CommandOption) -> String { own("aws-names.type.\(option.valueKind)") ?? "" }

  /// What an option takes, with its values where these are a closed list.
  func option(_ option: CommandOption) -> String {
    let kind = self.option(type: option.valueKind, isRequired: option.isRequired)
    let choices = option.valueChoices
    guard !choices.isEmpty else { return kind }
    let shown = choices.prefix(Self.mostChoices).joined(separator: " | ")
    return kind + ": " + shown
      + (choices.count > Self.mostChoices ? " | … +\(choices.count - Self.mostChoices)" : "")
  }

  /// How many values of a list help shows; Tab shows more.
  private static let mostChoices = 8

  /// A thing's name in the learner's language, in the singular where only that is known.
  func noun(_ name: String) -> String {
    let singular = name.hasSuffix("s") && !name.hasSuffix("ss") ? String(name.dropLast()) : name
    return own("aws-names.noun.\(name)") ?? own("aws-names.noun.\(singular)")
      ?? name.replacing("-", with: " ")
  }

  private func own(_ id: String) -> String? { texts.contains(id) ? texts.text(id) : nil }
}
