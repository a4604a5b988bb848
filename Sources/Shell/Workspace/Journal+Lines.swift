import CloudAPI
import EventKernel

/// Why a journal cannot be read; the sentences stand in the catalogue of texts (`journal.<code>`).
package enum JournalError: Error, Sendable, Equatable {
  /// The text is longer than a journal may be.
  case tooLong(limit: Int)
  /// The first line is no header of this form.
  case badHeader(line: Int)
  /// The header's form is newer than this program.
  case newerFormat(Int)
  /// A line is not JSON or none of the entries; the last line of a cut file is told apart.
  case badLine(line: Int, isLast: Bool)
}

extension Journal {
  /// The most bytes that a journal may have.
  package static let longest = 16 * 1_048_576
  /// The most entries that a journal may have.
  package static let mostEntries = 100_000

  /// The header and entries as lines of JSON, without newlines.
  package var lines: [String] { [Self.line(header)] + entries.map { Self.line($0) } }

  /// The journal as a file.
  package var text: String { lines.joined(separator: "\n") + "\n" }

  /// The header's line.
  package static func line(_ header: Header) -> String { value(header).json(.compact) }

  /// The header as a value.
  static func value(_ header: Header) -> Value {
    [
      "format": .integer(Int64(Header.format)), "engine": .integer(Int64(header.engine)),
      "lab": .string(header.lab), "labVersion": .string(header.labVersion),
      "worldSeed": .string(String(header.worldSeed.rawValue)), "variant": .string(header.variant),
    ]
  }

  /// The line of an entry.
  package static func line(_ entry: Entry) -> String { value(entry).json(.compact) }

  /// An entry as a value.
  static func value(_ entry: Entry) -> Value {
    switch entry {
    case .call(let words, let files): return value(ofLine: "aws", words, files)
    case .session(let words, let files): return value(ofLine: "ssh", words, files)
    case .request(let words): return ["curl": .array(words.map { .string($0) })]
    case .advance(let span): return ["advance": .integer(span.nanoseconds)]
    case .run(let span): return ["run": .integer(span.nanoseconds)]
    case .assign(let name, let text, let exports):
      return [exports ? "export" : "set": .string(name), "to": .string(text)]
    case .fault(let words): return ["fault": .array(words.map { .string($0) })]
    case .traffic(let words): return ["traffic": .array(words.map { .string($0) })]
    case .marketplace(let words): return ["marketplace": .array(words.map { .string($0) })]
    case .undo(let count): return ["undo": .integer(Int64(count))]
    case .redo(let count): return ["redo": .integer(Int64(count))]
    }
  }

  /// The words of a line under the name of its program, with the files that it read.
  private static func value(ofLine program: String, _ words: [String], _ files: [File]) -> Value {
    var object = ValueObject([(key: program, value: .array(words.map { .string($0) }))])
    if !files.isEmpty {
      object["files"] = .object(ValueObject(files.map { (key: $0.name, value: .string($0.content)) }))
    }
    return .object(object)
  }

  /// Reads a journal from its text.
  package init(text: String) throws(JournalError) {
    guard text.utf8.count <= Self.longest else { throw .tooLong(limit: Self.longest) }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while let last = lines.last, last.isEmpty { lines.removeLast() }
    guard lines.count <= Self.mostEntries else { throw .tooLong(limit: Self.mostEntries) }
    guard let first = lines.first else { throw .badHeader(line: 1) }
    header = try Self.header(of: first)
    for (index, line) in lines.enumerated().dropFirst() {
      guard let entry = Self.entry(of: line) else {
        throw .badLine(line: index + 1, isLast: index == lines.count - 1)
      }
      entries.append(entry)
    }
  }

  /// Reads a header's line.
  package static func header(of line: String) throws(JournalError) -> Header {
    guard let value = parse(line), case .object(let object) = value,
      case .integer(let format)? = object["format"]
    else { throw .badHeader(line: 1) }
    guard format <= Header.format else { throw .newerFormat(Int(format)) }
    guard case .integer(let engine)? = object["engine"], case .string(let lab)? = object["lab"],
      case .string(let version)? = object["labVersion"], case .string(let seedText)? = object["worldSeed"],
      let seed = UInt64(seedText), case .string(let variant)? = object["variant"]
    else { throw .badHeader(line: 1) }
    return Header(
      engine: Int(engine), lab: lab, labVersion: version, worldSeed: WorldSeed(seed), variant: variant)
  }

  /// Reads an entry's line; `nil` when it is none.
  package static func entry(of line: String) -> Entry? {
    guard let value = parse(line), case .object(let object) = value else { return nil }
    if let words = texts(object["aws"]) {
      return files(object["files"]).map { .call(words: words, files: $0) }
    }
    if let words = texts(object["ssh"]) {
      return files(object["files"]).map { .session(words: words, files: $0) }
    }
    if let words = texts(object["curl"]) { return .request(words: words) }
    if let span = span(object["advance"]) { return .advance(span) }
    if let span = span(object["run"]) { return .run(span) }
    for (key, exports) in [("set", false), ("export", true)] {
      if case .string(let name)? = object[key], case .string(let text)? = object["to"] {
        return .assign(name: name, value: text, exports: exports)
      }
    }
    if let words = texts(object["fault"]) { return .fault(words: words) }
    if let words = texts(object["traffic"]) { return .traffic(words: words) }
    if let words = texts(object["marketplace"]) { return .marketplace(words: words) }
    if case .integer(let count)? = object["undo"], (1...1_000_000).contains(count) {
      return .undo(Int(count))
    }
    if case .integer(let count)? = object["redo"], (1...1_000_000).contains(count) {
      return .redo(Int(count))
    }
    return nil
  }

  /// The files that a line read; `nil` when they are none.
  private static func files(_ value: Value?) -> [File]? {
    guard case .object(let read)? = value else { return [] }
    var files: [File] = []
    for member in read.members {
      guard case .string(let content) = member.value else { return nil }
      files.append(File(name: member.key, content: content))
    }
    return files
  }

  private static func parse(_ line: String) -> Value? {
    do {
      return try Value(json: line)
    } catch {
      return nil
    }
  }

  /// A span that the shell itself could have written.
  private static func span(_ value: Value?) -> Duration? {
    guard case .integer(let nanoseconds)? = value, nanoseconds >= 0,
      nanoseconds <= SpanText.longest.nanoseconds
    else { return nil }
    return Duration(nanoseconds: nanoseconds)
  }

  private static func texts(_ value: Value?) -> [String]? {
    guard case .array(let elements)? = value else { return nil }
    var texts: [String] = []
    for element in elements {
      guard case .string(let text) = element else { return nil }
      texts.append(text)
    }
    return texts
  }
}
