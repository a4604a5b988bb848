/// The little of JSON that operations need: strings as JSON writes them, and whether a text is JSON.
enum JSONText {
  /// A text as a JSON string.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 32:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Whether a text is one JSON value with the member names of its outermost object; `nil` when it is no JSON object.
  ///
  /// O(length); values nest at most 64 deep.
  static func members(of text: String) -> [String]? {
    var reader = JSONReader(text)
    return reader.outermost()
  }
}

private struct JSONReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  mutating func outermost() -> [String]? {
    skipSpace()
    guard let names = object(depth: 0) else { return nil }
    skipSpace()
    return position == bytes.count ? names : nil
  }

  private mutating func value(depth: Int) -> Bool {
    skipSpace()
    guard depth < 64, position < bytes.count else { return false }
    switch bytes[position] {
    case UInt8(ascii: "{"): return object(depth: depth) != nil
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "t"): return take("true")
    case UInt8(ascii: "f"): return take("false")
    case UInt8(ascii: "n"): return take("null")
    default: return number()
    }
  }

  private mutating func object(depth: Int) -> [String]? {
    guard take("{") else { return nil }
    var names: [String] = []
    if take("}") { return names }
    repeat {
      skipSpace()
      guard let name = string(), take(":"), value(depth: depth + 1) else { return nil }
      names.append(name)
    } while take(",")
    return take("}") ? names : nil
  }

  private mutating func array(depth: Int) -> Bool {
    guard take("[") else { return false }
    if take("]") { return true }
    repeat {
      guard value(depth: depth + 1) else { return false }
    } while take(",")
    return take("]")
  }

  private mutating func string() -> String? {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
    position += 1
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      guard bytes[position] >= 32 else { return nil }
      position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard position < bytes.count else { return nil }
    position += 1
    return String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
  }

  private mutating func number() -> Bool {
    let start = position
    while position < bytes.count, "+-.0123456789eE".utf8.contains(bytes[position]) { position += 1 }
    return Double(String(decoding: bytes[start..<position], as: UTF8.self)) != nil
  }

  private mutating func skipSpace() {
    while position < bytes.count, " \t\n\r".utf8.contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ text: String) -> Bool {
    skipSpace()
    let end = position + text.utf8.count
    guard end <= bytes.count, bytes[position..<end].elementsEqual(text.utf8) else { return false }
    position = end
    return true
  }
}
