/// What a typed text does: one line, or several that `;`, `&&`, `||`, loops and conditions hold together.
///
/// A program is a list of steps with jumps, so that whoever runs it goes from line to line and nothing is nested.
package struct ShellProgram: Sendable, Equatable {
  /// A step of a program; places are indices of steps.
  enum Step: Sendable, Equatable {
    /// A line is done; its status counts from then on.
    case line(ShellLine)
    /// The status becomes a number, as by `true` and `false`.
    case status(Int32)
    /// The status is turned round, as by `!`.
    case invert
    /// Goes on elsewhere.
    case jump(to: Int)
    /// Goes on elsewhere when the last status is that of a failure, or is not.
    case branch(whenFailed: Bool, to: Int)
    /// A loop over values begins.
    case begin(values: [ShellLine.Word])
    /// The variable takes the next value; without one, the loop ends and the program goes on elsewhere.
    case next(name: String, end: Int)
    /// A loop over values ends before its last.
    case end
  }

  let steps: [Step]

  /// The line of a program that is one line alone.
  package var onlyLine: ShellLine? {
    if steps.count == 1, case .line(let line) = steps[0] { line } else { nil }
  }

  /// Whether nothing is to be done: a blank or a comment.
  package var isEmpty: Bool { steps.isEmpty }

  init(steps: [Step]) { self.steps = steps }

  /// Reads a text as `parse` does, with the error of one that cannot be carried out.
  static func read(_ text: String) throws(LineFailure) -> ShellProgram {
    do throws(ShellLineError) {
      return try parse(text)
    } catch {
      throw .unreadable(error)
    }
  }

  /// Reads a text; nothing of one that holds what this shell does not do may be carried out, so it is refused as a whole.
  ///
  /// - Throws: Why the text cannot be read; `unfinished` where another line belongs to it. O(n) in the text's length.
  package static func parse(_ text: String) throws(ShellLineError) -> ShellProgram {
    guard text.utf8.count <= ShellLineParser.longestLine else {
      throw .tooLong(limit: ShellLineParser.longestLine)
    }
    let outline = ShellOutline(text)
    if let block = outline.block {
      guard !outline.isOpen else { throw .unfinished }
      guard ShellProgramParser.blocks.contains(block), !outline.isJSON else { throw .block(block) }
    }
    var parser = ShellProgramParser(text)
    do throws(ShellLineError) {
      return try parser.parse()
    } catch {
      switch error {
      // What is refused may go on over several lines, and all of them belong to it.
      case .refused, .block: if outline.isOpen { throw .unfinished }
      default: break
      }
      throw error
    }
  }
}

/// The way through a program, one step after the other.
package struct ShellWalk: Sendable {
  /// What is to be done by whoever runs the program.
  package enum Request: Sendable, Equatable {
    /// A line; `status` is set to its own afterwards.
    case line(ShellLine)
    /// Words to be expanded and given to `take`.
    case values([ShellLine.Word])
  }

  /// How many steps a program may take: a loop that waits for something ends.
  package static let mostSteps = 5_000

  private let program: ShellProgram
  private var index = 0
  private var taken = 0
  /// The values that the loops have left, the innermost last.
  private var values: [ArraySlice<String>] = []
  /// The status of what was done last.
  package var status: Int32 = 0

  package init(_ program: ShellProgram) { self.program = program }

  /// What is to be done next; `nil` at the end.
  ///
  /// - Throws: `endless` after too many steps.
  package mutating func next() throws(LineFailure) -> Request? {
    while index < program.steps.count {
      taken += 1
      guard taken <= Self.mostSteps else { throw .endless(Self.mostSteps) }
      let step = program.steps[index]
      index += 1
      switch step {
      case .line(let line): return .line(line)
      case .status(let number): status = number
      case .invert: status = status == 0 ? 1 : 0
      case .jump(let place): index = place
      case .branch(let whenFailed, let place): if (status != 0) == whenFailed { index = place }
      case .begin(let words): return .values(words)
      case .end: values.removeLast()
      case .next(let name, let end):
        guard let value = values[values.count - 1].popFirst() else {
          values.removeLast()
          index = end
          continue
        }
        return .line(ShellLine(assignments: [.init(name: name, value: [.text(value)])]))
      }
    }
    return nil
  }

  /// Takes the values that a loop goes over.
  package mutating func take(values: [String]) {
    self.values.append(values[...])
    status = 0
  }
}
