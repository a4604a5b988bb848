import Foundation
import Terminal
import Texts

/// `edit FILE`: opens a file of the run's work folder in the learner's editor; `file://` in `aws` lines reads it.
package enum EditCommand: ShellCommand {
  package static let name = "edit"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard arguments.count == 1 else { throw CommandFailure("edit.usage") }
    let file = arguments[0]
    guard let folder = try session.openWorkspace().folder.path else { throw CommandFailure("edit.no-folder") }
    guard WorkFolder.isInside(file), WorkFolder(path: folder).isPlain(file) else {
      throw CommandFailure("edit.outside", ["file": .string(file)], status: 3)
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
  /// No shell reads the words.
  static func run(_ words: [String]) -> Int32? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    do {
      try process.run()
    } catch {
      return nil
    }
    process.waitUntilExit()
    return process.terminationStatus == 127 ? nil : process.terminationStatus
  }
}
