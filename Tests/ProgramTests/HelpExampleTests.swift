import Foundation
import ProgramHarness
import Shell
import Testing
import Texts

/// The examples of help are typed into the built program as they stand.
@Suite struct HelpExampleTests {
  private static func examples(_ command: String, _ language: Language) -> [String] {
    let texts = TextCatalogue(
      directory: URL(fileURLWithPath: BuiltProgram.root + "/texts"), language: language)
    return texts.list("help.\(command).examples")
  }

  /// What stands before the examples of a command, so that they have something to work on.
  private static func before(_ command: String) -> [String] {
    let lines =
      switch command {
      case "explain", "hint", "report": ["check"]
      case "blame":
        [
          "SG=$(aws ec2 create-security-group --group-name other --description other --vpc-id $VPC "
            + "--query GroupId --output text)"
        ]
      case "undo": ["A=1", "A=2", "A=3", "A=4"]
      case "redo": ["A=1", "undo"]
      case "export": ["aws ec2 create-vpc --cidr-block 10.0.0.0/16"]
      case "cat": ["cat > policy.json <<EOF", "{}", "EOF"]
      case "rm": ["echo '{}' > draft.json"]
      case "marketplace": ["sandbox start"]
      case "replay": ["save mine.journal"]
      // The sandbox has fewer users than the lab.
      case "compare": ["sandbox start", "save mine.journal"]
      case "plot": ["run 1m"]
      case "ssh":
        [
          "KEY=$(aws ec2 create-key-pair --key-name mine --query KeyMaterial --output text)",
          "aws ec2 authorize-security-group-ingress --group-id $SG_WEB --protocol tcp --port 22 --cidr 203.0.113.0/24",
          "I=$(aws ec2 run-instances --image-id $IMAGE_SHOP --instance-type m5.large --subnet-id $SUBNET_A "
            + "--security-group-ids $SG_WEB --key-name mine --query 'Instances[0].InstanceId' --output text)",
          "wait",
          "aws ec2 authorize-security-group-ingress --group-id $SG_WEB --protocol tcp --port 22 --source-group $SG_WEB",
          "IP=$(aws ec2 describe-instances --instance-ids $I "
            + "--query 'Reservations[0].Instances[0].PublicIpAddress' --output text)",
          "BASTION=$IP",
          "PRIVATE=$(aws ec2 describe-instances --instance-ids $I "
            + "--query 'Reservations[0].Instances[0].PrivateIpAddress' --output text)",
        ]
      case "curl":
        [
          "IP=$(aws ec2 describe-instances --instance-ids $WEB_1 "
            + "--query 'Reservations[0].Instances[0].PublicIpAddress' --output text)",
          "ALB_DNS=$IP", "DOMAIN=checkip.amazonaws.com",
        ]
      default: [String]()
      }
    return ["lab start az-outage"] + lines
  }

  /// Lines that end with another status than 0 by their nature: a lab that is not passed, an editor without a terminal.
  private static let failing = ["check", "solution", "edit"]

  @Test(arguments: CommandTable.names)
  func `the examples of a command run as they stand`(name: String) throws {
    try BuiltProgram.withHome { home in
      let content = try ContentCopy(in: home)
      try content.shortenLab()
      let lines = Self.before(name) + Self.examples(name, .en)
      #expect(lines.count > 1)
      // The answers to questions are the next lines; the end of the lines ends them.
      let outcome = try BuiltProgram.run(
        ["--lang", "en", "--data", content.root, "--script", "/dev/stdin"], home: home,
        input: Data((lines.joined(separator: "\n") + "\n").utf8), folder: home)
      var failed: [String] = []
      for (index, line) in lines.enumerated() where outcome.text.contains("(line \(index + 1) of the script)")
      {
        failed.append(String(line.prefix { $0 != " " }))
      }
      #expect(failed.allSatisfy(Self.failing.contains), "\(outcome.text.suffix(600))")
      #expect(outcome.status == 0 || !failed.isEmpty, "\(outcome.text.suffix(600))")
    }
  }

  @Test(arguments: CommandTable.names)
  func `both languages have the same examples, each with its own remark`(name: String) {
    func line(_ example: String) -> String {
      let end = example.range(of: "  #")?.lowerBound ?? example.endIndex
      return String(example[..<end]).trimmingCharacters(in: .whitespaces)
    }
    let english = Self.examples(name, .en)
    let korean = Self.examples(name, .ko)
    #expect(english.map(line) == korean.map(line) || name == "lang")
    for example in english + korean { #expect(example.contains("  # "), "\(example)") }
  }
}
