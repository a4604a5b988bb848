import Cloud
import CloudAPI
import EventKernel
import Shell

/// A run of an example line on a copy of the examples' world.
struct ExampleRun: Sendable {
  /// The words after `aws`, with ids and names of the world.
  let words: [String]
  /// What they did.
  let outcome: AWSOutcome

  /// The runs of all example lines by their names, made once; `nil` where the shell refuses the line.
  static let all = Result<[String: ExampleRun?], any Error> {
    let world = try ExampleWorld.shared.get()
    let lines = try ExampleLine.services.flatMap(ExampleLine.lines)
    let runs = try lines.map { ($0.name, try ExampleRun($0, in: world)) }
    return Dictionary(runs, uniquingKeysWith: { first, _ in first })
  }

  /// What the examples of `aws s3` upload without showing it.
  private static let localFiles: [String: [UInt8]] = Dictionary(
    uniqueKeysWithValues: [
      "test.txt", "file.txt", "mydoc.txt", "myDir/test1.txt", "myDir/test2.jpg", "part01",
      "/tmp/foo/test1.txt", "/tmp/foo/test2.jpg", "/dev/stdin", "MySampleImage.png",
    ].map { ($0, Array("an example".utf8)) })

  /// Runs a line; `nil` where it has what the shell refuses, such as a pipe.
  init?(_ example: ExampleLine, in world: ExampleWorld) throws {
    do {
      words = Array(world.fitted(try example.words()).dropFirst())
    } catch ShellLineError.refused {
      return nil
    }
    let files = Self.localFiles.merging(example.files.mapValues(world.fitted)) { $1 }
    let context = AWSContext(
      readFile: { (name: String) throws(AWSFileError) -> [UInt8] in
        guard let bytes = files[name] else { throw .missing }
        return bytes
      }, uniqueText: { "00000000-0000-4000-8000-000000000000" }, listFiles: { files.keys.sorted() },
      writeFile: { (_: String, _: [UInt8]) throws(AWSFileError) in },
      removeFile: { (_: String) throws(AWSFileError) in })
    var state = world.workspace.world
    outcome = AWSRunner(catalog: world.workspace.catalog, context: context).run(
      words, on: &state, as: CallContext(caller: .administrator, region: world.workspace.region))
  }
}
