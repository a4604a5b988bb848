import CloudAPI
package import Texts

/// What help says of an operation and of its options, in the learner's language.
///
/// The sentences of a service stand in the namespace `aws-help-<service>`: `<operation>.what`, `<operation>.options.<option>`,
/// `<operation>.examples`, `<operation>.lesson`; `shared.<option>` holds for every operation of the service that has no
/// sentence of its own, `aws-help.option.<option>` for every service, and `lesson` names the service's lesson.
package struct AWSHelpTexts {
  private let texts: TextCatalogue

  /// The sentences of a catalogue.
  package init(texts: TextCatalogue) { self.texts = texts }

  /// The namespace of a service's sentences.
  package static func namespace(_ service: String) -> String { "aws-help-\(service)" }

  /// What an operation does, as a sentence; `nil` when it has none yet.
  package func what(_ operation: String, of service: String) -> String? {
    own(Self.namespace(service) + ".\(operation).what")
  }

  /// What an option does, as a sentence; `nil` when it has none yet. The negative of a switch has that of the switch.
  package func option(_ name: String, of operation: String, service: String) -> String? {
    let namespace = Self.namespace(service)
    for name in name.hasPrefix("no-") ? [name, String(name.dropFirst(3))] : [name] {
      for id in [
        "\(namespace).\(operation).options.\(name)", "\(namespace).shared.\(name)", "aws-help.option.\(name)",
      ] {
        if let sentence = own(id) { return sentence }
      }
    }
    return nil
  }

  /// The lines of an example, which work one after the other in a lab's world; none when it has none yet.
  package func examples(_ operation: String, of service: String) -> [String] {
    texts.list(Self.namespace(service) + ".\(operation).examples")
  }

  /// The id of the lesson that teaches what an operation is about.
  package func lesson(_ operation: String, of service: String) -> String? {
    own(Self.namespace(service) + ".\(operation).lesson") ?? own(Self.namespace(service) + ".lesson")
  }

  private func own(_ id: String) -> String? { texts.contains(id) ? texts.text(id) : nil }
}
