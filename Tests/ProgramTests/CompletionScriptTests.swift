import Foundation
import ProgramHarness
import Testing

/// The completion scripts in the shells that are on this machine; a shell that is missing is said loudly.
@Suite struct CompletionScriptTests {
  /// A shell with the line that makes it complete `skydrill LINE` and print the words.
  struct Shell: Sendable, CustomTestStringConvertible {
    let name: String
    let script: String
    let complete: @Sendable (_ line: String) -> String
    var testDescription: String { name }

    /// Where the shell is; `nil` where it is not installed.
    var path: String? {
      ["/bin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
        .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
  }

  private static let folder = BuiltProgram.root + "/completions"

  static let shells = [
    Shell(name: "bash", script: folder + "/skydrill.bash") { line in
      """
      . \(folder)/skydrill.bash
      COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=($COMP_LINE)
      [[ "$COMP_LINE" = *' ' ]] && COMP_WORDS+=('')
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _skydrill; printf '%s\\n' "${COMPREPLY[@]}"
      """
    },
    Shell(name: "zsh", script: folder + "/_skydrill") { line in
      """
      compdef() { : }; compadd() { print -rl -- $names }; _files() { : }
      LBUFFER='\(line)'; . \(folder)/_skydrill; _skydrill
      """
    },
    Shell(name: "fish", script: folder + "/skydrill.fish") { line in
      ". \(folder)/skydrill.fish; complete -C '\(line)' | string replace -r '\\t.*' ''"
    },
  ]

  private func run(_ shell: Shell, _ arguments: [String], home: String) throws -> BuiltProgram.Outcome? {
    guard let path = shell.path else {
      print("SKIPPED: \(shell.name) is not installed, so its completion script was not tried")
      return nil
    }
    let outcome = try BuiltProgram.run(arguments, home: home, program: path)
    return outcome
  }

  @Test(arguments: shells)
  func `a shell reads its script`(shell: Shell) throws {
    try BuiltProgram.withHome { home in
      guard let outcome = try run(shell, ["-n", shell.script], home: home) else { return }
      #expect(outcome.status == 0 && outcome.text.isEmpty, "\(outcome.text)")
    }
  }

  @Test(arguments: shells)
  func `a shell offers what the program knows`(shell: Shell) throws {
    try BuiltProgram.withHome { home in
      #expect(try BuiltProgram.run(["-c", "lab start az-outage"], home: home).status == 0)
      for (line, word) in [
        ("skydrill exper", "experiment"), ("skydrill lab start ", "az-outage"), ("skydrill --lang k", "ko"),
        ("skydrill lab che", "check"), ("skydrill bench dig", "digests"),
        ("skydrill --plain aws ec2 stop-inst", "stop-instances"),
        ("skydrill aws ec2 stop-instances --instance-ids ", "i-"),
      ] {
        guard let outcome = try run(shell, ["-c", shell.complete(line)], home: home) else { return }
        #expect(
          outcome.text.split(separator: "\n").contains { $0.contains(word) }, "\(line): \(outcome.text)")
      }
    }
  }

  @Test(arguments: shells)
  func `the program prints the script that is installed`(shell: Shell) throws {
    try BuiltProgram.withHome { home in
      let outcome = try BuiltProgram.run(["completions", shell.name], home: home)
      #expect(outcome.status == 0)
      #expect(try outcome.text == String(contentsOfFile: shell.script, encoding: .utf8))
    }
  }
}
