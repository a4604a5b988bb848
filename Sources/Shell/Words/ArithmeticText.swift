/// `$((…))`: whole numbers of 64 bits, which wrap, variables by their names, and C's operators.
package struct ArithmeticText {
  /// Why a text has no value.
  package enum Failure: Error, Sendable, Equatable {
    /// It cannot be read.
    case unreadable
    /// It divides by zero.
    case division
  }

  private static let mostDepth = 32
  /// The operators of two sides, by how strongly they bind.
  private static let levels: [[String]] = [
    ["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "/", "%"],
  ]

  private let characters: [Character]
  private let value: (String) -> String?
  private var position = 0
  private var depth = 0

  /// The value of a text; a variable that is not set, or is no number, counts as 0. O(n).
  static func value(of text: String, variable: @escaping (String) -> String?) throws(Failure) -> Int {
    var reading = ArithmeticText(characters: Array(text), value: variable)
    let number = try reading.level(0)
    guard reading.next == nil else { throw .unreadable }
    return number
  }

  private init(characters: [Character], value: @escaping (String) -> String?) {
    self.characters = characters
    self.value = value
  }

  /// The next character that is no blank.
  private var next: Character? {
    mutating get {
      while position < characters.count, characters[position].isWhitespace { position += 1 }
      return position < characters.count ? characters[position] : nil
    }
  }

  private mutating func take(_ sign: String) -> Bool {
    guard next != nil, characters[position...].starts(with: sign) else { return false }
    position += sign.count
    return true
  }

  private mutating func level(_ index: Int) throws(Failure) -> Int {
    guard index < Self.levels.count else { return try operand() }
    var left = try level(index + 1)
    while let sign = operation(of: index) {
      let right = try level(index + 1)
      left = try Self.apply(sign, left, right)
    }
    return left
  }

  private mutating func operation(of index: Int) -> String? {
    for sign in Self.levels[index] where take(sign) { return sign }
    return nil
  }

  private static func apply(_ sign: String, _ left: Int, _ right: Int) throws(Failure) -> Int {
    switch sign {
    case "||": return left != 0 || right != 0 ? 1 : 0
    case "&&": return left != 0 && right != 0 ? 1 : 0
    case "==": return left == right ? 1 : 0
    case "!=": return left != right ? 1 : 0
    case "<=": return left <= right ? 1 : 0
    case ">=": return left >= right ? 1 : 0
    case "<": return left < right ? 1 : 0
    case ">": return left > right ? 1 : 0
    case "+": return left &+ right
    case "-": return left &- right
    case "*": return left &* right
    default:
      guard right != 0 else { throw .division }
      return sign == "/"
        ? left.dividedReportingOverflow(by: right).partialValue
        : left.remainderReportingOverflow(dividingBy: right).partialValue
    }
  }

  private mutating func operand() throws(Failure) -> Int {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.mostDepth, let character = next else { throw .unreadable }
    if take("-") { return 0 &- (try operand()) }
    if take("+") { return try operand() }
    if take("!") { return try operand() == 0 ? 1 : 0 }
    if take("(") {
      let number = try level(0)
      guard take(")") else { throw .unreadable }
      return number
    }
    let start = position
    while position < characters.count, ShellLineParser.continuesName(characters[position]) { position += 1 }
    let word = String(characters[start..<position])
    if character.isNumber {
      guard let number = Int(word) else { throw .unreadable }
      return number
    }
    guard ShellLineParser.isName(word) else { throw .unreadable }
    return value(word).flatMap { Int($0) } ?? 0
  }
}
