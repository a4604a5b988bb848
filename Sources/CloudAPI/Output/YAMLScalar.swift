/// A scalar and what libyaml finds in it, which decides how it may be written.
struct YAMLScalar {
  enum Style {
    case plain
    case singleQuoted
    case doubleQuoted
  }

  let scalars: [Unicode.Scalar]

  /// Whether it has line breaks.
  private(set) var isMultiline = false

  private var allowsPlain = true
  private var allowsSingleQuotes = true

  /// A scalar that is written as it is: a number, a boolean, `null`.
  init(plain: String) {
    scalars = Array(plain.unicodeScalars)
  }

  /// A string, quoted where its text would read as something else.
  init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    analyse()
    if YAMLPlainText(text).readsAsAnotherType { allowsPlain = false }
  }

  func style(isKey: Bool) -> Style {
    if isKey, isMultiline { return .doubleQuoted }
    if allowsPlain, !(scalars.isEmpty && isKey) { return .plain }
    return allowsSingleQuotes ? .singleQuoted : .doubleQuoted
  }

  private mutating func analyse() {
    guard let first = scalars.first, let last = scalars.last else { return }
    var hasIndicator =
      scalars.starts(with: "---".unicodeScalars) || scalars.starts(with: "...".unicodeScalars)
    var hasSpecial = false
    var hasBreakSpace = false
    var hasSpaceBreak = false
    for (position, scalar) in scalars.enumerated() {
      let before = position > 0 ? scalars[position - 1] : " "
      let after = position + 1 < scalars.count ? scalars[position + 1] : " "
      if position == 0, Self.leadingIndicators.contains(scalar) { hasIndicator = true }
      if position == 0, scalar == "?" || scalar == "-", after.isYAMLBlank { hasIndicator = true }
      if scalar == ":", after.isYAMLBlank { hasIndicator = true }
      if scalar == "#", before.isYAMLBlank { hasIndicator = true }
      if !scalar.isYAMLPrintable { hasSpecial = true }
      if scalar.isYAMLBreak {
        isMultiline = true
        if position > 0, before == " " { hasSpaceBreak = true }
      }
      if scalar == " ", position > 0, before.isYAMLBreak { hasBreakSpace = true }
    }
    let hasOuterSpace = [first, last].contains { $0 == " " || $0.isYAMLBreak }
    if hasOuterSpace || hasBreakSpace || hasSpaceBreak || hasSpecial || isMultiline || hasIndicator {
      allowsPlain = false
    }
    if hasBreakSpace || hasSpaceBreak || hasSpecial { allowsSingleQuotes = false }
  }

  /// What cannot begin a plain scalar.
  private static let leadingIndicators: [Unicode.Scalar] = [
    "#", ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`",
  ]
}

extension Unicode.Scalar {
  var isYAMLBreak: Bool {
    self == "\n" || self == "\r" || self == "\u{85}" || self == "\u{2028}" || self == "\u{2029}"
  }

  /// White space, a line break or the end.
  fileprivate var isYAMLBlank: Bool { self == " " || self == "\t" || self == "\0" || isYAMLBreak }

  /// What libyaml writes raw: not the controls, not the byte order mark, nothing beyond the basic plane.
  var isYAMLPrintable: Bool {
    switch value {
    case 0x0A, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
    default: false
    }
  }
}
