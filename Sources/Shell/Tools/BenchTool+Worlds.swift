import Cloud
import CloudAPI
import EventKernel
import Texts

extension BenchTool {
  /// Measures calls in worlds of 1,000 and 10,000 resources, the first write after a fork, and the replay of a journal.
  static func worlds(_ runs: Int, from start: Workspace) throws(CommandFailure) -> [Item] {
    var items: [Item] = []
    for count in [1_000, 10_000] {
      let filled = try filled(start, with: count)
      for (name, line) in [
        ("read one", "ec2 describe-key-pairs --key-names key-7"),
        ("write one", "ec2 create-tags --resources \(filled.group) --tags Key=a,Value=b"),
        ("refused", "ec2 describe-instances --instance-ids i-00000000000000000"),
      ] {
        items.append(
          measured("\(name), \(count) resources", runs) { workspace in
            _ = workspace.perform(aws: line.split(separator: " ").map(String.init))
          } of: {
            filled.workspace
          })
      }
      items.append(try fork(of: filled.workspace, writing: filled.group, count: count, runs))
    }
    items.append(try replay(start, runs))
    return items
  }

  /// A workspace with key pairs, security groups and alarms, as many as asked for, and the id of one of the groups.
  static func filled(
    _ start: Workspace, with count: Int
  ) throws(CommandFailure) -> (workspace: Workspace, group: String) {
    var workspace = start
    var group: String?
    var made = 0
    var number = 0
    while made < count {
      number += 1
      let lines = [
        "ec2 create-key-pair --key-name key-\(number)",
        "ec2 create-security-group --group-name group-\(number) --description d",
        "cloudwatch put-metric-alarm --alarm-name alarm-\(number) --namespace N --metric-name m --statistic Sum --period 60 "
          + "--evaluation-periods 1 --threshold 1 --comparison-operator GreaterThanThreshold",
      ]
      let before = made
      for line in lines where made < count {
        let outcome = workspace.perform(aws: line.split(separator: " ").map(String.init))
        if outcome.status == 0 { made += 1 }
        group = group ?? outcome.answer?["GroupId"]?.text
      }
      // A quota stops one kind; when it stops all three, the world cannot be filled.
      guard made > before else {
        throw CommandFailure("bench.not-filled", ["count": .integer(count)], status: 3)
      }
    }
    return (workspace.rebased(), group ?? "")
  }

  /// The first write after a copy of the world, from input to answer, without words and rendering.
  private static func fork(
    of workspace: Workspace, writing group: String, count: Int, _ runs: Int
  ) throws(CommandFailure) -> Item {
    let shape: OperationShape?
    do throws(SchemaError) {
      shape = try workspace.catalog.service("ec2")?.operation(cliName: "create-tags")
    } catch {
      throw CommandFailure("aws.damaged-table", ["reason": .string("\(error)")], status: 3)
    }
    guard let shape else { throw CommandFailure("bench.not-filled", ["count": .integer(count)], status: 3) }
    let tags: Value = ["Resources": [.string(group)], "Tags": [["Key": "a", "Value": "b"]]]
    let input = tags.object ?? ValueObject()
    let context = CallContext(caller: workspace.caller, region: workspace.region)
    var isDone = true
    let times = (0..<runs).map { _ in
      var total = 0.0
      for _ in 0..<linesPerRun {
        total += seconds {
          var copy = workspace.world
          do throws(AWSFailure) {
            _ = try CallExecution.execute(shape, input: input, on: &copy, context: context)
          } catch {
            isDone = false
          }
        }
      }
      return total / Double(linesPerRun) * 1e6
    }
    guard isDone else { throw CommandFailure("bench.not-filled", ["count": .integer(count)], status: 3) }
    return item("first write after a fork, \(count) resources", "µs", times, requests: linesPerRun)
  }

  /// A journal of 200 calls, done again without rendering.
  private static func replay(_ start: Workspace, _ runs: Int) throws(CommandFailure) -> Item {
    var made = start.rebased()
    let begin = made
    for number in 0..<100 {
      _ = made.perform(
        aws: ["ec2", "create-security-group", "--group-name", "group-\(number)", "--description", "d"])
      _ = made.perform(aws: ["ec2", "describe-instances", "--max-items", "1"])
    }
    var refusal = false
    let times = (0..<runs).map { _ in
      var workspace = begin
      return seconds {
        do {
          try workspace.replay(made.journal)
        } catch {
          refusal = true
        }
      } * 1e3
    }
    guard !refusal else { throw CommandFailure("bench.not-filled", ["count": .integer(200)], status: 3) }
    return item("replay of a journal of 200 calls", "ms", times, requests: 200)
  }
}
