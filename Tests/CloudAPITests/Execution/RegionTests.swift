import Cloud
import CloudAPI
import EventKernel
import Testing

/// A line's Region, wherever it is named, is one that there is.
@Suite struct RegionTests {
  private static let lines = [
    "ec2 describe-vpcs", "sns create-topic --name orders", "rds describe-db-instances",
    "ec2 wait instance-running", "s3 ls",
  ]

  @Test(arguments: lines)
  func `a zone or a mistyped name reaches nobody, from an option, a variable or a profile`(line: String)
    throws
  {
    var account = try LearnerAccount()
    let service = line.prefix { $0 != " " }
    for (name, isZone) in [("ap-northeast-2a", true), ("us-esat-1", false)] {
      let words = "\nCould not connect to the endpoint URL: \"https://\(service).\(name).amazonaws.com/\"\n"
      let before = account.world
      func check(_ outcome: AWSOutcome, _ source: RegionMistake.Source) {
        #expect(outcome.status == 255)
        #expect(outcome.errorOutput == words)
        guard case .unknownRegion(let mistake)? = outcome.advice else {
          Issue.record("no word on the Region")
          return
        }
        #expect(mistake.source == source)
        #expect(mistake.isZone == isZone)
        #expect(mistake.meant == Region(rawValue: "ap-northeast-2"))
        #expect(outcome.suggestions.first == (isZone ? nil : "us-east-1"))
      }
      check(account.run("\(line) --region \(name)"), .option)
      for variable in ["AWS_REGION", "AWS_DEFAULT_REGION"] {
        account.variables = [variable: name]
        check(account.run(line), .variable(variable))
      }
      account.variables = [:]
      account.run("configure set region \(name)")
      check(account.run(line), .profile("default"))
      #expect(account.world.sns == before.sns)
      #expect(account.run("\(line) --region us-east-1").errorOutput.contains("Could not connect") == false)
      account.run("configure set region ap-northeast-2")
    }
  }

  @Test func `a service of the whole world is reached from any Region name`() throws {
    var account = try LearnerAccount()
    account.variables = ["AWS_REGION": "us-esat-1"]
    for line in ["iam list-users", "route53 list-hosted-zones", "cloudfront list-distributions"] {
      #expect(account.code(line) == "done")
    }
  }

  @Test func `a copy to S3 fails as the client's does and leaves no object`() throws {
    var account = try LearnerAccount()
    account.run("s3 mb s3://my-regions")
    account.files["a.txt"] = Array("a".utf8)
    let outcome = account.run("s3 cp a.txt s3://my-regions/ --region us-esat-1")
    #expect(outcome.status == 1)
    #expect(
      outcome.errorOutput.hasPrefix(
        "upload failed: ./a.txt to s3://my-regions/a.txt Could not connect to the endpoint URL: "
          + "\"https://my-regions.s3.us-esat-1.amazonaws.com/"))
    #expect(try account.text("s3 ls s3://my-regions") == "")
    #expect(account.run("s3 mb s3://elsewhere-1 --region eu-mars-1").status == 1)
  }
}
