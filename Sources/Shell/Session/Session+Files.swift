import Terminal
import Texts

// What lines write into the work folder.

extension Session {
  /// Does `export bash > FILE`: the script is made of the session's sentences, which a workspace does not have.
  func saveScript(of line: ShellLine, in workspace: Workspace) throws(CommandFailure) -> Int32 {
    let script = try ExportCommand.run([ExportCommand.bash], in: self).raw ?? ""
    var space = workspace
    do throws(LineFailure) {
      let file = try space.save(script, as: line)
      tellWritten(file, bytes: script.utf8.count)
      return 0
    } catch {
      throw failure(of: error)
    }
  }

  /// Says how much was written to a file, to whoever looks on.
  func tellWritten(_ file: String, bytes: Int) {
    guard lines.isInteractive else { return }
    var document = Document()
    document.paragraph(
      text("cat.wrote", ["file": .string(file), "bytes": .integer(bytes)]), style: .muted)
    screen.showError(document)
  }
}
