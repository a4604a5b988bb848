import Cloud
import CloudAPI
import Shell
import Testing
import Texts

/// What `aws … help` says of operations and options: `texts/<language>/aws-help-<service>.yaml`.
@Suite struct AWSHelpTextTests {
  /// The services of which every modelled operation and option has its sentence and every operation its example; one
  /// joins when its last sentence is written, and none leaves.
  private static let complete: Set<String> = [
    "acm", "arc-zonal-shift", "autoscaling", "ce", "cloudfront", "cloudwatch", "ec2", "elasticache", "elbv2",
    "fis", "iam", "logs", "pricing", "rds",
    "resourcegroupstaggingapi", "route53", "s3api", "savingsplans", "sns", "ssm", "sts",
  ]

  /// Operations that have no example: nothing in the world makes them succeed yet, as nobody reads the codes of an MFA
  /// device and no bucket can be given an Object Lock, and no image starts by UEFI; AWS itself refuses launch configurations; the lab leaves
  /// discounts out; or
  /// they want what only `events` or an error shows.
  private static let withoutExample: Set<String> = [
    "ce get-reservation-utilization", "iam enable-mfa-device", "iam deactivate-mfa-device",
    "iam delete-virtual-mfa-device",
    "s3api get-object-lock-configuration",
    "sns confirm-subscription", "sts decode-authorization-message", "autoscaling create-launch-configuration",
    "autoscaling delete-launch-configuration", "ec2 get-instance-uefi-data",
  ]

  @Test(arguments: Language.allCases)
  func `what has no sentence yet is listed, and a complete service lacks none`(language: Language) throws {
    let session = try TestSession(language).session
    let help = AWSHelpTexts(texts: session.texts)
    var missing: [String: [String]] = [:]
    var count = 0
    for operation in OperationRegistry.all where operation.service != "lab" {
      let service = operation.service
      let shape = try #require(
        try session.builder.operations.service(service)?.operation(apiName: operation.name))
      let name = shape.cliName
      if help.what(name, of: service) == nil { missing[service, default: []].append("\(name).what") }
      if help.examples(name, of: service).isEmpty, !Self.withoutExample.contains("\(service) \(name)") {
        missing[service, default: []].append("\(name).examples")
      }
      for option in shape.shownOptions() {
        count += 1
        guard help.option(option.name, of: name, service: service) == nil else { continue }
        missing[service, default: []].append("\(name).options.\(option.name)")
      }
    }
    #expect(count > 500)
    for (service, names) in missing.sorted(by: { $0.key < $1.key }) {
      print(
        "aws-help-\(service) \(language.code): \(names.count) missing: \(names.prefix(400).joined(separator: " "))"
      )
      #expect(!Self.complete.contains(service), "\(service): \(names.joined(separator: " "))")
    }
  }

  @Test(arguments: complete.sorted())
  func `the operations of a service are listed in Korean words`(service: String) throws {
    let test = try TestSession(.ko)
    _ = try test.run("lab start az-outage")
    let text = try test.run("aws \(service) help").text.replacing(#/\n {4,}/#, with: " ")
    let untold = text.matches(of: #/`[a-z0-9-]+` +[a-z][a-z0-9 ]+ \p{Hangul}.*/#).map { String($0.output) }
    #expect(untold.isEmpty, "\(untold)")
    #expect(text.contains(#/`[a-z0-9-]+` +.*\p{Hangul}/#))
  }

  @Test func `sentences are of operations and options that AWS has`() throws {
    let session = try TestSession().session
    let texts = session.texts
    for service in session.builder.operations.services {
      let table = try #require(try session.builder.operations.service(service))
      for id in texts.allIdentifiers(namespace: AWSHelpTexts.namespace(service)) {
        let parts = id.split(separator: ".").dropFirst().map(String.init)
        if parts == ["lesson"] { continue }
        if parts.first == "shared" {
          let isKnown = table.operationNames.contains { name in
            table.operation(cliName: name)?.options.contains { $0.name == parts[1] } == true
          }
          #expect(isKnown, "\(id): no operation of the service has the option")
          continue
        }
        let shape = try #require(table.operation(cliName: parts[0]), "\(id): AWS has no such operation")
        #expect(["what", "options", "examples", "lesson"].contains(parts[1]), "\(id): no such entry")
        if parts[1] == "options", shape.level == .full {
          #expect(shape.options.contains { $0.name == parts[2] }, "\(id): the operation has no such option")
        }
      }
    }
  }

  @Test(arguments: Language.allCases)
  func `the example of every operation runs in the lab`(language: Language) throws {
    let test = try TestSession(language)
    _ = try test.run("lab start az-outage")
    let start = try #require(test.session.workspace)
    let help = AWSHelpTexts(texts: test.session.texts)
    for operation in OperationRegistry.all where operation.service != "lab" {
      let table = try #require(try test.session.builder.operations.service(operation.service))
      let shape = try #require(table.operation(apiName: operation.name))
      var workspace = start
      for line in help.examples(shape.cliName, of: operation.service) {
        if line.hasPrefix("run "), let span = SpanText.duration(String(line.dropFirst(4))) {
          workspace.advance(by: span)
          continue
        }
        guard case .aws(let outcome) = try workspace.execute(line) else { continue }
        #expect(
          outcome.status == 0,
          "\(operation.service) \(shape.cliName): \(line): \(outcome.errorOutput) \(String(describing: outcome.refusal))"
        )
      }
    }
  }

  @Test func `a page has the sentence, the options in words, and what is required first`() throws {
    let page = try TestSession().run("aws sts get-caller-identity help").text
    #expect(page.contains("Tells the account") && page.contains("--query Account"))
    let json = try Value(json: try TestSession(json: true).run("aws elbv2 create-target-group help").text)
    #expect(json["options"]?[0]?["name"]?.text == "--name")
    #expect(json["options"]?[0]?["required"] == .bool(true))
    #expect(json["command"]?.text == "elbv2 create-target-group")
  }
}
