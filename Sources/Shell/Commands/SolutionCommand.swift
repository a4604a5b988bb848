import Course
import LearnerStore
import Terminal
import Texts

/// `solution [--give-up]`: shows the reference solutions after passing, or after giving up, which is recorded.
package enum SolutionCommand: ShellCommand {
  package static let name = "solution"

  /// A reference solution, as scripts read it.
  struct Item: Encodable {
    let name: String
    let about: String?
    let lines: String
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.isEmpty || arguments == ["--give-up"] else { throw CommandFailure("solution.usage") }
    guard case .lab(let id, let run) = session.place else { throw session.noLabOpen }
    guard let store = session.store else { throw CommandFailure("review.no-store", status: 3) }
    do throws(StoreError) {
      if !arguments.isEmpty { try store.update(run: run) { $0.gaveUp = $0.gaveUp || !$0.isPassed } }
      let stored = try store.run(run)
      guard stored?.isPassed == true || stored?.gaveUp == true else {
        throw StoreError.unknownRun(Self.name)
      }
    } catch .unknownRun(Self.name) {
      throw CommandFailure("solution.not-yet", status: 1)
    } catch {
      throw CommandFailure(error)
    }
    let scripts = try session.lab(id.rawValue).folder.solutions(DiagnosticCollector())
    var document = Document()
    var items: [Item] = []
    for script in scripts {
      let about = script.about?[session.contentLanguage]
      items.append(Item(name: script.name, about: about, lines: script.text))
      document.heading(script.name)
      if let about { document.paragraph(about) }
      document.code(lines(of: script.text), language: "sh")
    }
    return CommandOutput(items, document)
  }

  /// The script without its head of remarks.
  private static func lines(of text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let body = lines.drop { $0.hasPrefix("#") || $0.isEmpty }
    return body.joined(separator: "\n").trimmingSuffix()
  }
}

extension String {
  /// The text without line feeds at its end.
  fileprivate func trimmingSuffix() -> String {
    var text = Substring(self)
    while text.last == "\n" { text = text.dropLast() }
    return String(text)
  }
}
