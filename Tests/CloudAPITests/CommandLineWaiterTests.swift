import CloudAPI
import Testing

@Suite struct CommandLineWaiterTests {
  private func waiter(_ service: String, _ name: String) throws -> WaiterState {
    try WaiterState(#require(SchemaFixtures.table(service).waiter(cliName: name)))
  }

  private func instances(_ states: [Value]) -> WaiterPoll {
    let list = states.map { Value.object(ValueObject([(key: "State", value: ["Name": $0])])) }
    return .answer(["Reservations": .array([["Instances": .array(list)]])])
  }

  @Test func `all running is success, one pending waits, one terminated fails in botocore's words`() throws {
    var state = try waiter("ec2", "instance-running")
    #expect(try state.observe(instances(["pending", "running"])) == .retry(after: 15))
    #expect(try state.observe(instances(["running", "running"])) == .success)
    var failing = try waiter("ec2", "instance-running")
    #expect(
      try failing.observe(instances(["running", "terminated"]))
        == .failure(
          message: "Waiter InstanceRunning failed: Waiter encountered a terminal failure state: "
            + "For expression \"Reservations[].Instances[].State.Name\" we matched expected path: "
            + "\"terminated\" at least once"))
  }

  @Test func `nothing found is no success, and the attempts run out`() throws {
    var state = try waiter("ec2", "instance-running")
    for _ in 1..<40 { #expect(try state.observe(instances([])) == .retry(after: 15)) }
    #expect(
      try state.observe(instances([]))
        == .failure(message: "Waiter InstanceRunning failed: Max attempts exceeded"))
  }

  @Test func `an error that a rule names retries, any other fails`() throws {
    var state = try waiter("ec2", "instance-running")
    #expect(
      try state.observe(.error(code: "InvalidInstanceID.NotFound", message: "m", status: 400))
        == .retry(after: 15))
    #expect(
      try state.observe(.error(code: "UnauthorizedOperation", message: "no", status: 403))
        == .failure(message: "Waiter InstanceRunning failed: An error occurred (UnauthorizedOperation): no"))
  }

  @Test func `status rules read the HTTP status`() throws {
    var gone = try waiter("s3api", "bucket-not-exists")
    #expect(try gone.observe(.answer([:])) == .retry(after: 5))
    #expect(try gone.observe(.error(code: "404", message: "", status: 404)) == .success)
    var there = try waiter("elbv2", "load-balancer-exists")
    #expect(try there.observe(.answer([:])) == .success)
  }

  @Test func `a database that is gone counts as deleted`() throws {
    var state = try waiter("rds", "db-instance-deleted")
    #expect(
      try state.observe(.answer(["DBInstances": [["DBInstanceStatus": "deleting"]]])) == .retry(after: 30))
    #expect(try state.observe(.error(code: "DBInstanceNotFound", message: "", status: 404)) == .success)
    var empty = try waiter("rds", "db-instance-deleted")
    #expect(try empty.observe(.answer(["DBInstances": []])) == .success)
  }
}
