/// Numbers as `awk` reads and prints them.
enum DecimalText {
  /// The number with which a text begins; 0 where it begins with none.
  static func number(at text: String) -> Double {
    var digits = ""
    for character in text {
      let isSign = digits.isEmpty && "+-".contains(character)
      let isPoint = character == "." && !digits.contains(".")
      guard isSign || isPoint || character.isASCII && character.isNumber else { break }
      digits.append(character)
    }
    if digits.hasSuffix(".") { digits.removeLast() }
    return Double(digits) ?? 0
  }

  /// A number in full where it is whole, else in six digits, as C's `%.6g`.
  static func of(_ number: Double) -> String {
    guard number.isFinite else { return "inf" }
    if number == number.rounded(), abs(number) < 1e15 { return "\(Int64(number))" }
    var exponent = 0
    var scaled = abs(number)
    while scaled >= 10 {
      scaled /= 10
      exponent += 1
    }
    while scaled < 1 {
      scaled *= 10
      exponent -= 1
    }
    var mantissa = Int((scaled * 100_000).rounded())
    if mantissa == 1_000_000 {
      mantissa = 100_000
      exponent += 1
    }
    let digits = "\(mantissa)"
    let sign = number < 0 ? "-" : ""
    switch exponent {
    case 0..<6: return sign + joined(digits.prefix(exponent + 1), digits.dropFirst(exponent + 1))
    case -4..<0: return sign + joined("0", String(repeating: "0", count: -exponent - 1) + digits)
    default:
      let power = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
      return sign + joined(digits.prefix(1), digits.dropFirst()) + (exponent < 0 ? "e-" : "e+") + power
    }
  }

  /// A whole part and a fraction without the noughts at its end.
  private static func joined(_ whole: some StringProtocol, _ fraction: some StringProtocol) -> String {
    var kept = String(fraction)
    while kept.hasSuffix("0") { kept.removeLast() }
    return kept.isEmpty ? String(whole) : "\(whole).\(kept)"
  }
}
