import EventKernel

/// Does an `aws` line inside a machine; the rooms above know how.
package struct MachineClient: Sendable {
  /// Runs the words after `aws` in the circumstances of a machine.
  package let run: @Sendable ([String], MachinePlace, CallContext, inout World) -> MachineAnswer

  package init(
    run: @escaping @Sendable ([String], MachinePlace, CallContext, inout World) -> MachineAnswer
  ) {
    self.run = run
  }
}

/// A shell that runs one script in a machine, as root.
struct MachineShell {
  let instance: InstanceID
  /// How `aws` lines are done; `nil` where nobody does them.
  let client: MachineClient?
  /// The private key that whoever opened the session lets be used from here (`ssh -A`).
  var agentKey: String?
  /// Whether it is the system that runs user data at a first boot.
  let isBoot: Bool
  /// What the shell's variables hold.
  var variables: [String: String] = [:]
  var directory = "/root"
  /// The status of the last command.
  var status: Int32 = 0
  /// How long the commands took.
  var elapsed = Duration.zero
  /// The commands that are not known here, by their first words.
  var unknown: [String] = []
  private var output = ""
  private var errors = ""
  private var commandsLeft = 200
  private var stopsAtErrors = false
  /// Whether `exit` has ended the script, or the substitution that it stood in.
  private var hasExited = false

  /// How much a script may write, in bytes (Systems Manager shows 24,000 characters).
  private static let mostOutput = 24_000
  /// How deep substitutions may lie in each other.
  private static let mostDepth = 4

  init(_ instance: InstanceID, client: MachineClient? = nil, isBoot: Bool = false) {
    self.instance = instance
    self.client = client
    self.isBoot = isBoot
  }

  /// What was written so far.
  var answer: MachineAnswer {
    MachineAnswer(
      output: String(output.prefix(Self.mostOutput)), error: String(errors.prefix(Self.mostOutput)),
      status: status,
      elapsed: elapsed)
  }

  /// Runs a script to its end, as bash does: a command that fails ends it only after `set -e`.
  mutating func run(_ script: ShellScript, on world: inout World) {
    guard !script.isBroken else {
      refuse("bash: syntax error: unexpected end of file\n", "syntax error", status: 2)
      return
    }
    let written = run(script, on: &world, depth: 0)
    output += written
  }

  private mutating func run(_ script: ShellScript, on world: inout World, depth: Int) -> String {
    var written = ""
    for step in script.steps {
      switch step.condition {
      case .always: break
      case .ifSucceeded: if status != 0 { continue }
      case .ifFailed: if status == 0 { continue }
      }
      guard commandsLeft > 0, world.ec2.instances[instance].map(isUp) ?? false else { break }
      written += run(step, on: &world, depth: depth)
      if hasExited || stopsAtErrors && status != 0 { break }
    }
    // A substitution is a shell of its own.
    if depth > 0 { hasExited = false }
    return written
  }

  private func isUp(_ instance: Instance) -> Bool { instance.state == .running }

  /// Runs commands that hand their output on, and gives what the last one wrote.
  private mutating func run(_ step: ShellScript.Step, on world: inout World, depth: Int) -> String {
    var passed = ""
    for (index, command) in step.commands.enumerated() {
      commandsLeft -= 1
      if let construct = command.construct {
        refuse("\(construct): loops, conditions and functions are not known here\n", construct, status: 2)
        return ""
      }
      let input = command.input.map { text(of: $0, on: &world, depth: depth) } ?? (index == 0 ? "" : passed)
      let words = expand(command.words, on: &world, depth: depth)
      // A line of assignments alone keeps the status of its substitutions.
      guard let first = words.first else {
        passed = ""
        continue
      }
      if first == "exit" {
        // bash keeps the last eight bits of the number.
        if let number = words.dropFirst().first.flatMap({ Int($0) }) { status = Int32(number & 0xFF) }
        hasExited = true
        return passed
      }
      if first == "set" {
        stopsAtErrors = words.dropFirst().contains { $0.hasPrefix("-") && $0.contains("e") }
      }
      if let inner = MachineCommand.innerScript(words) {
        let written = depth < Self.mostDepth ? run(ShellScript(inner), on: &world, depth: depth + 1) : ""
        passed = finish(written, of: command, on: &world, depth: depth)
        continue
      }
      let answer = perform(words, input: input, isInBackground: step.isInBackground, on: &world)
      status = answer.status
      elapsed += answer.elapsed
      if !command.dropsErrors { errors += answer.error }
      passed = finish(answer.output, of: command, on: &world, depth: depth)
    }
    return passed
  }

  /// Sends what a command wrote into its file, if it has one; gives what is handed on.
  private mutating func finish(
    _ written: String, of command: ShellScript.Command, on world: inout World, depth: Int
  ) -> String {
    guard let file = command.file else { return written }
    let path = text(of: file, on: &world, depth: depth)
    return write(written, to: path, appends: command.appends, on: &world)
  }

  private mutating func write(
    _ text: String, to path: String, appends: Bool, on world: inout World
  ) -> String {
    guard path != "/dev/null", let row = world.ec2.instances[instance] else { return "" }
    let answer = world.write(text, to: absolute(path), appends: appends, of: row)
    if answer.status != 0 {
      status = answer.status
      errors += answer.error
    }
    return ""
  }

  /// Says that something is not known.
  private mutating func refuse(_ words: String, _ name: String, status: Int32) {
    errors += words
    self.status = status
    if !unknown.contains(name) { unknown.append(name) }
  }

  private mutating func perform(
    _ words: [String], input: String, isInBackground: Bool, on world: inout World
  ) -> MachineAnswer {
    guard let command = MachineCommand.read(words) else {
      let name = words.first { !["sudo", "-n", "-E"].contains($0) } ?? ""
      let known = MachineCommand.names.first { $0 == name || $0.hasPrefix(name + " ") }
      let rest =
        known == nil
        ? "this machine knows \(MachineCommand.names.joined(separator: ", "))" : "not in this form"
      if !unknown.contains(name) { unknown.append(name) }
      return MachineAnswer(error: "\(name.printable): not known here; \(rest)\n", status: 127)
    }
    return world.run(command, in: &self, input: input, isInBackground: isInBackground)
  }

  // MARK: Words

  private mutating func expand(
    _ words: [ShellScript.Word], on world: inout World, depth: Int
  ) -> [String] {
    var result: [String] = []
    for word in words {
      result += pieces(of: word, on: &world, depth: depth)
    }
    return result
  }

  /// The words that a word stands for: what is looked up outside of quotes is parted at blanks.
  private mutating func pieces(
    of word: ShellScript.Word, on world: inout World, depth: Int
  ) -> [String] {
    var pieces: [String] = []
    var current: String?
    let isAssignment = MachineCommand.assignment(word.outline) != nil
    for part in word.parts {
      let (value, isQuoted) = self.value(of: part, on: &world, depth: depth)
      if case .text = part {
        current = (current ?? "") + value
      } else if isQuoted || isAssignment {
        current = (current ?? "") + value
      } else {
        let parts = value.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = parts.first else { continue }
        current = (current ?? "") + first
        for part in parts.dropFirst() {
          pieces.append(current ?? "")
          current = part
        }
      }
    }
    if let current { pieces.append(current) }
    return pieces
  }

  private mutating func text(of word: ShellScript.Word, on world: inout World, depth: Int) -> String {
    var text = ""
    for part in word.parts { text += value(of: part, on: &world, depth: depth).text }
    return text
  }

  private mutating func value(
    of part: ShellScript.Part, on world: inout World, depth: Int
  ) -> (text: String, isQuoted: Bool) {
    switch part {
    case .text(let text, let isQuoted): return (text, isQuoted)
    case .variable("?", let isQuoted): return ("\(status)", isQuoted)
    case .variable(let name, let isQuoted): return (variables[name] ?? "", isQuoted)
    case .output(let script, let isQuoted):
      guard depth < Self.mostDepth else { return ("", isQuoted) }
      var text = run(ShellScript(script), on: &world, depth: depth + 1)
      while text.hasSuffix("\n") { text.removeLast() }
      return (text, isQuoted)
    }
  }

  /// Where its programs run.
  var place: MachinePlace { MachinePlace(instance: instance, directory: directory) }

  /// A path from the root on.
  func absolute(_ path: String) -> String {
    place.absolute(path)
  }
}
