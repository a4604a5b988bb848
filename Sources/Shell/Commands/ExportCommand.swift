import Cloud
package import Terminal
import Texts
import Traffic

/// `export NAME=value`: sets a variable that `vars` lists; the workspace sets it, this checks the words. `export bash` prints
/// the journal as a script.
package enum ExportCommand: ShellCommand {
  package static let name = "export"

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    var workspace = try session.openWorkspace()
    if arguments == [bash] { return try script(of: workspace, in: session) }
    if arguments.count > 1, let failure = OtherShells.failure(arguments[0], Array(arguments.dropFirst())),
      arguments[1].hasPrefix("=")
    {
      throw failure
    }
    for argument in arguments {
      guard let name = argument.split(separator: "=", omittingEmptySubsequences: false).first,
        ShellLineParser.isName(String(name))
      else { throw CommandFailure("export.bad-name", ["name": .string(argument)]) }
    }
    guard !arguments.isEmpty else { return try VarsCommand.run([], in: session) }
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(parts[0])
      let value = parts.count == 2 ? String(parts[1]) : workspace.variables[name] ?? ""
      workspace.assign(name, value, exports: true)
    }
    session.workspace = workspace
    try session.save()
    return CommandOutput(Done(), Document())
  }

  /// The word that asks for a script; no variable of the shell is exported by it.
  static let bash = "bash"

  /// The words of the line that asks for it, whose output may go to a file.
  static let scriptWords: [ShellLine.Word] = [[.text(name)], [.text(bash)]]

  /// Whether words set variables: `NAME` or `NAME=value`.
  static func assigns(_ arguments: [String]) -> Bool {
    !arguments.isEmpty && arguments != [bash]
      && arguments.allSatisfy { ShellLineParser.isName(String($0.prefix { $0 != "=" })) }
  }

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    words.isEmpty ? [Completion.Candidate(bash)] : []
  }

  private static func script(of workspace: Workspace, in session: Session) throws(CommandFailure)
    -> CommandOutput
  {
    let export: BashExport
    do throws(RunRefusal) {
      export = try BashExport(workspace)
    } catch {
      throw CommandFailure(error)
    }
    guard !export.isEmpty else { throw CommandFailure("export.nothing", status: 1) }
    let cost = export.monthlyCost.dollars
    let costs = session.text(cost < 0 ? "export.saving" : "export.cost", ["usd": .number(abs(cost))])
    let words = BashExport.Words(
      head: [session.text("export.head"), costs, session.text("export.usage")],
      giveID: { session.text("export.give-id", ["id": .string($0)]) })
    return CommandOutput(Done(), Document(), raw: export.script(words))
  }
}
