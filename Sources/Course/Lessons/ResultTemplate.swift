package import CloudAPI
import Foundation

/// A number in a text that is asked from the simulation: `{{id.path|%.1f|이/가}}`.
package struct ResultTemplate: Equatable, Sendable {
  /// A piece of a text.
  package enum Piece: Equatable, Sendable {
    case text(String)
    case template(ResultTemplate)
    /// Braces that hold no template.
    case malformed(String)
  }

  /// How a number is written.
  package enum Format: Equatable, Sendable {
    /// As it is: whole numbers and texts.
    case plain
    /// This many decimals, thousands in groups or not.
    case decimals(Int, isGrouped: Bool)
  }

  /// The block whose result is asked.
  package let block: String
  /// What is read from the result.
  package let path: Query
  /// How it is written.
  package let format: Format
  /// The Korean particle after it as the pair `이/가`; `nil` for none.
  package let particle: String?

  /// The particles that may follow, each written after a consonant and after a vowel.
  package static let particles = [
    "은/는", "이/가", "을/를", "과/와", "으로/로", "이나/나", "이라/라", "이며/며", "이고/고", "이면/면",
  ]

  /// A text cut at its templates; `{{` without an end stays text.
  package static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
      if open.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<open.lowerBound]))) }
      let inner = String(rest[open.upperBound..<close.lowerBound])
      pieces.append(ResultTemplate(inner).map { .template($0) } ?? .malformed(inner))
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    return pieces
  }

  /// The template between the braces; `nil` when it is none.
  init?(_ inner: String) {
    var parts = inner.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    var particle: String?
    if parts.count > 1, let last = parts.last, last.contains("/"), !last.contains(" ") {
      particle = last
      parts.removeLast()
    }
    var format = Format.plain
    if parts.count > 1, let last = parts.last, last.hasPrefix("%") {
      guard let read = Self.format(last) else { return nil }
      format = read
      parts.removeLast()
    }
    let whole = parts.joined(separator: "|")
    let block = whole.prefix { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    let path = whole.dropFirst(block.count)
    guard !block.isEmpty, path.isEmpty || path.hasPrefix(".") || path.hasPrefix("[") else { return nil }
    do {
      self.path = try Query(
        path.isEmpty ? "@" : path.hasPrefix(".") ? String(path.dropFirst()) : String(path))
    } catch {
      return nil
    }
    self.block = String(block)
    self.format = format
    self.particle = particle
  }

  /// `%s`, `%d`, `%,d`, `%.1f`, `%,.1f`.
  private static func format(_ text: String) -> Format? {
    let isGrouped = text.hasPrefix("%,")
    let rest = text.dropFirst(isGrouped ? 2 : 1)
    if rest == "s", !isGrouped { return .plain }
    if rest == "d" { return .decimals(0, isGrouped: isGrouped) }
    guard rest.utf8.count == 3, rest.hasPrefix("."), rest.hasSuffix("f"),
      let digits = Int(rest.dropFirst().dropLast()), (0...6).contains(digits)
    else { return nil }
    return .decimals(digits, isGrouped: isGrouped)
  }

  /// The value of the block's result as it stands in the text, without the particle; `nil` when the path leads to
  /// nothing that can be written.
  package func text(of result: Value) -> String? {
    let found: Value
    do {
      found = try path.path.search(result)
    } catch {
      return nil
    }
    switch (found, format) {
    case (.string(let text), _): return text
    case (.bool(let isTrue), _): return isTrue ? "true" : "false"
    case (.integer(let number), .plain): return "\(number)"
    case (.number(let number), .plain): return "\(number)"
    case (.integer(let number), .decimals(let digits, let isGrouped)):
      return Self.written(Double(number), digits, isGrouped)
    case (.number(let number), .decimals(let digits, let isGrouped)):
      return Self.written(number, digits, isGrouped)
    case (.null, _), (.array, _), (.object, _): return nil
    }
  }

  private static func written(_ number: Double, _ digits: Int, _ isGrouped: Bool) -> String {
    let text = String(format: "%.\(digits)f", number)
    guard isGrouped, number.isFinite else { return text }
    let whole = text.prefix { $0 != "." }
    let figures = Array(whole.drop { $0 == "-" })
    var grouped = whole.hasPrefix("-") ? "-" : ""
    for (index, figure) in figures.enumerated() {
      if index > 0, (figures.count - index) % 3 == 0 { grouped.append(",") }
      grouped.append(figure)
    }
    return grouped + text.dropFirst(whole.count)
  }
}
