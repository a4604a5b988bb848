import Terminal
import Texts

/// `help`: the commands in their groups, or one command with its usage and examples.
package enum HelpCommand: ShellCommand {
  package static let name = "help"

  package static func needsWorld(_ arguments: [String]) -> Bool { false }

  /// One command of the list.
  struct Item: Encodable {
    let name: String
    let group: String
    let summary: String
  }

  /// The page of one command.
  struct Page: Encodable {
    let name: String
    let summary: String
    let usage: String
    let options: [String]
    let examples: [String]
    let see: [String]
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    guard let name = arguments.first else { return overview(in: session) }
    if arguments == [everything] { return list(in: session) }
    if name == AWSCommand.name, arguments.count > 1 {
      do throws(CommandFailure) {
        return try AWSCommand.run(arguments.dropFirst().filter { $0 != "help" } + ["help"], in: session)
      } catch {
        throw CommandFailure(error.id, error.values)
      }
    }
    guard CommandTable.command(name) != nil else { throw session.unknownCommand(name) }
    // `help lab start` means the page of `lab`, whose usage tells of `start`.
    let usage = session.text("help.\(name).usage")
    guard arguments.dropFirst().allSatisfy(usage.contains) else {
      throw CommandFailure("help-page.bad-usage")
    }
    return page(name, in: session)
  }

  /// The word that asks for the list with what each command does, where only the names fit the screen.
  private static let everything = "all"

  /// The list; where a terminal has too few rows for it, the names in their groups and the way through a lab.
  private static func overview(in session: Session) -> CommandOutput {
    var output = list(in: session)
    guard let height = session.screen.height, session.screen.rows(of: output.document) >= height else {
      return output
    }
    var document = Document()
    document.heading(session.text("help-page.first"))
    for line in session.texts.list("help-page.steps") {
      let parts = line.split(separator: "  # ", maxSplits: 1).map(String.init)
      document.keyValue("`\(parts[0])`", parts.count > 1 ? parts[1] : "")
    }
    document.rule()
    for (group, commands) in CommandTable.groups where !commands.isEmpty {
      document.keyValue(
        session.text("help-page.group.\(group.rawValue)"), commands.map { $0.name }.joined(separator: "  "))
    }
    document.paragraph(session.text("help-page.all"), style: .muted)
    output.document = document
    return output
  }

  private static func list(in session: Session) -> CommandOutput {
    var document = Document()
    var items: [Item] = []
    for (group, commands) in CommandTable.groups where !commands.isEmpty {
      document.heading(session.text("help-page.group.\(group.rawValue)"))
      for command in commands {
        let summary = session.text("help.\(command.name).summary")
        document.keyValue("`\(command.name)`", summary)
        items.append(Item(name: command.name, group: group.rawValue, summary: summary))
      }
    }
    document.paragraph(session.text("help-page.more"), style: .muted)
    return CommandOutput(items, document)
  }

  private static func page(_ name: String, in session: Session) -> CommandOutput {
    let id = "help.\(name)"
    let page = Page(
      name: name, summary: session.text(id + ".summary"), usage: session.text(id + ".usage"),
      options: session.texts.list(id + ".options"), examples: session.texts.list(id + ".examples"),
      see: session.texts.list(id + ".see"))
    var document = Document()
    document.paragraph(page.summary)
    document.heading(session.text("help-page.usage"))
    document.code(page.usage)
    if !page.options.isEmpty {
      document.heading(session.text("help-page.options"))
      document.list(page.options)
    }
    if !page.examples.isEmpty {
      document.heading(session.text("help-page.examples"))
      document.code(page.examples.joined(separator: "\n"))
    }
    if !page.see.isEmpty {
      let names = page.see.map { "`\($0)`" }.joined(separator: ", ")
      document.paragraph(session.text("help-page.see", ["names": .string(names)]), style: .muted)
    }
    return CommandOutput(page, document)
  }
}
