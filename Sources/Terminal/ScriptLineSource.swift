#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Lines from a file, a pipe or `-c`: no prompt, no editing, every bad line told with its number.
package final class ScriptLineSource: LineSource {
  /// The most bytes that a line may have.
  package static let longestLine = 65_536
  /// A script is nobody who could be asked back.
  package let isInteractive = false
  /// The number of the line that was read last, from 1.
  package private(set) var lineNumber = 0

  private enum Origin {
    case bytes
    case descriptor(Int32, isOurs: Bool)
  }

  private let origin: Origin
  private var buffer: [UInt8]
  private var start = 0
  private var isAtEnd: Bool

  /// The lines of a text, as `-c` gives it.
  package init(text: String) {
    origin = .bytes
    buffer = Array(text.utf8)
    isAtEnd = true
  }

  /// The lines of an open descriptor, as standard input; it is left open.
  package init(descriptor: Int32) {
    origin = .descriptor(descriptor, isOurs: false)
    buffer = []
    isAtEnd = false
  }

  /// The lines of a file; nil and the system's error number when it cannot be opened.
  package static func open(path: String) -> Result<ScriptLineSource, OpenError> {
    let descriptor = path.withCString { openReadOnly($0) }
    guard descriptor >= 0 else { return .failure(OpenError(errno: errno)) }
    return .success(ScriptLineSource(owning: descriptor))
  }

  /// Why a script cannot be opened.
  package struct OpenError: Error, Equatable {
    /// The system's error number.
    package let errno: Int32
  }

  private init(owning descriptor: Int32) {
    origin = .descriptor(descriptor, isOurs: true)
    buffer = []
    isAtEnd = false
  }

  deinit {
    if case .descriptor(let descriptor, isOurs: true) = origin { close(descriptor) }
  }

  /// The next line; the prompt is not shown. A last line without a line feed is a line.
  package func nextLine(prompt: Prompt) -> ReadResult {
    switch takeLine() {
    case .failure(let error): return .invalid(line: lineNumber + 1, reason: .unreadable(errno: error.errno))
    case .success(nil): return .endOfInput
    case .success(let taken?):
      lineNumber += 1
      return result(taken)
    }
  }

  /// A script's lines are kept by the script.
  @discardableResult
  package func remember(_ line: String) -> Bool { true }

  private struct TakenLine {
    var bytes: [UInt8]
    var isTooLong: Bool
  }

  private func result(_ taken: TakenLine) -> ReadResult {
    if taken.isTooLong { return .tooLong(line: lineNumber, limit: ScriptLineSource.longestLine) }
    var bytes = taken.bytes[...]
    if bytes.last == 0x0D { bytes = bytes.dropLast() }
    if lineNumber == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    if bytes.contains(0) { return .invalid(line: lineNumber, reason: .nul) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      return .invalid(line: lineNumber, reason: .notUTF8)
    }
    return .line(text)
  }

  /// Reads up to the next line feed; of a line that is too long only the start is kept.
  private func takeLine() -> Result<TakenLine?, OpenError> {
    var line = TakenLine(bytes: [], isTooLong: false)
    while true {
      let feed = buffer[start...].firstIndex(of: 0x0A)
      let end = feed ?? buffer.count
      if line.bytes.count + end - start > ScriptLineSource.longestLine {
        line.isTooLong = true
      } else if !line.isTooLong {
        line.bytes += buffer[start..<end]
      }
      let hadBytes = end > start
      start = end
      if feed != nil {
        start += 1
        return .success(line)
      }
      switch fill() {
      case .failure(let error): return .failure(error)
      case .success(true): continue
      case .success(false): return .success(hadBytes || line.isTooLong || !line.bytes.isEmpty ? line : nil)
      }
    }
  }

  /// Reads more bytes; false at the end.
  private func fill() -> Result<Bool, OpenError> {
    guard !isAtEnd, case .descriptor(let descriptor, _) = origin else { return .success(false) }
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        buffer = Array(chunk[..<count])
        start = 0
        return .success(true)
      }
      if count == 0 {
        isAtEnd = true
        return .success(false)
      }
      guard errno == EINTR else {
        isAtEnd = true
        return .failure(OpenError(errno: errno))
      }
    }
  }
}

private func openReadOnly(_ path: UnsafePointer<CChar>) -> Int32 { open(path, O_RDONLY | O_CLOEXEC) }
