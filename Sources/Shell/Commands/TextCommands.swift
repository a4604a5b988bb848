import Cloud
import CloudAPI
import EventKernel
package import Terminal
import Texts

/// A command that does what the small program of the same name does in other shells.
private protocol TextCommand: ShellCommand {}

extension TextCommand {
  fileprivate static func output(
    _ arguments: [String], in session: Session
  ) throws(CommandFailure) -> CommandOutput {
    let workspace = try session.openWorkspace()
    let outcome = workspace.run(tool: name, arguments) ?? TextTool.Outcome()
    return CommandOutput(
      Done(), Document(), status: outcome.status, raw: outcome.output, rawError: outcome.errorOutput)
  }
}

/// `echo WORD…`: prints its words, such as what a variable holds.
package enum EchoCommand: TextCommand {
  package static let name = "echo"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  { try output(arguments, in: session) }
}

/// `date`: prints the world's time.
package enum DateCommand: TextCommand {
  package static let name = "date"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var shown = try output(arguments, in: session)
    if shown.status != 0 { shown.document.hint(session.text("date.unknown")) }
    return shown
  }
}

/// `cat FILE…`: prints files of the work folder; `cat > FILE <<EOF` fills one, which the workspace does.
package enum CatCommand: TextCommand {
  package static let name = "cat"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    if arguments.isEmpty, try session.openWorkspace().standardInput == nil {
      throw CommandFailure("cat.usage")
    }
    if let file = arguments.first(where: WorkFolder.isOfClient) {
      throw CommandFailure("edit.aws-settings", ["file": .string(file)], status: 3)
    }
    var shown = try output(arguments, in: session)
    if shown.status != 0, let file = failure(of: arguments, in: session) {
      shown.document.explain(file, in: session)
    }
    return shown
  }

  /// The first file that cannot be read; `nil` where all can. The standard input and devices are none.
  private static func failure(of names: [String], in session: Session) -> FileFailure? {
    guard let folder = session.workspace?.folder else { return nil }
    for name in names where name != "-" && !name.hasPrefix("/dev/") {
      do throws(AWSFileError) {
        _ = try folder.read(name)
      } catch {
        return FileFailure(name: name, error: error)
      }
    }
    return nil
  }

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    (session.workspace?.folder.names ?? []).map { Completion.Candidate($0) }
  }
}

/// `unset NAME…`: empties variables.
package enum UnsetCommand: ShellCommand {
  package static let name = "unset"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var workspace = try session.openWorkspace()
    guard !arguments.isEmpty else { throw CommandFailure("unset.usage") }
    for name in arguments where !ShellLineParser.isName(name) {
      throw CommandFailure("export.bad-name", ["name": .string(name)])
    }
    for name in arguments where workspace.variables[name]?.isEmpty == false { workspace.assign(name, "") }
    session.workspace = workspace
    try session.save()
    return CommandOutput(Done(), Document())
  }

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    (session.workspace?.variables.keys.sorted() ?? []).map { Completion.Candidate($0) }
  }
}
