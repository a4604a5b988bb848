/// A text as YAML 1.2 would read it without quotation marks.
struct YAMLPlainText {
  private let bytes: [UInt8]

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// Whether it would read as something other than a string: `null`, a boolean, a number, a time, a merge key.
  var readsAsAnotherType: Bool {
    if Self.words.contains(where: { bytes.elementsEqual($0.utf8) }) { return true }
    guard let first = bytes.first, "-+.0123456789".utf8.contains(first) else { return false }
    return isInteger || isFloat || isTimestamp
  }

  private static let words = [
    "", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "<<", "=",
  ]

  private var unsigned: ArraySlice<UInt8> {
    let isSigned = bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+")
    return isSigned ? bytes.dropFirst() : bytes[...]
  }

  private var isInteger: Bool {
    let digits = unsigned
    if digits.starts(with: "0b".utf8) { return Self.are(digits.dropFirst(2), "01_") }
    if digits.starts(with: "0x".utf8) { return Self.are(digits.dropFirst(2), "0123456789abcdefABCDEF_") }
    if digits.starts(with: "0o".utf8) { return Self.are(digits.dropFirst(2), "01234567_") }
    return Self.are(digits, "0123456789_")
  }

  private static func are(_ bytes: ArraySlice<UInt8>, _ allowed: String) -> Bool {
    !bytes.isEmpty && bytes.allSatisfy(allowed.utf8.contains)
  }

  private var isFloat: Bool {
    let text = String(decoding: unsigned, as: UTF8.self)
    if [".inf", ".Inf", ".INF"].contains(text) { return true }
    if bytes.count == unsigned.count, [".nan", ".NaN", ".NAN"].contains(text) { return true }
    var rest = unsigned
    let digits = Array("0123456789".utf8)
    let startsWithDigit = rest.first.map(digits.contains) ?? false
    if startsWithDigit { rest = rest.drop { digits.contains($0) || $0 == UInt8(ascii: "_") } }
    let hasPoint = rest.first == UInt8(ascii: ".")
    if hasPoint {
      let fraction = rest.dropFirst().prefix { digits.contains($0) || $0 == UInt8(ascii: "_") }
      guard startsWithDigit || !fraction.isEmpty else { return false }
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard startsWithDigit || hasPoint else { return false }
    guard let mark = rest.first else { return hasPoint }
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
    rest = rest.dropFirst()
    let isSigned = rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+")
    if isSigned { rest = rest.dropFirst() }
    return (startsWithDigit || isSigned) && !rest.isEmpty && rest.allSatisfy(digits.contains)
  }

  /// A date, or a date and a time of day with an optional fraction and offset.
  private var isTimestamp: Bool {
    var reader = TimestampReader(bytes: bytes)
    guard reader.digits(4...4), reader.take("-") else { return false }
    let dateStart = reader
    if reader.digits(2...2), reader.take("-"), reader.digits(2...2), reader.isAtEnd { return true }
    reader = dateStart
    guard reader.digits(1...2), reader.take("-"), reader.digits(1...2) else { return false }
    guard reader.take("T") || reader.take("t") || reader.spaces() else { return false }
    guard reader.digits(1...2), reader.take(":"), reader.digits(2...2), reader.take(":"), reader.digits(2...2)
    else {
      return false
    }
    if reader.take(".") { _ = reader.digits(0...Int.max) }
    if reader.isAtEnd { return true }
    _ = reader.spaces()
    if reader.take("Z") { return reader.isAtEnd }
    guard reader.take("-") || reader.take("+"), reader.digits(1...2) else { return false }
    if reader.take(":"), !reader.digits(2...2) { return false }
    return reader.isAtEnd
  }

  private struct TimestampReader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard !isAtEnd, UInt32(bytes[position]) == character.value else { return false }
      position += 1
      return true
    }

    /// Takes as many digits as there are, if their number is allowed.
    mutating func digits(_ allowed: ClosedRange<Int>) -> Bool {
      let start = position
      while !isAtEnd, position - start < allowed.upperBound, (0x30...0x39).contains(bytes[position]) {
        position += 1
      }
      return position - start >= allowed.lowerBound
    }

    mutating func spaces() -> Bool {
      let start = position
      while take(" ") || take("\t") {}
      return position > start
    }
  }
}
