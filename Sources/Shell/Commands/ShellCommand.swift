package import Terminal
package import Texts

/// One command of the shell: its name, and what it does with expanded arguments.
///
/// Help and examples stand in the texts under `help.<name>`; one file a command.
package protocol ShellCommand: Sendable {
  /// The word that calls it.
  static var name: String { get }
  /// What it does.
  static func run(_ arguments: [String], in session: Session) throws(CommandFailure) -> CommandOutput
  /// Whether it works on the world of the place where the learner is; where it does not, nobody waits for that world.
  static func needsWorld(_ arguments: [String]) -> Bool
  /// What could stand at the cursor behind the command's name; `words` are those before the cursor.
  static func completions(_ words: [String], in session: Session) -> [Completion.Candidate]
}

extension ShellCommand {
  /// Most commands do.
  package static func needsWorld(_ arguments: [String]) -> Bool { true }
}

/// What a command gives back: a result of codes and numbers for JSON, a document for people, the exit status.
package struct CommandOutput {
  /// The result; JSON is that.
  package var result: any Encodable
  /// The same for people.
  package var document: Document
  /// 0 success, 1 a check or test not passed, 2 usage, 3 broken content or input; AWS's own for `aws` lines.
  package var status: Int32
  /// Text that goes out as it is, as `aws` prints it; the document follows on standard error then.
  package var raw: String?
  /// Text in AWS's words that goes to standard error as it is.
  package var rawError: String?

  /// A result with its document.
  package init(
    _ result: any Encodable, _ document: Document, status: Int32 = 0, raw: String? = nil,
    rawError: String? = nil
  ) {
    self.result = result
    self.document = document
    self.status = status
    self.raw = raw
    self.rawError = rawError
  }
}

/// The result of commands that have nothing to tell but that they were done.
package struct Done: Encodable, Sendable {
  package init() {}
}

/// Why a command was not done: a sentence of the catalogue with its values.
package struct CommandFailure: Error {
  /// The sentence's id, such as `lab.unknown`; `<id>.remedy`, where there is one, says what to try.
  package let id: String
  /// The values of its placeholders.
  package let values: [String: TextValue]
  /// The exit status.
  package let status: Int32

  /// A failure.
  package init(_ id: String, _ values: [String: TextValue] = [:], status: Int32 = 2) {
    self.id = id
    self.values = values
    self.status = status
  }
}
