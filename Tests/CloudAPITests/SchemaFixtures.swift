import CloudAPI
import Foundation

/// The project's own tables and oracles.
enum SchemaFixtures {
  static let root: String = {
    if let data = ProcessInfo.processInfo.environment["SKYDRILL_DATA"] { return data }
    var folder = URL(fileURLWithPath: #filePath)
    repeat {
      folder.deleteLastPathComponent()
    } while folder.path != "/"
      && !["labs", "texts"].allSatisfy({ FileManager.default.fileExists(atPath: "\(folder.path)/\($0)") })
    return folder.path
  }()

  static func catalog() throws -> OperationCatalog { try OperationCatalog(directory: root + "/api") }

  static func table(_ service: String) throws -> ServiceTable {
    guard let table = try catalog().service(service) else { throw Missing(name: service) }
    return table
  }

  static func oracle(_ name: String) throws -> Value {
    guard let bytes = FileManager.default.contents(atPath: "\(root)/Tests/Oracles/\(name)") else {
      throw Missing(name: name)
    }
    return try Value(json: [UInt8](bytes))
  }

  struct Missing: Error {
    let name: String
  }
}
