package import Foundation
import Shell

/// The program beside the tests, as it was built with them.
package enum BuiltProgram {
  /// The repository's root.
  package static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }()

  /// The program's path: beside the running test, else where a debug build puts it.
  package static let path: String = {
    let files = FileManager.default
    let test = ProgramPath.find(word: CommandLine.arguments.first ?? "", environment: [:])
    let beside = URL(fileURLWithPath: test).deletingLastPathComponent().path + "/skydrill"
    return files.isExecutableFile(atPath: beside) ? beside : root + "/.build/debug/skydrill"
  }()

  /// What a run without a terminal left: its output and errors as one text, and its status.
  package struct Outcome: Sendable, Equatable {
    package let text: String
    package let status: Int32
  }

  /// Lets a test work in a new folder for a learner's progress, which is removed afterwards.
  package static func withHome<Result>(_ body: (_ home: String) throws -> Result) throws -> Result {
    let home = NSTemporaryDirectory() + "home-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let result = Swift.Result { try body(home) }
    try FileManager.default.removeItem(atPath: home)
    return try result.get()
  }

  /// Runs the program without a terminal, with an empty input or the given one; another program finds it in `PATH`.
  ///
  /// - Parameter folder: where it runs; `nil` where the tests run.
  package static func run(
    _ arguments: [String], home: String, input: Data = Data(), program: String = path,
    folder: String? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = [
      "SKYDRILL_HOME": home, "LANG": "en_US.UTF-8", "HOME": home,
      "PATH": URL(fileURLWithPath: path).deletingLastPathComponent().path + ":/usr/bin:/bin",
    ]
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    let given = home + "/input-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    try input.write(to: URL(fileURLWithPath: given))
    let output = Pipe()
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: given))
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try FileManager.default.removeItem(atPath: given)
    return Outcome(text: String(decoding: bytes, as: UTF8.self), status: process.terminationStatus)
  }
}
