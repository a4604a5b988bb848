import Cloud
import CloudAPI
import EventKernel
import Foundation

/// The project's own tables, facts and recorded answers.
enum RepositoryFiles {
  /// The repository's root.
  static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }()

  /// The operation tables, read once.
  static let operations = Result<OperationCatalog, any Error> {
    try OperationCatalog(directory: root + "/api")
  }

  /// Regions, types and prices, read once.
  static let catalog = Result<Catalog, any Error> {
    var texts: [String: String] = [:]
    for name in Catalog.fileNames {
      texts[name] = try String(contentsOf: URL(filePath: root + "/facts/" + name), encoding: .utf8)
    }
    return try Catalog(files: texts)
  }

  /// A file below `Tests/Oracles` as text.
  static func oracle(_ name: String) throws -> String {
    try String(contentsOf: URL(filePath: "\(root)/Tests/Oracles/\(name)"), encoding: .utf8)
  }

  /// Replaces a file below `Tests/Oracles`.
  static func record(_ name: String, _ text: String) throws {
    try text.write(to: URL(filePath: "\(root)/Tests/Oracles/\(name)"), atomically: true, encoding: .utf8)
  }

  /// Whether lists that may only shrink are to be written anew: `SKYDRILL_RECORD=1`.
  static var isRecording: Bool { ProcessInfo.processInfo.environment["SKYDRILL_RECORD"] == "1" }

  /// A number from the environment, such as the count of inputs of a long run.
  static func count(_ variable: String, otherwise: Int) -> Int {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? otherwise
  }
}
