import Cloud
import Course
import EventKernel
import Foundation
import Shell
import Testing
import Texts

/// What needs no world does not wait for one.
@Suite struct WorldlessTests {
  private func home() -> String { NSTemporaryDirectory() + "home-\(UUID().uuidString)" }

  @Test(arguments: [
    ["help"], ["help", "aws", "ec2"], ["aws", "ec2", "run-instances", "help"], ["labs"], ["lessons"],
    ["lang"],
    ["operations"], ["simplifications"], ["nonsense"],
  ])
  func `a sub-command that works on no world does not make that of the last place`(words: [String]) throws {
    let home = home()
    let first = try TestSession(home: home)
    _ = try first.run("sandbox start")
    let later = try TestSession(home: home)
    #expect(later.session.perform(words: words) == (words == ["nonsense"] ? 2 : 0))
    #expect(later.session.workspace == nil && later.session.place == .outside)
    // The place is still the last one.
    let last = try TestSession(home: home)
    #expect(last.session.perform(words: ["vars"]) == 0)
    #expect(last.session.place != .outside && last.session.workspace != nil)
  }

  @Test(arguments: [
    ("aws ec2 run-instance", "`run-instances`"), ("aws ec9 x", "`ec2`"),
    ("aws ec2 run-instances", "lab start"),
  ])
  func `a typo of a name is told before that no world is open`(line: String, named: String) throws {
    let answer = try TestSession().run(line)
    #expect(answer.status != 0 && answer.text.contains(named), "\(answer.text)")
  }

  @Test func `a lesson that is gone back to is opened by the first line that needs it`() throws {
    let home = home()
    let first = try TestSession(home: home)
    _ = try first.run("lesson ec2")
    _ = try first.run("lesson next")
    let page = try #require(first.session.openLesson?.page)
    let world = try #require(first.session.workspace?.world)
    let later = try TestSession(home: home)
    try later.session.resumeLastPlace(aside: true)
    #expect(later.session.workspace == nil && later.session.openLesson == nil)
    #expect(later.session.place == first.session.place)
    #expect(try later.run("labs").status == 0)
    #expect(later.session.workspace == nil)
    _ = try later.run("lesson pages")
    #expect(later.session.openLesson?.page == page)
    #expect(later.session.workspace?.world.now == world.now)
    // Enter alone goes on with it, too.
    let entered = try TestSession(home: home)
    try entered.session.resumeLastPlace(aside: true)
    #expect(try entered.run("").status == 0)
    #expect(entered.session.openLesson != nil)
  }
}
