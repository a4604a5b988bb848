import Foundation
import Testing
import Texts

struct TextCatalogueTests {
  private static let korean = """
    check:
      passed: "{zone|이/가} 통과했습니다. 요청 {count|integer}건."
      cost: "{cost|usd}, {p|percent:1}, {d|duration}, {x|%.1f}"
    braces: "{{이름}}"
    quoted: "{name|code|을/를} 만듭니다."
    broken: "{name"
    list: [하나, "둘 {n}"]
    """
  private static let english = """
    check:
      passed: "{zone} passed. {count|integer} {count|plural:request/requests}."
      cost: "{cost|usd}, {p|percent:1}, {d|duration}, {x|%.1f}"
    braces: "{{name}}"
    quoted: "Makes {name|code}."
    broken: "{name"
    list: [one, "two {n}"]
    """

  private func catalogue(_ language: Language) throws -> TextCatalogue {
    let files = ["ko/lab.yaml": TextCatalogueTests.korean, "en/lab.yaml": TextCatalogueTests.english]
    return TextCatalogue(directory: try Folder.make(files), language: language)
  }

  @Test func `a sentence is filled in its language`() throws {
    let values: [String: TextValue] = ["zone": "2a", "count": 79240]
    #expect(try catalogue(.ko).text("lab.check.passed", values) == "2a가 통과했습니다. 요청 79,240건.")
    #expect(try catalogue(.en).text("lab.check.passed", values) == "2a passed. 79,240 requests.")
    #expect(
      try catalogue(.en).text("lab.check.passed", ["zone": "2a", "count": 1]) == "2a passed. 1 request.")
  }

  @Test func `filters write measures`() throws {
    let values: [String: TextValue] = [
      "cost": 318.2, "p": 0.999, "d": .duration(nanoseconds: 130_000_000_000), "x": 2.25,
    ]
    #expect(try catalogue(.ko).text("lab.check.cost", values) == "318.20 USD, 99.9%, 2분 10초, 2.2")
  }

  @Test func `braces and code are kept apart from values`() throws {
    #expect(try catalogue(.ko).text("lab.braces") == "{이름}")
    #expect(try catalogue(.ko).text("lab.quoted", ["name": "server"]) == "`server`를 만듭니다.")
  }

  @Test func `what is missing shows and does not crash`() throws {
    let catalogue = try catalogue(.ko)
    #expect(catalogue.text("lab.none") == "⟦lab.none⟧")
    #expect(catalogue.text("none.at.all") == "⟦none.at.all⟧")
    #expect(catalogue.text("../lab.braces") == "⟦../lab.braces⟧")
    #expect(catalogue.text("nodot") == "⟦nodot⟧")
    #expect(catalogue.text("lab.broken") == "⟦lab.broken⟧")
    #expect(catalogue.text("lab.check.passed", ["zone": "2a"]) == "2a가 통과했습니다. 요청 ⟦count⟧건.")
    #expect(catalogue.text("lab.check.passed", ["zone": "2a", "count": "x"]).contains("⟦count⟧"))
  }

  @Test func `a list is read in its order`() throws {
    #expect(try catalogue(.ko).list("lab.list", ["n": 2]) == ["하나", "둘 2"])
    #expect(
      try catalogue(.en).allIdentifiers(namespace: "lab") == [
        "lab.braces", "lab.broken", "lab.check.cost", "lab.check.passed", "lab.list.0", "lab.list.1",
        "lab.quoted",
      ])
  }

  @Test func `a broken file has no sentences`() throws {
    let files = ["ko/lab.yaml": "a: [", "en/lab.yaml": "- a", "ko/dup.yaml": "a: 1\na: 2"]
    let catalogue = TextCatalogue(directory: try Folder.make(files), language: .ko)
    #expect(catalogue.allIdentifiers(namespace: "lab") == [])
    #expect(catalogue.allIdentifiers(namespace: "dup") == [])
  }

  @Test(
    arguments: [
      ("ko", Language.ko), ("ko_KR.UTF-8", .ko), ("en-US", .en), ("EN", .en), ("C.UTF-8", nil),
      ("korean", nil),
      ("", nil),
    ] as [(String, Language?)])
  func `a language is read from a tag or a locale`(code: String, expected: Language?) {
    #expect(Language(code: code) == expected)
  }

  @Test func `the locale decides in the order of POSIX`() {
    #expect(Language(environment: ["LANG": "ko_KR.UTF-8"]) == .ko)
    #expect(Language(environment: ["LC_ALL": "en_US.UTF-8", "LANG": "ko_KR.UTF-8"]) == .en)
    #expect(Language(environment: ["LC_ALL": "", "LANG": "ko_KR.UTF-8"]) == .ko)
    #expect(Language(environment: [:]) == .en)
  }
}

/// A temporary folder of files.
enum Folder {
  static func make(_ files: [String: String]) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "texts-\(UUID().uuidString)")
    for (name, text) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return folder
  }
}
