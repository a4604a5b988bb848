import Cloud
import Course
import EventKernel
import Texts

/// Makes the worlds in which labs and free play begin, from content and tables alone: any thread may use it.
struct StartWorlds: Sendable {
  let course: CourseLibrary
  let builder: WorldBuilder

  /// The lab of a folder, or the failure that names what is wrong with it.
  func lab(in folder: LabFolder) throws(CommandFailure) -> Lab {
    let collector = DiagnosticCollector()
    guard let lab = folder.lab(collector), collector.diagnostics.isEmpty else {
      throw CommandFailure(broken: folder.id, collector)
    }
    return lab
  }

  /// The lab of a folder and the workspace in which it begins.
  ///
  /// - Parameter seed: another world seed than the lab's own, as a student's variant has.
  func workspace(
    of folder: LabFolder, seed: WorldSeed? = nil
  ) throws(CommandFailure) -> (lab: Lab, workspace: Workspace) {
    let lab = try lab(in: folder)
    let script = folder.setup(DiagnosticCollector())
    do throws(WorldBuildError) {
      let begun = try builder.workspace(
        lab.start, name: lab.id.rawValue, version: lab.version.description, script: script, seed: seed)
      guard lab.header.kind == .live, let span = lab.start.experiments.first else { return (lab, begun) }
      return (lab, begun.goingLive(span.experiment))
    } catch {
      throw CommandFailure(
        "lab.setup-failed", ["name": .string(folder.id.rawValue), "reason": .string("\(error)")], status: 3)
    }
  }

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
  func sandboxWorkspace() throws(CommandFailure) -> Workspace {
    let start = try sandboxStart()
    let script = course.sandbox.setup(DiagnosticCollector())
    do throws(WorldBuildError) {
      return try builder.workspace(start, name: Session.sandboxName, version: "", script: script)
    } catch {
      throw CommandFailure("sandbox.broken", ["reason": .string("\(error)")], status: 3)
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
