import Foundation
import Synchronization

/// The operations, shapes and waiters of one service, read from `api/<service>.table`.
///
/// The file is kept as bytes. An operation, shape or waiter is found by binary search over the sorted lines of its
/// section and parsed when it is first asked for (docs/decisions/0004-operation-tables.md).
package final class ServiceTable: Sendable {
  /// The name on the command line, such as `s3api`.
  package let cliName: String
  /// The service's id in the model, such as `Elastic Load Balancing v2`.
  package let serviceID: String
  /// The wire protocol: `ec2`, `query`, `json`, `rest-xml`, `rest-json`.
  package let protocolName: String
  /// The version of the API, such as `2016-11-15`.
  package let apiVersion: String
  /// The first part of the host name.
  package let endpointPrefix: String
  /// What precedes the operation in `X-Amz-Target`; empty where the protocol has none.
  package let targetPrefix: String
  /// The service in a request's signature.
  package let signingName: String

  let path: String
  let bytes: [UInt8]
  let operationLines: Range<Int>
  let shapeLines: Range<Int>
  let waiterLines: Range<Int>
  private let memo = Mutex(Memo())

  private struct Memo {
    var operationNames: [String]?
    var operations: [String: OperationShape] = [:]
    var shapes: [String: ShapeDefinition] = [:]
    var options: [String: OptionList] = [:]
    var operationChoices: WordChoices?
  }

  /// Reads a table.
  package convenience init(path: String) throws(SchemaError) {
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path: path) }
    try self.init(path: path, bytes: [UInt8](data))
  }

  init(path: String, bytes: [UInt8]) throws(SchemaError) {
    self.path = path
    self.bytes = bytes
    var lines: [Range<Int>] = []
    var start = 0
    for _ in 0..<3 {
      guard let end = bytes[start...].firstIndex(of: ServiceTable.newline) else {
        throw .damaged(path: path, detail: "head")
      }
      lines.append(start..<end)
      start = end + 1
    }
    let first = String(decoding: bytes[lines[0]], as: UTF8.self).split(separator: " ")
    guard first.count == 5, first[0] == "skydrill-operation-table", first[1] == "1" else {
      throw .damaged(path: path, detail: "version")
    }
    let sections = try ServiceTable.sections(bytes, offsets: first[2...].map { Int($0) ?? -1 }, path: path)
    operationLines = sections[0]
    shapeLines = sections[1]
    waiterLines = sections[2]
    let head = String(decoding: bytes[lines[2]], as: UTF8.self)
      .split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard head.count == 8, head[0] == "service" else { throw .damaged(path: path, detail: "service") }
    cliName = head[1]
    serviceID = head[2]
    protocolName = head[3]
    apiVersion = head[4]
    endpointPrefix = head[5]
    targetPrefix = head[6]
    signingName = head[7]
  }

  /// All operations' names on the command line, sorted, those of the client without an API operation included.
  package var operationNames: [String] {
    if let known = memo.withLock({ $0.operationNames }) { return known }
    let names = keys(in: operationLines)
    memo.withLock { $0.operationNames = names }
    return names
  }

  /// All waiters' names on the command line, sorted; empty when the service has none.
  package var waiterNames: [String] { keys(in: waiterLines) }

  /// Whether the service has waiters.
  package var hasWaiters: Bool { !waiterLines.isEmpty }

  /// The operation with a name on the command line, or nil.
  package func operation(cliName: String) -> OperationShape? {
    if let known = memo.withLock({ $0.operations[cliName] }) { return known }
    guard let fields = line(named: cliName, in: operationLines) else { return nil }
    guard let operation = OperationShape(table: self, fields: fields) else { return nil }
    memo.withLock { $0.operations[cliName] = operation }
    return operation
  }

  /// The operation with an API name, or nil.
  package func operation(apiName: String) -> OperationShape? {
    let usual = operation(cliName: CommandLineName.of(apiName))
    if let usual, usual.name == apiName { return usual }
    return operationNames.lazy.compactMap { self.operation(cliName: $0) }.first { $0.name == apiName }
  }

  /// The options of an operation, made once by `make`; they refer back to the table, which lives as long as the program.
  func options(key: String, make: () -> [CommandOption]) -> OptionList {
    if let known = memo.withLock({ $0.options[key] }) { return known }
    let options = OptionList(make())
    memo.withLock { $0.options[key] = options }
    return options
  }

  /// The names that may follow the service on a line, in the client's order.
  var operationChoices: WordChoices {
    if let known = memo.withLock({ $0.operationChoices }) { return known }
    let choices = WordChoices(operationNames + (hasWaiters ? ["wait"] : []) + ["help"])
    memo.withLock { $0.operationChoices = choices }
    return choices
  }

  /// The waiter with a name on the command line, or nil.
  package func waiter(cliName: String) -> Waiter? {
    line(named: cliName, in: waiterLines).flatMap(Waiter.init(fields:))
  }

  /// The shape behind a reference.
  func shape(_ reference: ShapeReference) -> Shape {
    switch reference {
    case .plain(let kind): Shape(table: self, definition: ServiceTable.plain(kind))
    case .named(let name): Shape(table: self, definition: definition(named: name))
    }
  }

  /// A shape by its name in the model, or nil when the table has none of that name.
  package func shape(named name: String) -> Shape? {
    guard line(named: name, in: shapeLines) != nil else { return nil }
    return shape(.named(name))
  }

  private func definition(named name: String) -> ShapeDefinition {
    if let known = memo.withLock({ $0.shapes[name] }) { return known }
    guard let fields = line(named: name, in: shapeLines), let parsed = ServiceTable.definition(fields) else {
      preconditionFailure("\(path) has no usable shape \(name); run Scripts/derive-api.py")
    }
    memo.withLock { $0.shapes[name] = parsed }
    return parsed
  }
}
