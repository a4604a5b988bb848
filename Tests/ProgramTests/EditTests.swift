import Foundation
import ProgramHarness
import Testing

/// `edit` gives the terminal to the learner's editor and takes it back.
@Suite struct EditTests {
  @Test func `an editor reads keys, and the file that it writes is one that aws lines read`() throws {
    try BuiltProgram.withHome { home in
      let editor = home + "/editor"
      try Data(
        "#!/bin/sh\nprintf 'name: '\nread name\nprintf '%s' \"[{\\\"Key\\\":\\\"Name\\\",\\\"Value\\\":\\\"$name\\\"}]\" >\"$1\"\n"
          .utf8
      )
      .write(to: URL(fileURLWithPath: editor))
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: editor)
      let program = try ProgramOnTerminal(home: home, extra: ["EDITOR": editor])
      try program.prompted()
      _ = try program.answer(to: "lab start az-outage")
      program.type("edit tags.json")
      try program.wait(for: "the editor") { program.shown.hasSuffix("name: ") }
      program.type("front-desk")
      try program.wait(for: "the shell's prompt") { program.prompt?.hasPrefix("az-outage") == true }
      _ = try program.answer(to: "aws ec2 create-tags --resources $WEB_1 --tags file://tags.json")
      #expect(try program.answer(to: "map").contains("front-desk"))
    }
  }
}
