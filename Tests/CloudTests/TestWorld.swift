import Cloud
import EventKernel
import Foundation

/// Worlds for tests, with the catalog of the project's own facts.
enum TestWorld {
  /// The Region in which tests build.
  static let region = Region(rawValue: "ap-northeast-2")

  /// Calls by the administrator in that Region.
  static let context = CallContext(region: region)

  /// The catalog of the project's folder `facts`.
  static let catalog: Result<Catalog, any Error> = Result { try Catalog(files: files()) }

  /// A world with an opened account in Seoul.
  static func make(seed: UInt64 = 1) throws -> World {
    var world = World(catalog: try catalog.get(), seed: WorldSeed(seed))
    world.openAccount(in: [region])
    return world
  }

  /// The texts of the files of facts by name.
  static func files() throws -> [String: String] {
    var files: [String: String] = [:]
    for name in Catalog.fileNames {
      files[name] = try String(contentsOf: root.appending(path: "facts/\(name)"), encoding: .utf8)
    }
    return files
  }

  /// The project's root: the nearest folder above this file, or `SKYDRILL_DATA`, that holds labs and texts.
  private static var root: URL {
    if let data = ProcessInfo.processInfo.environment["SKYDRILL_DATA"] { return URL(filePath: data) }
    var folder = URL(filePath: #filePath).deletingLastPathComponent()
    while folder.path() != "/" {
      let holds = ["labs", "texts"].allSatisfy {
        FileManager.default.fileExists(atPath: folder.appending(path: $0).path())
      }
      if holds { return folder }
      folder.deleteLastPathComponent()
    }
    return folder
  }
}

extension World {
  /// Makes a call as the tests' administrator.
  mutating func call<Op: Cloud.Operation>(_ operation: Op.Type, _ input: Op.Input) throws(AWSError)
    -> Op.Output
  {
    try perform(operation, input, context: TestWorld.context)
  }

  /// Lets time pass.
  mutating func wait(_ span: EventKernel.Duration) { advance(to: now + span) }
}
