/// A script for a machine's shell, read into commands: a small part of what bash reads.
///
/// It has words with quotes, variables and substitutions, `;`, `&&`, `||`, `&`, `|`, redirections to files and here-documents.
/// Loops, conditions, functions and subshells are read over as a whole and kept as one command that nobody knows.
// Simplified: machine-shell
struct ShellScript: Equatable, Sendable {
  /// What decides whether a step is done.
  enum Condition: Equatable, Sendable { case always, ifSucceeded, ifFailed }

  /// Commands that hand their output on, after a condition.
  struct Step: Equatable, Sendable {
    var condition: Condition
    var commands: [Command]
    var isInBackground = false
  }

  /// A command: words, and where its output goes.
  struct Command: Equatable, Sendable {
    var words: [Word] = []
    /// The file that the output goes to; `nil` for where the shell's own goes.
    var file: Word?
    var appends = false
    /// What a here-document gives it to read.
    var input: Word?
    /// Whether errors go nowhere, and whether the output does.
    var dropsErrors = false
    /// The first word of a construct that the shell does not have, such as `for`.
    var construct: String?
  }

  /// A word as a list of parts.
  struct Word: Equatable, Sendable {
    var parts: [Part] = []
  }

  /// A part of a word.
  enum Part: Equatable, Sendable {
    case text(String, isQuoted: Bool)
    case variable(String, isQuoted: Bool)
    case output(of: String, isQuoted: Bool)
  }

  let steps: [Step]
  /// Whether a quote is not closed, or a redirection leads nowhere: bash then runs nothing.
  let isBroken: Bool

  /// The longest script that is read: that of user data (EC2: 16 KiB).
  static let mostBytes = 16_384

  init(_ text: String) {
    var reader = ShellScriptReader(String(decoding: text.utf8.prefix(Self.mostBytes), as: UTF8.self))
    steps = reader.read()
    isBroken = reader.isBroken
  }

  /// All commands in order.
  var commands: [Command] { steps.flatMap(\.commands) }
}

extension ShellScript.Word {
  /// The word's text where nothing in it has to be looked up; `nil` else.
  var literal: String? {
    var text = ""
    for part in parts {
      guard case .text(let piece, _) = part else { return nil }
      text += piece
    }
    return text
  }

  /// The text that is known without running anything: what is looked up is left out.
  var outline: String {
    parts.map { part in
      if case .text(let piece, _) = part { piece } else { "" }
    }.joined()
  }
}
