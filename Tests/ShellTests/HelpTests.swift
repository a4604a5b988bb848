import Course
import Foundation
import Shell
import Testing
import Texts

@Suite struct HelpTests {
  private func texts(_ language: Language) -> TextCatalogue {
    TextCatalogue(
      directory: URL(fileURLWithPath: TestSession.root + "/texts"), language: language)
  }

  @Test func `a word that several operations have in their names lists them`() throws {
    let test = try TestSession()
    let answer = try test.run("help aws ec2 volume")
    #expect(answer.status == 0 && answer.text.contains("`create-volume`"))
    #expect(!answer.text.contains("run-instances"))
    #expect(try test.run("help all").text == test.run("help").text)
  }

  @Test(arguments: CommandTable.names, Language.allCases)
  func `a command has summary, usage, examples and known neighbours`(name: String, language: Language) {
    let texts = texts(language)
    #expect(texts.contains("help.\(name).summary"))
    #expect(texts.text("help.\(name).usage").hasPrefix(name))
    let examples = texts.list("help.\(name).examples")
    #expect(!examples.isEmpty)
    for other in texts.list("help.\(name).see") { #expect(CommandTable.names.contains(other), "\(other)") }
    for example in examples {
      #expect(throws: Never.self) { try ShellLineParser.parse(example) }
      #expect(example.contains(name), "\(example)")
    }
  }

  @Test func `every command has a name of its own and every entry of help a command`() {
    #expect(Set(CommandTable.names).count == CommandTable.names.count)
    for id in texts(.en).allIdentifiers(namespace: "help") {
      let name = id.split(separator: ".")[1]
      #expect(CommandTable.names.contains(String(name)), "\(id)")
    }
  }

  @Test(arguments: Language.allCases)
  func `help lists every command, and a page is the same through help and --help`(language: Language) throws {
    let session = try TestSession(language)
    let list = try session.run("help").text
    for name in CommandTable.names { #expect(list.contains("`\(name)`") || list.contains(name)) }
    for name in CommandTable.names where name != "aws" {
      let page = try session.run("help \(name)")
      #expect(page.status == 0 && !page.text.contains("⟦"))
      #expect(try session.run("\(name) --help").text == page.text)
    }
  }

  @Test(arguments: [
    ("chekc", "check"), ("hlep", "help"), ("lba start az-outage", "lab"), ("help chekc", "check"),
  ])
  func `a mistyped command names the nearest one`(line: String, near: String) throws {
    let answer = try TestSession().run(line)
    #expect(answer.status == 2)
    #expect(answer.text.contains("`\(near)`"))
  }

  @Test(arguments: CommandTable.names)
  func `the man page tells of a command what help tells`(name: String) throws {
    let page = try String(contentsOfFile: TestSession.root + "/docs/skydrill.1", encoding: .utf8)
    for id in ["summary", "usage"] {
      for line in texts(.en).text("help.\(name).\(id)").split(separator: "\n") {
        let written = line.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("`", with: "")
        #expect(page.contains(written), "\(line): run `make man`")
      }
    }
  }
}
