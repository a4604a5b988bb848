import Course
import Foundation
import Testing

@Suite struct LintTests {
  /// One way to break the good content: what to change, and the finding with its place.
  struct Break: Sendable, CustomTestStringConvertible {
    let code: DiagnosticCode
    let file: String
    let line: Int
    let column: Int
    let change: @Sendable (ContentFixture) throws -> Void

    init(
      _ code: DiagnosticCode, _ file: String, _ line: Int, _ column: Int,
      _ change: @escaping @Sendable (ContentFixture) throws -> Void
    ) {
      self.code = code
      self.file = file
      self.line = line
      self.column = column
      self.change = change
    }

    var testDescription: String { code.rawValue }
  }

  private func expect(_ broken: Break) throws {
    let content = try ContentFixture()
    defer { #expect(throws: Never.self) { try content.remove() } }
    try broken.change(content)
    let found = content.lint()
    #expect(found == found.sorted())
    let places = found.map { "\($0.code.rawValue) \($0.file):\($0.line):\($0.column)" }
    #expect(places.contains("\(broken.code.rawValue) \(broken.file):\(broken.line):\(broken.column)"))
  }

  @Test func `good content has no findings`() throws {
    let content = try ContentFixture()
    #expect(content.lint() == [])
    try content.remove()
  }

  @Test(arguments: LabBreaks.all + LabBreaks.files)
  func `a broken lab is found at its place`(broken: Break) throws { try expect(broken) }

  @Test(arguments: LessonBreaks.all)
  func `a broken lesson is found at its place`(broken: Break) throws { try expect(broken) }

  @Test func `each code of lessons and labs is provoked by a test`() {
    let provoked = Set((LabBreaks.all + LabBreaks.files + LessonBreaks.all).map(\.code))
    let families = ["file.", "markdown.", "script.", "course.", "lab.", "lesson."]
    let expected = DiagnosticCode.allCases.filter { code in
      families.contains { code.rawValue.hasPrefix($0) }
    }
    #expect(expected.filter { !provoked.contains($0) } == [])
  }

  @Test func `lint of a folder inside a root tells only what stands in it`() throws {
    let content = try ContentFixture()
    try content.replace("labs/az-outage/lab.yaml", "minutes: 15", "minutes: 0")
    try content.replaceInLesson("minutes: 10", "minutes: 0")
    let lab = Linter.lint(content.root.appendingPathComponent("labs/az-outage").path)
    #expect(lab.map(\.file) == ["labs/az-outage/lab.yaml"])
    let lesson = Linter.lint(content.root.appendingPathComponent("lessons/01-elb/en.md").path)
    #expect(lesson.map(\.file) == ["lessons/01-elb/en.md"])
    try content.remove()
  }

  @Test func `a path that is no content is a finding`() {
    #expect(Linter.lint("/nowhere-at-all").map(\.code) == [.fileMissing])
  }

  @Test func `all findings come in one run`() throws {
    let content = try ContentFixture()
    try content.replace("labs/az-outage/lab.yaml", "minutes: 15", "minuets: 15")
    try content.replaceInLesson("id: elb", "id: ELB")
    try content.replace("labs/az-outage/wrong/dear.sky", "fails", "fail")
    let codes = Set(content.lint().map(\.code))
    #expect(
      codes.isSuperset(of: [.yamlMisspelledKey, .yamlMissingKey, .yamlNotIdentifier, .scriptHeaderMissing]))
    try content.remove()
  }
}
