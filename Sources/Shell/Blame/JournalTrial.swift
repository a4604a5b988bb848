import CloudAPI
import Traffic

/// Does a journal again with one line changed or left out: what later lines say of resources follows the new ids.
///
/// The ids of what is launched and created are drawn by counter, so that a line less gives other ids to all that comes
/// after it. What each line printed in the journal as it is, beside what it prints now, tells which id became which.
struct JournalTrial {
  /// A line that is done otherwise.
  struct Change {
    /// The position of the line among the entries.
    let entry: Int
    /// What stands in its place; `nil` leaves it out.
    let words: [String]?
  }

  private let start: Workspace
  private let entries: [Journal.Entry]
  /// What each entry printed, in words; empty for entries that print nothing.
  private var printed: [[String]] = []

  /// Does the journal as it is once, so that changes can be told from it; `nil` when the handler stopped a run.
  init?(
    start: Workspace, entries: [Journal.Entry], progress: @escaping ProgressHandler
  ) throws(RunRefusal) {
    self.start = start
    self.entries = entries
    var workspace = start
    for entry in entries {
      guard let words = try Self.perform(entry, on: &workspace, progress) else { return nil }
      printed.append(words)
    }
  }

  /// The workspace after all entries with a change among them, settled; `nil` when the handler stopped a run.
  func workspace(
    with change: Change, progress: @escaping ProgressHandler
  ) throws(RunRefusal) -> Workspace? {
    var workspace = start
    var renamed: [String: String] = [:]
    var gone: Set<String> = []
    for (position, entry) in entries.enumerated() {
      var entry = entry
      if case .call(let words, let files) = entry {
        guard position != change.entry || change.words != nil else {
          gone = Set(printed[position].filter(Self.isName)).subtracting(printed[..<position].joined())
          continue
        }
        let typed = position == change.entry ? change.words ?? words : words
        entry = .call(words: Self.translated(typed, renamed, without: gone), files: files)
      } else if position == change.entry {
        continue
      }
      guard let now = try Self.perform(entry, on: &workspace, progress) else { return nil }
      let before = printed[position]
      guard now.count == before.count else { continue }
      for (old, new) in zip(before, now) where old != new && Self.isName(old) { renamed[old] = new }
    }
    workspace.waitUntilSettled()
    return workspace
  }

  /// The words that an entry prints; `nil` when the handler stopped its run.
  private static func perform(
    _ entry: Journal.Entry, on workspace: inout Workspace, _ progress: @escaping ProgressHandler
  ) throws(RunRefusal) -> [String]? {
    if case .call(let words, let files) = entry {
      return names(in: workspace.callAgain(words, files, prints: true).output)
    }
    return try workspace.replay(entry, progress: progress) ? [] : nil
  }

  /// Words with the names of resources as they are now; words about a resource that is not there are left out.
  private static func translated(
    _ words: [String], _ renamed: [String: String], without gone: Set<String>
  ) -> [String] {
    guard !renamed.isEmpty || !gone.isEmpty else { return words }
    return words.compactMap { word in
      let parts = names(in: word)
      if parts.contains(where: gone.contains) { return nil }
      guard parts.contains(where: { renamed[$0] != nil }) else { return word }
      var result = ""
      var part = ""
      for character in word + "\n" {
        if isPart(character) {
          part.append(character)
        } else {
          result += renamed[part] ?? part
          result.append(character)
          part = ""
        }
      }
      return String(result.dropLast())
    }
  }

  /// The runs of characters that ids, ARNs, addresses and host names are made of.
  private static func names(in text: String) -> [String] {
    text.split { !isPart($0) }.map(String.init)
  }

  private static func isPart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-.:/_".contains(character))
  }

  /// Whether a word is long enough and has a digit, as what is drawn or given by AWS does.
  private static func isName(_ word: String) -> Bool { word.count >= 7 && word.contains(where: \.isNumber) }
}
