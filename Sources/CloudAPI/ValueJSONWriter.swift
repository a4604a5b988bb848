/// Writes a value as JSON in one of the styles.
struct ValueJSONWriter {
  private(set) var text = ""
  private let style: Value.JSONStyle

  init(style: Value.JSONStyle) {
    self.style = style
  }

  mutating func write(_ value: Value, depth: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let flag): text += flag ? "true" : "false"
    case .integer(let integer): text += String(integer)
    case .number(let number): text += number.isFinite ? number.pythonText : "null"
    case .string(let string): write(string)
    case .array(let elements):
      guard !elements.isEmpty else {
        text += "[]"
        return
      }
      text += "["
      for (position, element) in elements.enumerated() {
        separate(position, depth: depth + 1)
        write(element, depth: depth + 1)
      }
      breakLine(depth: depth)
      text += "]"
    case .object(let object):
      guard !object.members.isEmpty else {
        text += "{}"
        return
      }
      text += "{"
      for (position, member) in object.members.enumerated() {
        separate(position, depth: depth + 1)
        write(member.key)
        text += hasSpaces ? ": " : ":"
        write(member.value, depth: depth + 1)
      }
      breakLine(depth: depth)
      text += "}"
    }
  }

  private var hasSpaces: Bool { style == .pretty || style == .python }
  private var isASCII: Bool { style == .python || style == .pythonCompact }

  private mutating func separate(_ position: Int, depth: Int) {
    if position > 0 { text += style == .python ? ", " : "," }
    breakLine(depth: depth)
  }

  private mutating func breakLine(depth: Int) {
    guard style == .pretty else { return }
    text += "\n"
    for _ in 0..<depth { text += "    " }
  }

  private mutating func write(_ string: String) {
    text += "\""
    if string.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) {
      text += string
    } else {
      for scalar in string.unicodeScalars { write(scalar) }
    }
    text += "\""
  }

  private mutating func write(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case "\u{8}": text += "\\b"
    case "\u{C}": text += "\\f"
    case _ where scalar.value < 0x20: text += "\\u" + scalar.hexadecimal(width: 4)
    case _ where scalar.value >= 0x7F && isASCII:
      for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
        text += "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count)
        text += String(unit, radix: 16)
      }
    case _: text.unicodeScalars.append(scalar)
    }
  }
}
