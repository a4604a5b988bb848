import Cloud

/// The words of an `ssh` line: `ssh -i KEYFILE ec2-user@HOST COMMAND…`.
struct SecureShellLine: Equatable {
  /// The file of the private key, or its text; `nil` when none is named.
  let keyFile: String?
  let user: String
  let host: String
  /// The command to run there; empty when a session was asked for.
  let command: String

  /// Whether the key was given as text, such as `"$KEY"`, and not as a file.
  var isKeyItself: Bool { keyFile?.hasPrefix("-----BEGIN") ?? false }

  /// Reads the words after `ssh`; `nil` when no host is named or an option is not known.
  init?(_ words: [String]) {
    var rest = words[...]
    var file: String?
    while let word = rest.first, word.hasPrefix("-") {
      rest.removeFirst()
      switch word {
      case "-i":
        guard let name = rest.popFirst() else { return nil }
        file = name
      // Options of the client that change nothing here, such as `StrictHostKeyChecking=no`.
      case "-o": guard rest.popFirst() != nil else { return nil }
      default: return nil
      }
    }
    guard let target = rest.popFirst() else { return nil }
    let parts = target.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    user = parts.count == 2 ? parts[0] : "ec2-user"
    host = parts.last ?? ""
    guard !host.isEmpty else { return nil }
    keyFile = file
    command = rest.joined(separator: " ")
  }
}
