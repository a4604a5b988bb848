/// A text of a policy with wildcards `*` and `?` and variables such as `${aws:username}`.
package struct PolicyPattern: Hashable, Sendable {
  /// The text as its author wrote it.
  package let text: String
  private let pieces: [Piece]

  private enum Piece: Hashable, Sendable {
    case symbols([UInt32])
    case variable(key: String, fallback: String?)
  }

  /// A pattern.
  ///
  /// - Parameter readsVariables: false for policies of version 2008-10-17, to which `${…}` is text.
  package init(_ text: String, readsVariables: Bool = true) {
    self.text = text
    pieces = Self.pieces(of: text, readsVariables: readsVariables)
  }

  /// Whether the text is `*` alone.
  var isEverything: Bool { pieces == [.symbols([Self.anyRun])] }

  /// Whether it matches a text; one whose variable has no value matches none.
  func matches(_ text: String, ignoringCase: Bool = false, wildcards: Bool = true, in facts: RequestFacts)
    -> Bool
  {
    if isEverything, wildcards { return true }
    guard let pattern = resolved(in: facts, wildcards: wildcards) else { return false }
    let scalars = text.unicodeScalars.map(\.value)
    return ignoringCase
      ? Self.glob(scalars.map(Self.folded), pattern.map(Self.folded)) : Self.glob(scalars, pattern)
  }

  /// The condition keys that its variables stand for.
  var variables: [String] {
    pieces.compactMap { piece in
      if case .variable(let key, _) = piece { key } else { nil }
    }
  }

  /// Whether it matches an ARN as ArnLike does: part by part, so that a wildcard stays within its part.
  func matches(arn: String, in facts: RequestFacts) -> Bool {
    guard let pattern = resolved(in: facts, wildcards: true) else { return false }
    let colon = UInt32(UInt8(ascii: ":"))
    let wanted = pattern.split(separator: colon, maxSplits: 5, omittingEmptySubsequences: false)
    let given = arn.unicodeScalars.map(\.value)
      .split(separator: colon, maxSplits: 5, omittingEmptySubsequences: false)
    guard wanted.count == 6, given.count == 6 else { return false }
    return zip(given, wanted).allSatisfy { Self.glob(Array($0), Array($1)) }
  }

  // MARK: Symbols

  /// Above every Unicode scalar, so that no text has them.
  private static let anyRun: UInt32 = 0x11_0000
  private static let anyOne: UInt32 = 0x11_0001

  private func resolved(in facts: RequestFacts, wildcards: Bool) -> [UInt32]? {
    if pieces.count == 1, wildcards, case .symbols(let symbols) = pieces[0] { return symbols }
    var symbols: [UInt32] = []
    for piece in pieces {
      switch piece {
      case .symbols(let more):
        symbols += wildcards ? more : more.map(Self.literal)
      case .variable(let key, let fallback):
        let values = facts.values(of: key) ?? []
        guard let value = values.count == 1 ? values[0] : fallback else { return nil }
        symbols += value.unicodeScalars.map(\.value)
      }
    }
    return symbols
  }

  private static func literal(_ symbol: UInt32) -> UInt32 {
    switch symbol {
    case anyRun: UInt32(UInt8(ascii: "*"))
    case anyOne: UInt32(UInt8(ascii: "?"))
    default: symbol
    }
  }

  private static func folded(_ symbol: UInt32) -> UInt32 {
    (0x41...0x5A).contains(symbol) ? symbol | 0x20 : symbol
  }

  private static func pieces(of text: String, readsVariables: Bool) -> [Piece] {
    var pieces: [Piece] = []
    var symbols: [UInt32] = []
    var rest = Substring(text)
    while let character = rest.unicodeScalars.first {
      if readsVariables, rest.utf8.starts(with: "${".utf8), let end = rest.unicodeScalars.firstIndex(of: "}")
      {
        let name = rest[rest.unicodeScalars.index(rest.startIndex, offsetBy: 2)..<end]
        rest = rest[rest.unicodeScalars.index(after: end)...]
        if name == "*" || name == "?" || name == "$" {
          symbols += name.unicodeScalars.map(\.value)
          continue
        }
        if !symbols.isEmpty { pieces.append(.symbols(symbols)) }
        symbols = []
        pieces.append(variable(name))
        continue
      }
      switch character {
      case "*": symbols.append(anyRun)
      case "?": symbols.append(anyOne)
      default: symbols.append(character.value)
      }
      rest = rest[rest.unicodeScalars.index(after: rest.startIndex)...]
    }
    if !symbols.isEmpty || pieces.isEmpty { pieces.append(.symbols(symbols)) }
    return pieces
  }

  /// `key` or `key, 'default'`.
  private static func variable(_ name: Substring) -> Piece {
    let parts = name.split(separator: ",", maxSplits: 1)
    let key = String(parts.first ?? "").filter { $0 != " " }
    guard parts.count == 2 else { return .variable(key: key, fallback: nil) }
    let fallback = parts[1].drop { $0 == " " }
    guard fallback.count >= 2, fallback.first == "'", fallback.last == "'" else {
      return .variable(key: key, fallback: nil)
    }
    return .variable(key: key, fallback: String(fallback.dropFirst().dropLast()))
  }

  /// Whether a text matches; O(text × pattern) at worst, without recursion.
  private static func glob(_ text: [UInt32], _ pattern: [UInt32]) -> Bool {
    var t = 0
    var p = 0
    var lastRun: Int?
    var resume = 0
    while t < text.count {
      if p < pattern.count, pattern[p] == anyRun {
        lastRun = p
        resume = t
        p += 1
      } else if p < pattern.count, pattern[p] == anyOne || pattern[p] == text[t] {
        t += 1
        p += 1
      } else if let run = lastRun {
        p = run + 1
        resume += 1
        t = resume
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == anyRun { p += 1 }
    return p == pattern.count
  }
}
