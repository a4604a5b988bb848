import Cloud
import CloudAPI
import EventKernel
import Testing

/// Parameters that are secret or expire, and what advanced ones cost.
@Suite struct ParameterPolicyTests {
  private static let expiration =
    #"{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2026-01-06T00:00:00.000Z"}}"#
  private static let notice =
    #"{"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"12","Unit":"Hours"}}"#

  private static func put(
    _ policies: String, tier: String = "Advanced", name: String = "/shop/key",
    in account: inout LearnerAccount
  ) -> String {
    let outcome = account.run(words: [
      "ssm", "put-parameter", "--name", name, "--value", "P@sSwW)rd", "--type", "SecureString", "--tier",
      tier,
      "--policies", policies,
    ])
    return outcome.error?.code ?? (outcome.status == 0 ? "done" : LearnerAccount.complaint(of: outcome))
  }

  @Test func `a parameter is gone when its policy says so, and not before`() throws {
    var account = try LearnerAccount()
    #expect(Self.put("[\(Self.expiration),\(Self.notice)]", in: &account) == "done")
    let statuses = "ssm describe-parameters --query Parameters[].Policies[].PolicyStatus"
    #expect(try account.text(statuses) == "Pending\tPending")
    account.wait(.hours(13))
    #expect(try account.text(statuses) == "Pending\tFinished")
    #expect(account.code("ssm get-parameter --name /shop/key") == "done")
    account.wait(.hours(12))
    #expect(account.code("ssm get-parameter --name /shop/key") == "ParameterNotFound")
    #expect(account.world.monthlyCost(traffic: nil).items.allSatisfy { $0.code != "advanced-parameter" })
  }

  @Test func `a later version without the policy stays`() throws {
    var account = try LearnerAccount()
    #expect(Self.put("[\(Self.expiration)]", in: &account) == "done")
    account.run(words: [
      "ssm", "put-parameter", "--name", "/shop/key", "--value", "b", "--type", "String", "--overwrite",
      "--policies",
      "[]",
    ])
    account.wait(.hours(48))
    #expect(account.code("ssm get-parameter --name /shop/key") == "done")
  }

  @Test func `a secret shows its value only when it is decrypted`() throws {
    var account = try LearnerAccount()
    #expect(Self.put("[]", in: &account) == "done")
    let read = "ssm get-parameter --name /shop/key --query Parameter.Value"
    #expect(try account.text(read).hasPrefix("AQICAHi"))
    #expect(try account.text(read + " --with-decryption") == "P@sSwW)rd")
    #expect(try account.text("ssm describe-parameters --query Parameters[].KeyId") == "alias/aws/ssm")
  }

  @Test func `an advanced parameter costs five cents a month`() throws {
    var account = try LearnerAccount()
    #expect(Self.put("[]", in: &account) == "done")
    let item = account.world.monthlyCost(traffic: nil).items.first { $0.code == "advanced-parameter" }
    #expect(item?.amount == Money(microdollars: 50_000))
  }

  @Test(arguments: [
    ("{}", "Advanced", "InvalidPolicyAttributeException"),
    (
      #"[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2020-06-30T00:00:00.000Z"}}]"#,
      "Advanced",
      "InvalidPolicyAttributeException"
    ),
    (#"[{"Type":"Rotation","Version":"1.0","Attributes":{}}]"#, "Advanced", "InvalidPolicyTypeException"),
    ("[\(ParameterPolicyTests.notice)]", "Advanced", "IncompatiblePolicyException"),
    (
      "[\(ParameterPolicyTests.expiration),\(ParameterPolicyTests.expiration)]", "Advanced",
      "IncompatiblePolicyException"
    ),
    ("[\(ParameterPolicyTests.expiration)]", "Standard", "ValidationException"),
    (
      "[\(Array(repeating: ParameterPolicyTests.notice, count: 11).joined(separator: ","))]", "Advanced",
      "PoliciesLimitExceededException"
    ),
  ])
  func `policies that cannot be are refused`(_ policies: String, _ tier: String, _ code: String) throws {
    var account = try LearnerAccount()
    #expect(Self.put(policies, tier: tier, in: &account) == code)
    #expect(account.code("ssm get-parameter --name /shop/key") == "ParameterNotFound")
  }
}
