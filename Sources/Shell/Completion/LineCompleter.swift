package import Terminal

/// What Tab offers: the words that can stand at the cursor of a line, with a few words on each.
package final class LineCompleter {
  private let session: Session
  /// The lines before that the present one continues, with a line feed after each.
  package var before = ""

  /// A completer for a session.
  package init(session: Session) { self.session = session }

  /// The candidates at a cursor, an offset into the line's UTF-8.
  package func completion(_ line: String, cursor: Int) -> Completion {
    if let answers = session.answerCandidates { return Self.answer(answers, line, cursor: cursor) }
    session.settleForCompletion()
    let at = CursorLine(before + line, cursor: before.utf8.count + cursor)
    let start = max(0, at.start - before.utf8.count)
    if let name = at.variable { return variables(name, at, cursor: cursor) }
    guard !at.isFree else { return Completion(start: cursor, candidates: []) }
    guard let command = at.words.first else {
      return Completion(start: start, candidates: fitting(commandNames(), at))
    }
    let words = Array(at.words.dropFirst())
    if command == AWSCommand.name {
      return Completion(start: start, candidates: fitting(aws(words, at.text), at))
    }
    let candidates = CommandTable.command(command)?.completions(words, in: session) ?? []
    return Completion(start: start, candidates: fitting(candidates, at))
  }

  /// The answers that begin as the last word before the cursor does.
  private static func answer(_ answers: [Completion.Candidate], _ line: String, cursor: Int) -> Completion {
    let before = String(decoding: Array(line.utf8.prefix(cursor)), as: UTF8.self)
    let word = before.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    return Completion(
      start: cursor - word.utf8.count, candidates: answers.filter { $0.text.hasPrefix(word) })
  }

  private func commandNames() -> [Completion.Candidate] {
    CommandTable.names.map {
      Completion.Candidate($0, description: session.text("help.\($0).summary"))
    }
  }

  private func aws(_ words: [String], _ text: String) -> [Completion.Candidate] {
    AWSCandidates(session: session).candidates(words: words, text: text)
  }

  /// The variables whose names begin so; the braces stay.
  private func variables(_ name: String, _ at: CursorLine, cursor: Int) -> Completion {
    let names = session.workspace?.variableNames ?? []
    let isBraced = at.raw.dropLast(name.count).hasSuffix("{")
    let candidates = names.filter { $0.hasPrefix(name) }.map { variable in
      Completion.Candidate(
        variable + (isBraced ? "}" : ""), description: session.workspace?.variables[variable] ?? "",
        isFinal: at.quote == nil)
    }
    return Completion(start: cursor - name.utf8.count, candidates: candidates)
  }

  /// The candidates that begin as the cursor's word does, quoted as the word is.
  private func fitting(_ candidates: [Completion.Candidate], _ at: CursorLine) -> [Completion.Candidate] {
    candidates.filter { $0.text.hasPrefix(at.text) }.map { candidate in
      var quoted = candidate
      if let quote = at.quote {
        quoted.text = String(quote) + candidate.text + (candidate.isFinal ? String(quote) : "")
      } else if !candidate.text.allSatisfy(Self.isPlain) {
        quoted.text = "'" + candidate.text.replacing("'", with: "'\\''") + "'"
      }
      return quoted
    }
  }

  /// Whether a character stands for itself in a word without quotes.
  private static func isPlain(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "-_./:=,@+%{}[]~^".contains(character)
  }
}

extension Workspace {
  /// The names of the variables, the exported first and the others in the order of their bytes.
  package var variableNames: [String] {
    let others = variables.keys.filter { !exported.contains($0) }
    return exported + others.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
