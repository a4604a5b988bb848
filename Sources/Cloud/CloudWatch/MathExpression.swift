/// An expression of metric math as it was read.
indirect enum MathExpression: Equatable {
  case number(Double)
  case text(String)
  case name(String)
  case list([MathExpression])
  case negated(MathExpression)
  case binary(MathOperation, MathExpression, MathExpression)
  case call(String, [MathExpression])

  /// The names that stand in it, which must be known before it.
  var names: [String] {
    switch self {
    case .number, .text: []
    case .name(let name): [name]
    case .list(let parts), .call(_, let parts): parts.flatMap(\.names)
    case .negated(let part): part.names
    case .binary(_, let left, let right): left.names + right.names
    }
  }
}

/// What joins two parts of an expression; comparisons give 1 or 0.
enum MathOperation: String {
  case or = "||"
  case and = "&&"
  case equal = "=="
  case unequal = "!="
  case atMost = "<="
  case atLeast = ">="
  case less = "<"
  case greater = ">"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divided = "/"
  case power = "^"

  /// How tightly it binds.
  var rank: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .equal, .unequal, .atMost, .atLeast, .less, .greater: 3
    case .plus, .minus: 4
    case .times, .divided: 5
    case .power: 6
    }
  }

  func apply(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .or: left != 0 || right != 0 ? 1 : 0
    case .and: left != 0 && right != 0 ? 1 : 0
    case .equal: left == right ? 1 : 0
    case .unequal: left != right ? 1 : 0
    case .atMost: left <= right ? 1 : 0
    case .atLeast: left >= right ? 1 : 0
    case .less: left < right ? 1 : 0
    case .greater: left > right ? 1 : 0
    case .plus: left + right
    case .minus: left - right
    case .times: left * right
    case .divided: left / right
    case .power: Self.power(left, right)
    }
  }

  /// Whole powers up to 64; others are no number here.
  private static func power(_ base: Double, _ exponent: Double) -> Double {
    guard exponent.rounded() == exponent, exponent.magnitude <= 64 else { return .nan }
    var result = 1.0
    for _ in 0..<Int(exponent.magnitude) { result *= base }
    return exponent < 0 ? 1 / result : result
  }
}

extension MathExpression {
  /// Reads an expression of at most 2,048 characters; `nil` when the text is none.
  init?(_ text: String) {
    guard text.utf8.count <= 2_048 else { return nil }
    var reader = MathReader(text)
    guard let expression = reader.expression(above: 0, depth: 0), reader.isAtEnd else { return nil }
    self = expression
  }
}

/// Reads expressions by climbing over the ranks of operations; they may be nested thirty deep.
private struct MathReader {
  private let bytes: [UInt8]
  private var position = 0

  private static let operations: [MathOperation] = [
    .or, .and, .equal, .unequal, .atMost, .atLeast, .less, .greater, .plus, .minus, .times, .divided, .power,
  ]

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return position == bytes.count
    }
  }

  mutating func expression(above rank: Int, depth: Int) -> MathExpression? {
    guard depth < 30, var left = operand(depth: depth) else { return nil }
    while let operation = peekOperation(), operation.rank > rank {
      skipSpace()
      position += peekWord() ?? operation.rawValue.utf8.count
      // Powers group to the right.
      guard let right = expression(above: operation == .power ? rank : operation.rank, depth: depth + 1)
      else {
        return nil
      }
      left = .binary(operation, left, right)
    }
    return left
  }

  private mutating func operand(depth: Int) -> MathExpression? {
    skipSpace()
    guard position < bytes.count else { return nil }
    if take("-") { return expression(above: 5, depth: depth + 1).map { .negated($0) } }
    if take("(") {
      guard let inner = expression(above: 0, depth: depth + 1), take(")") else { return nil }
      return inner
    }
    if take("[") { return list(until: "]", depth: depth).map { .list($0) } }
    if bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") { return text() }
    let start = position
    if (48...57).contains(bytes[position]) || bytes[position] == UInt8(ascii: ".") {
      while position < bytes.count,
        (48...57).contains(bytes[position]) || bytes[position] == UInt8(ascii: ".")
      {
        position += 1
      }
      return Double(String(decoding: bytes[start..<position], as: UTF8.self)).map { .number($0) }
    }
    while position < bytes.count, isWordByte(bytes[position]) { position += 1 }
    guard position > start else { return nil }
    let name = String(decoding: bytes[start..<position], as: UTF8.self)
    if take("(") { return list(until: ")", depth: depth).map { .call(name, $0) } }
    return .name(name)
  }

  private mutating func list(until end: String, depth: Int) -> [MathExpression]? {
    var parts: [MathExpression] = []
    if take(end) { return parts }
    repeat {
      guard let part = expression(above: 0, depth: depth + 1) else { return nil }
      parts.append(part)
    } while take(",")
    return take(end) ? parts : nil
  }

  private mutating func text() -> MathExpression? {
    let quote = bytes[position]
    let start = position + 1
    position = start
    while position < bytes.count, bytes[position] != quote { position += 1 }
    guard position < bytes.count else { return nil }
    position += 1
    return .text(String(decoding: bytes[start..<(position - 1)], as: UTF8.self))
  }

  private mutating func peekOperation() -> MathOperation? {
    skipSpace()
    if let length = peekWord() { return length == 3 ? .and : .or }
    return Self.operations.first { bytes[position...].starts(with: $0.rawValue.utf8) }
  }

  /// The length of `AND` or `OR` standing here, or `nil`.
  private func peekWord() -> Int? {
    for word in ["AND", "OR"] where bytes[position...].starts(with: word.utf8) {
      let end = position + word.utf8.count
      if end == bytes.count || !isWordByte(bytes[end]) { return word.utf8.count }
    }
    return nil
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }

  private mutating func skipSpace() {
    while position < bytes.count, " \t\n\r".utf8.contains(bytes[position]) { position += 1 }
  }

  private mutating func take(_ word: String) -> Bool {
    skipSpace()
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }
}
