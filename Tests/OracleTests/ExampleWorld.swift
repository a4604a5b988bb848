import Cloud
import CloudAPI
import EventKernel
import Shell

/// A world with one of everything, in which an example's ids and names stand for what is there.
struct ExampleWorld: Sendable {
  /// The workspace that the set-up made.
  let workspace: Workspace
  /// The lines of the set-up that failed for another reason than that they are not modelled yet.
  let failures: [String]

  /// The world, made once.
  static let shared = Result<ExampleWorld, any Error> { try ExampleWorld() }

  private init() throws {
    let regions = ["us-east-1", "us-west-2", "us-east-2"].map { Region(rawValue: $0) }
    var world = World(catalog: try RepositoryFiles.catalog.get(), seed: WorldSeed(1))
    world.openAccount(in: regions)
    var workspace = Workspace(
      world: world, header: Journal.Header(lab: "examples", worldSeed: WorldSeed(1)), region: regions[0],
      catalog: try RepositoryFiles.operations.get())
    var failures: [String] = []
    for line in ScriptRun(text: try RepositoryFiles.oracle("examples/world.sky")).lines {
      // What a line that is not modelled yet would have made, later lines cannot use.
      let isUnset = line.text.matches(of: /\$([A-Z_0-9]+)/).contains {
        (workspace.variables[String($0.output.1)] ?? "").isEmpty
      }
      guard !isUnset else { continue }
      do throws(LineFailure) {
        if case .aws(let outcome) = try workspace.execute(line.text), outcome.status != 0,
          outcome.refusal == nil
        {
          failures.append("\(line.text): \(outcome.errorOutput)")
        }
      } catch {
        // A substitution whose line is not modelled says nothing on standard error.
        if case .substitution(_, let failed) = error, failed.outcome.errorOutput.isEmpty { continue }
        failures.append("\(line.text): \(error)")
      }
    }
    self.workspace = workspace.rebased()
    self.failures = failures
  }

  /// The words of a line with ids and names of this world in the place of the example's.
  func fitted(_ words: [String]) -> [String] {
    var fitted = words.map(fitted)
    let operation = words.count > 2 ? words[2] : ""
    for index in fitted.indices.dropLast() where fitted[index].hasPrefix("--") {
      let option = String(fitted[index].dropFirst(2))
      guard !Self.makes(operation, what: option) else { continue }
      let variable = "NAME_" + option.uppercased().map { $0 == "-" ? "_" : $0 }
      if let name = workspace.variables[variable], !name.isEmpty { fitted[index + 1] = name }
    }
    return fitted
  }

  /// The text of a file with ids of this world.
  func fitted(_ bytes: [UInt8]) -> [UInt8] { Array(fitted(String(decoding: bytes, as: UTF8.self)).utf8) }

  /// Whether an operation makes what an option names: `create-db-instance --db-instance-identifier`.
  private static func makes(_ operation: String, what option: String) -> Bool {
    var noun = option[...]
    for end in ["-name", "-identifier", "-id", "-arn"] where noun.hasSuffix(end) {
      noun = noun.dropLast(end.count)
    }
    return ["create", "import", "put"].contains { operation == "\($0)-\(noun)" }
      || operation == "create-key-pair" && option == "key-name" || operation == "import-key-pair"
      || operation.hasPrefix("create-bucket") || operation == "create-security-group"
      || operation.hasPrefix("put-") && option == "policy-name"
  }

  private func fitted(_ text: String) -> String {
    let zoned = text.replacing(
      /\b(us|eu|ap|ca|sa)-(east|west|central|north|south|northeast|southeast)-\d([a-f])\b/
    ) {
      "us-east-1\($0.output.3)"
    }
    let bucketed = zoned.replacing(/\bamzn-s3-demo-(?:source-|destination-)?bucket(2?)\b/) { match in
      workspace.variables[match.output.1.isEmpty ? "NAME_BUCKET" : "BUCKET_2"] ?? String(match.output.0)
    }
    return bucketed.replacing(/\b([a-z]{1,10})-(?:[0-9a-fx]{8,17}|[0-9a-z]*EXAMPLE[0-9a-z]*)\b/) { match in
      let id = workspace.variables["ID_" + match.output.1.uppercased()]
      return id.flatMap { $0.isEmpty ? nil : $0 } ?? String(match.output.0)
    }
  }
}
