import Foundation

/// How numbers are written, the same in both languages and in every locale.
package enum NumberFormat {
  /// Groups of three digits: 79240 is `79,240`.
  package static func integer(_ value: Int) -> String {
    (value < 0 ? "-" : "") + grouped(String(value.magnitude))
  }

  /// As many decimals as asked for (0…12), no grouping: `2.5`; an infinite or undefined value is `—`.
  package static func fixed(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return "—" }
    let text = String(format: "%.\(min(max(digits, 0), 12))f", value)
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return isZero && text.hasPrefix("-") ? String(text.dropFirst()) : text
  }

  /// As `fixed`, with groups of three before the point: `1,318.20`.
  package static func decimal(_ value: Double, digits: Int) -> String {
    let text = fixed(value, digits: digits)
    let sign = text.hasPrefix("-") ? "-" : ""
    let parts = text.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
    guard let whole = parts.first, whole.allSatisfy(\.isNumber) else { return text }
    return sign + ([grouped(String(whole))] + parts.dropFirst().map(String.init)).joined(separator: ".")
  }

  /// US dollars with their code: `318.20 USD`.
  package static func usd(_ dollars: Double, digits: Int = 2) -> String {
    decimal(dollars, digits: digits) + " USD"
  }

  /// A fraction from 0 to 1 as `99.9%`; what is below 1 never rounds up to 100%.
  package static func percent(_ fraction: Double, digits: Int = 0) -> String {
    let whole = fixed(1 * 100, digits: digits)
    let text = fixed(fraction * 100, digits: digits)
    guard fraction < 1, text == whole else { return text + "%" }
    let steps = (0..<max(digits, 0)).reduce(1.0) { power, _ in power * 10 }
    return fixed(100 - 1 / steps, digits: digits) + "%"
  }

  private static func grouped(_ digits: String) -> String {
    var result = ""
    for (offset, digit) in digits.enumerated() {
      if offset > 0, (digits.count - offset).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }
}
