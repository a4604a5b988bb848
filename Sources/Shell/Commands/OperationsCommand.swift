import Cloud
import CloudAPI
package import Terminal
import Texts

/// `operations [service [--missing]]`: what of AWS's operations the world models, from the tables and the registry alone.
package enum OperationsCommand: ShellCommand {
  package static let name = "operations"

  /// Lists the operations that AWS has and the world has not.
  private static let missing = "--missing"

  package static func needsWorld(_ arguments: [String]) -> Bool { false }

  /// A modelled operation.
  struct Item: Encodable {
    let service: String
    /// The name in AWS's API, such as `RunInstances`.
    let operation: String
    /// The words behind `aws`, such as `ec2 run-instances`.
    let command: String
    /// The options that a line may have.
    let options: [String]
    /// Options, and members inside of options, that AWS has and the world refuses by name.
    let refused: [String]
  }

  package static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  {
    let namesMissing = arguments.dropFirst() == [missing]
    if arguments.contains(where: { $0.hasPrefix("--output") }) { throw CommandFailure("operations.output") }
    guard arguments.count <= 1 || namesMissing else { throw CommandFailure("operations.usage") }
    let catalog = session.builder.operations
    let services = catalog.services.filter { arguments.isEmpty || $0 == arguments[0] }
    if let name = arguments.first, services.isEmpty {
      throw CommandFailure("operations.unknown", ["service": .string(name)])
    }
    var tables: [ServiceTable] = []
    for service in services {
      do throws(SchemaError) {
        if let table = try catalog.service(service) { tables.append(table) }
      } catch {
        throw CommandFailure("aws.damaged-table", ["reason": .string("\(error)")], status: 3)
      }
    }
    return CommandOutput(
      tables.flatMap(items),
      arguments.isEmpty
        ? overview(tables, in: session)
        : namesMissing ? othersPage(of: tables[0], in: session) : page(of: tables[0], in: session))
  }

  package static func completions(_ words: [String], in session: Session) -> [Completion.Candidate] {
    switch words.count {
    case 0: session.builder.operations.services.map { Completion.Candidate($0) }
    case 1: [Completion.Candidate(missing)]
    default: []
    }
  }

  private static func items(of table: ServiceTable) -> [Item] {
    operations(of: table).modelled.map {
      Item(
        service: table.cliName, operation: $0.shape.name, command: "\(table.cliName) \($0.shape.cliName)",
        options: $0.options, refused: $0.refused)
    }
  }

  /// The operations of AWS's API in the order of their names; commands of the client alone are none of them.
  private static func operations(
    of table: ServiceTable
  ) -> (modelled: [ModelledOperation], others: [OperationShape]) {
    var modelled: [ModelledOperation] = []
    var others: [OperationShape] = []
    for shape in table.operationNames.compactMap({ table.operation(cliName: $0) })
    where shape.level != .command {
      if let operation = ModelledOperation(shape) { modelled.append(operation) } else { others.append(shape) }
    }
    return (modelled, others)
  }

  private static func overview(_ tables: [ServiceTable], in session: Session) -> Document {
    var table = Document.Table(columns: [
      .init(session.text("operations.column.service")),
      .init(session.text("operations.column.modelled"), .right),
      .init(session.text("operations.column.all"), .right), .init(session.text("operations.column.what")),
    ])
    let sentences = AWSSentences(texts: session.texts)
    var (modelled, all) = (0, 0)
    for service in tables {
      let operations = operations(of: service)
      let count = operations.modelled.count + operations.others.count
      modelled += operations.modelled.count
      all += count
      table.row([
        [.code(service.cliName)], [Document.Span("\(operations.modelled.count)")], [.muted("\(count)")],
        [Document.Span(sentences.service(service.cliName))],
      ])
    }
    var document = Document()
    document.table(table)
    document.paragraph(
      session.text("operations.total", ["modelled": .integer(modelled), "all": .integer(all)]), style: .muted)
    return document
  }

  /// The operations that AWS has and the world has not, one a line.
  private static func othersPage(of table: ServiceTable, in session: Session) -> Document {
    let others = operations(of: table).others
    var document = Document()
    document.heading(session.text("operations.others", ["count": .integer(others.count)]))
    document.list(others.map { "`\($0.cliName)`" })
    return document
  }

  private static func page(of table: ServiceTable, in session: Session) -> Document {
    let operations = operations(of: table)
    var document = Document()
    document.heading(session.text("operations.modelled", ["count": .integer(operations.modelled.count)]))
    for operation in operations.modelled {
      let count = operation.refused.count
      document.keyValue(
        "`\(operation.shape.cliName)`",
        count == 0
          ? session.text("operations.whole") : session.text("operations.refused", ["count": .integer(count)]))
    }
    if !operations.others.isEmpty {
      document.paragraph(
        session.text(
          "operations.more",
          [
            "count": .integer(operations.others.count),
            "line": .string("operations \(table.cliName) \(missing)"),
          ]), style: .muted)
    }
    let first = operations.modelled.first?.shape.cliName ?? ""
    if !first.isEmpty {
      let line = "aws \(table.cliName) \(first) help"
      document.paragraph(session.text("operations.next", ["line": .string(line)]), style: .muted)
    }
    return document
  }
}
