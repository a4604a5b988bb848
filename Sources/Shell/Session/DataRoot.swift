package import Cloud
import CloudAPI
package import Foundation

/// Where content, texts, facts and operation tables lie (decisions: data root).
package struct DataRoot: Sendable, Equatable {
  /// The version of this program; the data's `VERSION` must equal it.
  package static let version = "0.1.0"

  /// The folder's path.
  package let path: String

  /// Why no data can be used; the sentences stand in the program, since the texts are part of the data.
  package enum Problem: Error, Equatable, Sendable {
    /// None of these places holds the data.
    case missing(tried: [String])
    /// The data's version is another than the program's.
    case otherVersion(path: String, found: String)
    /// The facts cannot be read.
    case badFacts(path: String, reason: String)
  }

  /// The data at a path, which is not looked at.
  package init(path: String) { self.path = path }

  /// Finds the data: the path given, `SKYDRILL_DATA`, the installed place beside the program, the nearest parent of the
  /// program with `labs/`.
  package static func find(
    given: String?, environment: [String: String], executable: String
  ) throws(Problem) -> DataRoot {
    var tried: [String] = []
    var candidates: [String] = []
    if let given {
      candidates.append(given)
    } else if let named = environment["SKYDRILL_DATA"], !named.isEmpty {
      candidates.append(named)
    } else {
      let program = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
      candidates.append(program.appendingPathComponent("../share/skydrill").standardized.path)
      var folder = program
      while folder.path != "/" {
        candidates.append(folder.path)
        folder = folder.deletingLastPathComponent()
      }
    }
    for candidate in candidates {
      if FileManager.default.fileExists(atPath: candidate + "/labs") {
        let root = DataRoot(path: candidate)
        try root.checkVersion()
        return root
      }
      tried.append(candidate)
    }
    throw .missing(tried: tried)
  }

  /// Finds the data of this process.
  package static func find(given: String?) throws(Problem) -> DataRoot {
    let environment = ProcessInfo.processInfo.environment
    return try find(
      given: given, environment: environment,
      executable: ProgramPath.find(
        word: CommandLine.arguments.first ?? "skydrill", environment: environment))
  }

  private func checkVersion() throws(Problem) {
    let bytes = FileManager.default.contents(atPath: path + "/VERSION") ?? Data()
    let found = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard found == Self.version else { throw .otherVersion(path: path, found: found) }
  }

  /// The folder of the sentences.
  package var texts: URL { URL(fileURLWithPath: path + "/texts") }
  /// The folder of the operation tables.
  package var operationTables: String { path + "/api" }

  /// Reads the facts that worlds are made with.
  package func catalog() throws(Problem) -> Catalog {
    var files: [String: String] = [:]
    for name in Catalog.fileNames {
      guard let data = FileManager.default.contents(atPath: "\(path)/facts/\(name)") else {
        throw .badFacts(path: "\(path)/facts/\(name)", reason: "missing")
      }
      files[name] = String(decoding: data, as: UTF8.self)
    }
    do throws(CatalogError) {
      return try Catalog(files: files)
    } catch {
      throw .badFacts(path: path + "/facts", reason: "\(error)")
    }
  }
}
