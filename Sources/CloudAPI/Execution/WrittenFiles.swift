/// The files that one line writes, kept until it has ended; used by the thread that runs the line alone.
final class WrittenFiles: @unchecked Sendable {
  private(set) var files: [(name: String, bytes: [UInt8])] = []

  func add(_ name: String, _ bytes: [UInt8]) { files.append((name, bytes)) }
}
