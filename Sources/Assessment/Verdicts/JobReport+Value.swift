import Cloud
package import CloudAPI
import EventKernel
package import Traffic

extension Report.JobReport {
  /// The jobs of a queue as the tree that checks query with JMESPath (docs/lab-format.md names its members).
  package var value: Value {
    func seconds(_ span: Duration?) -> Value { span.map { .number($0.inSeconds) } ?? .null }
    return [
      "queue": .string(queue), "count": .integer(Int64(count)), "done": .integer(Int64(done)),
      "late": .integer(Int64(late)), "delay": delay.map { .string($0.rawValue) } ?? .null,
      "interrupted": .integer(Int64(interrupted)), "workLost": seconds(workLost),
      "repeated": .number(repeated), "saving": seconds(saving), "given": seconds(given),
      "finished": seconds(finished), "deadline": seconds(deadline), "cost": .number(cost.dollars),
      "costPerJob": costPerJob.map { .number($0) } ?? .null,
    ]
  }
}
