/// Expands the words of a line: variables, `$(aws …)`, and the splitting of what they give.
package struct WordExpansion {
  /// The value of a variable; `nil` when it is not set.
  package var value: (String) -> String?
  /// The same where a line says itself what to take of one that is not set.
  package var knownValue: (String) -> String?
  /// The values of a list; of a plain variable its own alone.
  package var elements: (String) -> [String]
  /// Runs the line of a substitution and gives its output.
  package var substitute: (String) throws -> String

  package init(value: @escaping (String) -> String?, substitute: @escaping (String) throws -> String) {
    self.value = value
    knownValue = value
    elements = { name in value(name).map { [$0] } ?? [] }
    self.substitute = substitute
  }

  /// The words of a command after expansion; an unquoted variable or substitution gives as many words as it has fields.
  package func expand(_ words: [ShellLine.Word]) throws -> [String] {
    var result: [String] = []
    for word in words { result += try fields(of: word) }
    return result
  }

  /// One value, as an assignment takes it: nothing is split.
  package func expandWhole(_ word: ShellLine.Word) throws -> String {
    var text = ""
    for piece in word { text += try self.text(of: piece) }
    return text
  }

  private func fields(of word: ShellLine.Word) throws -> [String] {
    var fields: [String] = []
    var current: String?
    for piece in word {
      if case .elements(let name, isQuoted: true) = piece {
        for (index, element) in elements(name).enumerated() {
          if index > 0, let finished = current {
            fields.append(finished)
            current = nil
          }
          current = (current ?? "") + element
        }
        continue
      }
      let text = try self.text(of: piece)
      switch piece {
      case .text, .count, .arithmetic, .variable(_, isQuoted: true), .substitution(_, isQuoted: true),
        .fallback(_, _, _, isQuoted: true):
        current = (current ?? "") + text
      case .variable, .substitution, .fallback, .elements:
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" }).map(String.init)
        let begins = text.first.map { !" \t\n".contains($0) } ?? false
        let ends = text.last.map { !" \t\n".contains($0) } ?? false
        for (index, part) in parts.enumerated() {
          if index == 0, begins {
            current = (current ?? "") + part
          } else {
            if let current { fields.append(current) }
            current = part
          }
        }
        if !ends, !parts.isEmpty, let finished = current {
          fields.append(finished)
          current = nil
        }
      }
    }
    if let current { fields.append(current) }
    return fields
  }

  private func text(of piece: ShellLine.Piece) throws -> String {
    switch piece {
    case .text(let text): return text
    case .variable(let name, _): return value(name) ?? ""
    case .count(let name, let isList):
      return String(isList ? elements(name).count : value(name)?.count ?? 0)
    case .elements(let name, _): return elements(name).joined(separator: " ")
    case .fallback(let name, let word, let emptyCounts, _):
      if let value = knownValue(name), !(emptyCounts && value.isEmpty) { return value }
      return try expandWhole(word)
    case .arithmetic(let word):
      let text = try expandWhole(word)
      do throws(ArithmeticText.Failure) {
        return String(try ArithmeticText.value(of: text, variable: knownValue))
      } catch {
        throw LineFailure.arithmetic(text, error)
      }
    case .substitution(let line, _):
      var output = try substitute(line)
      while output.hasSuffix("\n") { output.removeLast() }
      return output
    }
  }
}
