import CloudAPI
import Texts

extension CommandFailure {
  /// Why a line cannot be read, as a sentence.
  init(_ error: ShellLineError) {
    switch error {
    case .openQuote(let quote): self.init("words.open-quote", ["quote": .string(String(quote))])
    case .refused(let what):
      self.init("words.refused-\(Self.kind(ofRefused: what))", ["what": .string(what)])
    case .expansion(let what, let sign):
      self.init("words.\(error.code)", ["what": .string(what), "sign": .string(String(sign))])
    case .substitutionNeedsAWS(let what):
      self.init("words.substitution-needs-aws", ["what": .string(what)])
    case .block(let what), .placeholder(let what), .typographic(let what), .wideSpace(let what):
      self.init("words.\(error.code)", ["what": .string(what)])
    case .tooLong(let limit): self.init("words.too-long", ["limit": .integer(limit)])
    case .openSubstitution, .badVariable, .unfinished, .blankAfterBackslash, .literalInQuotes:
      self.init("words.\(error.code)")
    }
  }

  /// Why a line was not done, as a sentence.
  init(_ error: LineFailure) {
    switch error {
    case .unreadable(let error): self.init(error)
    case .substitution(_, let failure):
      self.init("words.substitution-failed", status: failure.outcome.status)
    case .file(let name):
      self.init(
        WorkFolder.isOfClient(name) ? "edit.aws-settings" : "edit.outside", ["file": .string(name)], status: 3
      )
    case .run(let refusal): self.init(refusal)
    case .tooDeep: self.init("words.too-deep")
    case .arithmetic(let text, .unreadable): self.init("words.arithmetic", ["text": .string(text)])
    case .arithmetic(let text, .division): self.init("words.division", ["text": .string(text)])
    case .endless(let steps): self.init("words.endless", ["steps": .integer(steps)], status: 1)
    }
  }

  /// A script that stopped: its file, the line, and why.
  init(_ failure: ScriptRun.Failure, file: String, in texts: TextCatalogue?) {
    self.init(
      "lab.commands-failed",
      [
        "path": .string(file), "line": .integer(failure.line), "reason": .string(failure.sentence(in: texts)),
      ], status: 3)
  }

  /// What kind of operator was refused: each has another way to do the same here.
  private static func kind(ofRefused operation: String) -> String {
    switch operation {
    case "|": "pipe"
    case _ where operation.hasPrefix("| "): "piped-block"
    case ">", ">>", "<", "<<", "<<<": "redirection"
    case "&": "background"
    case ";", "&&", "||": "list"
    case "`": "backquote"
    default: "other"
    }
  }
}

extension ScriptRun.Failure {
  /// Why the script stopped: AWS's own words, or the code of what is wrong with the line.
  package var reason: String { sentence(in: nil) }

  /// Why the script stopped, on one line: AWS's own words or sentences of the catalogue; without one, for content whose
  /// author is told, the codes.
  func sentence(in texts: TextCatalogue?) -> String {
    let parts: [String]
    switch cause {
    case .call(let outcome): parts = Self.words(of: outcome, texts)
    case .line(.substitution(_, let failure)) where !failure.outcome.errorOutput.isEmpty:
      parts = [failure.outcome.errorOutput]
    case .line(let error):
      let failure = CommandFailure(error)
      parts =
        texts.map { texts in
          [".message", ".remedy"].map { failure.id + $0 }.filter(texts.contains).map {
            texts.text($0, failure.values)
          }
        } ?? [failure.id]
    case .unknownCommand(let name):
      parts = [texts?.text("lab.not-of-script", ["name": .string(name)]) ?? "unknown command: \(name)"]
    case .status(let status): parts = ["status \(status)"]
    }
    return parts.flatMap { $0.split(whereSeparator: \.isNewline) }.joined(separator: " ")
  }

  private static func words(of outcome: AWSOutcome, _ texts: TextCatalogue?) -> [String] {
    guard outcome.errorOutput.isEmpty, let refusal = outcome.refusal else { return [outcome.errorOutput] }
    return [texts?.text(refusal.textID, refusal.textValues) ?? refusal.textID]
  }
}
