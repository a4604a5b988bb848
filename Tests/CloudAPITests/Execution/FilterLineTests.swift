import CloudAPI
import Foundation
import Testing

/// Filters and tags as lines give them.
struct FilterLineTests {
  @Test func `no filter that AWS documents is called invalid`() throws {
    var account = try LearnerAccount()
    let facts = try String(
      contentsOf: URL(filePath: SchemaFixtures.root + "/facts/ec2-filters.tsv"), encoding: .utf8)
    let group = try account.text("ec2 describe-security-groups --query SecurityGroups[0].GroupId")
    try #require(group.hasPrefix("sg-"))
    var answered = 0
    var refused: [String] = []
    for row in facts.split(separator: "\n") where !row.hasPrefix("#") {
      let cells = row.split(separator: "\t").map(String.init)
      let operation = CommandLineName.of(cells[0])
      guard !["describe-fleet-instances", "describe-launch-template-versions"].contains(operation) else {
        continue
      }
      let option = operation == "describe-nat-gateways" ? "--filter" : "--filters"
      for name in cells[1].split(separator: ",") {
        let filter = name == "tag:" ? "tag:Name" : String(name)
        let outcome = account.run("ec2 \(operation) \(option) Name=\(filter),Values=x")
        switch outcome.refusal {
        case nil:
          #expect(outcome.status == 0, "\(operation) \(filter): \(outcome.errorOutput)")
          answered += 1
        case .member(_, _, let member):
          refused.append(filter)
          #expect(member == option || member == "\(option) Name=\(filter)", "\(operation) \(filter)")
        case let other: Issue.record("\(operation) \(filter): \(String(describing: other))")
        }
      }
    }
    // Most are answered, and those on what this world does not have are refused.
    #expect(answered > 400, "\(answered)")
    #expect(refused.contains("affinity") && refused.contains("outpost-arn"))
  }

  @Test func `a tag without a value has the empty one`() throws {
    var account = try LearnerAccount()
    let vpc = try account.text("ec2 describe-vpcs --query Vpcs[0].VpcId")
    #expect(account.run("ec2 create-tags --resources \(vpc) --tags Key=Owner").status == 0)
    #expect(
      try account.text(
        "ec2 describe-tags --filters Name=resource-id,Values=\(vpc) --query Tags[0].[Key,Value]")
        == "Owner\t")
    #expect(account.code("ec2 create-tags --resources \(vpc) --tags Value=x") == "InvalidParameterValue")
    let topic = try account.text("sns create-topic --name news --query TopicArn")
    #expect(account.run("sns tag-resource --resource-arn \(topic) --tags Key=a").status != 0)
  }
}
