package import Foundation

/// A copy of the repository's content for a test to break.
package struct ContentCopy {
  /// The data root.
  package let root: String

  /// Copies what the program reads into a folder.
  package init(in folder: String) throws {
    root = folder + "/content"
    let files = FileManager.default
    try files.createDirectory(atPath: root, withIntermediateDirectories: true)
    for part in ["VERSION", "api", "bench", "facts", "labs", "lessons", "sandbox", "texts"] {
      try files.copyItem(atPath: "\(BuiltProgram.root)/\(part)", toPath: "\(root)/\(part)")
    }
  }

  /// Writes a file.
  package func write(_ path: String, _ data: Data) throws {
    try data.write(to: URL(fileURLWithPath: root + "/" + path))
  }

  /// Removes a file.
  package func delete(_ path: String) throws {
    try FileManager.default.removeItem(atPath: root + "/" + path)
  }

  /// Puts a text in the place of another wherever that stands in a file, which must hold it.
  package func replace(_ path: String, _ old: String, _ new: String) throws {
    let text = try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    guard text.contains(old) else {
      throw ProgramOnTerminal.Failure(description: "\(path) does not hold \(old)")
    }
    try write(path, Data(text.replacing(old, with: new).utf8))
  }

  /// Makes the first lab quick, for tests that want a verdict and not its numbers: one weather, runs of eight minutes instead
  /// of thirty, half of the users with twice the work. All its reference solutions pass then too, and no wrong design does.
  package func shortenLab() throws {
    for (old, new) in [
      ("\nweathers: 5\n", "\nweathers: 1\n"), ("duration: 30m", "duration: 8m"),
      ("between: [8m, 12m]", "between: [2m, 3m]"), ("lasting: 15m", "lasting: 4m"), ("rate: 88", "rate: 44"),
      ("cpu: 50ms", "cpu: 100ms"), ("atMost: 3000\n    full: 3000", "atMost: 1500\n    full: 1500"),
    ] { try replace("labs/az-outage/lab.yaml", old, new) }
  }

  /// Makes a file as long as asked, without filling the disk.
  package func stretch(_ path: String, to size: UInt64) throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: root + "/" + path))
    try handle.truncate(atOffset: size)
    try handle.close()
  }
}
