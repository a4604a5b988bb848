extension Value {
  /// The value as Python's `str` prints it, which is what the AWS CLI's text and table formats show of a scalar.
  ///
  /// Strings are themselves, `null` is `None`, booleans `True` and `False`; arrays and objects in Python's notation.
  package var pythonText: String {
    if case .string(let text) = self { return text }
    var output = ""
    writePythonNotation(to: &output)
    return output
  }

  /// The value as Python's `repr` prints it: like ``pythonText``, but strings stand in quotation marks.
  package var pythonNotation: String {
    var output = ""
    writePythonNotation(to: &output)
    return output
  }

  private func writePythonNotation(to output: inout String) {
    switch self {
    case .null: output += "None"
    case .bool(let flag): output += flag ? "True" : "False"
    case .integer(let integer): output += String(integer)
    case .number(let number): output += number.pythonText
    case .string(let text): output += text.pythonNotation
    case .array(let elements):
      output += "["
      for (position, element) in elements.enumerated() {
        if position > 0 { output += ", " }
        element.writePythonNotation(to: &output)
      }
      output += "]"
    case .object(let object):
      output += "{"
      for (position, member) in object.members.enumerated() {
        if position > 0 { output += ", " }
        output += member.key.pythonNotation
        output += ": "
        member.value.writePythonNotation(to: &output)
      }
      output += "}"
    }
  }
}

extension Double {
  /// The shortest text that reads back as this number, laid out as Python's `repr`: `1.0`, `0.1`, `1e+16`, `1e-05`.
  var pythonText: String {
    if isNaN { return "nan" }
    if isInfinite { return self < 0 ? "-inf" : "inf" }
    let (digits, exponent) = shortestDigits
    let sign = self.sign == .minus ? "-" : ""
    if exponent < -4 || exponent >= 16 {
      let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
      let magnitude = abs(exponent)
      return sign + digits.prefix(1) + fraction + (exponent < 0 ? "e-" : "e+") + (magnitude < 10 ? "0" : "")
        + String(magnitude)
    }
    if exponent < 0 {
      return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits
    }
    let whole = exponent + 1
    if digits.count <= whole {
      return sign + digits + String(repeating: "0", count: whole - digits.count) + ".0"
    }
    return sign + digits.prefix(whole) + "." + digits.dropFirst(whole)
  }

  /// The significant digits without trailing zeros, and the power of ten of the first.
  private var shortestDigits: (digits: String, exponent: Int) {
    let text = magnitude.description
    let halves = text.split(separator: "e")
    let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    let whole = String(parts[0])
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    let power = halves.count > 1 ? Int(halves[1]) ?? 0 : 0
    let all = whole + fraction
    let leading = all.prefix { $0 == "0" }.count
    var digits = all.dropFirst(leading)
    while digits.last == "0" { digits.removeLast() }
    guard !digits.isEmpty else { return ("0", 0) }
    return (String(digits), whole.count - 1 - leading + power)
  }
}

extension String {
  /// The string in Python's quotation marks, single unless it holds one and no double.
  fileprivate var pythonNotation: String {
    let quote: Unicode.Scalar =
      unicodeScalars.contains("'") && !unicodeScalars.contains("\"") ? "\"" : "'"
    var output = String(quote)
    for scalar in unicodeScalars {
      switch scalar {
      case "\\": output += "\\\\"
      case "\n": output += "\\n"
      case "\r": output += "\\r"
      case "\t": output += "\\t"
      case quote:
        output += "\\"
        output.unicodeScalars.append(scalar)
      case _ where scalar.isPythonPrintable: output.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x100: output += "\\x" + scalar.hexadecimal(width: 2)
      case _ where scalar.value < 0x1_0000: output += "\\u" + scalar.hexadecimal(width: 4)
      case _: output += "\\U" + scalar.hexadecimal(width: 8)
      }
    }
    output.unicodeScalars.append(quote)
    return output
  }
}

extension Unicode.Scalar {
  /// The code point in lower-case hexadecimal, padded with zeros.
  func hexadecimal(width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
  }

  /// Whether Python's `repr` writes this code point raw.
  fileprivate var isPythonPrintable: Bool {
    if self == " " { return true }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      return false
    default: return true
    }
  }
}
