import CloudAPI
import Course
import Foundation
import LearnerStore
package import Terminal
package import Texts

/// Makes the session that a program's options and environment ask for.
package struct SessionBuilder {
  private let language: Language?
  private let data: String?
  private let wantsJSON: Bool
  private let noColour: Bool
  private let plain: Bool

  package init(language: Language?, data: String?, wantsJSON: Bool, noColour: Bool, plain: Bool) {
    self.language = language
    self.data = data
    self.wantsJSON = wantsJSON
    self.noColour = noColour
    self.plain = plain
  }

  /// The folder of the learner's progress: `SKYDRILL_HOME`, else `$XDG_DATA_HOME/skydrill`, else below the home folder.
  package static func home(environment: [String: String]) -> String {
    if let given = environment["SKYDRILL_HOME"], !given.isEmpty { return given }
    if let base = environment["XDG_DATA_HOME"], !base.isEmpty { return base + "/skydrill" }
    return (environment["HOME"] ?? ".") + "/.local/share/skydrill"
  }

  /// The lines of a person at a terminal, or of a pipe.
  package static func lines(interactive: Bool, home: String, screen: Screen) -> any LineSource {
    if interactive {
      let history = HistoryFile(path: home + "/history")
      let catalogueWords = screen.rendererWords
      if let editor = EditorLineSource(
        history: history, colour: screen.mode == .colour, words: catalogueWords)
      {
        return editor
      }
    }
    return ScriptLineSource(descriptor: 0)
  }

  /// The session.
  ///
  /// - Parameter home: the folder of progress; `nil` keeps nothing.
  package func session(lines: (Screen) -> any LineSource, home: String?) throws -> Session {
    let environment = ProcessInfo.processInfo.environment
    let root = try DataRoot.find(
      given: data, environment: environment,
      executable: ProgramPath.find(word: CommandLine.arguments[0], environment: environment))
    var store: LearnerStore?
    if let home {
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      store = try LearnerStore.open(path: home + "/progress.sqlite").store
    }
    let stored = try store?.setting("language").flatMap { Language(code: $0) }
    let language = language ?? stored ?? Language(environment: environment)
    let texts = TextCatalogue(directory: root.texts, language: language)
    let screen = Screen(
      environment: environment, noColour: noColour, plain: plain, words: RendererWords { texts.text($0) })
    let builder = WorldBuilder(
      catalog: try root.catalog(), operations: try OperationCatalog(directory: root.operationTables))
    return Session(
      data: root, course: CourseLibrary(root: root.path), store: store, builder: builder, language: language,
      screen: screen, lines: lines(screen), home: home, wantsJSON: wantsJSON)
  }
}
