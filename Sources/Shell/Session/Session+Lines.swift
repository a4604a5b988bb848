import Cloud
import CloudAPI
import Course
import EventKernel
import Terminal
import Texts

extension Session {
  /// Reads and does one line as typed, shows what it gives, and answers its exit status.
  @discardableResult
  package func perform(_ text: String) -> Int32 {
    let isEnter = text.allSatisfy { $0 == " " || $0 == "\t" }
    let program: ShellProgram
    do throws(ShellLineError) {
      program = try ShellProgram.parse(text)
    } catch {
      lastStatus = show(CommandFailure(error))
      workspace?.lastStatus = lastStatus
      return lastStatus
    }
    let status: Int32
    if let line = program.onlyLine ?? (program.isEmpty ? ShellLine() : nil) {
      guard let done = performed(line, isEnter: isEnter) else { return lastStatus }
      status = done
      let own = LessonCommand.stepCommands.contains { line.words.first == [.text($0)] }
      guard !isEnter, !own else { return status }
    } else {
      status = perform(program)
    }
    guard openLesson?.isWaiting == true else { return status }
    do throws(CommandFailure) {
      try followLesson(text)
    } catch {
      lastStatus = show(error)
    }
    return status
  }

  /// Does a line where the learner is; `nil` when it was dropped before it began.
  func performed(_ typed: ShellLine, isEnter: Bool) -> Int32? {
    var line = typed
    openPlace(for: line)
    // Enter alone goes on with a lesson.
    if isEnter, openLesson != nil || lessonToEnter != nil {
      line = ShellLine(words: [[.text(LessonCommand.name)]])
    }
    return isSettled(for: line) ? perform(line) : nil
  }

  /// Opens the place where the learner was last, once, for the first line that works on its world.
  func openPlace(for line: ShellLine) {
    guard isPlacePending, line.isEmpty || needsWorld(line) else { return }
    isPlacePending = false
    resumeLastPlaceOrTell()
  }

  /// Waits for the world that a line may need; whether the line may be done, or was dropped, as its status says.
  func isSettled(for line: ShellLine) -> Bool {
    guard let status = settle(before: line) else { return true }
    lastStatus = status
    return false
  }

  /// Does a command whose words are given, as a sub-command of the program is, in the learner's last place.
  package func perform(words: [String]) -> Int32 {
    let line = ShellLine(words: words.map { [.text($0)] })
    if needsWorld(line) { resumeLastPlaceOrTell() }
    return perform(line)
  }

  /// The words of a line that sets and reads no variables; `nil` for any other.
  private func plainWords(of line: ShellLine) -> [String]? {
    guard line.assignments.isEmpty, line.hereDocument == nil else { return nil }
    var words: [String] = []
    for word in line.words {
      var text = ""
      for piece in word {
        guard case .text(let part) = piece else { return nil }
        text += part
      }
      words.append(text)
    }
    return words
  }

  /// Whether a line works on the world of the place where the learner is.
  private func needsWorld(_ line: ShellLine) -> Bool {
    guard let words = plainWords(of: line) else { return true }
    guard let name = words.first else { return false }
    return CommandTable.command(name)?.needsWorld(Array(words.dropFirst())) ?? false
  }

  /// Waits for the world that a line may need; the status of a line that is dropped, as Ctrl-C did not wait for it.
  private func settle(before line: ShellLine) -> Int32? {
    guard making != nil || lessonToEnter != nil, needsWorld(line) else { return nil }
    do throws(LostPlace) {
      return try settle() ? nil : show(CommandFailure("session.dropped", status: 130))
    } catch {
      // The line is done where the learner stands now, outside.
      _ = show(error)
      return nil
    }
  }

  private func perform(_ line: ShellLine) -> Int32 {
    Interrupt.clear()
    lastResult = .nothing
    let (live, moment) = (workspace?.live, workspace?.world.now)
    do {
      lastStatus = try performing(line)
      try rememberPlace()
    } catch {
      lastStatus = show(error)
    }
    workspace?.lastStatus = lastStatus
    // A line that entered a lab or left one has seen none of its faults come.
    if let moment, live != nil, live == workspace?.live { tellStrikes(since: moment) }
    tellOtherEngine()
    return lastStatus
  }

  private func performing(_ line: ShellLine) throws(CommandFailure) -> Int32 {
    guard !line.isEmpty else { return lastStatus }
    guard var space = workspace else { return try performOutside(line) }
    if let words = plainWords(of: line), words.first == AWSCommand.name,
      AWSCommand.asksForHelp(Array(words.dropFirst()))
    {
      return show(try AWSCommand.run(Array(words.dropFirst()), in: self))
    }
    if line.output != nil, line.words == ExportCommand.scriptWords {
      return try saveScript(of: line, in: space)
    }
    space.width = screen.width
    space.lastStatus = lastStatus
    let outcome: LineOutcome
    do throws(LineFailure) {
      outcome = try space.execute(line)
    } catch {
      workspace = space
      try save()
      let failure = failure(of: error)
      tellUnset(space)
      throw failure
    }
    workspace = space
    try save()
    if line.hasBareBraces, lines.isInteractive {
      var document = Document()
      document.paragraph(text("words.bare-braces.message"), style: .muted)
      screen.showError(document)
    }
    switch outcome {
    case .nothing: return lastStatus
    case .assigned:
      tellAdvice(space)
      if lines.isInteractive { tellUnset(space) }
      return 0
    case .wrote(let file, let bytes):
      tellWritten(file, bytes: bytes)
      return 0
    case .aws(let outcome):
      lastResult = .aws(outcome)
      let status = show(AWSCommand.output(outcome, in: self))
      tellAdvice(space)
      // Whoever asks whether a variable is set is told by the answer.
      let asks = TestLine.names.contains { line.words.first == [.text($0)] }
      if !asks, status != 0 || lines.isInteractive { tellUnset(space) }
      return status
    case .waited(let span):
      let output = WaitCommand.output(waited: span, in: self)
      lastResult = .output(output.result)
      return show(output)
    case .other(let command, let arguments):
      if CommandTable.command(command) == nil, let failure = OtherShells.failure(of: line, command) {
        throw failure
      }
      return try dispatch(command, arguments)
    }
  }

  /// Says what is to be known about the calls in a line's substitutions.
  private func tellAdvice(_ space: Workspace) {
    guard !space.advice.isEmpty else { return }
    var document = Document()
    for advice in space.advice {
      document.paragraph(text(advice.textID, advice.textValues), style: .muted)
    }
    screen.showError(document)
  }

  /// Says which variables of a line are not set: an option without its value fails, or means everything.
  private func tellUnset(_ space: Workspace) {
    let notes =
      space.unset.prefix(3).map { ("aws.unset", $0) } + space.nothing.prefix(3).map { ("aws.nothing", $0) }
    guard !notes.isEmpty else { return }
    var document = Document()
    for (id, name) in notes { document.paragraph(text(id, ["name": .string(name)]), style: .warn) }
    screen.showError(document)
  }

  /// A line typed outside of any world: commands alone; variables and `aws` need a world.
  private func performOutside(_ line: ShellLine) throws(CommandFailure) -> Int32 {
    guard let words = plainWords(of: line), let first = words.first else {
      throw CommandFailure("session.no-world-for-variables")
    }
    if first == AWSCommand.name {
      return show(try AWSCommand.run(Array(words.dropFirst()), in: self))
    }
    return try dispatch(words[0], Array(words.dropFirst()))
  }

  /// Runs a command of the table and shows what it gives.
  package func dispatch(_ name: String, _ arguments: [String]) throws(CommandFailure) -> Int32 {
    guard let command = CommandTable.command(name) else {
      throw unknownCommand(name, arguments)
    }
    if arguments.last == "--help" || arguments == ["-h"] {
      return show(try HelpCommand.run([name], in: self))
    }
    let output = try command.run(arguments, in: self)
    lastResult = .output(output.result)
    let status = show(output)
    tellLength(of: output, name)
    return status
  }

  /// Says of an output whose beginning has left the terminal how long it is, and how to see less of it.
  private func tellLength(of output: CommandOutput, _ command: String) {
    guard lines.isInteractive, !wantsJSON, let height = screen.height else { return }
    let rows =
      screen.rows(of: output.document)
      + (output.raw?.utf8.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 } ?? 0)
    // One row more is the prompt's.
    guard rows >= height, texts.contains("long.\(command)") else { return }
    var document = Document()
    document.paragraph(
      [text("long.rows", ["count": .integer(rows)]), text("long.\(command)")].joined(separator: " "),
      style: .muted)
    screen.showError(document)
  }

  /// Why a name is no command; the nearest one is told.
  func unknownCommand(_ name: String, _ arguments: [String] = []) -> CommandFailure {
    if let failure = OtherShells.failure(name, arguments) { return failure }
    if let meant = HangulKeys.latin(name), CommandTable.command(meant) != nil {
      return CommandFailure("session.hangul-keys", ["name": .string(name), "meant": .string(meant)])
    }
    if let meant = FullWidth.plain(name), CommandTable.command(meant) != nil {
      return CommandFailure("session.full-width", ["name": .string(name), "meant": .string(meant)])
    }
    let values: [String: TextValue] = ["name": .string(name)]
    if builder.operations.services.contains(name) { return CommandFailure("session.other-service", values) }
    let near = NearestName.of(name, among: CommandTable.names)
    guard let near else { return CommandFailure("session.unknown-command", values) }
    return CommandFailure(
      "session.unknown-command-near", ["name": .string(name), "near": .string(near)])
  }

  /// Shows what a command gave; the exit status is its own.
  @discardableResult
  package func show(_ output: CommandOutput) -> Int32 {
    if wantsJSON, output.raw == nil {
      do {
        screen.write(try ValueEncoder().encode(AnyEncodable(output.result)).json(.pretty) + "\n")
      } catch {
        preconditionFailure("The result of a command cannot be encoded: \(error)")
      }
      return output.status
    }
    if let raw = output.raw {
      screen.write(Sanitizer.visible(raw, layout: screen.isTerminal ? .lines : .stream))
    }
    if let rawError = output.rawError {
      screen.writeError(lines: Sanitizer.visible(rawError, layout: .lines))
    }
    if !output.document.isEmpty {
      if output.raw == nil {
        screen.show(output.document)
      } else {
        screen.showError(output.document)
      }
    }
    return output.status
  }

  /// Shows why a line was not done: what happened, then what to try.
  package func show(_ failure: CommandFailure) -> Int32 {
    var document = Document()
    document.paragraph(text(failure.id + ".message", failure.values), style: .bad)
    if texts.contains(failure.id + ".remedy") {
      document.paragraph(text(failure.id + ".remedy", failure.values))
    }
    screen.showError(document)
    return failure.status
  }

  func failure(of error: LineFailure) -> CommandFailure {
    if case .substitution(_, let failure) = error {
      // What it would have said as a line of its own, without what it would have printed.
      var output = AWSCommand.output(failure.outcome, in: self)
      output.raw = ""
      show(output)
    }
    return CommandFailure(error)
  }
}

/// Lets a value of any encodable type be encoded.
private struct AnyEncodable: Encodable {
  let value: any Encodable
  init(_ value: any Encodable) { self.value = value }
  func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
