import EventKernel

extension Journal.Entry {
  /// The entry as a line that a person would type for it.
  var typed: String {
    switch self {
    case .call(let words, _): Self.line("aws", words)
    case .session(let words, _): Self.line("ssh", words)
    case .request(let words): Self.line("curl", words)
    case .advance(let span): "wait  # \(Self.text(span))"
    case .run(let span): "run \(Self.text(span))"
    case .assign(let name, let value, _) where name.hasSuffix("[@]"):
      "\(name.dropLast(3))=(\(value.split(separator: "\n").map { ShellWord.quoted(String($0)) }.joined(separator: " ")))"
    case .assign(let name, let value, let exports):
      "\(exports ? "export " : "")\(name)=\(value.isEmpty ? "" : ShellWord.quoted(value))"
    case .fault(let words): Self.line("fault", words + ["--live"])
    case .traffic(let words): Self.line("traffic set", words)
    case .marketplace(let words): Self.line("marketplace", words)
    case .undo(let count): "undo \(count)"
    case .redo(let count): "redo \(count)"
    }
  }

  private static func line(_ command: String, _ words: [String]) -> String {
    ([command] + words.map(ShellWord.quoted)).joined(separator: " ")
  }

  /// A span as `run` reads it, in whole seconds from a second on.
  private static func text(_ span: Duration) -> String {
    let nanoseconds = span.nanoseconds
    guard nanoseconds >= 1_000_000_000 else { return "\(nanoseconds / 1_000_000)ms" }
    let seconds = nanoseconds / 1_000_000_000
    let parts = [(seconds / 3_600, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")]
    return parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
  }
}
