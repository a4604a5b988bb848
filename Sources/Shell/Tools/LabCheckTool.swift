import Assessment
import Cloud
import CloudAPI
import Course
import EventKernel
import Foundation
import Terminal
import Texts
import Traffic

/// `skydrill lab check`: judges the world that a file of commands makes in a lab's start world.
///
/// The lab is named by its id, or by the path of its folder, as `prove` takes it.
package enum LabCheckTool {
  /// Runs the commands, judges, shows the verdict; 0 passed, 1 not, 2 usage, 3 broken content or input.
  package static func run(lab name: String, commands: String?, seed: UInt64, in session: Session) -> Int32 {
    do throws(CommandFailure) {
      let (lab, start) = try session.starts.workspace(of: try LabPlace.folder(name, in: session.course))
      var workspace = start
      if let commands {
        if let failure = ScriptRun(text: try text(ofFile: commands)).run(on: &workspace) {
          throw CommandFailure(failure, file: commands, in: session.texts)
        }
      }
      let judged: JudgedWorld
      if let live = workspace.live {
        do throws(RunRefusal) {
          try workspace.pass(live.end - workspace.world.now)
        } catch {
          throw CommandFailure(error)
        }
        judged = try JudgedWorld(live: workspace, lab: lab)
      } else {
        workspace.waitUntilSettled()
        let verdict = try session.judge(workspace.world, lab: lab, seed: WeatherSeed(seed))
        judged = JudgedWorld(lab: lab, world: workspace.world, verdict: verdict)
      }
      return session.show(
        CommandOutput(
          VerdictResult(judged.verdict), VerdictDocument.of(judged, in: session),
          status: judged.verdict.passed ? 0 : 1))
    } catch {
      return session.show(error)
    }
  }

  /// The lines of a file of commands; throws what is wrong with the file or with which of its lines.
  private static func text(ofFile path: String) throws(CommandFailure) -> String {
    let source: ScriptLineSource
    switch ScriptLineSource.open(path: path) {
    case .success(let opened): source = opened
    case .failure(let error): throw CommandFailure(unreadableScript: path, errno: error.errno)
    }
    var text = ""
    while true {
      switch source.nextLine(prompt: Prompt("")) {
      case .line(let line): text += line + "\n"
      case .pasted(let lines): text += lines.joined(separator: "\n") + "\n"
      case .tooLong(let line, let limit):
        let values: [String: TextValue] = ["line": .integer(line), "limit": .integer(limit)]
        throw CommandFailure("shell.line-too-long", values, status: 3)
      case .invalid(let line, let reason):
        throw CommandFailure("shell.line-\(reason.code)", ["line": .integer(line)], status: 3)
      case .interrupted, .endOfInput: return text
      }
      guard text.utf8.count <= Journal.longest else {
        throw CommandFailure("lab.no-commands", ["path": .string(path)], status: 3)
      }
    }
  }
}
