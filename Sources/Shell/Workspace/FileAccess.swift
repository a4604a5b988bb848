import CloudAPI
import EventKernel

/// What a line may do with files.
struct FileAccess: Sendable {
  let read: @Sendable (String) throws(AWSFileError) -> [UInt8]
  let list: @Sendable () -> [String]
  let write: @Sendable (String, [UInt8]) throws(AWSFileError) -> Void
  let remove: @Sendable (String) throws(AWSFileError) -> Void

  /// The work folder's files, each remembered that was read.
  static func folder(_ folder: WorkFolder, reading: FileReading) -> FileAccess {
    FileAccess(
      read: { (path: String) throws(AWSFileError) in try reading.read(path) }, list: { folder.names },
      write: { (path: String, bytes: [UInt8]) throws(AWSFileError) in try reading.write(path, bytes) },
      remove: { (path: String) throws(AWSFileError) in try folder.remove(path) })
  }

  /// The files that travel with a line of a journal, as base64 text by name; what the line wrote is written no more.
  static func journal(_ files: [String: String]) -> FileAccess {
    let names = files.keys.filter { $0 != FileReading.standardInput }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return FileAccess(
      read: { (path: String) throws(AWSFileError) -> [UInt8] in
        guard let content = files[path], let bytes = Base64.decode(content) else { throw .missing }
        return bytes
      }, list: { names }, write: { (_: String, _: [UInt8]) throws(AWSFileError) in },
      remove: { (_: String) throws(AWSFileError) in })
  }
}
