import Terminal
import Texts

/// `simplifications [word]`: what the simulated cloud leaves out or does otherwise than AWS.
package enum SimplificationsCommand: ShellCommand {
  package static let name = "simplifications"

  package static func needsWorld(_ arguments: [String]) -> Bool { false }

  /// One entry of the catalogue.
  struct Item: Encodable {
    let id: String
    let text: String
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let items = session.texts.allIdentifiers(namespace: name).map {
      Item(id: String($0.dropFirst(name.utf8.count + 1)), text: session.text($0))
    }
    let words = arguments.map { $0.lowercased() }
    let found = items.filter { item in
      words.allSatisfy { item.id.contains($0) || item.text.lowercased().contains($0) }
    }
    guard !found.isEmpty else {
      throw CommandFailure(
        "catalogue.nothing-found", ["words": .string(arguments.joined(separator: " "))], status: 1)
    }
    var document = Document()
    document.list(found.map(\.text))
    document.paragraph(
      session.text("catalogue.count", ["count": .integer(found.count)]), style: .muted)
    return CommandOutput(found, document)
  }
}
