import Foundation
import Terminal
import Texts

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `edit FILE`: opens a file of the run's work folder in the learner's editor; `file://` in `aws` lines reads it.
package enum EditCommand: ShellCommand {
  package static let name = "edit"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.count == 1 else { throw CommandFailure("edit.usage") }
    let file = arguments[0]
    guard let folder = try session.openWorkspace().folder.path else { throw CommandFailure("edit.no-folder") }
    guard WorkFolder.isInside(file), WorkFolder(path: folder).isPlain(file) else {
      throw CommandFailure(
        WorkFolder.isOfClient(file) ? "edit.aws-settings" : "edit.outside", ["file": .string(file)], status: 3
      )
    }
    guard session.lines.isInteractive else {
      throw CommandFailure("edit.no-terminal", ["path": .string(folder + "/" + file)])
    }
    let environment = ProcessInfo.processInfo.environment
    let editor = [environment["VISUAL"], environment["EDITOR"], "vi"].compactMap { $0 }.first { !$0.isEmpty }
    let words = (editor ?? "vi").split(separator: " ").map(String.init)
    guard let status = Editor.run(words + [folder + "/" + file]) else {
      throw CommandFailure("edit.no-editor", ["editor": .string(words[0])], status: 3)
    }
    guard status == 0 else {
      throw CommandFailure(
        "edit.failed", ["editor": .string(words[0]), "status": .integer(Int(status))], status: 1)
    }
    var document = Document()
    document.paragraph(session.text("edit.done", ["file": .string(file)]), style: .muted)
    return CommandOutput(["file": file], document)
  }
}

/// Runs the learner's own editor on the terminal.
enum Editor {
  /// Waits for the program of these words, found in `PATH`; its exit status, `nil` when it cannot be started.
  ///
  /// No shell reads the words. The program stays in this process's group: a `Process` of Foundation gets a group of
  /// its own, which the terminal lets neither read nor be stopped by keys.
  static func run(_ words: [String]) -> Int32? {
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    var arguments = words.map { strdup($0) } + [nil]
    var variables = environment.map { strdup($0) } + [nil]
    defer { for text in arguments + variables { free(text) } }
    TerminalLease.lend()
    defer { TerminalLease.takeBack() }
    var child: pid_t = 0
    guard posix_spawnp(&child, words[0], nil, nil, &arguments, &variables) == 0 else { return nil }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 { guard errno == EINTR else { return nil } }
    let isExit = status & 0x7F == 0
    return isExit ? (status >> 8) & 0xFF : 128 + status & 0x7F
  }
}
