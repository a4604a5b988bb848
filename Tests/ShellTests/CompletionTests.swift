import Shell
import Terminal
import Testing
import Texts

@Suite struct CompletionTests {
  private func candidates(
    _ line: String, in test: TestSession, before: String = ""
  ) -> [Completion.Candidate] {
    let completer = LineCompleter(session: test.session)
    completer.before = before
    return completer.completion(line, cursor: line.utf8.count).candidates
  }

  private func lab() throws -> TestSession {
    let test = try TestSession(.ko)
    _ = try test.run("lab start az-outage")
    return test
  }

  @Test(arguments: [
    ("che", ["check"]), ("lab sta", ["start", "status"]), ("lab start az", ["az-outage"]),
    ("help ch", ["check"]), ("가", []), ("# la", []), ("lab start nothing ", []),
    ("quiz ", ["--count", "-n"]), ("quiz --count ", []), ("lesson tou", ["tour"]),
  ])
  func `commands, their words and labs complete`(line: String, expected: [String]) throws {
    #expect(candidates(line, in: try TestSession()).map(\.text) == expected)
  }

  @Test(arguments: [
    ("aws elb", ["elbv2"]), ("aws ec2 run-", ["run-instances"]),
    ("aws ec2 terminate-instances --instance-i", ["--instance-ids"]),
    ("aws ec2 run-instances --instance-type t3.mic", ["t3.micro"]),
    ("aws ec2 describe-vpcs --output ta", ["table"]), ("aws --region ap-northeast-2", ["ap-northeast-2"]),
    ("LB=$(aws elbv2 create-load", ["create-load-balancer"]),
    (
      "aws ec2 stop-instances --instance-ids $(aws ec2 describe-instan",
      [
        "describe-instance-attribute", "describe-instance-credit-specifications",
        "describe-instance-status", "describe-instance-type-offerings", "describe-instance-types",
        "describe-instances",
      ]
    ),
    ("echo $SUBNET_A", ["SUBNET_A"]), ("aws ec2 x \"${SUBNET_B", ["SUBNET_B}"]), ("aws '$VP", []),
    ("fault zone-power ap-northeast-2a", ["ap-northeast-2a"]), ("NAME=val", []),
    ("aws fis cre", ["create-experiment-template"]),
    ("experiment run --zone ap-northeast-2b", ["ap-northeast-2b"]),
    ("experiment run --se", ["--seed"]), ("explain surv", ["survives"]),
    ("experiment run --engine fl", ["flow"]),
    ("explain slo", ["slow"]), ("map --z", ["--zones"]), ("cost --b", ["--by"]),
    ("cost --by re", ["resource"]),
    ("aws ec2 describe-instances --filters ", ["Name=", "Values="]),
    ("aws ec2 describe-vpcs --filters Name=is-", ["Name=is-default,Values="]),
    ("aws ec2 describe-vpcs --filters Name=tag", ["Name=tag-key,Values=", "Name=tag:"]),
    ("aws ec2 describe-vpcs --filters Name=none,Values=", []),
    (
      "aws ec2 describe-instances --filters Name=instance-state-name,Values=",
      ["Name=instance-state-name,Values=running"]
    ),
    (
      "aws ec2 describe-instances --filters Name=instance-state-name,Values=a,r",
      ["Name=instance-state-name,Values=a,running"]
    ),
    ("aws ec2 create-tags --tags Key=a,", ["Key=a,Value="]), ("aws ec2 create-tags --tags Key=", []),
    ("aws elbv2 create-listener --default-actions Type=forw", ["Type=forward"]),
    ("aws ec2 run-instances --block-device-mappings Eb", ["Ebs={"]),
    (
      "aws ec2 run-instances --block-device-mappings DeviceName=/dev/sdf,Ebs={VolumeT",
      ["DeviceName=/dev/sdf,Ebs={VolumeType="]
    ),
    (
      "aws ec2 run-instances --block-device-mappings Ebs={VolumeSize=8,VolumeType=gp",
      ["Ebs={VolumeSize=8,VolumeType=gp2", "Ebs={VolumeSize=8,VolumeType=gp3"]
    ),
    ("aws ec2 describe-vpcs --filters '[{\"Name\":", []), ("aws ec2 describe-vpcs --filters }{=[,", []),
  ])
  func `what stands in the tables completes`(line: String, expected: [String]) throws {
    let test = try lab()
    #expect(candidates(line, in: test).map(\.text) == expected)
  }

  @Test(arguments: [
    ("aws ec2 terminate-instances --instance-ids ", "WEB_1", "m5.large"),
    ("aws ec2 terminate-instances --instance-ids i-1 ", "WEB_2", "running"),
    ("aws ec2 terminate-instances --instance-ids \"", "WEB_3", "ap-northeast-2a"),
    ("X=$(aws elbv2 create-load-balancer --subnets ", "SUBNET_C", "ap-northeast-2c"),
    ("aws ec2 authorize-security-group-ingress --group-id ", "SG_WEB", ""),
    ("aws ec2 describe-subnets --filters Name=vpc-id,Values=", "VPC", "172.31.0.0/16"),
    ("aws autoscaling create-auto-scaling-group --vpc-zone-identifier subnet-1,", "SUBNET_D", "2d"),
    ("aws elbv2 register-targets --targets ", "WEB_1", "running"),
    ("aws elbv2 register-targets --targets Id=", "WEB_1", "running"),
    ("aws ec2 describe-instances --filters Name=subnet-id,Values=", "SUBNET_A", "2a"),
    ("aws ec2 run-instances --network-interfaces DeviceIndex=0,SubnetId=", "SUBNET_C", "2c"),
    ("aws route53 list-resource-record-sets --hosted-zone-id ", "ZONE_ID", "shop.example."),
    ("fault stop-instances ", "WEB_1", "m5.large"),
  ])
  func `ids of the world complete, with a word on each`(line: String, variable: String, remark: String) throws
  {
    let test = try lab()
    let id = try #require(test.session.workspace?.variables[variable])
    let found = try #require(candidates(line, in: test).first { $0.text.contains(id) })
    #expect(found.description.contains(remark))
    #expect(!found.description.contains("⟦"))
  }

  @Test(arguments: [
    ("--filters Name=vpc", "--filters Name=vpc-id,Values="), ("--filters Na", "--filters Name="),
    ("--filters Name=is-default,Values=tr", "--filters Name=is-default,Values=true "),
  ])
  func `a shorthand word goes on until nothing is left`(typed: String, completed: String) throws {
    let line = "aws ec2 describe-vpcs " + typed
    let answer = LineCompleter(session: try lab().session).completion(line, cursor: line.utf8.count)
    #expect(line.prefix(answer.start) + (answer.insertion ?? "") == "aws ec2 describe-vpcs " + completed)
  }

  @Test func `a filter that is not there is told with the nearest`() throws {
    let answer = try lab().run("aws ec2 describe-vpcs --filters Name=vpcid,Values=x")
    #expect(answer.status == 254)
    #expect(answer.text.contains("The filter 'vpcid' is invalid"))
    #expect(answer.text.contains("비슷한 이름: `vpc-id`"))
  }

  @Test func `a continued line completes with the lines before it`() throws {
    let found = candidates("  --instance-i", in: try lab(), before: "aws ec2 stop-instances \\\n")
    #expect(found.map(\.text) == ["--instance-ids"])
  }

  @Test func `every service and operation offered is described in both languages`() throws {
    for language in Language.allCases {
      let test = try TestSession(language)
      for service in candidates("aws ", in: test) {
        #expect(!service.description.isEmpty, "\(service.text)")
        for operation in candidates("aws \(service.text) ", in: test) {
          #expect(!operation.description.isEmpty, "\(service.text) \(operation.text)")
        }
      }
    }
  }

  @Test func `a completion replaces the word that was typed, in its quotes`() throws {
    let completer = LineCompleter(session: try lab().session)
    let line = "가용 'aws' lab \"sta"
    let answer = completer.completion("lab \"star", cursor: 9)
    #expect(answer.start == 4 && answer.insertion == "\"start\" ")
    #expect(completer.completion(line, cursor: 6).candidates.isEmpty)
  }
}
