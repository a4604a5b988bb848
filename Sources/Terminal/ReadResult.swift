/// What came of asking for the next line.
package enum ReadResult: Sendable, Equatable {
  /// A line without its line feed; never with NUL or broken UTF-8 in it.
  case line(String)
  /// Several lines pasted at once, to be shown and run one after the other; a leading `$ ` is already dropped.
  case pasted([String])
  /// Ctrl-C: what was typed is dropped.
  case interrupted
  /// Ctrl-D on an empty line, or the end of the script.
  case endOfInput
  /// The line with this number is longer than a line may be; the rest of it was passed over.
  case tooLong(line: Int, limit: Int)
  /// The line with this number is not text.
  case invalid(line: Int, reason: InvalidLine)
}

/// Why a line is not text.
package enum InvalidLine: Sendable, Equatable {
  /// It holds a NUL byte.
  case nul
  /// Its bytes are not UTF-8.
  case notUTF8
  /// The file cannot be read: the system's error number.
  case unreadable(errno: Int32)
}
