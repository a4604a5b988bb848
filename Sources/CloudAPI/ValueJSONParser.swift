/// A strict reader of JSON (RFC 8259) with bounded depth and size.
struct ValueJSONParser {
  private let bytes: [UInt8]
  private let limits: Value.JSONLimits
  private var position = 0
  private var depth = 0

  init(bytes: [UInt8], limits: Value.JSONLimits) {
    self.bytes = bytes
    self.limits = limits
  }

  mutating func parse() throws(ValueJSONError) -> Value {
    guard bytes.count <= limits.bytes else { throw error(.tooLarge(limit: limits.bytes), at: 0) }
    skipSpace()
    let value = try parseValue()
    skipSpace()
    guard position == bytes.count else { throw error(.extraData, at: position) }
    return value
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private mutating func parseValue() throws(ValueJSONError) -> Value {
    switch current {
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "{"): return try parseObject()
    case UInt8(ascii: "["): return try parseArray()
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    default: return try parseNumber()
    }
  }

  private mutating func parseWord(_ word: String, _ value: Value) throws(ValueJSONError) -> Value {
    guard bytes[position...].starts(with: word.utf8) else { throw error(.expectingValue, at: position) }
    position += word.utf8.count
    return value
  }

  private mutating func enter() throws(ValueJSONError) {
    depth += 1
    guard depth <= limits.depth else { throw error(.tooDeep(limit: limits.depth), at: position) }
    position += 1
    skipSpace()
  }

  private mutating func parseArray() throws(ValueJSONError) -> Value {
    try enter()
    var elements: [Value] = []
    if current != UInt8(ascii: "]") {
      while true {
        elements.append(try parseValue())
        skipSpace()
        if current == UInt8(ascii: "]") { break }
        try take(UInt8(ascii: ","), or: .expectingComma)
        skipSpace()
      }
    }
    position += 1
    depth -= 1
    return .array(elements)
  }

  private mutating func parseObject() throws(ValueJSONError) -> Value {
    try enter()
    var object = ValueObject()
    if current != UInt8(ascii: "}") {
      while true {
        guard current == UInt8(ascii: "\"") else { throw error(.expectingPropertyName, at: position) }
        let key = try parseString()
        skipSpace()
        try take(UInt8(ascii: ":"), or: .expectingColon)
        skipSpace()
        object[key] = try parseValue()
        skipSpace()
        if current == UInt8(ascii: "}") { break }
        try take(UInt8(ascii: ","), or: .expectingComma)
        skipSpace()
      }
    }
    position += 1
    depth -= 1
    return .object(object)
  }

  private mutating func take(_ byte: UInt8, or reason: ValueJSONError.Reason) throws(ValueJSONError) {
    guard current == byte else { throw error(reason, at: position) }
    position += 1
  }

  private mutating func parseNumber() throws(ValueJSONError) -> Value {
    let start = position
    if current == UInt8(ascii: "-") { position += 1 }
    let whole = takeDigits()
    guard whole > 0 else {
      position = start
      throw error(.expectingValue, at: start)
    }
    let first = position - whole
    if whole > 1, bytes[first] == UInt8(ascii: "0") {
      throw error(.extraData, at: first + 1)
    }
    var isWhole = true
    if current == UInt8(ascii: ".") {
      position += 1
      guard takeDigits() > 0 else { throw error(.extraData, at: position - 1) }
      isWhole = false
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      let mark = position
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      guard takeDigits() > 0 else { throw error(.extraData, at: mark) }
      isWhole = false
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let integer = Int64(text) { return .integer(integer) }
    guard let number = Double(text), number.isFinite else { throw error(.numberTooLarge, at: start) }
    return .number(number)
  }

  private mutating func takeDigits() -> Int {
    let start = position
    while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
    return position - start
  }
}

extension ValueJSONParser {
  private mutating func parseString() throws(ValueJSONError) -> String {
    let open = position
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        let text = try decode(bytes[start..<position], from: start)
        position += 1
        return text
      }
      if byte == UInt8(ascii: "\\") { return try parseEscapedString(open: open, start: start) }
      guard byte >= 0x20 else { throw error(.controlCharacter, at: position) }
      position += 1
    }
    throw error(.unterminatedString, at: open)
  }

  /// Continues a string in which an escape was found, collecting its bytes.
  private mutating func parseEscapedString(open: Int, start: Int) throws(ValueJSONError) -> String {
    var collected = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return try decode(collected[...], from: start)
      case UInt8(ascii: "\\"):
        try parseEscape(open: open, into: &collected)
      case 0..<0x20:
        throw error(.controlCharacter, at: position)
      default:
        collected.append(byte)
        position += 1
      }
    }
    throw error(.unterminatedString, at: open)
  }

  private mutating func parseEscape(open: Int, into collected: inout [UInt8]) throws(ValueJSONError) {
    let backslash = position
    guard position + 1 < bytes.count else { throw error(.unterminatedString, at: open) }
    position += 2
    switch bytes[position - 1] {
    case UInt8(ascii: "\""): collected.append(UInt8(ascii: "\""))
    case UInt8(ascii: "\\"): collected.append(UInt8(ascii: "\\"))
    case UInt8(ascii: "/"): collected.append(UInt8(ascii: "/"))
    case UInt8(ascii: "b"): collected.append(0x08)
    case UInt8(ascii: "f"): collected.append(0x0C)
    case UInt8(ascii: "n"): collected.append(0x0A)
    case UInt8(ascii: "r"): collected.append(0x0D)
    case UInt8(ascii: "t"): collected.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try parseUnicodeEscape(backslash: backslash)
      collected.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    default: throw error(.invalidEscape, at: backslash)
    }
  }

  private mutating func parseUnicodeEscape(backslash: Int) throws(ValueJSONError) -> Unicode.Scalar {
    let first = try parseHexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
      throw error(.unpairedSurrogate, at: backslash)
    }
    position += 2
    let second = try parseHexadecimal()
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw error(.unpairedSurrogate, at: backslash) }
    return scalar
  }

  private mutating func parseHexadecimal() throws(ValueJSONError) -> UInt32 {
    guard position + 4 <= bytes.count else { throw error(.invalidUnicodeEscape, at: position) }
    var value: UInt32 = 0
    for offset in 0..<4 {
      guard let digit = Character(Unicode.Scalar(bytes[position + offset])).hexDigitValue else {
        throw error(.invalidUnicodeEscape, at: position)
      }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }

  private func decode(_ slice: ArraySlice<UInt8>, from start: Int) throws(ValueJSONError) -> String {
    guard let text = String(validating: slice, as: UTF8.self) else { throw error(.invalidUTF8, at: start) }
    return text
  }

  /// The fault with its line and column, counted in code points.
  private func error(_ reason: ValueJSONError.Reason, at place: Int) -> ValueJSONError {
    var line = 1
    var column = 1
    var offset = 0
    for byte in bytes[..<place] where byte & 0xC0 != 0x80 {
      offset += 1
      if byte == 0x0A {
        line += 1
        column = 1
      } else {
        column += 1
      }
    }
    return ValueJSONError(reason: reason, line: line, column: column, offset: offset)
  }
}
