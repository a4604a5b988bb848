import Assessment
import CloudAPI
import Course
import Foundation
import Shell
import Synchronization
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

  private static let read: Result<WorldBuilder, any Error> = Result {
    let data = DataRoot(path: root)
    return WorldBuilder(
      catalog: try data.catalog(), operations: try OperationCatalog(directory: data.operationTables))
  }

  /// Makes worlds with the repository's facts and operation tables, which are read once.
  static func builder() throws -> WorldBuilder { try read.get() }

  /// A lab with the worlds of all its designs.
  struct Designs: Sendable {
    let lab: Lab
    let folder: LabFolder
    let all: [ProofDesign]
  }

  private static let kept = Mutex<[LabID: Designs]>([:])

  /// All designs of a lab of the repository, made once for all tests.
  static func made(_ id: LabID) throws -> Designs {
    try kept.withLock { made in
      if let known = made[id] { return known }
      let designs = try Self.designs(id)
      let all = Designs(lab: designs.lab, folder: designs.folder, all: try designs.all())
      made[id] = all
      return all
    }
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
