import Cloud
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
  private let output: Int32
  private let error: Int32

  /// What the program's options say.
  ///
  /// - Parameters:
  ///   - output: the descriptor that the screen writes to.
  ///   - error: the descriptor of errors.
  package init(
    language: Language?, data: String?, wantsJSON: Bool, noColour: Bool, plain: Bool, output: Int32 = 1,
    error: Int32 = 2
  ) {
    self.output = output
    self.error = error
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
  /// - Parameters:
  ///   - home: the folder of progress; `nil` keeps nothing.
  ///   - known: what makes the worlds, where the facts were read before; `nil` reads them.
  package func session(
    lines: (Screen) -> any LineSource, home: String?, builder known: WorldBuilder? = nil
  ) throws(StartProblem) -> Session {
    let environment = ProcessInfo.processInfo.environment
    let root = try found()
    // The facts and the store are read side by side: they are most of what a start waits for.
    let worlds = Meanwhile { () -> Result<WorldBuilder, StartProblem> in
      guard let known else { return Self.worlds(root) }
      return .success(known)
    }
    let kept = home.map { Self.store(in: $0) }
    let builder = try worlds.value.get()
    let opened = try kept?.get()
    let language = language ?? opened?.language ?? Language(environment: environment)
    let texts = TextCatalogue(directory: root.texts, language: language)
    let screen = Screen(
      output: output, error: error, environment: environment, noColour: noColour, plain: plain,
      words: RendererWords { texts.text($0) })
    let session = Session(
      data: root, course: CourseLibrary(root: root.path), store: opened?.store, builder: builder,
      language: language, screen: screen, lines: lines(screen), home: home, wantsJSON: wantsJSON)
    session.show(opened?.notices ?? [])
    return session
  }

  private func found() throws(StartProblem) -> DataRoot {
    do throws(DataRoot.Problem) {
      return try DataRoot.find(given: data)
    } catch {
      throw .data(error)
    }
  }

  /// What of the learner's progress a start needs.
  private struct Kept {
    let store: LearnerStore
    let notices: [StoreNotice]
    let language: Language?
  }

  private static func store(in home: String) -> Result<Kept, StartProblem> {
    do throws(StoreError) {
      let opened = try LearnerStore.open(path: home + "/progress.sqlite")
      let language = try opened.store.setting("language").flatMap { Language(code: $0) }
      return .success(Kept(store: opened.store, notices: opened.notices, language: language))
    } catch {
      return .failure(.store(error))
    }
  }

  private static func worlds(_ root: DataRoot) -> Result<WorldBuilder, StartProblem> {
    let catalog: Catalog
    do throws(DataRoot.Problem) {
      catalog = try root.catalog()
    } catch {
      return .failure(.data(error))
    }
    do throws(SchemaError) {
      return .success(
        WorldBuilder(catalog: catalog, operations: try OperationCatalog(directory: root.operationTables)))
    } catch {
      return .failure(.operations(error))
    }
  }

  /// The sentences for a problem; `nil` where the data, and so the texts, are what is missing.
  package func texts(for problem: StartProblem) -> TextCatalogue? {
    if case .data = problem { return nil }
    do throws(DataRoot.Problem) {
      let root = try DataRoot.find(given: data)
      let language = language ?? Language(environment: ProcessInfo.processInfo.environment)
      return TextCatalogue(directory: root.texts, language: language)
    } catch {
      return nil
    }
  }
}
