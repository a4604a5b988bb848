/// How the AWS command line, which is written in Python, prints and reads values in its messages.
enum PythonText {
  /// The text with its quotes: single ones, unless it holds single and no double ones.
  static func repr(_ text: String) -> String { Value.string(text).pythonNotation }

  /// The value's class as it prints.
  static func type(_ value: Value) -> String {
    "<class '\(typeName(value))'>"
  }

  /// The bare name of the value's class.
  static func typeName(_ value: Value) -> String {
    switch value {
    case .null: "NoneType"
    case .bool: "bool"
    case .integer: "int"
    case .number: "float"
    case .string: "str"
    case .array: "list"
    case .object: "dict"
    }
  }

  /// What `int()` makes of a text: blanks around, a sign, digits with single underscores between; nil for others.
  static func integer(_ text: String) -> Value? {
    // Digits alone are nearly all that is given.
    if text.utf8.count <= 18, let number = Int64(text), text.utf8.allSatisfy(isDigit) {
      return .integer(number)
    }
    var digits = trimmed(text)[...]
    var sign = ""
    if let first = digits.first, first == "-" || first == "+" {
      sign = first == "-" ? "-" : ""
      digits = digits.dropFirst()
    }
    guard let first = digits.utf8.first, first != underscore, digits.utf8.last != underscore,
      !digits.contains("__"), digits.utf8.allSatisfy({ isDigit($0) || $0 == underscore })
    else { return nil }
    let plain = sign + digits.filter { $0 != "_" }
    if let number = Int64(plain) { return .integer(number) }
    return Double(plain).map(Value.number)
  }

  /// What `float()` makes of a text; nil where it raises.
  static func float(_ text: String) -> Double? {
    let plain = trimmed(text)
    let bytes = Array(plain.utf8)
    guard !bytes.isEmpty, !bytes.contains(UInt8(ascii: "x")), !bytes.contains(UInt8(ascii: "X")),
      bytes.first != underscore, bytes.last != underscore, !plain.contains("__")
    else { return nil }
    let number = plain.filter { $0 != "_" }
    let unsigned = number.drop { $0 == "-" || $0 == "+" }
    switch unsigned.lowercased() {
    case "inf", "infinity": return number.hasPrefix("-") ? -Double.infinity : Double.infinity
    case "nan": return Double.nan
    default:
      return unsigned.first.map { $0.isASCII && ($0.isNumber || $0 == ".") } == true ? Double(number) : nil
    }
  }

  /// Without blanks at both ends.
  static func trimmed(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }

  private static let underscore = UInt8(ascii: "_")
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
}
