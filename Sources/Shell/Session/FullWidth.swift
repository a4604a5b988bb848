/// Letters and signs in the width of a Hangul syllable, as keyboards give them by mistake: `ａｗｓ` for `aws`.
enum FullWidth {
  /// The text in plain letters; `nil` when none of it is in full width.
  static func plain(_ text: String) -> String? {
    var result = String.UnicodeScalarView()
    var hasWide = false
    for scalar in text.unicodeScalars {
      guard (0xFF01...0xFF5E).contains(scalar.value), let plain = Unicode.Scalar(scalar.value - 0xFEE0) else {
        result.append(scalar)
        continue
      }
      result.append(plain)
      hasWide = true
    }
    return hasWide ? String(result) : nil
  }
}
