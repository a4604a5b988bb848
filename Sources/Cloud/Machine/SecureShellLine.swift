/// The words of an `ssh` line: `ssh -i KEYFILE [-A] [-J USER@HOST] ec2-user@HOST COMMAND…`.
package struct SecureShellLine: Equatable, Sendable {
  /// A machine, and who logs in there.
  package struct Door: Equatable, Sendable {
    package let user: String
    package let host: String

    init?(_ text: String) {
      let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      user = parts.count == 2 ? parts[0] : "ec2-user"
      host = parts.last ?? ""
      if host.isEmpty || user.isEmpty { return nil }
    }
  }

  /// The file of the private key, or its text; `nil` when none is named.
  package let keyFile: String?
  /// The machines through which the way leads (`-J`), the first one first.
  package let jumps: [Door]
  /// Whether the key may be used from there on (`-A`).
  package let forwardsKey: Bool
  /// Where it leads.
  package let door: Door
  /// The command to run there; empty when a session was asked for.
  package let command: String

  package var user: String { door.user }
  package var host: String { door.host }

  /// Whether the key was given as text, such as `"$KEY"`, and not as a file.
  package var isKeyItself: Bool { keyFile?.hasPrefix("-----BEGIN") ?? false }

  /// Reads the words after `ssh`; `nil` when no host is named or an option is not known.
  package init?(_ words: [String]) {
    var rest = words[...]
    var file: String?
    var jumps: [Door] = []
    var forwards = false
    while let word = rest.first, word.hasPrefix("-") {
      rest.removeFirst()
      switch word {
      case "-i":
        guard let name = rest.popFirst() else { return nil }
        file = name
      case "-J":
        guard let list = rest.popFirst() else { return nil }
        for text in list.split(separator: ",") {
          guard let door = Door(String(text)) else { return nil }
          jumps.append(door)
        }
      case "-A": forwards = true
      // Options of the client that change nothing here, such as `StrictHostKeyChecking=no`.
      case "-o": guard rest.popFirst() != nil else { return nil }
      case "-q", "-T", "-t", "-4", "-n": break
      default: return nil
      }
    }
    guard let target = rest.popFirst(), let door = Door(target) else { return nil }
    keyFile = file
    self.jumps = jumps
    forwardsKey = forwards
    self.door = door
    command = rest.joined(separator: " ")
  }
}
