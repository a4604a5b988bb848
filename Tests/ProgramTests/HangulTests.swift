import ProgramHarness
import Testing

/// Full-width text at the prompt of the built program: each syllable has two columns.
@Suite struct HangulTests {
  @Test func `Hangul is typed, deleted, wrapped, recalled and found with the cursor in the right column`()
    throws
  {
    try BuiltProgram.withHome { home in
      let program = try ProgramOnTerminal(home: home, arguments: ["--lang", "ko"])
      try program.prompted()
      program.type(keys: "가용영역")
      try program.expect("> 가용영역", column: 18)
      program.type(keys: "\u{7F}")
      try program.expect("> 가용영", column: 16)
      program.type(keys: "\u{1B}[D\u{1B}[D각")
      try program.expect("> 가각용영", column: 14)
      program.type(keys: "\u{3}")
      try program.expect("skydrill>", column: 10)
      // 32 syllables and 15 letters fill the first 80 columns but one.
      let long = "help " + String(repeating: "가용영역", count: 10)
      program.type(keys: long)
      try program.expect(String(repeating: "가용영역", count: 2), column: 16)
      program.type(keys: "\u{1}")
      try program.expect("> help " + String(repeating: "가용영역", count: 8), column: 10)
      program.type(keys: "\u{5}\u{7F}")
      try program.expect("영", column: 14)
      program.type("")
      try program.expect("skydrill>", column: 10)
      program.type("vars 역")
      try program.expect("skydrill>", column: 10)
      program.type(keys: "\u{1B}[A\u{1B}[A")
      try program.expect("영", column: 14)
      program.type(keys: "\u{15}\u{12}용영")
      try program.wait(for: "the line that was found") {
        program.screen.texts.joined().contains("용영: help 가용영역")
      }
      program.type(keys: "\u{7}")
      try program.expect("skydrill>", column: 10)
      program.type(keys: "\u{12}역")
      try program.wait(for: "the newest line") { program.screen.cursorRow.hasSuffix("역: vars 역") }
      program.type("")
      try program.expect("skydrill>", column: 10)
    }
  }
}
