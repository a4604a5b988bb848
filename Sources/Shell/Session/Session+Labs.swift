package import Assessment
package import Cloud
package import Course
package import EventKernel
import Foundation
import LearnerStore
import Texts
package import Traffic

/// A verdict with the world and lab that it was passed on.
package struct JudgedWorld: Sendable {
  package let lab: Lab
  package let world: World
  package let verdict: Verdict
}

extension Session {
  /// Reads a lab, or the failure that names what is wrong with it or which name is near.
  package func lab(_ name: String) throws(CommandFailure) -> (folder: LabFolder, lab: Lab) {
    let folder = try LabPlace.folder(id: name, in: self)
    return (folder, try lab(in: folder))
  }

  /// Reads the lab of a folder, or the failure that names what is wrong with it.
  private func lab(in folder: LabFolder) throws(CommandFailure) -> Lab {
    let collector = DiagnosticCollector()
    guard let lab = folder.lab(collector), collector.diagnostics.isEmpty else {
      throw CommandFailure(broken: folder.id, collector)
    }
    return lab
  }

  /// The workspace in which a lab of the program's own content begins.
  package func startWorkspace(
    of name: String, seed: WorldSeed? = nil
  ) throws(CommandFailure) -> (lab: Lab, workspace: Workspace) {
    try startWorkspace(of: try LabPlace.folder(id: name, in: self), seed: seed)
  }

  /// The workspace in which a lab begins.
  ///
  /// - Parameter seed: another world seed than the lab's own, as a student's variant has.
  package func startWorkspace(
    of folder: LabFolder, seed: WorldSeed? = nil
  ) throws(CommandFailure) -> (lab: Lab, workspace: Workspace) {
    let lab = try self.lab(in: folder)
    let script = folder.setup(DiagnosticCollector())
    do throws(WorldBuildError) {
      return (
        lab,
        try builder.workspace(
          lab.start, name: lab.id.rawValue, version: lab.version.description, script: script, seed: seed)
      )
    } catch {
      throw CommandFailure(
        "lab.setup-failed", ["name": .string(folder.id.rawValue), "reason": .string("\(error)")], status: 3)
    }
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

  /// Goes on with a run of a lab: its world is made again from its journal.
  package func resumeLab(_ id: LabID, run: String) throws(CommandFailure) {
    let (_, start) = try startWorkspace(of: id.rawValue)
    try resume(start, run: run)
    place = .lab(id, run: run)
  }

  /// Goes on with free play.
  package func resumeSandbox(run: String) throws(CommandFailure) {
    let start = try sandboxWorkspace()
    try resume(start, run: run)
    place = .sandbox(run: run)
  }

  /// The name of free play in the store and in journals, where a lab's id stands.
  static let sandboxName = "sandbox"

  /// The start world of free play: a small shop with users.
  func sandboxStart() throws(CommandFailure) -> StartWorld {
    let collector = DiagnosticCollector()
    guard let start = course.sandbox.start(collector), collector.diagnostics.isEmpty else {
      let first = collector.diagnostics.first.map { "\($0.file):\($0.line)" } ?? "sandbox/world.yaml"
      throw CommandFailure("sandbox.broken", ["reason": .string(first)], status: 3)
    }
    return start
  }

  /// The workspace in which free play begins.
  private func sandboxWorkspace() throws(CommandFailure) -> Workspace {
    let start = try sandboxStart()
    let script = course.sandbox.setup(DiagnosticCollector())
    do throws(WorldBuildError) {
      return try builder.workspace(start, name: Self.sandboxName, version: "", script: script)
    } catch {
      throw CommandFailure("sandbox.broken", ["reason": .string("\(error)")], status: 3)
    }
  }

  /// Goes on with free play, or begins it; whether there was something to go on with.
  func enterSandbox() throws(CommandFailure) -> Bool {
    let last = try runs(of: Self.sandboxName).first
    guard let last else {
      try startSandbox()
      return false
    }
    try resumeSandbox(run: last.id)
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
    if name == Self.sandboxName { return try sandboxWorkspace() }
    if course.lab(LabID(name)) == nil, course.lesson(LessonID(name)) != nil {
      return try startWorkspace(of: try lesson(named: name))
    }
    return try startWorkspace(of: name, seed: journal.header.worldSeed).workspace
  }

  /// Begins free play in its start world.
  package func startSandbox() throws(CommandFailure) {
    var workspace = try sandboxWorkspace()
    let run = RunName.fresh()
    workspace.folder = try workFolder(run)
    try begin(run: run, workspace: workspace, version: "")
    self.workspace = workspace
    savedEntries = 0
    verdict = nil
    place = .sandbox(run: run)
  }

  private func resume(_ start: Workspace, run: String) throws(CommandFailure) {
    guard let store else { return }
    var workspace = start
    workspace.folder = try workFolder(run)
    let journal = try self.journal(of: run, store: store)
    // Ctrl-C does not end this: without it there is no world to go on in.
    try watching(total: journal.running) { (progress) throws(RunRefusal) in
      _ = try workspace.replay(journal) { position, state in
        _ = progress(position, state)
        return true
      }
    }
    self.workspace = workspace
    savedEntries = journal.entries.count
    verdict = nil
  }

  private func begin(run: String, workspace: Workspace, version: String) throws(CommandFailure) {
    guard let store else { return }
    do throws(StoreError) {
      try store.begin(
        LabRun(
          id: run, lab: workspace.journal.header.lab, version: version, engine: Report.engine,
          seed: workspace.journal.header.worldSeed.rawValue, started: now))
      _ = try store.append([Journal.line(workspace.journal.header)], toJournalOf: run, expected: 0)
    } catch {
      throw CommandFailure(error)
    }
  }

  /// The work folder of a run, made when it is new.
  private func workFolder(_ run: String) throws(CommandFailure) -> WorkFolder {
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
    place = .outside
    workspace = nil
    verdict = nil
    savedEntries = 0
  }

  /// Why a run cannot be made, as a sentence.
  package func failure(of refusal: RunRefusal) -> CommandFailure {
    switch refusal {
    case .noUsers: CommandFailure("experiment.no-users", status: 1)
    case .tooManyRequests(let expected, let limit):
      CommandFailure(
        "experiment.too-many-requests", ["expected": .integer(expected), "limit": .integer(limit)], status: 1)
    case .badDuration(let span):
      CommandFailure("experiment.bad-duration", ["span": .duration(nanoseconds: span.nanoseconds)], status: 2)
    }
  }
}

extension CommandFailure {
  /// A lab whose files cannot be read: the first place where something is wrong.
  init(broken lab: LabID, _ collector: DiagnosticCollector) {
    let place = collector.diagnostics.first.map { "\($0.file):\($0.line)" } ?? lab.rawValue
    self.init("lab.broken", ["name": .string(lab.rawValue), "place": .string(place)], status: 3)
  }
}

/// Names of runs in the store.
enum RunName {
  /// A name that no other run has.
  static func fresh() -> String { UUID().uuidString.lowercased() }
}
