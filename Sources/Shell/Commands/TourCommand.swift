import LearnerStore
import Terminal
import Texts

/// `tour`: five minutes in which a newcomer breaks a service, sees why, and repairs it.
package enum TourCommand: ShellCommand {
  package static let name = "tour"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.isEmpty else { throw CommandFailure("tour.usage") }
    try chooseLanguage(in: session)
    return try LessonCommand.open(name, in: session)
  }

  /// Asks for the language once, in both; Enter keeps the present one.
  private static func chooseLanguage(in session: Session) throws(CommandFailure) {
    let known: String?
    do throws(StoreError) {
      known = try session.store?.setting("language")
    } catch {
      throw CommandFailure(error)
    }
    guard known == nil, let reply = session.ask(session.text("tour.language")) else { return }
    switch reply.lowercased().filter({ $0 != " " }) {
    case "1", "ko", "한국어", "k": try session.speak(.ko)
    case "2", "en", "english", "e": try session.speak(.en)
    default: try session.speak(session.language)
    }
  }
}
