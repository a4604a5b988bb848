import Cloud
import CloudAPI
import Terminal
import Texts

/// What `aws help`, `aws SERVICE help` and `aws SERVICE OPERATION help` show.
enum AWSHelp {
  static func output(_ topic: AWSHelpTopic, in session: Session) -> CommandOutput {
    var document = Document()
    switch topic {
    case .root:
      document.paragraph(session.text("aws.help-services"))
      document.list(session.builder.operations.services.map { "`aws \($0)`" })
    case .service(let table):
      let modelled = OperationRegistry.all.filter { $0.service == table.cliName }
      document.paragraph(session.text("aws.help-operations", ["service": .string(table.cliName)]))
      document.list(modelled.compactMap { table.operation(apiName: $0.name)?.cliName }.map { "`\($0)`" })
    case .operation(let shape):
      document.paragraph("`aws \(shape.table.cliName) \(shape.cliName)`")
      guard let modelled = ModelledOperation(shape) else {
        document.paragraph(
          session.text(
            "aws.operation-not-modelled",
            ["service": .string(shape.table.cliName), "operation": .string(shape.cliName)]))
        break
      }
      let read = modelled.modelledMembers
      document.list(
        (shape.input?.members ?? []).filter { read.contains($0.name) }.map { "`--\($0.cliName)`" })
    case .waiters(let table):
      document.list(table.waiterNames.map { "`\($0)`" })
    case .waiter(let waiter, _):
      document.paragraph("`\(waiter.cliName)`: \(waiter.delay) s × \(waiter.maximumAttempts)")
    }
    return CommandOutput(Done(), document)
  }
}

/// What `aws configure` answers: there is nothing to configure in the simulated cloud.
enum AWSConfigure {
  static func output(_ words: [String], in session: Session) -> CommandOutput {
    var document = Document()
    document.paragraph(session.text("aws.configure"))
    return CommandOutput(Done(), document)
  }
}
