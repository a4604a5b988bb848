/// A command that a machine's shell knows: a closed list (decisions: inside a machine).
// Simplified: machine-commands
enum MachineCommand: Equatable {
  case shutdown
  case reboot
  case freeze(directory: String)
  case thaw(directory: String)
  case restartApp
  case stopApp
  case appStatus
  case listDisks
  case diskFree
  case makeFileSystem(device: String)
  case mount(device: String, directory: String)
  case unmount(String)
  case show(file: String)
  case write(text: String, file: String, appends: Bool)
  case metadata(path: String, hasToken: Bool, isIPv6: Bool)
  case metadataTool(option: String)
  case objects(ObjectCommand)
  case hostName
  case whoAmI

  /// The names of the commands, as the refusal of another lists them.
  static let names = [
    "aws s3 cp s3://… -", "aws s3 ls", "cat", "curl http://169.254.169.254/…", "df", "ec2-metadata",
    "echo … > FILE", "fsfreeze", "hostname",
    "lsblk",
    "mkfs", "mount", "reboot", "shutdown", "systemctl", "umount", "whoami",
  ]

  /// Reads a line; `nil` for a command that is not known, an empty list of words for a line that says nothing.
  static func read(_ line: String) -> (command: MachineCommand?, word: String)? {
    var words = split(line)
    while words.first == "sudo" || words.first == "-n" { words.removeFirst() }
    guard let name = words.first, !name.utf8.starts(with: "#".utf8) else { return nil }
    return (command(name, Array(words.dropFirst())), name)
  }

  private static func command(_ name: String, _ words: [String]) -> MachineCommand? {
    let options = words.filter { $0.utf8.first == UInt8(ascii: "-") }
    let rest = words.filter { $0.utf8.first != UInt8(ascii: "-") }
    switch name {
    case "shutdown": return options.contains("-r") ? .reboot : .shutdown
    case "poweroff", "halt": return .shutdown
    case "reboot": return .reboot
    case "fsfreeze":
      guard rest.count == 1 else { return nil }
      if options == ["-f"] || options == ["--freeze"] { return .freeze(directory: rest[0]) }
      return options == ["-u"] || options == ["--unfreeze"] ? .thaw(directory: rest[0]) : nil
    case "systemctl":
      guard rest.count == 2, rest[1] == "app" || rest[1] == "app.service" else { return nil }
      switch rest[0] {
      case "restart", "start": return .restartApp
      case "stop": return .stopApp
      case "status": return .appStatus
      default: return nil
      }
    case "lsblk": return rest.isEmpty ? .listDisks : nil
    case "df": return rest.isEmpty ? .diskFree : nil
    case "mkfs", "mkfs.xfs", "mkfs.ext4":
      return rest.last.map { .makeFileSystem(device: $0) }
    case "mount": return rest.count == 2 ? .mount(device: rest[0], directory: rest[1]) : nil
    case "umount": return rest.count == 1 ? .unmount(rest[0]) : nil
    case "cat": return rest.count == 1 ? .show(file: rest[0]) : nil
    case "echo":
      guard let index = words.firstIndex(where: { $0 == ">" || $0 == ">>" }), index + 2 == words.count else {
        return nil
      }
      let text = words[..<index].joined(separator: " ")
      return .write(text: text, file: words[index + 1], appends: words[index] == ">>")
    case "aws": return ObjectCommand.read(words).map { .objects($0) }
    case "curl": return metadata(words)
    case "ec2-metadata": return .metadataTool(option: options.first ?? "-a")
    case "hostname": return .hostName
    case "whoami": return .whoAmI
    default: return nil
    }
  }

  private static func metadata(_ words: [String]) -> MachineCommand? {
    let hasToken = words.contains { $0.lowercased().utf8.starts(with: "x-aws-ec2-metadata-token:".utf8) }
    for (host, isIPv6) in [("169.254.169.254", false), ("[fd00:ec2::254]", true)] {
      let base = "http://\(host)/latest/"
      guard let url = words.first(where: { $0.utf8.starts(with: base.utf8) }) else { continue }
      return .metadata(path: String(url.dropFirst(base.count)), hasToken: hasToken, isIPv6: isIPv6)
    }
    return nil
  }

  /// The words of a line: parted by spaces, with quotes taken off; `>` and `>>` are words of their own.
  private static func split(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isOpen = false
    var quote: Character?
    func end() {
      if isOpen { words.append(word) }
      (word, isOpen) = ("", false)
    }
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "'" || character == "\"" {
        (quote, isOpen) = (character, true)
      } else if character == ">" {
        if word != ">" { end() }
        word.append(character)
        isOpen = true
        if word == ">>" { end() }
      } else if character.isWhitespace {
        end()
      } else {
        if word == ">" { end() }
        word.append(character)
        isOpen = true
      }
    }
    end()
    return words
  }
}
