import Course
import Foundation
import LearnerStore
import ProgramHarness
import Shell
import Terminal
import Testing
import Texts

/// A session of 80 columns without a terminal, a store in a folder of its own: what it shows is caught in a file.
final class TranscriptPlayer {
  let session: Session
  private let file: FileHandle
  private let home: String

  /// The repository's root.
  static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }()

  /// - Parameter weathers: how many weathers the labs have, in a copy of the content; `nil` for the labs as they are.
  init(language: Language, weathers: Int?) throws {
    let home = NSTemporaryDirectory() + "transcript-\(UUID().uuidString)"
    self.home = home
    try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
    let path = home + "/screen"
    try Data().write(to: URL(fileURLWithPath: path))
    let file = try #require(FileHandle(forUpdatingAtPath: path))
    self.file = file
    let builder = SessionBuilder(
      language: language, data: try weathers.map { try Self.content(in: home, weathers: $0) } ?? Self.root,
      wantsJSON: false, noColour: true, plain: false,
      output: file.fileDescriptor, error: file.fileDescriptor)
    session = try builder.session(lines: { _ in ScriptLineSource(text: "") }, home: home)
  }

  /// A copy of the repository's content whose labs have so many weathers; gives its folder.
  private static func content(in home: String, weathers: Int) throws -> String {
    let copy = try ContentCopy(in: home)
    try copy.replace("labs/az-outage/lab.yaml", "\nweathers: 5\n", "\nweathers: \(weathers)\n")
    return copy.root
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: home) } catch { print("\(home) stays: \(error)") }
  }

  /// Does a line; gives what the screen shows, and the status where it is not 0.
  func run(_ line: String) throws -> String {
    let status = session.perform(line)
    try file.seek(toOffset: shown)
    let bytes = try file.readToEnd() ?? Data()
    shown += UInt64(bytes.count)
    let text = String(decoding: bytes, as: UTF8.self)
    return text + (status == 0 ? "" : "[\(status)]\n")
  }

  private var shown: UInt64 = 0
}
