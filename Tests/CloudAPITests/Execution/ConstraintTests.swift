import Cloud
import CloudAPI
import Testing

/// What the service models say of values, as the services say it, and dry runs.
@Suite struct ConstraintTests {
  @Test(arguments: [
    (
      "ssm get-parameters-by-path --path / --max-results 11", "ValidationException",
      "Value '11' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10"
    ),
    (
      "iam create-role --role-name \(String(repeating: "r", count: 65)) --assume-role-policy-document {}",
      "ValidationError",
      "at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64"
    ),
    (
      "cloudwatch describe-alarms --max-records 101", "ValidationError",
      "Value '101' at 'maxRecords' failed to satisfy constraint: Member must have value less than or equal to 100"
    ),
    (
      "ec2 describe-vpcs --max-results 1001", "InvalidParameterValue", "Expecting a value between 5 and 1000."
    ),
    (
      "ec2 describe-instance-types --max-results 101", "InvalidParameterValue",
      "Value (101) for parameter maxResults is invalid."
    ),
  ])
  func `numbers and lengths have an upper bound`(line: String, code: String, words: String) throws {
    var account = try LearnerAccount()
    let outcome = account.run(line)
    #expect(outcome.status == 254)
    #expect(outcome.error?.code == code)
    #expect(outcome.errorOutput.contains(words), "\(outcome.errorOutput)")
  }

  @Test(arguments: [
    ("terminate-instances --instance-ids i-0123456789abcdef0", "InvalidInstanceID.NotFound"),
    ("stop-instances --instance-ids web", "InvalidInstanceID.Malformed"),
    ("create-vpc --cidr-block 10.0.0.0", "InvalidParameterValue"),
    ("run-instances --image-id ami-0123456789abcdef0 --instance-type t3.micro", "InvalidAMIID.NotFound"),
    ("create-vpc --cidr-block 10.0.0.0/16", "DryRunOperation"),
  ])
  func `a dry run names what is wrong with the request, and does nothing`(line: String, code: String) throws {
    var account = try LearnerAccount()
    let before = account.run("ec2 describe-vpcs").output
    #expect(account.run("ec2 \(line) --dry-run").error?.code == code)
    #expect(account.run("ec2 describe-vpcs").output == before)
  }
}
