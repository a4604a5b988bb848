import Cloud
import CloudAPI
import EventKernel
import Shell
import Testing

/// That every answer is what the service's own model says of it.
///
/// The answers come from the example lines, from the set-up of their world, and from `Tests/Oracles/outputs.sky`, where a line
/// for an operation goes that has no example.
@Suite struct OutputShapeTests {
  /// What always answers with an error here, and why: its answer's shape cannot be seen.
  private static let neverAnswers: [String: String] = [
    "autoscaling CreateLaunchConfiguration": "UnsupportedOperation to accounts opened after 2023",
    "autoscaling DeleteLaunchConfiguration": "there is none",
    "ec2 GetInstanceUefiData": "UnsupportedOperation: no image boots by UEFI with variables",
    "iam CreateVirtualMFADevice": "the client wants --outfile and writes the seed there",
    "iam EnableMFADevice": "there is no device", "iam DeactivateMFADevice": "there is no device",
    "iam DeleteVirtualMFADevice": "there is no device",
    "s3api GetObjectLockConfiguration": "ObjectLockConfigurationNotFoundError: no bucket has it",
    "sns ConfirmSubscription": "the token comes by mail",
    "sts DecodeAuthorizationMessage": "no refusal carries an encoded message",
  ]

  /// Answers that the model spells otherwise than AWS gives them: its examples of `describe-vpc-endpoints` show the states in
  /// small letters, those of `send-command` and `list-commands` no type of notification where none is asked for.
  private static let spelledOtherwise = [
    "ec2 create-vpc-endpoint.VpcEndpoint.State: available",
    "ec2 create-vpc-endpoint.VpcEndpoint.State: pending",
    "ec2 describe-vpc-endpoints.VpcEndpoints[].State: available",
    "ec2 describe-vpc-endpoints.VpcEndpoints[].State: pending",
    "ssm list-command-invocations.CommandInvocations[].NotificationConfig.NotificationType: ",
    "ssm list-commands.Commands[].NotificationConfig.NotificationType: ",
    "ssm send-command.Command.NotificationConfig.NotificationType: ",
  ].map { "\($0) is none of the model's values" }

  @Test func `every modelled operation answers, and answers in the shape that AWS has`() throws {
    let world = try ExampleWorld.shared.get()
    let catalog = try RepositoryFiles.operations.get()
    var walked: Set<String> = []
    var flaws: [String] = []
    func walk(_ words: [String], _ outcome: AWSOutcome) throws {
      guard outcome.status == 0, let answer = outcome.answer, words.count > 1,
        let shape = try catalog.service(words[0])?.operation(cliName: words[1])
      else { return }
      walked.insert("\(words[0]) \(shape.name)")
      flaws += OutputFlaw.flaws(of: answer, of: shape).prefix(3).map { "\(words[0]) \(words[1])\($0)" }
    }
    for run in try ExampleRun.all.get().values.compactMap(\.self) { try walk(run.words, run.outcome) }
    for run in try DifferentialRun.all.get().values {
      for line in run.lines { try walk(line.words, line.outcome) }
    }
    var workspace = world.workspace
    for line in ScriptRun(text: try RepositoryFiles.oracle("outputs.sky")).lines {
      let parsed = try ShellLineParser.parse(line.text)
      let result: LineOutcome
      do throws(LineFailure) {
        result = try workspace.execute(parsed)
      } catch {
        Issue.record("\(line.text): \(error)")
        continue
      }
      guard case .aws(let outcome) = result else { continue }
      #expect(
        outcome.status == 0, "\(line.text): \(outcome.errorOutput) \(String(describing: outcome.refusal))")
      let words = try WordExpansion(value: { _ in nil }, substitute: { _ in "" }).expand(parsed.words)
      try walk(Array(words.dropFirst()), outcome)
    }
    flaws.removeAll { Self.spelledOtherwise.contains($0.replacing(/\[\d+\]/, with: "[]")) }
    #expect(Set(flaws).isEmpty, "\(Set(flaws).sorted().joined(separator: "\n"))")
    let missing = OperationRegistry.all.filter { $0.service != "lab" }.map { "\($0.service) \($0.name)" }
      .filter { !walked.contains($0) && Self.neverAnswers[$0] == nil }
    print("outputs: \(walked.count) operations answered, \(missing.count) did not")
    let answered = Self.neverAnswers.keys.filter(walked.contains)
    #expect(answered.isEmpty, "answers: \(answered)")
    #expect(
      missing.isEmpty, "give each a line in Tests/Oracles/outputs.sky: \(missing.joined(separator: ", "))")
  }

  @Test(arguments: [
    ("a member that AWS does not have", "{\"Vpcs\": [{\"Colour\": \"red\"}]}", "unknown member"),
    ("a text for a list", "{\"Vpcs\": \"none\"}", "wrong type"),
    ("a text for a truth value", "{\"Vpcs\": [{\"IsDefault\": \"true\"}]}", "wrong type"),
    ("null for what is absent", "{\"Vpcs\": [{\"VpcId\": null}]}", "wrong type"),
    ("a state that AWS does not have", "{\"Vpcs\": [{\"State\": \"ready\"}]}", "illegal value"),
  ])
  func `a planted flaw is found`(label: String, answer: String, kind: String) throws {
    let table = try #require(try RepositoryFiles.operations.get().service("ec2"))
    let output = try #require(table.operation(apiName: "DescribeVpcs")?.output)
    let right = try Value(
      json: "{\"Vpcs\": [{\"VpcId\": \"vpc-1\", \"State\": \"available\", \"IsDefault\": true}]}")
    #expect(OutputFlaw.flaws(of: right, by: output).isEmpty)
    let flaws = OutputFlaw.flaws(of: try Value(json: answer), by: output)
    #expect(flaws.map(\.kind) == [kind], "\(label): \(flaws)")
  }

  @Test func `a planted absence and a wrong moment are found`() throws {
    let table = try #require(try RepositoryFiles.operations.get().service("sts"))
    let output = try #require(table.operation(apiName: "GetSessionToken")?.output)
    let flaws = OutputFlaw.flaws(
      of: try Value(
        json:
          "{\"Credentials\": {\"AccessKeyId\": \"a\", \"SecretAccessKey\": \"b\", \"Expiration\": \"soon\"}}"),
      by: output)
    #expect(
      flaws == [
        .missingMember(".Credentials.SessionToken"),
        .wrongType(".Credentials.Expiration", wanted: .timestamp),
      ])
  }
}
