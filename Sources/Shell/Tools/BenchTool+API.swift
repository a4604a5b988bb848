import CloudAPI
import Course
import EventKernel
import Terminal

extension BenchTool {
  /// How many lines each run measures.
  static let linesPerRun = 200

  /// Measures typical `aws` lines and completions in the start world of the first lab, in microseconds each.
  static func api(_ runs: Int, in session: Session) throws(CommandFailure) -> [Item] {
    guard let lab = session.course.labIDs.first else { throw CommandFailure("lab.none-open") }
    let start = try session.startWorkspace(of: lab.rawValue).workspace
    let lines = [
      ("describe-instances", "ec2 describe-instances"),
      ("describe-instances query", "ec2 describe-instances --query Reservations[].Instances[].InstanceId"),
      (
        "describe-subnets filter",
        "ec2 describe-subnets --filters Name=default-for-az,Values=true --output text"
      ),
      ("create-security-group", "ec2 create-security-group --group-name g --description d --dry-run"),
      ("describe-load-balancers", "elbv2 describe-load-balancers --output table"),
    ]
    var items = lines.map { name, line in
      measured("aws \(name)", runs) { workspace in
        _ = workspace.perform(aws: line.split(separator: " ").map(String.init))
      } of: {
        start
      }
    }
    items += try worlds(runs, from: start)
    session.workspace = start
    session.place = .lab(lab, run: "bench")
    let completer = LineCompleter(session: session)
    for text in [
      "aws ec2 describe-in", "aws ec2 run-instances --inst", "aws ec2 terminate-instances --instance-ids ",
    ] {
      items.append(
        measured("complete \(text)", runs) { _ in
          _ = completer.completion(text, cursor: text.utf8.count)
        } of: {
          start
        })
    }
    return items
  }

  /// Microseconds a call: each run makes its calls on a workspace of its own, the first of them not counted.
  static func measured(
    _ name: String, _ runs: Int, _ body: (inout Workspace) -> Void, of start: () -> Workspace
  ) -> Item {
    let times = (0..<runs).map { _ in
      var workspace = start()
      body(&workspace)
      let time = seconds { for _ in 0..<linesPerRun { body(&workspace) } }
      return time / Double(linesPerRun) * 1e6
    }
    return item(name, "µs", times, requests: linesPerRun)
  }
}
