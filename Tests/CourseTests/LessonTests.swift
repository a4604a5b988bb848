import CloudAPI
import Course
import Foundation
import Testing

@Suite struct LessonTests {
  private func lesson(_ language: ContentLanguage, _ content: ContentFixture) throws -> Lesson {
    let loaded = Lesson.load(root: content.root.path, folder: "01-elb", language: language)
    #expect(loaded.diagnostics == [])
    return try #require(loaded.lesson)
  }

  @Test func `a lesson is read as it is written`() throws {
    let content = try ContentFixture()
    let lesson = try lesson(.en, content)
    try content.remove()
    #expect(lesson.header.title == "Load balancers")
    #expect(lesson.world == .lab(LabID("az-outage")))
    #expect(lesson.pages.map(\.id) == ["door", nil])
    #expect(lesson.pages.map(\.title) == ["One door", ""])
    #expect(lesson.blocks.compactMap(\.id) == ["guess", "outage", "bad", "which", "one", "done"])
    #expect(lesson.blocks.compactMap { $0.id == nil ? nil : $0.line } == [19, 28, 36, 40, 49, 56])
    #expect(
      lesson.blocks.first?.content
        == .prose(
          MarkdownBlock(
            line: 13,
            content: .paragraph([
              .text("A load balancer stands "), .emphasis([.text("before")]), .text(" the servers."),
            ]))))
    let commands = lesson.blocks.compactMap { block in
      if case .commands(let commands) = block.content { commands } else { nil }
    }
    #expect(
      commands == [
        CommandBlock(id: "outage", code: "experiment run outage\n", run: .auto, expectedError: nil),
        CommandBlock(
          id: "bad", code: "aws ec2 describe-instances --instance-ids $NONE\n", run: .enter,
          expectedError: "InvalidInstanceID.NotFound"),
      ])
    let callout = lesson.blocks.compactMap { block in
      if case .callout(let callout) = block.content { callout } else { nil }
    }
    #expect(callout.map(\.title) == ["Did you know"])
    #expect(
      callout.first?.blocks.map(\.content) == [
        .paragraph([.text("It has "), .strong([.text("several")]), .text(" addresses.")])
      ])
    #expect(lesson.tasks.map(\.scope) == [.experiment("outage")])
    #expect(lesson.tasks.map(\.holds.expression) == ["faults[0].lost < `10`"])
  }

  @Test func `a prediction is answered by a block or by a line of its own`() throws {
    let content = try ContentFixture()
    let lesson = try lesson(.ko, content)
    try content.remove()
    let predictions = lesson.blocks.compactMap { block in
      if case .prediction(let prediction) = block.content { prediction } else { nil }
    }
    #expect(predictions.map(\.source) == [.block("outage"), .command("cost --monthly")])
    let seconds = try #require(MeasureUnit.named("s"))
    #expect(
      predictions.map(\.form) == [
        .number(unit: seconds, tolerance: .relative(0.1)),
        .choices([PredictionChoice(id: "a", text: "This"), PredictionChoice(id: "b", text: "That")]),
      ])
  }

  @Test func `a lesson may have a world of its own`() throws {
    let content = try ContentFixture()
    let world = """
      world:
        region: ap-northeast-2
        worldSeed: 7
        images: [{name: web, architecture: arm64, memoryGiB: 1}]
        setup: |
          VPC=$(aws ec2 create-vpc --cidr-block 10.0.0.0/16)
      """
    try content.replaceInLesson("world: {lab: az-outage}", world)
    try content.replaceInLesson("over: experiment\nexperiment: outage\n", "over: world\n")
    try content.replaceInLesson("holds: faults[0].lost < `10`", "holds: length(zones) > `1`")
    #expect(content.lint() == [])
    let lesson = try lesson(.en, content)
    try content.remove()
    guard case .own(let start, let setup) = lesson.world else {
      Issue.record("the world is the lesson's own")
      return
    }
    #expect(start.images.map(\.variable) == ["IMAGE_WEB"])
    #expect(setup.hasPrefix("VPC="))
  }

  @Test func `a list of lessons reads no page`() throws {
    let content = try ContentFixture()
    try content.replaceInLesson("```sky id=outage", "```nothing id=outage")
    let collector = DiagnosticCollector()
    let library = CourseLibrary(root: content.root.path)
    #expect(library.lessons(.ko, collector).map(\.title) == ["로드 밸런서"])
    #expect(collector.diagnostics == [])
    #expect(library.lesson(LessonID("elb"))?.lesson(.ko, collector) == nil)
    #expect(collector.diagnostics.map(\.code) == [.lessonFence])
    try content.remove()
  }

  @Test(arguments: [
    ("{{a.b}}", "1234567.5"), ("{{a.b|%.1f}}", "1234567.5"), ("{{a.b|%,.2f}}", "1,234,567.50"),
    ("{{a.b|%,d}}", "1,234,568"), ("{{a.c|%d}}", "-12"), ("{{a.c|%,d|이/가}}", "-12"), ("{{a.name}}", "web"),
    ("{{a.list | length(@)}}", "2"), ("{{a[0]}}", nil), ("{{a.list}}", nil), ("{{a.d|%,d}}", "-1,234"),
  ])
  func `a number in a text is asked from a result`(text: String, expected: String?) throws {
    let result: Value = [
      "b": .number(1_234_567.5), "c": .integer(-12), "d": .integer(-1_234), "name": "web",
      "list": ["x", "y"],
    ]
    let pieces = ResultTemplate.pieces(of: text)
    guard pieces.count == 1, case .template(let template) = pieces[0] else {
      Issue.record("\(text) is one template")
      return
    }
    #expect(template.block == "a")
    #expect(template.text(of: result) == expected)
  }

  @Test func `braces without a template stay visible`() {
    #expect(
      ResultTemplate.pieces(of: "a {{B}} {{c|%9}} d {{") == [
        .text("a "), .malformed("B"), .text(" "), .malformed("c|%9"), .text(" d {{"),
      ])
  }
}
