import Foundation

/// Reads one file of a content folder, with a bound on its size and without following links.
package struct ContentFile: Sendable {
  /// The most bytes that a content file may have.
  package static let limit = 256 * 1_024

  /// The file's path relative to the content's root, as diagnostics name it.
  package let path: String
  private let place: ContentPath

  /// A file below a root folder; the relative path may not climb out of it.
  package init(root: String, path: String) {
    self.path = path
    place = ContentPath(root: root, path: path)
  }

  /// The file's path on this machine.
  package var fullPath: String { place.url.path }

  /// Whether something stands at the path, whatever it is.
  package var exists: Bool { place.kind != nil }

  /// The file's text, or `nil` after reporting why it cannot be read: missing, a link or folder, over `limit`,
  /// not UTF-8, or holding a NUL.
  package func text(_ collector: DiagnosticCollector) -> String? {
    guard let kind = place.kind else {
      report(.fileMissing, collector)
      return nil
    }
    guard kind == .file else {
      report(.fileNotRegular, collector)
      return nil
    }
    do {
      let handle = try FileHandle(forReadingFrom: place.url)
      let data = try handle.read(upToCount: Self.limit + 1) ?? Data()
      try handle.close()
      return Self.text(Array(data), path: path, collector)
    } catch {
      report(.fileMissing, collector)
      return nil
    }
  }

  /// The text of these bytes, or `nil` after reporting that they are too many, not UTF-8, or hold a NUL.
  package static func text(
    _ bytes: [UInt8], path: String, _ collector: DiagnosticCollector
  ) -> String? {
    guard bytes.count <= limit else {
      collector.report(
        Diagnostic(
          file: path, line: 0, column: 0, code: .fileTooLarge,
          arguments: ["limit": .integer(limit / 1_024)]))
      return nil
    }
    guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
      collector.report(Diagnostic(file: path, line: 0, column: 0, code: .fileNotText))
      return nil
    }
    return text
  }

  private func report(_ code: DiagnosticCode, _ collector: DiagnosticCollector) {
    collector.report(Diagnostic(file: path, line: 0, column: 0, code: code))
  }
}
