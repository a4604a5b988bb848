import Course
import LearnerStore
import Terminal
import Texts

/// `lang [ko|en]`: says or changes the language, from now on and in later shells.
package enum LangCommand: ShellCommand {
  package static let name = "lang"

  package static func needsWorld(_ arguments: [String]) -> Bool { false }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard let word = arguments.first else {
      var document = Document()
      document.paragraph(session.text("lang.now"))
      return CommandOutput(["language": session.language.code], document)
    }
    guard arguments.count == 1, let language = Language(code: word) else {
      throw CommandFailure("lang.usage", ["word": .string(word)])
    }
    try session.speak(language)
    var document = Document()
    document.paragraph(session.text("lang.now"))
    return CommandOutput(["language": session.language.code], document)
  }
}

extension Session {
  /// Changes the language, remembers it, and reads the open lesson again in it.
  func speak(_ language: Language) throws(CommandFailure) {
    let texts = TextCatalogue(directory: data.texts, language: language)
    self.texts = texts
    screen.rendererWords = RendererWords { texts.text($0) }
    (lines as? EditorLineSource)?.speak(screen.rendererWords)
    do throws(StoreError) {
      try store?.set("language", to: language.code)
    } catch {
      throw CommandFailure(error)
    }
    // The pages are the same in both languages, so that the learner stays where they are.
    if let open = openLesson {
      let other = try self.lesson(named: open.lesson.id.rawValue)
      lesson?.lesson = other
    }
  }
}
