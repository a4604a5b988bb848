#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The history of lines on the disk, which several shells share: it only ever grows, a line with one write.
package final class HistoryFile {
  /// The path of the file.
  package let path: String
  /// The longest line that is kept, in bytes of the file.
  static let longestLine = 65_536
  /// How much of the end of the file is read at the start, in bytes.
  private static let tail: Int64 = 4 << 20

  private var offset: Int64?

  /// A history at a path; its folder must exist, the file need not.
  package init(path: String) { self.path = path }

  /// The lines that other shells have added since the last call, the first time the newest of all.
  ///
  /// Lines that are no text are passed over; a file that cannot be read has none.
  package func newLines(limit: Int) -> [String] {
    let descriptor = openFile(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let end = Int64(lseek(descriptor, 0, SEEK_END))
    guard end >= 0 else { return [] }
    let first = offset ?? max(0, end - HistoryFile.tail)
    guard first <= end else {
      offset = end
      return []
    }
    let bytes = HistoryFile.read(descriptor, from: first, to: end)
    guard let last = bytes.lastIndex(of: 0x0A) else { return [] }
    var rows = bytes[...last].split(separator: 0x0A)
    if offset == nil, first > 0, !rows.isEmpty { rows.removeFirst() }
    offset = first + Int64(last + 1)
    return rows.suffix(limit).compactMap { HistoryFile.decoded($0) }
  }

  /// Adds a line with one write; false when the file cannot be written or the line is too long.
  package func append(_ line: String) -> Bool {
    let bytes = Array(HistoryFile.encoded(line).utf8) + [0x0A]
    guard bytes.count <= HistoryFile.longestLine, !bytes.dropLast().contains(0) else { return false }
    let descriptor = openFile(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    let end = Int64(lseek(descriptor, 0, SEEK_CUR))
    if written == bytes.count, offset == nil || offset == end - Int64(written) { offset = end }
    return written == bytes.count
  }

  /// A line feed as `\n`, a backslash doubled, so that an entry is one row of the file.
  static func encoded(_ line: String) -> String {
    line.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }

  /// The line of a row; nil when it is not UTF-8 or holds control characters.
  static func decoded(_ row: ArraySlice<UInt8>) -> String? {
    guard row.count <= longestLine, let text = String(validating: row, as: UTF8.self) else { return nil }
    var line = ""
    var isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        line.unicodeScalars.append(scalar == "n" ? "\n" : scalar)
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else if scalar.properties.generalCategory == .control {
        return nil
      } else {
        line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  private static func read(_ descriptor: Int32, from start: Int64, to end: Int64) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: Int(min(end - start, tail)))
    var count = 0
    while count < bytes.count {
      let taken = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count, off_t(start) + off_t(count))
      }
      if taken > 0 { count += taken }
      if taken == 0 || taken < 0 && errno != EINTR { break }
    }
    return Array(bytes[..<count])
  }
}

private func openFile(_ path: String, _ flags: Int32) -> Int32 { open(path, flags, 0o600) }
