import Assessment
import CloudAPI
import Course
import Foundation
import Shell
import Testing

/// The labs of the repository with the worlds of their designs.
struct RepositoryLabs {
  /// The repository's root.
  static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }()

  /// Makes worlds with the repository's facts and operation tables.
  static func builder() throws -> WorldBuilder {
    let data = DataRoot(path: root)
    return WorldBuilder(
      catalog: try data.catalog(), operations: try OperationCatalog(directory: data.operationTables))
  }

  /// The designs of a lab of the repository.
  static func designs(_ id: LabID) throws -> LabDesigns {
    try LabDesigns(of: LabFolder(root: root, id: id), builder: builder())
  }
}

/// One design of one lab, named by both.
struct DesignCase: CustomTestStringConvertible, Sendable {
  let labID: LabID
  let name: String

  var testDescription: String { "\(labID.rawValue)/\(name)" }

  /// All designs of all labs, by the names of their files.
  static let all: [DesignCase] = CourseLibrary(root: RepositoryLabs.root).labIDs.flatMap { id in
    let folder = LabFolder(root: RepositoryLabs.root, id: id)
    let collector = DiagnosticCollector()
    let names =
      ["start"] + folder.solutions(collector).map(\.name)
      + folder.wrongSolutions(collector).map(\.script.name)
    return names.map { DesignCase(labID: id, name: $0) }
  }
}
