import Foundation
import Synchronization

/// All services of the command line: which AWS has, and the tables of those that are modelled.
package final class OperationCatalog: Sendable {
  /// Names of the services that have a table, sorted by bytes.
  package let services: [String]
  /// Names of all services and commands that the AWS command line has, in its order.
  package let knownServices: [String]
  /// What may follow `aws`.
  let commandChoices: WordChoices
  private let directory: String
  private let tables = Mutex<[String: ServiceTable]>([:])

  /// Reads the names of a directory of tables; a table itself is read when it is first asked for.
  package init(directory: String) throws(SchemaError) {
    let list = directory + "/services.list"
    guard let data = FileManager.default.contents(atPath: list) else { throw .unreadable(path: list) }
    knownServices = String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
      .filter { !$0.hasPrefix("#") }
    commandChoices = WordChoices(knownServices + ["help"])
    do {
      services = try FileManager.default.contentsOfDirectory(atPath: directory)
        .filter { $0.hasSuffix(".table") }.map { String($0.dropLast(6)) }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    } catch {
      throw .unreadable(path: directory)
    }
    self.directory = directory
  }

  /// The table of a service by its name on the command line; nil when there is none.
  package func service(_ cliName: String) throws(SchemaError) -> ServiceTable? {
    if let known = tables.withLock({ $0[cliName] }) { return known }
    guard services.contains(cliName) else { return nil }
    let table = try ServiceTable(path: "\(directory)/\(cliName).table")
    tables.withLock { $0[cliName] = table }
    return table
  }
}
