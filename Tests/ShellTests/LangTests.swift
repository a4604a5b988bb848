import Shell
import Terminal
import Testing
import Texts

/// Changing the language in the middle of a session.
@Suite struct LangTests {
  @Test(arguments: [(Language.en, Language.ko), (.ko, .en)])
  func `the words that the screen itself says change with the language`(from: Language, to: Language) throws {
    let test = try TestSession(from)
    let other = try TestSession(to).session.screen.rendererWords
    #expect(test.session.screen.rendererWords != other)
    #expect(try test.run("lang \(to.code)").status == 0)
    #expect(test.session.screen.rendererWords == other)
  }
}
