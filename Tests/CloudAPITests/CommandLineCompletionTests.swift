import CloudAPI
import Testing

@Suite struct CommandLineCompletionTests {
  private func answer(_ words: [String], _ cursor: String) throws -> AWSCompletion.Answer {
    try AWSCompletion.answer(words: words, cursorWord: cursor, catalog: SchemaFixtures.catalog())
  }

  @Test func `services, operations and waiters complete`() throws {
    #expect(try answer([], "ec").candidates.map(\.text) == ["ec2"])
    let operations = try answer(["ec2"], "describe-inst").candidates.map(\.text)
    #expect(operations.contains("describe-instances"))
    #expect(!operations.contains("describe-instance-event-windows"))
    #expect(
      try answer(["--region", "x", "ec2", "wait"], "instance-r").candidates.map(\.text) == [
        "instance-running"
      ])
  }

  @Test func `required options come first, used and hidden ones not at all`() throws {
    let all = try answer(["ec2", "terminate-instances"], "").candidates
    #expect(all.first?.text == "--instance-ids")
    #expect(all.first?.kind == .requiredOption)
    let left = try answer(["ec2", "describe-instances", "--filters", "a"], "--").candidates.map(\.text)
    #expect(!left.contains("--filters"))
    #expect(!left.contains("--next-token"))
    #expect(left.contains("--max-items"))
    #expect(left.contains("--query"))
  }

  @Test func `values of an enumeration complete`() throws {
    let types = try answer(["ec2", "run-instances", "--instance-type"], "t3.mic").candidates.map(\.text)
    #expect(types == ["t3.micro"])
    #expect(
      try answer(["ec2", "describe-vpcs", "--output"], "t").candidates.map(\.text) == ["text", "table"])
  }

  @Test(arguments: [
    (["ec2", "terminate-instances", "--instance-ids"], "instance", "id"),
    (["ec2", "terminate-instances", "--instance-ids", "i-1"], "instance", "id"),
    (["elbv2", "create-load-balancer", "--subnets"], "subnet", "id"),
    (["elbv2", "describe-target-health", "--target-group-arn"], "target-group", "arn"),
    (["autoscaling", "set-desired-capacity", "--auto-scaling-group-name"], "auto-scaling-group", "name"),
    (["rds", "reboot-db-instance", "--db-instance-identifier"], "db-instance", "name"),
    (["elbv2", "describe-load-balancers", "--names"], "load-balancer", "name"),
    (["ec2", "authorize-security-group-ingress", "--group-id"], "security-group", "id"),
  ])
  func `an option says which identifiers it takes`(words: [String], noun: String, form: String) throws {
    let wanted = try #require(try answer(words, "").wanted)
    #expect(wanted.noun == noun)
    #expect(wanted.form.rawValue == form)
  }

  @Test func `a creation's own name is no identifier of the world`() throws {
    #expect(try answer(["elbv2", "create-load-balancer", "--name"], "").wanted == nil)
    #expect(try answer(["rds", "create-db-instance", "--db-instance-identifier"], "").wanted == nil)
  }
}
