package import Assessment
package import Cloud
package import Course
package import EventKernel
import Foundation
import LearnerStore
import Texts
import Traffic

/// A verdict with the world and lab that it was passed on.
package struct JudgedWorld: Sendable {
  package let lab: Lab
  package let world: World
  package let verdict: Verdict
  /// When the clock of a live lab began, whose world is that of its end; `nil` where each run begins in `world`.
  var origin: Instant?

  /// A run of the verdict; `nil` where the lab has no experiment of its name.
  func run(of report: Report) -> FollowedRun? {
    guard let experiment = lab.start.experiment(report.experiment)?.experiment else { return nil }
    return FollowedRun(world: world, experiment: experiment, report: report, origin: origin)
  }
}

extension Session {
  /// What start worlds are made from.
  var starts: StartWorlds { StartWorlds(course: course, builder: builder) }

  /// Reads a lab, or the failure that names what is wrong with it or which name is near.
  package func lab(_ name: String) throws(CommandFailure) -> (folder: LabFolder, lab: Lab) {
    let folder = try LabPlace.folder(id: name, in: course)
    return (folder, try starts.lab(in: folder))
  }

  /// The workspace in which a lab of the program's own content begins.
  package func startWorkspace(
    of name: String, seed: WorldSeed? = nil
  ) throws(CommandFailure) -> (lab: Lab, workspace: Workspace) {
    try starts.workspace(of: try LabPlace.folder(id: name, in: course), seed: seed)
  }

  /// Begins a new run of a lab.
  package func startLab(_ name: String) throws(CommandFailure) -> Lab {
    let (lab, start) = try startWorkspace(of: name)
    var workspace = start
    let run = RunName.fresh()
    workspace.folder = try workFolder(run)
    try begin(run: run, workspace: workspace, version: lab.version.description)
    self.workspace = workspace
    savedEntries = 0
    verdict = nil
    place = .lab(lab.id, run: run)
    return lab
  }

  /// The name of free play in the store and in journals, where a lab's id stands.
  static let sandboxName = "sandbox"

  /// Goes on with free play, or begins it; whether there was something to go on with.
  func enterSandbox() throws(CommandFailure) -> Bool {
    let last = try runs(of: Self.sandboxName).first
    guard let last else {
      try startSandbox()
      return false
    }
    try resume(.sandbox(run: last.id))
    return true
  }

  /// The runs of a lab that are open, newest first.
  func runs(of lab: String) throws(CommandFailure) -> [LabRun] {
    do throws(StoreError) {
      return try store?.runs(lab: lab).filter(\.isOpen) ?? []
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The workspace in which a journal begins: its lab's, lesson's or the sandbox's start world under its world seed.
  func startWorkspace(ofJournal journal: Journal) throws(CommandFailure) -> Workspace {
    let name = journal.header.lab
    if name == Self.sandboxName { return try starts.sandboxWorkspace() }
    if course.lab(LabID(name)) == nil, course.lesson(LessonID(name)) != nil {
      return try startWorkspace(of: try lesson(named: name))
    }
    return try startWorkspace(of: name, seed: journal.header.worldSeed).workspace
  }

  /// Begins free play in its start world.
  package func startSandbox() throws(CommandFailure) {
    var workspace = try starts.sandboxWorkspace()
    let run = RunName.fresh()
    workspace.folder = try workFolder(run)
    try begin(run: run, workspace: workspace, version: "")
    self.workspace = workspace
    savedEntries = 0
    verdict = nil
    place = .sandbox(run: run)
  }

  private func begin(run: String, workspace: Workspace, version: String) throws(CommandFailure) {
    guard let store else { return }
    do throws(StoreError) {
      try store.begin(
        LabRun(
          id: run, lab: workspace.journal.header.lab, version: version, engine: Report.engine,
          seed: workspace.journal.header.worldSeed.rawValue, started: now))
      _ = try store.append(
        [Journal.line(workspace.journal.header)], toJournalOf: run, expected: 0,
        noting: Self.clockNote(workspace, run: run))
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The work folder of a run, made when it is new.
  func workFolder(_ run: String) throws(CommandFailure) -> WorkFolder {
    guard let home else { return .none }
    let path = home + "/work/" + run
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      return WorkFolder(path: path)
    } catch {
      throw CommandFailure("session.no-work-folder", ["path": .string(path)], status: 3)
    }
  }

  /// Leaves the present place; its run stays in the store and can be gone on with.
  package func leave() {
    abandonMaking()
    lessonToEnter = nil
    place = .outside
    workspace = nil
    verdict = nil
    savedEntries = 0
  }
}

/// Names of runs in the store.
enum RunName {
  /// A name that no other run has.
  static func fresh() -> String { UUID().uuidString.lowercased() }
}
