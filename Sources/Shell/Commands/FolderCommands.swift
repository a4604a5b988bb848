package import Terminal

/// A command that does with the work folder what the program of the same name does in other shells.
package protocol FolderCommand: ShellCommand {}

extension FolderCommand {
  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let workspace = try session.openWorkspace()
    guard workspace.folder.path != nil else { throw CommandFailure("edit.no-folder") }
    let outcome = workspace.run(tool: name, arguments) ?? TextTool.Outcome()
    return CommandOutput(
      Done(), Document(), status: outcome.status, raw: outcome.output, rawError: outcome.errorOutput)
  }
}

/// `ls [FOLDER]`: lists the files of the work folder.
package enum ListFilesCommand: FolderCommand {
  package static let name = "ls"

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    session.candidates(for: "folder") + session.candidates(for: "file")
  }
}

/// `mkdir FOLDER`: makes a folder below the work folder.
package enum MakeFolderCommand: FolderCommand {
  package static let name = "mkdir"

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    session.candidates(for: "folder")
  }
}

/// `rm FILE…`: deletes files of the work folder.
package enum RemoveFilesCommand: FolderCommand {
  package static let name = "rm"

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    session.candidates(for: "file") + session.candidates(for: "folder")
  }
}

/// `pwd`: prints where the work folder lies.
package enum FolderPathCommand: FolderCommand {
  package static let name = "pwd"

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] { [] }
}
