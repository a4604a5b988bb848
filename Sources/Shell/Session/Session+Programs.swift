import Terminal

// Lines that `;`, `&&`, loops and conditions hold together.

extension Session {
  /// Does the lines of a program; each is shown, and saved, as if it had been typed alone.
  func perform(_ program: ShellProgram) -> Int32 {
    var walk = ShellWalk(program)
    do throws(LineFailure) {
      steps: while !isEnding, let request = try walk.next() {
        switch request {
        case .line(let line):
          guard let status = performed(line, isEnter: false) else { return lastStatus }
          walk.status = status
          if Interrupt.isRequested {
            walk.status = 130
            break steps
          }
        case .values(let words):
          // The values of a loop are those of a list.
          let list = ShellLine(assignments: [.init(name: "", value: [], elements: words)])
          openPlace(for: list)
          guard isSettled(for: list) else { return lastStatus }
          guard var space = workspace else {
            walk.status = show(CommandFailure("session.no-world-for-variables"))
            break steps
          }
          defer { workspace = space }
          walk.take(values: try space.values(of: words))
        }
      }
    } catch {
      walk.status = show(failure(of: error))
    }
    lastStatus = walk.status
    workspace?.lastStatus = walk.status
    return walk.status
  }
}
