import CloudAPI

/// A program of `jq`: paths, `[]`, `select`, `map`, lists, assignments, texts with values in them, and what tutorials put behind
/// them; the rest `--query` does.
struct JQProgram {
  /// Why a program cannot be carried out.
  enum Problem: Error, Equatable {
    /// The program uses more than is known here.
    case unknown
    /// A value has no such place, in `jq`'s words.
    case wrongType(String)
    /// It gives more values than are kept.
    case tooMuch
  }

  indirect enum Step {
    case identity
    case member(String)
    case element(Int)
    case all
    case literal(Value)
    case list([[Step]])
    case alternatives([[Step]])
    case select([Step], isEqual: Bool, [Step])
    case map([Step])
    case length, keys, first, last, sort, unique, tabs
    case join(String)
    case orElse([Step], [Step])
    /// `path = program`: the place takes what the program gives of the whole.
    case assign([Step], [Step])
    /// `path |= program`: the place takes what the program gives of what stood there.
    case update([Step], [Step])
    /// `"text \(program)"`.
    case text([TextPart])
  }

  /// A piece of a text.
  enum TextPart {
    case plain(String)
    case value([Step])
  }

  /// The most values that a program gives.
  static let mostValues = 100_000

  private var steps: [Step] = []

  /// Reads a program.
  init(_ text: String) throws(Problem) {
    guard text.utf8.count <= 4_096 else { throw .unknown }
    var reader = Reader(text: Array(text))
    steps = try reader.pipeline(depth: 0)
    reader.skipBlanks()
    guard reader.next == nil else { throw .unknown }
  }

  private struct Reader {
    let text: [Character]
    var position = 0

    var next: Character? { position < text.count ? text[position] : nil }

    mutating func skipBlanks() { while let next, next.isWhitespace { position += 1 } }

    mutating func take(_ word: String) -> Bool {
      skipBlanks()
      guard text[position...].starts(with: word) else { return false }
      let end = position + word.count
      if word.last?.isLetter == true, end < text.count, text[end].isLetter || text[end] == "_" {
        return false
      }
      position = end
      return true
    }

    mutating func pipeline(depth: Int) throws(Problem) -> [Step] {
      guard depth < 32 else { throw .unknown }
      var steps = try alternatives(depth: depth)
      while take("|") { steps += try alternatives(depth: depth) }
      return steps
    }

    private mutating func alternatives(depth: Int) throws(Problem) -> [Step] {
      var all = [try fallback(depth: depth)]
      while take(",") { all.append(try fallback(depth: depth)) }
      return all.count == 1 ? all[0] : [.alternatives(all)]
    }

    private mutating func fallback(depth: Int) throws(Problem) -> [Step] {
      let first = try assignment(depth: depth)
      guard take("//") else { return first }
      return [.orElse(first, try assignment(depth: depth))]
    }

    private mutating func assignment(depth: Int) throws(Problem) -> [Step] {
      let path = try term(depth: depth)
      skipBlanks()
      let isUpdate = text[position...].starts(with: "|=")
      guard isUpdate || next == "=" && !text[position...].starts(with: "==") else { return path }
      guard path.allSatisfy(\.isOfPath) else { throw .unknown }
      position += isUpdate ? 2 : 1
      let new = try term(depth: depth)
      return [isUpdate ? .update(path, new) : .assign(path, new)]
    }

    private mutating func term(depth: Int) throws(Problem) -> [Step] {
      skipBlanks()
      guard let next else { throw .unknown }
      switch next {
      case ".": return try path(depth: depth)
      case "\"": return [try filledText(depth: depth)]
      case "[":
        position += 1
        if take("]") { return [.literal([])] + (try suffixes()) }
        let inner = try pipeline(depth: depth + 1)
        guard take("]") else { throw .unknown }
        return [.list([inner])] + (try suffixes())
      case "(":
        position += 1
        let inner = try pipeline(depth: depth + 1)
        guard take(")") else { throw .unknown }
        return inner + (try suffixes())
      case _ where next.isNumber || next == "-": return [.literal(.integer(Int64(try number())))]
      default: return try word(depth: depth)
      }
    }

    private mutating func word(depth: Int) throws(Problem) -> [Step] {
      for (name, step) in [
        ("length", Step.length), ("keys", .keys), ("first", .first), ("last", .last), ("sort", .sort),
        ("unique", .unique), ("@tsv", .tabs),
      ] where take(name) {
        return [step]
      }
      for (name, value) in [("true", Value.bool(true)), ("false", .bool(false)), ("null", .null)]
      where take(name) { return [.literal(value)] }
      if take("map") {
        return [.map(try inParentheses { (reader) throws(Problem) in try reader.pipeline(depth: depth + 1) })]
      }
      if take("join") {
        return [.join(try inParentheses { (reader) throws(Problem) in try reader.string() })]
      }
      guard take("select") else { throw .unknown }
      return [
        try inParentheses { (reader) throws(Problem) in
          let left = try reader.pipeline(depth: depth + 1)
          let isEqual = reader.take("==")
          guard isEqual || reader.take("!=") else { throw .unknown }
          return .select(left, isEqual: isEqual, try reader.pipeline(depth: depth + 1))
        }
      ]
    }

    private mutating func inParentheses<Inner>(
      _ read: (inout Reader) throws(Problem) -> Inner
    ) throws(Problem) -> Inner {
      guard take("(") else { throw .unknown }
      skipBlanks()
      let inner = try read(&self)
      guard take(")") else { throw .unknown }
      return inner
    }

    private mutating func path(depth: Int) throws(Problem) -> [Step] {
      position += 1
      var steps: [Step] = []
      if next == "\"" {
        steps.append(.member(try string()))
      } else if let name = name() {
        steps.append(.member(name))
      }
      steps += try suffixes()
      return steps.isEmpty ? [.identity] : steps
    }

    private mutating func name() -> String? {
      let name = text[position...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
      guard let first = name.first, !first.isNumber else { return nil }
      position += name.count
      return String(name)
    }

    private mutating func suffixes() throws(Problem) -> [Step] {
      var steps: [Step] = []
      while let next {
        if next == "." {
          position += 1
          if self.next == "\"" {
            steps.append(.member(try string()))
          } else if let name = name() {
            steps.append(.member(name))
          } else if self.next != "[" {
            throw .unknown
          }
        } else if next == "[" {
          position += 1
          if take("]") {
            steps.append(.all)
          } else {
            skipBlanks()
            steps.append(self.next == "\"" ? .member(try string()) : .element(try number()))
            guard take("]") else { throw .unknown }
          }
        } else if next == "?" {
          throw .unknown
        } else {
          break
        }
      }
      return steps
    }

    mutating func number() throws(Problem) -> Int {
      let isNegative = next == "-"
      if isNegative { position += 1 }
      let digits = text[position...].prefix { $0.isASCII && $0.isNumber }
      position += digits.count
      guard let number = Int(String(digits)) else { throw .unknown }
      return isNegative ? -number : number
    }

    mutating func string() throws(Problem) -> String {
      guard case .literal(.string(let text)) = try filledText(depth: nil) else { throw .unknown }
      return text
    }

    /// A text in quotes, with `\(program)` in it unless `depth` is `nil`.
    private mutating func filledText(depth: Int?) throws(Problem) -> Step {
      guard next == "\"" else { throw .unknown }
      position += 1
      var parts: [TextPart] = []
      var result = ""
      while let character = next {
        position += 1
        if character == "\"" {
          return parts.isEmpty ? .literal(.string(result)) : .text(parts + [.plain(result)])
        }
        guard character == "\\" else {
          result.append(character)
          continue
        }
        if next == "(", let depth {
          position += 1
          let inner = try pipeline(depth: depth + 1)
          guard take(")") else { throw .unknown }
          parts += [.plain(result), .value(inner)]
          result = ""
          continue
        }
        guard let escaped = next, let meant = ["n": "\n", "t": "\t", "\\": "\\", "\"": "\""][escaped] else {
          throw .unknown
        }
        position += 1
        result += meant
      }
      throw .unknown
    }
  }

  /// What the program gives of a value, in order.
  func run(on value: Value) throws(Problem) -> [Value] { try Self.run(steps[...], on: value) }

  static func run(_ steps: ArraySlice<Step>, on value: Value) throws(Problem) -> [Value] {
    guard let step = steps.first else { return [value] }
    var results: [Value] = []
    for inner in try apply(step, to: value) {
      results += try run(steps.dropFirst(), on: inner)
      guard results.count <= mostValues else { throw .tooMuch }
    }
    return results
  }

  private static func apply(_ step: Step, to value: Value) throws(Problem) -> [Value] {
    switch step {
    case .identity: return [value]
    case .literal(let literal): return [literal]
    case .member(let name):
      guard value != .null else { return [.null] }
      guard let object = value.object else { throw cannotIndex(value, "\"\(name)\"") }
      return [object[name] ?? .null]
    case .element(let index):
      guard value != .null else { return [.null] }
      guard let elements = value.elements else { throw cannotIndex(value, "number") }
      return [value[position: index < 0 ? elements.count + index : index]]
    case .all: return try members(of: value)
    case .list(let inner):
      var elements: [Value] = []
      for steps in inner { elements += try run(steps[...], on: value) }
      return [.array(elements)]
    case .alternatives(let all):
      var results: [Value] = []
      for steps in all { results += try run(steps[...], on: value) }
      return results
    case .select(let left, let isEqual, let right):
      guard let wanted = try run(right[...], on: value).first, let found = try run(left[...], on: value).first
      else { return [] }
      return (found == wanted) == isEqual ? [value] : []
    case .map(let inner):
      var elements: [Value] = []
      for element in try members(of: value) { elements += try run(inner[...], on: element) }
      return [.array(elements)]
    case .orElse(let first, let second):
      let found = try run(first[...], on: value).filter { $0 != .null && $0 != .bool(false) }
      return found.isEmpty ? try run(second[...], on: value) : found
    case .length: return [.integer(Int64(try length(of: value)))]
    case .keys:
      guard let object = value.object else { throw .wrongType("\(kind(of: value)) has no keys") }
      return [.array(object.sortedMembers.map { .string($0.key) })]
    case .first: return [try elements(of: value).first ?? .null]
    case .last: return [try elements(of: value).last ?? .null]
    case .sort, .unique:
      let sorted = try elements(of: value).sorted { text(of: $0) < text(of: $1) }
      guard case .unique = step else { return [.array(sorted)] }
      return [
        .array(
          sorted.enumerated().filter { $0.offset == 0 || sorted[$0.offset - 1] != $0.element }.map(\.element))
      ]
    case .tabs: return [.string(try elements(of: value).map(text).joined(separator: "\t"))]
    case .join(let separator):
      return [.string(try elements(of: value).map(text).joined(separator: separator))]
    case .assign(let path, let program): return try assigned(path, program, in: value)
    case .update(let path, let program): return [try updated(path, program, in: value)]
    case .text(let parts): return try texts(parts, of: value).map { .string($0) }
    }
  }

  private static func members(of value: Value) throws(Problem) -> [Value] {
    if let object = value.object { return object.members.map(\.value) }
    guard let elements = value.elements else {
      throw .wrongType("Cannot iterate over \(kind(of: value))")
    }
    return elements
  }

  private static func elements(of value: Value) throws(Problem) -> [Value] {
    guard let elements = value.elements else { throw cannotIndex(value, "number") }
    return elements
  }

  private static func length(of value: Value) throws(Problem) -> Int {
    switch value {
    case .null: 0
    case .string(let text): text.unicodeScalars.count
    case .array(let elements): elements.count
    case .object(let object): object.members.count
    case .bool, .integer, .number: throw .wrongType("\(kind(of: value)) has no length")
    }
  }

  /// A value as it is printed without quotes.
  static func text(of value: Value) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    default: value.json(.compact)
    }
  }

  static func cannotIndex(_ value: Value, _ index: String) -> Problem {
    .wrongType("Cannot index \(kind(of: value)) with \(index)")
  }

  static func kind(of value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .integer, .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

extension Value {
  fileprivate subscript(position index: Int) -> Value { self[index] ?? .null }
}
