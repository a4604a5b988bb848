extension Workspace {
  /// `eval WORD…`: reads its words once more, and does lines that set variables; words with any other line are handed back.
  ///
  /// What a line prints may hold any line; only what scripts use it for is done, such as the keys of a role.
  mutating func evaluate(_ words: [String]) throws(LineFailure) -> LineOutcome {
    var lines: [ShellLine] = []
    for step in try ShellProgram.read(words.joined(separator: " ")).steps {
      guard case .line(var line) = step, line.onlySets else {
        return .other(command: "eval", arguments: words)
      }
      // Lines that were split into words stand in one line: `export A=1 export B=2`.
      if let command = line.words.first { line.words = [command] + line.words.filter { $0 != command } }
      lines.append(line)
    }
    let told = (unset, nothing, advice)
    for line in lines {
      _ = try execute(line)
      unset += told.0
      nothing += told.1
      advice += told.2
    }
    lastStatus = 0
    return .assigned
  }
}

extension ShellLine {
  /// Whether it does nothing but to set variables.
  fileprivate var onlySets: Bool {
    guard filters.isEmpty, hereDocument == nil, !redirects else { return false }
    guard words.first == [.text("export")] else { return words.isEmpty }
    return words.dropFirst().allSatisfy { word in
      guard case .text(let text)? = word.first else { return false }
      return ShellLineParser.isName(String(text.prefix { $0 != "=" }))
    }
  }
}
