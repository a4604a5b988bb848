/// The formulas in values of parameters, such as `LEAST({DBInstanceClassMemory/9531392},5000)`.
enum ParameterFormula {
  /// The number that a formula gives for a class with that much memory for the engine; `nil` when it is none.
  ///
  /// A formula is a number, `{DBInstanceClassMemory}` with `*` and `/`, or GREATEST, LEAST or SUM of formulas.
  static func value(of text: String, memoryBytes: Double) -> Double? {
    guard text.utf8.count <= 256 else { return nil }
    var reader = Reader(rest: Array(text.utf8.filter { $0 != UInt8(ascii: " ") })[...], memory: memoryBytes)
    guard let value = reader.formula(depth: 0), reader.rest.isEmpty else { return nil }
    return value
  }

  private struct Reader {
    var rest: ArraySlice<UInt8>
    let memory: Double

    mutating func take(_ text: String) -> Bool {
      guard rest.starts(with: text.utf8) else { return false }
      rest = rest.dropFirst(text.utf8.count)
      return true
    }

    mutating func formula(depth: Int) -> Double? {
      guard depth < 8 else { return nil }
      if take("GREATEST(") { return list(depth: depth).flatMap { $0.max() } }
      if take("LEAST(") { return list(depth: depth).flatMap { $0.min() } }
      if take("SUM(") { return list(depth: depth).map { $0.reduce(0, +) } }
      if take("{") {
        let value = product()
        return take("}") ? value : nil
      }
      return number()
    }

    private mutating func list(depth: Int) -> [Double]? {
      var values: [Double] = []
      while true {
        guard let value = formula(depth: depth + 1) else { return nil }
        values.append(value)
        if take(")") { return values }
        guard take(",") else { return nil }
      }
    }

    private mutating func product() -> Double? {
      guard var value = factor() else { return nil }
      while true {
        if take("*") {
          guard let next = factor() else { return nil }
          value *= next
        } else if take("/") {
          guard let next = factor(), next != 0 else { return nil }
          value /= next
        } else {
          return value
        }
      }
    }

    private mutating func factor() -> Double? { take("DBInstanceClassMemory") ? memory : number() }

    private mutating func number() -> Double? {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard (1...18).contains(digits.count) else { return nil }
      rest = rest.dropFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Double($1 - UInt8(ascii: "0")) }
    }
  }
}
