/// Reads the shorthand syntax `Key=Value,Key2=a,b,Key3=[{…}]` of an option's word.
///
/// Grammar and error texts are those of the AWS command line (docs: shorthand grammar). The tree has strings, arrays and
/// objects only; `ShorthandCoercion` then fits it to the model. Nesting is limited so that a hostile word ends in an
/// error.
struct ShorthandParser {
  private let input: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  private var readsFiles = false
  private let readFile: (String) throws(AWSUsageError) -> String?

  /// Nesting beyond which a word is refused; AWS's own limit is Python's stack.
  private static let maximumDepth = 100

  /// - Parameter readFile: gives the text of a `file://` value after `key@=`, nil for any other value.
  init(_ text: String, readFile: @escaping (String) throws(AWSUsageError) -> String?) {
    input = Array(text.unicodeScalars)
    self.readFile = readFile
  }

  /// A word that is no shorthand, as AWS words it.
  struct SyntaxError: Error {
    let message: String
  }

  /// What may go wrong while reading.
  enum Failure: Error {
    case syntax(SyntaxError)
    case file(AWSUsageError)

    var message: String {
      switch self {
      case .syntax(let error): error.message
      case .file(let error): error.message
      }
    }
  }

  /// Reads the whole word into an object.
  mutating func parse() throws(Failure) -> Value {
    var result = ValueObject()
    var (key, value) = try keyValue()
    result[key] = value
    var last = index
    while index < input.count {
      try expect(",", blanks: true)
      (key, value) = try keyValue()
      if result[key] != nil { throw .syntax(duplicate(key, at: last + 1)) }
      result[key] = value
      last = index
    }
    return .object(result)
  }

  private mutating func keyValue() throws(Failure) -> (String, Value) {
    let key = try keyAndEquals()
    return (key, try values())
  }

  private mutating func keyAndEquals() throws(Failure) -> String {
    let start = index
    while index < input.count, ShorthandParser.isKey(input[index]) { index += 1 }
    let key = text(start..<index)
    readsFiles = false
    skipBlanks()
    if current == "@" {
      try expect("@", blanks: true)
      readsFiles = true
    }
    try expect("=", blanks: true)
    return key
  }

  private mutating func values() throws(Failure) -> Value {
    switch current {
    case nil: .string("")
    case "[": try explicitList()
    case "{": try hash()
    default: try commaSeparated()
    }
  }

  private mutating func commaSeparated() throws(Failure) -> Value {
    let first = try firstValue()
    skipBlanks()
    guard current == "," else { return first }
    try expect(",", blanks: true)
    var list = [first]
    while true {
      do throws(Failure) {
        let value = try secondValue()
        skipBlanks()
        if index >= input.count {
          list.append(value)
          break
        }
        try expect(",", blanks: true)
        list.append(value)
      } catch {
        guard case .syntax = error, index < input.count else { throw error }
        while index > 0, input[index] != "," { index -= 1 }
        break
      }
    }
    return list.count == 1 ? first : .array(list)
  }

  private mutating func explicitList() throws(Failure) -> Value {
    try enter()
    try expect("[", blanks: true)
    var items: [Value] = []
    while current != "]" {
      items.append(try explicitValue())
      try separator(before: "]")
    }
    try expect("]")
    depth -= 1
    return .array(items)
  }

  private mutating func hash() throws(Failure) -> Value {
    try enter()
    try expect("{", blanks: true)
    var object = ValueObject()
    while current != "}" {
      let key = try keyAndEquals()
      let value = try explicitValue()
      try separator(before: "}")
      object[key] = value
    }
    try expect("}")
    depth -= 1
    return .object(object)
  }

  private mutating func explicitValue() throws(Failure) -> Value {
    switch current {
    case "[": try explicitList()
    case "{": try hash()
    default: try firstValue()
    }
  }

  private mutating func separator(before end: Unicode.Scalar) throws(Failure) {
    skipBlanks()
    if current != end {
      try expect(",")
      skipBlanks()
    }
  }

  private mutating func firstValue() throws(Failure) -> Value {
    if let quote = current, quote == "'" || quote == "\"" { return try quoted(quote) }
    return try resolved(word(follow: ShorthandParser.isFirstFollow) ?? "")
  }

  private mutating func secondValue() throws(Failure) -> Value {
    if let quote = current, quote == "'" || quote == "\"" { return try quoted(quote) }
    guard let word = word(follow: ShorthandParser.isSecondFollow) else {
      throw .syntax(unexpected(expected: "<second>", received: "<none>"))
    }
    return try resolved(word)
  }

  private mutating func word(follow: (Unicode.Scalar) -> Bool) -> String? {
    let start = index
    var place = index
    func escapedComma(_ place: Int) -> Bool {
      input[place] == "\\" && place + 1 < input.count && input[place + 1] == ","
    }
    guard place < input.count else { return nil }
    if escapedComma(place) {
      place += 2
    } else if ShorthandParser.isStart(input[place]) {
      place += 1
    } else {
      return nil
    }
    while place < input.count {
      if escapedComma(place) {
        place += 2
      } else if follow(input[place]) {
        place += 1
      } else {
        break
      }
    }
    index = place
    var scalars: [Unicode.Scalar] = []
    for position in start..<place
    where !(input[position] == "\\" && position + 1 < place && input[position + 1] == ",") {
      scalars.append(input[position])
    }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return ShorthandParser.string(scalars)
  }

  /// A quoted value: it ends at the first quote without a backslash, or at the last one with, when there is no other.
  private mutating func quoted(_ quote: Unicode.Scalar) throws(Failure) -> Value {
    var place = index + 1
    var end: Int?
    while place < input.count {
      if input[place] == "\\", place + 1 < input.count, input[place + 1] == quote {
        end = place + 1
        place += 2
      } else if input[place] == quote {
        end = place
        break
      } else {
        place += 1
      }
    }
    guard let end else {
      let name = quote == "'" ? "<singled quoted>" : "<double quoted>"
      throw .syntax(unexpected(expected: name, received: "<none>"))
    }
    let inner = Array(input[(index + 1)..<end])
    index = end + 1
    let unquoted = ShorthandParser.replacing(["\\", quote], by: quote, in: inner)
    let plain = ShorthandParser.replacing(["\\", "\\"], by: "\\", in: unquoted)
    return try resolved(ShorthandParser.string(plain))
  }

  private func resolved(_ text: String) throws(Failure) -> Value {
    guard readsFiles else { return .string(text) }
    do throws(AWSUsageError) {
      return .string(try readFile(text) ?? text)
    } catch {
      throw .file(error)
    }
  }

  private mutating func enter() throws(Failure) {
    depth += 1
    if depth > ShorthandParser.maximumDepth {
      throw .syntax(unexpected(expected: "value", received: "nesting over \(ShorthandParser.maximumDepth)"))
    }
  }

  private var current: Unicode.Scalar? { index < input.count ? input[index] : nil }

  private mutating func expect(_ scalar: Unicode.Scalar, blanks: Bool = false) throws(Failure) {
    if blanks { skipBlanks() }
    guard let actual = current else {
      throw .syntax(unexpected(expected: String(scalar), received: "EOF"))
    }
    guard actual == scalar else {
      throw .syntax(unexpected(expected: String(scalar), received: String(actual)))
    }
    index += 1
    if blanks { skipBlanks() }
  }

  private mutating func skipBlanks() {
    while let scalar = current, scalar.value == 32 || (9...13).contains(scalar.value) { index += 1 }
  }

  private func text(_ range: Range<Int>) -> String { ShorthandParser.string(Array(input[range])) }

  private func unexpected(expected: String, received: String) -> SyntaxError {
    SyntaxError(
      message: "Expected: '\(expected)', received: '\(received)' for input:\n\(location(at: index))")
  }

  private func duplicate(_ key: String, at place: Int) -> SyntaxError {
    SyntaxError(
      message: "Second instance of key \"\(key)\" encountered for input:\n\(location(at: place))\n"
        + "This is often because there is a preceding \",\" instead of a space.")
  }

  /// The input with a caret under the place; the line with the place ends before the caret.
  private func location(at place: Int) -> String {
    let before = input[..<min(place, input.count)]
    let column = before.lastIndex(of: "\n").map { place - $0 - 1 } ?? place
    let lineEnd = input[min(place, input.count)...].firstIndex(of: "\n") ?? input.count
    return text(0..<lineEnd) + "\n" + String(repeating: " ", count: column) + "^"
      + text(lineEnd..<input.count)
  }
}

extension ShorthandParser {
  static func string(_ scalars: [Unicode.Scalar]) -> String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }

  fileprivate static func replacing(
    _ pair: [Unicode.Scalar], by scalar: Unicode.Scalar, in text: [Unicode.Scalar]
  ) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var index = 0
    while index < text.count {
      if text[index] == pair[0], index + 1 < text.count, text[index + 1] == pair[1] {
        result.append(scalar)
        index += 2
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }

  fileprivate static func isKey(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "#", "/", ":": true
    default: false
    }
  }

  fileprivate static func isStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "!", "#"..."&", "("..."+", "-"..."<", ">"..."Z", "\\"..."z", "|"..."\u{ffff}": true
    default: false
    }
  }

  fileprivate static func isFirstFollow(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "!", "#"..."&", "("..."+", "-"..."\\", "^"..."|", "~"..."\u{ffff}": true
    default: scalar.properties.isWhitespace || (0x1c...0x1f).contains(scalar.value)
    }
  }

  fileprivate static func isSecondFollow(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "!", "#"..."&", "("..."+", "-"..."<", ">"..."\u{ffff}": true
    default: scalar.properties.isWhitespace || (0x1c...0x1f).contains(scalar.value)
    }
  }
}
