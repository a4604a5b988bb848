// What a dollar sign begins: variables, lists, substitutions.

extension ShellLineParser {
  /// The variable or substitution that begins here; `nil` when the sign stands for itself and has been passed.
  mutating func readDollar(isQuoted: Bool) throws(ShellLineError) -> ShellLine.Piece? {
    position += 1
    guard let character = next else { return nil }
    if character == "?" {
      position += 1
      return .variable(name: "?", isQuoted: isQuoted)
    }
    if character == "(" { return try readSubstitution(isQuoted: isQuoted) }
    if character == "'", !isQuoted { return .text(PrintfLine.unescaped(try readSingleQuotes())) }
    if character == "{" {
      position += 1
      let isCount = next == "#"
      if isCount { position += 1 }
      let name = readName()
      guard !name.isEmpty else { throw .badVariable }
      if isCount { return try readCount(of: name) }
      if next == "[" { return try readElement(of: name, isQuoted: isQuoted) }
      if next == ":" || next == "-" { return try readFallback(of: name, isQuoted: isQuoted) }
      guard next == "}" else { throw unknownExpansion(of: name) }
      position += 1
      return .variable(name: name, isQuoted: isQuoted)
    }
    guard Self.startsName(character) else { return nil }
    return .variable(name: readName(), isQuoted: isQuoted)
  }

  /// Why `${NAME…}` is not read whose name is followed by a sign that this shell does not know.
  private func unknownExpansion(of name: String) -> ShellLineError {
    guard let sign = next, let end = characters[position...].firstIndex(of: "}") else { return .badVariable }
    return .expansion("${\(name)\(String(characters[position...end]))", sign: sign)
  }

  /// The rest of `${#NAME}` or `${#NAME[@]}`.
  private mutating func readCount(of name: String) throws(ShellLineError) -> ShellLine.Piece {
    for (end, isList) in [("}", false), ("[@]}", true), ("[*]}", true)]
    where characters[position...].starts(with: end) {
      position += end.count
      return .count(name: name, isList: isList)
    }
    throw .badVariable
  }

  /// The rest of `${NAME[0]}` or `${NAME[@]}`.
  private mutating func readElement(of name: String, isQuoted: Bool) throws(ShellLineError) -> ShellLine.Piece
  {
    let index = String(characters[(position + 1)...].prefix { $0 != "]" && $0 != "}" })
    position += 1 + index.count
    guard next == "]", position + 1 < characters.count, characters[position + 1] == "}" else {
      throw .badVariable
    }
    position += 2
    if index == "@" || index == "*" { return .elements(name: name, isQuoted: isQuoted && index == "@") }
    guard let number = Int(index) else { throw .badVariable }
    return .variable(name: "\(name)[\(number)]", isQuoted: isQuoted)
  }

  /// The rest of `${NAME:-word}` or `${NAME-word}`.
  private mutating func readFallback(
    of name: String, isQuoted: Bool
  ) throws(ShellLineError) -> ShellLine.Piece {
    let emptyCounts = next == ":"
    let isFallback = !emptyCounts || characters[position...].starts(with: ":-")
    guard isFallback else { throw unknownExpansion(of: name) }
    if emptyCounts { position += 1 }
    position += 1
    let start = position
    var depth = 1
    while let character = next {
      if character == "{" { depth += 1 } else if character == "}" { depth -= 1 }
      if depth == 0 { break }
      position += 1
    }
    guard next == "}" else { throw .badVariable }
    var inner = ShellLineParser(String(characters[start..<position]))
    position += 1
    return .fallback(
      name: name, word: try inner.readExpanded(), emptyCounts: emptyCounts, isQuoted: isQuoted)
  }

  private mutating func readName() -> String {
    let start = position
    guard let first = next, Self.startsName(first) else { return "" }
    while let character = next, Self.continuesName(character) { position += 1 }
    return String(characters[start..<position])
  }

  /// The rest of `$((text))`.
  private mutating func readArithmetic() throws(ShellLineError) -> ShellLine.Piece {
    position += 1
    let start = position
    var depth = 0
    while let character = next {
      if character == ")" {
        if depth == 0 { break }
        depth -= 1
      } else if character == "(" {
        depth += 1
      }
      position += 1
    }
    guard characters[position...].starts(with: "))") else {
      throw next == nil ? .openSubstitution : .refused("$((")
    }
    var inner = ShellLineParser(String(characters[start..<position]))
    position += 2
    return .arithmetic(try inner.readExpanded())
  }

  private mutating func readSubstitution(isQuoted: Bool) throws(ShellLineError) -> ShellLine.Piece {
    position += 1
    if next == "(" { return try readArithmetic() }
    let start = position
    var depth = 1
    var quote: Character?
    while let character = next {
      if let open = quote {
        if character == "\\", open == "\"" { position += 1 } else if character == open { quote = nil }
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == "(" {
        depth += 1
      } else if character == ")" {
        depth -= 1
        if depth == 0 {
          let line = String(characters[start..<position])
          position += 1
          return .substitution(line: line, isQuoted: isQuoted)
        }
      } else if character == "\\" {
        position += 1
      }
      position += 1
    }
    throw .openSubstitution
  }
}
