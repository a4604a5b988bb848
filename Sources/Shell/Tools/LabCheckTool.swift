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
        guard let bytes = FileManager.default.contents(atPath: commands), bytes.count <= Journal.longest,
          let text = String(data: bytes, encoding: .utf8)
        else { throw CommandFailure("lab.no-commands", ["path": .string(commands)], status: 3) }
        if let failure = ScriptRun(text: text).run(on: &workspace) {
          throw CommandFailure(
            "lab.commands-failed",
            [
              "path": .string(commands), "line": .integer(failure.line),
              "reason": .string(failure.reason.split(separator: "\n").joined(separator: " ")),
            ], status: 3)
        }
      }
      workspace.waitUntilSettled()
      let verdict = try session.judge(workspace.world, lab: lab, seed: WeatherSeed(seed))
      return session.show(
        CommandOutput(
          VerdictResult(verdict), VerdictDocument.of(verdict, on: workspace.world, in: session),
          status: verdict.passed ? 0 : 1))
    } catch {
      return session.show(error)
    }
  }
}
