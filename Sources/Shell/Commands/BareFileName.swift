import Cloud
import CloudAPI

/// The name of a file where what is in it was meant: `--policy-document trust.json`.
enum BareFileName {
  /// The name of a file of the work folder that stands as a value where the file was meant, in a call that AWS refused or
  /// took for something else; `nil` when there is none.
  static func of(_ outcome: AWSOutcome, in session: Session) -> String? {
    let isOdd: Bool =
      if case .userData(.noScript)? = outcome.advice { true } else { outcome.error != nil }
    guard isOdd, case .call(let words, _)? = session.workspace?.journal.effective.last, words.first != "s3"
    else { return nil }
    return (session.workspace?.folder.names ?? []).first { name in
      words.contains("file:" + name)
        || words.indices.contains { words[$0] == name && wantsContents(words[..<$0], in: session) }
    }
  }

  /// Whether the option before a word takes what a file may hold, such as a policy: names do not, nor do files that the
  /// client itself reads or writes.
  private static func wantsContents(_ words: ArraySlice<String>, in session: Session) -> Bool {
    guard let option = words.last, option.hasPrefix("--"), words.count > 2,
      let service = try? session.builder.operations.service(words[0]),
      let operation = service.operation(cliName: words[1]),
      let member = operation.options.first(where: { "--" + $0.name == option })?.member
    else { return false }
    switch member.shape.kind {
    case .structure, .list, .map: return true
    case .string: return ["document", "policy", "data", "value", "message"].contains { option.contains($0) }
    case .integer, .long, .float, .double, .boolean, .timestamp, .blob: return false
    }
  }
}
