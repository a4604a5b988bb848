import Foundation
import Testing
import Texts

struct InconsistencyTests {
  private func found(ko: String, en: String) throws -> [Inconsistency] {
    TextCatalogue.inconsistencies(directory: try Folder.make(["ko/a.yaml": ko, "en/a.yaml": en]))
  }

  @Test(
    arguments: [
      ("x: 문장", "y: text", [Inconsistency.Kind.missingTwin(.en), .missingTwin(.ko)]),
      (
        "x: \"{a}\"", "x: \"{b}\"",
        [
          .differingPlaceholders(ours: ["a"], theirs: ["b"]),
          .differingPlaceholders(ours: ["b"], theirs: ["a"]),
        ]
      ),
      ("x: \"{a\"", "x: text", [.badPlaceholder("{")]),
      ("x: \"a}\"", "x: text", [.badPlaceholder("}")]),
      ("x: \"{a|가/이}\"", "x: \"{a}\"", [.badPlaceholder("|가/이")]),
      ("x: \"{a|plural:x}\"", "x: \"{a}\"", [.badPlaceholder("|plural:x")]),
      ("x: 서버을(를) 봅니다", "x: text", [.bracketedParticle("을(를)")]),
      ("x: \"{a}를 봅니다\"", "x: \"{a}\"", [.fixedParticle("{a}를")]),
      ("x: \"`{a}`를 봅니다\"", "x: \"{a}\"", [.fixedParticle("{a}를")]),
      ("x: \"{a}\"", "x: \"{a|을/를}\"", [.foreignFilter("을/를")]),
      ("x: \"{a|plural:b/c}\"", "x: \"{a}\"", [.foreignFilter("plural")]),
      ("x: \"\\e[1m문장\"", "x: text", [.controlCharacter]), ("x: ''", "x: text", [.empty]),
      ("x: [", "x: text", [.broken, .missingTwin(.ko)]),
      ("x: \"{a|이/가} 삽니다. {n|integer}건을\"", "x: \"{a} {n|integer} {n|plural:b/c}\"", []),
    ] as [(String, String, [Inconsistency.Kind])])
  func `a fault in a sentence is found`(ko: String, en: String, expected: [Inconsistency.Kind]) throws {
    #expect(try found(ko: ko, en: en).map(\.kind) == expected)
  }

  @Test func `a fault is told with file, line and id`() throws {
    let fault = try #require(try found(ko: "a: 하나\nb:\n  c: 둘\n", en: "a: one\n").first)
    #expect(fault.file == "ko/a.yaml" && fault.line == 3 && fault.id == "a.b.c")
  }

  @Test func `a file without a twin is told once`() throws {
    let folder = try Folder.make(["ko/a.yaml": "x: 1\ny: 2", "en/b.yaml": "x: one", "ko/b.yaml": "x: 하나"])
    #expect(TextCatalogue.inconsistencies(directory: folder).count == 2)
  }

  @Test func `the texts of the program are without fault`() throws {
    let texts = try Repository.root().appending(path: "texts")
    let faults = TextCatalogue.inconsistencies(directory: texts)
    #expect(faults.isEmpty, "\(faults.map(\.description).joined(separator: "\n"))")
    #expect(!TextCatalogue(directory: texts, language: .ko).allIdentifiers(namespace: "terminal").isEmpty)
  }
}

/// The root of the project that is tested.
enum Repository {
  struct Missing: Error {}

  static func root() throws -> URL {
    let given = ProcessInfo.processInfo.environment["SKYDRILL_DATA"].map { URL(filePath: $0) }
    var folder = given ?? URL(filePath: #filePath)
    while folder.path != "/" {
      let isRoot = ["labs", "texts"].allSatisfy {
        FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
      }
      if isRoot { return folder }
      folder = folder.deletingLastPathComponent()
    }
    throw Missing()
  }
}
