import Course
import Foundation
import Testing

@Suite struct QuestionDiagnosticTests {
  private static let root: URL = {
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    while folder.path != "/",
      !FileManager.default.fileExists(atPath: folder.appendingPathComponent("texts/en").path)
    {
      folder.deleteLastPathComponent()
    }
    return folder
  }()

  private func sentences(_ language: String) throws -> [String: String] {
    let collector = DiagnosticCollector()
    let file = ContentFile(root: Self.root.path, path: "texts/\(language)/lint.yaml")
    let text = try #require(file.text(collector))
    let root = try #require(YAMLDocument.parse(text, file: file.path, collector))
    var found: [String: String] = [:]
    for section in root.entries() ?? [] {
      for code in section.value.entries() ?? [] {
        for part in code.value.entries() ?? [] {
          found["\(section.name).\(code.name).\(part.name)"] = part.value.text()
        }
      }
    }
    #expect(collector.diagnostics == [])
    return found
  }

  @Test(arguments: ["ko", "en"])
  func `each code has a message and a remedy, and no sentence lacks a code`(language: String) throws {
    let expected = DiagnosticCode.allCases.flatMap { ["\($0.rawValue).message", "\($0.rawValue).remedy"] }
    #expect(try sentences(language).keys.sorted() == expected.sorted())
  }

  @Test(arguments: ["ko", "en"])
  func `sentences name only what their code carries`(language: String) throws {
    let sentences = try sentences(language)
    for code in DiagnosticCode.allCases {
      for part in ["message", "remedy"] {
        let sentence = try #require(sentences["\(code.rawValue).\(part)"])
        let names = sentence.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map {
          String($0.prefix { $0 != "}" && $0 != "|" })
        }
        #expect(Set(names).isSubset(of: Set(code.parameters)), "\(code.rawValue).\(part)")
      }
    }
  }

  @Test func `findings come by file, line and column`() {
    let collector = DiagnosticCollector()
    for (file, line, column) in [("b", 1, 1), ("a", 2, 1), ("a", 1, 2), ("a", 1, 1)] {
      collector.report(
        Diagnostic(file: file, line: line, column: column, code: .fileMissing, arguments: [:]))
    }
    #expect(collector.diagnostics.map { "\($0.file)\($0.line)\($0.column)" } == ["a11", "a12", "a21", "b11"])
  }
}
