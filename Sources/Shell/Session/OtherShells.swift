import Texts

/// What people type out of habit of other shells, each with a sentence that says how the same is done here
/// (`session.other-<kind>`).
enum OtherShells {
  private static let kinds: [(kind: String, words: [String])] = [
    ("clear", ["clear", "cls"]),
    ("leave", ["quit", "q", "logout", "bye", ":q", ":wq", "exit()", "종료", "나가기", "끝"]),
    ("help", ["man", "?", "info", "usage", "도움말", "도움", "명령", "--help", "-h"]),
    ("list", ["dir", "find", "tree", "목록"]),
    ("folder", ["cd", "pushd", "popd"]),
    ("next", ["next", "back", "다음", "이전"]),
    ("start", ["start", "begin", "reset", "restart", "시작", "실습"]),
    ("brief", ["brief", "status", "과제"]),
    ("echo", ["print", "printenv", "env", "set", "let", "declare", "local", "readonly", "read"]),
    ("cat", ["touch", "cp", "mv", "rmdir", "tee"]),
    ("eval", ["eval"]),
    ("editor", ["vi", "vim", "nano", "emacs", "code"]),
    ("query", ["xargs", "yq", "column", "egrep", "gawk"]),
    ("sudo", ["sudo", "su", "doas"]),
    (
      "program",
      ["python", "python3", "node", "bash", "sh", "zsh", "source", ".", "ruby", "perl", "go", "swift"]
    ),
    (
      "tool",
      ["terraform", "cdk", "kubectl", "eksctl", "docker", "git", "apt", "apt-get", "brew", "pip", "npm"]
    ),
    ("request", ["wget", "ping", "traceroute", "nc", "telnet"]),
    ("lookup", LookupLine.names),
    ("database", ["mysql", "mariadb", "psql", "redis-cli", "valkey-cli"]),
    ("clock", ["sleep", "watch", "time", "uptime"]),
    ("chmod", ["chmod", "chown"]),
    ("key", ["ssh-keygen", "ssh-add"]), ("scp", ["scp", "sftp", "rsync"]),
    ("history", ["history"]),
    ("lang", ["ko", "en", "korean", "english", "한국어", "한글", "영어"]),
    ("who", ["whoami", "id"]),
    ("process", ["ps", "htop", "kill", "systemctl", "service"]),
    ("check", ["test", "submit-lab", "verify", "grade", "score", "채점"]),
  ]

  private static let kindOfWord = Dictionary(
    kinds.flatMap { entry in entry.words.map { ($0, entry.kind) } }, uniquingKeysWith: { first, _ in first })

  /// What to say about a name that is no command; `nil` where it is no habit.
  static func failure(_ name: String, _ arguments: [String]) -> CommandFailure? {
    if let sign = arguments.first, sign.hasPrefix("="), ShellLineParser.isName(name) {
      let value = ([String(sign.dropFirst())] + arguments.dropFirst()).joined(separator: " ")
      return spacedAssignment(name, value.drop { $0 == " " }.description)
    }
    if name == "sleep", arguments.count != 1 || Workspace.slept(arguments[0]) == nil {
      return CommandFailure("words.sleep-usage", ["words": .string(arguments.joined(separator: " "))])
    }
    let line = ([name] + arguments.map(ShellWord.quoted)).joined(separator: " ")
    let values: [String: TextValue] = ["name": .string(name), "line": .string(line)]
    if let kind = kindOfWord[name.lowercased()] { return CommandFailure("session.other-\(kind)", values) }
    if name.hasPrefix("./") || name.hasPrefix("/") { return CommandFailure("session.other-program", values) }
    return nil
  }

  /// What to say about a line whose command there is not: `X= 5`, or a variable in the place of a command.
  static func failure(of line: ShellLine, _ command: String) -> CommandFailure? {
    if let last = line.assignments.last, last.value.allSatisfy({ $0 == .text("") }) {
      return spacedAssignment(last.name, command)
    }
    if case .variable(let name, _)? = line.words.first?.first {
      return CommandFailure("session.other-variable", ["name": .string(name), "value": .string(command)])
    }
    return nil
  }

  private static func spacedAssignment(_ name: String, _ value: String) -> CommandFailure {
    CommandFailure(
      "session.spaced-assignment",
      ["line": .string("\(name)=\(value.isEmpty ? "" : ShellWord.quoted(value))")])
  }
}
