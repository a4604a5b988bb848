import Foundation
import Terminal
import Texts

/// `skydrill completions`: what the completion scripts of bash, zsh and fish ask, and the scripts themselves.
package enum CompletionTool {
  /// A shell with a script of ours.
  package enum Shell: String, Sendable, CaseIterable {
    case bash
    case zsh
    case fish

    /// The script below the data root.
    var path: String {
      switch self {
      case .bash: "completions/skydrill.bash"
      case .zsh: "completions/_skydrill"
      case .fish: "completions/skydrill.fish"
      }
    }
  }

  private static let tools = ["lint", "prove", "bench", "completions"]
  private static let values = ["--lang": ["en", "ko"], "--output": ["json", "text"]]
  private static let options = [
    "--lang", "--output", "--data", "--no-color", "--plain", "--version", "--help",
  ]

  /// Writes the script of a shell; 0, or 3 where it cannot be read.
  package static func script(of shell: Shell, in session: Session) -> Int32 {
    let path = session.data.path + "/" + shell.path
    guard let bytes = FileManager.default.contents(atPath: path) else {
      return session.show(CommandFailure("completions.no-script", ["path": .string(path)], status: 3))
    }
    session.screen.write(String(decoding: bytes, as: UTF8.self))
    return 0
  }

  /// Writes what can stand at the end of a line that begins with the program's name: a row for each word, quoted, with
  /// the space that follows it, a tab and a few words on it.
  package static func answer(_ line: String, in session: Session) -> Int32 {
    let wordStart =
      line.lastIndex { $0 == " " || $0 == "\t" }.map { line.index(after: $0) } ?? line.startIndex
    let word = String(line[wordStart...])
    let before = line[..<wordStart].split(separator: " ").map(String.init)
    var candidates: [Completion.Candidate] = []
    if let option = before.last, let values = values[option] {
      candidates = values.map { Completion.Candidate($0) }
    } else {
      let (rest, offset) = inner(line)
      candidates = outer(String(rest.dropLast(word.count)), word: word, in: session)
      let completion = LineCompleter(session: session).completion(rest, cursor: rest.utf8.count)
      // A shell replaces the whole word, also where the program would replace a part of it.
      let start = line.utf8.index(line.utf8.startIndex, offsetBy: offset + completion.start)
      let kept = start > wordStart ? String(line[wordStart..<start]) : ""
      candidates += completion.candidates.map {
        Completion.Candidate(kept + $0.text, description: $0.description, isFinal: $0.isFinal)
      }
    }
    for candidate in candidates where candidate.text.hasPrefix(word) || word.contains("'") {
      let text = Sanitizer.visible(candidate.text + (candidate.isFinal ? " " : ""))
      session.screen.write(text + "\t" + Sanitizer.visible(candidate.description) + "\n")
    }
    return 0
  }

  /// The line behind the program's name and its options, and how many bytes stand before it.
  private static func inner(_ line: String) -> (rest: String, offset: Int) {
    var rest = line[...].drop { $0 != " " }.drop { $0 == " " }
    while rest.hasPrefix("-"), let end = rest.firstIndex(of: " ") {
      let option = String(rest[..<end])
      rest = rest[end...].drop { $0 == " " }
      guard option == "--data" || values[option] != nil else { continue }
      guard let valueEnd = rest.firstIndex(of: " ") else { break }
      rest = rest[valueEnd...].drop { $0 == " " }
    }
    return (String(rest), line.utf8.count - rest.utf8.count)
  }

  /// What the program adds behind these words to the shell's commands: its options, its tools and their names.
  private static func outer(
    _ words: String, word: String, in session: Session
  ) -> [Completion.Candidate] {
    func plain(_ texts: [String]) -> [Completion.Candidate] { texts.map { Completion.Candidate($0) } }
    switch words.split(separator: " ") {
    case [] where word.hasPrefix("-"): return plain(options)
    case []:
      return tools.map { Completion.Candidate($0, description: session.text("completions.\($0)")) }
    case ["bench"]:
      return plain(BenchTool.names) + session.candidates(for: "lab")
    case ["prove"], ["lab", "check"]: return session.candidates(for: "lab")
    case ["lab"]:
      return [Completion.Candidate("check", description: session.text("completions.lab-check"))]
    case ["completions"]: return plain(Shell.allCases.map(\.rawValue))
    default: return []
    }
  }
}
