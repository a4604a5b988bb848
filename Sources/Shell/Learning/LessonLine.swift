import Cloud
import CloudAPI
import Terminal
import Texts

/// What became of a line that a lesson runs.
struct LessonLine {
  /// The exit status.
  var status: Int32 = 0
  /// What it gave.
  var result = LineResult.nothing
  /// AWS's error code, when an `aws` line failed with one.
  var errorCode: String?
  /// What it wrote about its failure, for an author.
  var reason = ""
}

extension Session {
  /// Does one line of a lesson's block in its world, on the screen or unseen.
  func lessonLine(_ text: String, isShown: Bool) throws(CommandFailure) -> LessonLine {
    guard var space = workspace else { throw CommandFailure("session.no-world") }
    space.width = screen.width
    let outcome: LineOutcome
    do throws(LineFailure) {
      outcome = try space.execute(text)
    } catch {
      workspace = space
      throw CommandFailure(
        "lesson.line-failed", ["line": .string(text), "reason": .string("\(error)")], status: 3)
    }
    workspace = space
    switch outcome {
    case .nothing, .assigned, .wrote: return LessonLine()
    case .waited(let span):
      let output = WaitCommand.output(waited: span, in: self)
      return done(output, isShown: isShown)
    case .aws(let outcome):
      if isShown, !wantsJSON { _ = show(AWSCommand.output(outcome, in: self)) }
      return LessonLine(
        status: outcome.status, result: .aws(outcome), errorCode: outcome.error?.code,
        reason: outcome.errorOutput)
    case .other(let name, let arguments):
      guard let command = CommandTable.command(name) else {
        throw CommandFailure("session.unknown-command", ["name": .string(name)])
      }
      return done(try command.run(arguments, in: self), isShown: isShown)
    }
  }

  private func done(_ output: CommandOutput, isShown: Bool) -> LessonLine {
    if isShown, !wantsJSON { show(output) }
    return LessonLine(
      status: output.status, result: .output(output.result), reason: "status \(output.status)")
  }
}
