import Cloud
import CloudAPI
import EventKernel
import Foundation
import Shell

/// Inputs of modelled operations, from the awscli package's example lines and the recorded lines, to be varied.
struct CallTemplates: Sendable {
  /// An input of an operation.
  struct Template: Sendable {
    let shape: OperationShape
    let input: ValueObject
    /// The service and operation as they are typed.
    var name: String { "\(shape.table.cliName) \(shape.cliName)" }
  }

  /// The templates by operation, in the order of the operations' names.
  let byOperation: [(name: String, templates: [Template])]

  /// The lines that make one of everything, under the few names that calls go to.
  let beginning: [String]

  /// The lines that bring each operation to an answer, after those of a world of their own.
  let script: [String]

  /// The repository's root.
  static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }()

  /// The tables, read once.
  static let operations = Result<OperationCatalog, any Error> {
    try OperationCatalog(directory: root + "/api")
  }

  /// All templates, read once.
  static let shared = Result<CallTemplates, any Error> { try CallTemplates() }

  private init() throws {
    let text = try String(contentsOfFile: Self.root + "/Tests/Oracles/examples/world.sky", encoding: .utf8)
    let more = try String(contentsOfFile: Self.root + "/Tests/Oracles/outputs.sky", encoding: .utf8)
    let changes = try String(contentsOfFile: Self.root + "/Tests/Oracles/changes.sky", encoding: .utf8)
    script = ScriptRun(text: text + "\n" + more + "\n" + changes).lines.map(\.text)
    beginning =
      ScriptRun(
        text: text.replacing(
          /\b(?:my-asg|MyKeyPair|MyTemplate|Bob|Admins|Test-Role|my-topic|examples)\b(?!-)/
        ) {
          _ in "web"
        }
      ).lines.map(\.text) + [
        "aws iam create-role --role-name chaos --assume-role-policy-document "
          + #"'{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"fis.amazonaws.com"},"#
          + #""Action":"sts:AssumeRole"}}'"#,
        "aws iam attach-role-policy --role-name chaos --policy-arn arn:aws:iam::aws:policy/AdministratorAccess",
      ]
    let catalog = try Self.operations.get()
    let context = AWSContext(
      readFile: { (_: String) throws(AWSFileError) -> [UInt8] in throw .missing }, uniqueText: { "u" })
    var found: [String: [Template]] = [:]
    for line in try Self.lines() {
      guard let parsed = Self.words(line),
        let command = Self.parse(Array(parsed.dropFirst()), catalog, context), case .call(let call) = command,
        let modelled = ModelledOperation(call.operation), modelled.firstUnmodelled(in: call.input) == nil
      else { continue }
      let template = Template(shape: call.operation, input: call.input)
      found[template.name, default: []].append(template)
    }
    // An operation without a line begins with nothing but what the model requires.
    for operation in OperationRegistry.all where operation.service != "lab" {
      guard let shape = try catalog.service(operation.service)?.operation(apiName: operation.name) else {
        continue
      }
      let template = Template(shape: shape, input: ValueObject())
      if found[template.name] == nil { found[template.name] = [template] }
    }
    byOperation = found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
      ($0.key, $0.value)
    }
  }

  private static func lines() throws -> [String] {
    let folder = root + "/Tests/Oracles/"
    var lines: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder + "examples").sorted()
    where name.hasSuffix(".json") && name != "outputs.json" {
      let value = try Value(json: try String(contentsOfFile: folder + "examples/" + name, encoding: .utf8))
      lines += (value.elements ?? []).compactMap { $0["line"]?.text }
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder + "differential").sorted()
    where name.hasSuffix(".sky") {
      lines += ScriptRun(text: try String(contentsOfFile: folder + "differential/" + name, encoding: .utf8))
        .lines.map(\.text)
    }
    return lines + experiments
  }

  /// Templates of the Fault Injection Service, whose own example is in a file.
  private static let experiments: [String] =
    [
      "'stop={actionId=aws:ec2:stop-instances,parameters={startInstancesAfterDuration=PT1M},targets={Instances=t}}'",
      "'act={actionId=aws:ec2:terminate-instances,targets={Instances=t}}'",
      "'act={actionId=aws:ec2:reboot-instances,targets={Instances=t}},"
        + "rest={actionId=aws:fis:wait,parameters={duration=PT5M},startAfter=[act]}'",
    ].map { make("aws:ec2:instance", "arn:aws:ec2:us-east-1:123456789012:instance/i-0000000000000000a", $0) }
    + [
      make(
        "aws:ec2:subnet", "arn:aws:ec2:us-east-1:123456789012:subnet/subnet-0000000000000000a",
        "'cut={actionId=aws:network:disrupt-connectivity,parameters={duration=PT20M,scope=all},targets={Subnets=t}}'"
      ),
      make(
        "aws:rds:db", "arn:aws:rds:us-east-1:123456789012:db:web",
        "'act={actionId=aws:rds:reboot-db-instances,targets={DBInstances=t}}'"),
      "aws fis start-experiment --experiment-template-id EXTAAAAAAAAAAAAAAA",
      "aws fis get-experiment --id EXPAAAAAAAAAAAAAAA", "aws fis stop-experiment --id EXPAAAAAAAAAAAAAAA",
      "aws fis list-experiment-resolved-targets --experiment-id EXPAAAAAAAAAAAAAAA",
      "aws fis get-experiment-template --id EXTAAAAAAAAAAAAAAA",
      "aws fis delete-experiment-template --id EXTAAAAAAAAAAAAAAA",
    ]

  private static func make(_ type: String, _ arn: String, _ actions: String) -> String {
    "aws fis create-experiment-template --description d --stop-conditions source=none"
      + " --role-arn arn:aws:iam::123456789012:role/chaos"
      + " --targets 't={resourceType=\(type),resourceArns=[\(arn)],selectionMode=ALL}' --actions \(actions)"
  }

  /// The words of a line; variables become ids of no resource, which are replaced like all ids.
  private static func words(_ line: String) -> [String]? {
    do {
      return try WordExpansion(value: { Self.placeholders[$0] ?? "x" }, substitute: { _ in "x" })
        .expand(try ShellLineParser.parse(line).words)
    } catch { return nil }
  }

  private static let placeholders = [
    "VPC": "vpc-0000000000000000a", "SUBNET": "subnet-0000000000000000a", "A": "subnet-0000000000000000a",
    "B": "subnet-0000000000000000a", "C": "subnet-0000000000000000a", "SG": "sg-0000000000000000a",
    "SG_2": "sg-0000000000000000a", "IGW": "igw-0000000000000000a", "RTB": "rtb-0000000000000000a",
    "NAT": "nat-0000000000000000a", "EIP": "eipalloc-0000000000000000a", "AMI": "ami-0000000000000000a",
    "I1": "i-0000000000000000a", "I2": "i-0000000000000000a", "ID": "i-0000000000000000a",
    "P": "i-0000000000000000a", "ASSOCIATION": "rtbassoc-0000000000000000a",
    "EIP_ASSOCIATION": "eipassoc-0000000000000000a", "VOL": "vol-0000000000000000a",
    "SNAP": "snap-0000000000000000a", "ENI": "eni-0000000000000000a", "ACL": "acl-0000000000000000a",
    "SUBNET_2": "subnet-0000000000000000a", "LT": "lt-0000000000000000a", "RULE": "sgr-0000000000000000a",
  ]

  private static func parse(
    _ words: [String], _ catalog: OperationCatalog, _ context: AWSContext
  ) -> ParsedAWSCommand? {
    do { return try AWSCommandLine.parse(words, catalog: catalog, context: context) } catch { return nil }
  }
}
