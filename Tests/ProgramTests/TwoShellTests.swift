import Foundation
import LearnerStore
import ProgramHarness
import Testing

/// Two shells of one learner at once.
@Suite struct TwoShellTests {
  @Test func `two shells share one history that only grows`() throws {
    try BuiltProgram.withHome { home in
      let first = try ProgramOnTerminal(home: home)
      let second = try ProgramOnTerminal(home: home)
      _ = try first.answer(to: "help first")
      _ = try second.answer(to: "help second")
      _ = try first.answer(to: "help third")
      // What the other shell has entered is there at the next prompt.
      _ = try second.answer(to: "")
      second.type(keys: "\u{1B}[A")
      try second.expect("> help third", column: 20)
      second.type(keys: "\u{1B}[A\u{1B}[A")
      try second.expect("> help first", column: 20)
      _ = try first.answer(to: "")
      first.type(keys: "\u{12}seco")
      try first.wait(for: "the other's line") { first.screen.cursorRow.hasSuffix("seco: help second") }
      let file = try String(contentsOfFile: home + "/history", encoding: .utf8)
      #expect(file == "help first\nhelp second\nhelp third\n")
    }
  }

  @Test func `two shells at work at once leave a store that opens, and one journal`() throws {
    try BuiltProgram.withHome { home in
      let first = try ProgramOnTerminal(home: home)
      _ = try first.answer(to: "lab start az-outage")
      let second = try ProgramOnTerminal(home: home)
      try second.prompted()
      var done = 0
      for number in 0..<6 {
        let lines = [first, second].map { ($0, $0.shown.count) }
        for (program, _) in lines {
          program.type("aws ec2 create-tags --resources $WEB_1 --tags Key=k,Value=v\(number) # \(number)")
        }
        for (program, before) in lines {
          try program.wait(for: "the prompt after line \(number)") {
            program.shown.count > before + 70 && program.prompt != nil
          }
          if !program.shown.dropFirst(before).contains("changed") { done += 1 }
        }
      }
      #expect(done >= 6)
      first.kill()
      second.kill()
      let opened = try LearnerStore.open(path: home + "/progress.sqlite")
      #expect(opened.notices.isEmpty)
      let run = try #require(try opened.store.runs(lab: "az-outage").first)
      #expect(try opened.store.journal(of: run.id).count == done + 1)
      try opened.store.close()
    }
  }
}
