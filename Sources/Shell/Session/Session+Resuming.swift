import Cloud
import Course
import LearnerStore
import Terminal
import Texts
import Traffic

/// A place that could not be gone back to, and why.
struct LostPlace: Error {
  /// The lab, the lesson or free play; `nil` where not even that could be read.
  let name: String?
  let failure: CommandFailure
}

extension Session {
  /// The world of the present place while it is being made again.
  struct Making {
    let pending: PendingWorkspace
    /// The world's clock when it was stored last.
    let clock: String
  }

  /// Goes on with a run: its world is made again from its journal. A failure leaves the session where it was.
  ///
  /// - Parameter stoppable: whether Ctrl-C may end this, as a failure.
  func resume(_ place: Place, stoppable: Bool = true) throws(CommandFailure) {
    let pending = PendingWorkspace(try revival(of: place))
    guard let result = wait(for: pending, stoppable: stoppable) else {
      pending.abandon()
      throw CommandFailure("check.stopped", status: 130)
    }
    enter(place, try result.get())
  }

  /// Goes on with a run whose world is made on a thread of its own, so that the first prompt does not wait for it;
  /// whether what that prompt shows of it is known. `beginMaking` begins.
  func resumeAside(_ place: Place) throws(CommandFailure) -> Bool {
    guard let run = place.run, let clock = try notedClock(of: run) else { return false }
    making = Making(pending: PendingWorkspace(try revival(of: place)), clock: clock)
    self.place = place
    return true
  }

  /// Begins to make the world of the place on its own thread: what was drawn before did not share the machine with it.
  func beginMaking() { making?.pending.begin() }

  /// Waits for the world of the place, if it is being made; whether it is there, which Ctrl-C does not wait for.
  ///
  /// Where it cannot be made, the learner stands outside.
  func settle() throws(LostPlace) -> Bool {
    try settleLesson()
    guard let making else { return true }
    guard let result = wait(for: making.pending, stoppable: true) else { return false }
    self.making = nil
    do throws(CommandFailure) {
      enter(place, try result.get())
    } catch {
      let name = place.name
      place = .outside
      throw LostPlace(name: name, failure: error)
    }
    return true
  }

  /// Opens the lesson of the place on the page where it was left.
  func enterRememberedLesson() throws(CommandFailure) {
    guard let id = lessonToEnter else { return }
    let progress = try progress(in: id)
    try enterLesson(try lesson(named: id.rawValue), pageNamed: progress?.page, progress: progress)
  }

  private func settleLesson() throws(LostPlace) {
    guard let id = lessonToEnter else { return }
    do throws(CommandFailure) {
      try enterRememberedLesson()
    } catch {
      leave()
      throw LostPlace(name: id.rawValue, failure: error)
    }
  }

  /// Takes the world of the place if it comes within the time in which Tab still seems prompt. What is wrong with it is
  /// left for the next line.
  func settleForCompletion() {
    if let id = lessonToEnter {
      do throws(CommandFailure) {
        try enterRememberedLesson()
      } catch {
        lessonToEnter = id
        place = .lesson(id)
      }
    }
    guard let making, case .success(let workspace) = making.pending.result(within: 200) else { return }
    self.making = nil
    enter(place, workspace)
  }

  /// Gives up the world that is being made: another place is gone to, or the program ends.
  func abandonMaking() {
    making?.pending.abandon()
    making = nil
  }

  /// Says that the last place is left, and why.
  func show(_ lost: LostPlace) -> Int32 {
    if let name = lost.name {
      var document = Document()
      document.paragraph(text("session.place-lost", ["name": .string(name)]), style: .warn)
      screen.showError(document)
    }
    return show(lost.failure)
  }

  /// Says once of a run which another engine made that its world may have gone another way than the learner saw.
  func tellOtherEngine() {
    guard let store, let run = place.run, run != engineToldOf,
      let engine = workspace?.journal.header.engine, engine != Report.engine
    else { return }
    engineToldOf = run
    do throws(StoreError) {
      let (key, told) = ("engine-told:" + run, "\(Report.engine)")
      guard try store.setting(key) != told else { return }
      try store.set(key, to: told)
    } catch {
      _ = show(CommandFailure(error))
    }
    var document = Document()
    document.paragraph(
      text("session.other-engine", ["engine": .integer(engine), "now": .integer(Report.engine)]), style: .warn
    )
    screen.showError(document)
  }

  private func enter(_ place: Place, _ workspace: Workspace) {
    self.place = place
    self.workspace = workspace
    savedEntries = workspace.journal.entries.count
    verdict = nil
  }

  /// Waits for a world, with its progress on the screen after a second; `nil` after Ctrl-C.
  private func wait(for pending: PendingWorkspace, stoppable: Bool) -> Result<Workspace, CommandFailure>? {
    let line = ProgressLine(on: screen)
    defer { line.finish() }
    let clock = ContinuousClock()
    let begun = clock.now
    while true {
      if let result = pending.result(within: 50) { return result }
      if stoppable, Interrupt.isRequested { return nil }
      guard clock.now - begun > .seconds(1) else { continue }
      line.update { [.muted(text("session.remaking", ["share": .number(pending.share)]))] }
    }
  }

  /// What makes the world of a run.
  private func revival(of place: Place) throws(CommandFailure) -> PendingWorkspace.Making {
    guard let store, let run = place.run, let name = place.name else {
      throw CommandFailure(.unknownRun(place.run ?? ""))
    }
    let revival = RunRevival(
      starts: starts, store: store, lab: name, run: run, folder: try workFolder(run))
    return { tell in
      do throws(CommandFailure) {
        return try revival.workspace(tell: tell).map { .success($0) }
      } catch {
        return .failure(error)
      }
    }
  }
}

extension Session.Place {
  /// The lab's or lesson's id, or the name of free play; `nil` outside.
  var name: String? {
    switch self {
    case .outside: nil
    case .lab(let id, _): id.rawValue
    case .sandbox: Session.sandboxName
    case .lesson(let id): id.rawValue
    }
  }
}
