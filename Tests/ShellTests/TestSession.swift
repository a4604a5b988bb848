import CloudAPI
import Course
import Foundation
import LearnerStore
import Shell
import Terminal
import Testing
import Texts

/// A session without a terminal in the repository's content: what it shows is caught in a file.
final class TestSession {
  let session: Session
  private let file: FileHandle
  private let path: String

  /// The repository's root.
  static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }()

  /// What makes the worlds of the repository's content, read once for all tests.
  private static let builder: Result<WorldBuilder, any Error> = Result {
    let data = DataRoot(path: root)
    return WorldBuilder(
      catalog: try data.catalog(), operations: try OperationCatalog(directory: data.operationTables),
      memory: WorldMemory())
  }

  /// - Parameters:
  ///   - data: the folder of content; `nil` for the repository's own.
  ///   - home: the folder of progress; `nil` keeps nothing.
  ///   - lines: where answers to questions come from.
  init(
    _ language: Language = .en, data: String? = nil, home: String? = nil, json: Bool = false,
    lines: any LineSource = ScriptLineSource(text: "")
  ) throws {
    path = NSTemporaryDirectory() + "screen-\(UUID().uuidString)"
    try Data().write(to: URL(fileURLWithPath: path))
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    self.file = file
    let builder = SessionBuilder(
      language: language, data: data ?? Self.root, wantsJSON: json, noColour: true, plain: false,
      output: file.fileDescriptor, error: file.fileDescriptor)
    session = try builder.session(
      lines: { _ in lines }, home: home, builder: data == nil ? Self.builder.get() : nil)
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch { print("\(path) stays: \(error)") }
  }

  /// Does a line; gives what the screen shows since the last one.
  func run(_ line: String) throws -> (text: String, status: Int32) {
    let status = session.perform(line)
    try file.seek(toOffset: shown)
    let bytes = try file.readToEnd() ?? Data()
    shown += UInt64(bytes.count)
    return (String(decoding: bytes, as: UTF8.self), status)
  }

  private var shown: UInt64 = 0
}
