import Cloud
import EventKernel
import Foundation
import Testing

/// The two reads of everything that IAM knows.
struct IdentityReportTests {
  private func report(_ world: inout World) throws -> [String] {
    let text = try world.ask(GetCredentialReport.self, "{}").content
    let bytes = try #require(Data(base64Encoded: text))
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test func `a report on credentials takes seconds, counts for four hours and is of its moment`() throws {
    var world = try TestWorld.make()
    #expect(try world.refusal(GetCredentialReport.self, "{}")?.code == "ReportNotPresent")
    try world.ask(CreateUser.self, #"{"userName": "ann"}"#)
    try world.ask(CreateAccessKey.self, #"{"userName": "ann"}"#)
    try world.ask(CreateLoginProfile.self, #"{"userName": "ann", "password": "Secret-enough-1"}"#)
    #expect(try world.ask(GenerateCredentialReport.self, "{}").state == "STARTED")
    #expect(try world.ask(GenerateCredentialReport.self, "{}").state == "INPROGRESS")
    #expect(try world.refusal(GetCredentialReport.self, "{}")?.code == "ReportInProgress")
    world.wait(.seconds(5))
    #expect(try world.ask(GenerateCredentialReport.self, "{}").state == "COMPLETE")
    try world.ask(CreateUser.self, #"{"userName": "bob"}"#)
    let lines = try report(&world)
    #expect(lines.count == 4)
    #expect(lines[0].hasPrefix("user,arn,user_creation_time,password_enabled"))
    #expect(Set(lines.map { $0.split(separator: ",").count }) == [22])
    #expect(lines[1].hasPrefix("<root_account>,arn:aws:iam::123456789012:root,"))
    let ann = try #require(lines.first { $0.hasPrefix("ann,") }).split(separator: ",").map(String.init)
    #expect(ann[3...7] == ["true", "no_information", ann[2], "N/A", "false"])
    #expect(ann[8] == "true" && ann[9] == ann[2] && ann[10] == "N/A" && ann[13] == "false")
    world.wait(.hours(4))
    #expect(try world.refusal(GetCredentialReport.self, "{}")?.code == "ReportExpired")
    #expect(try world.ask(GenerateCredentialReport.self, "{}").state == "STARTED")
    world.wait(.seconds(5))
    #expect(try report(&world).count == 5)
  }

  @Test func `a password's next rotation follows from the account's rules and its last change`() throws {
    var world = try TestWorld.make()
    try world.ask(CreateUser.self, #"{"userName": "ann"}"#)
    try world.ask(CreateLoginProfile.self, #"{"userName": "ann", "password": "Secret-enough-1"}"#)
    try world.ask(UpdateAccountPasswordPolicy.self, #"{"maxPasswordAge": 90}"#)
    world.wait(.hours(24))
    try world.ask(UpdateLoginProfile.self, #"{"userName": "ann", "password": "Secret-enough-2"}"#)
    let changed = world.now
    try world.ask(GenerateCredentialReport.self, "{}")
    world.wait(.seconds(5))
    let ann = try #require(try report(&world).first { $0.hasPrefix("ann,") }).split(separator: ",")
    #expect(ann[5] == changed.iso8601)
    #expect(ann[6] == (changed + .hours(24 * 90)).iso8601)
  }

  @Test func `the account's identities are shown with all their policies, by kind and in pages`() throws {
    var world = try TestWorld.make()
    let policy =
      #"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"#
    try world.ask(CreateUser.self, #"{"userName": "ann"}"#)
    try world.ask(CreateGroup.self, #"{"groupName": "team"}"#)
    try world.ask(AddUserToGroup.self, #"{"userName": "ann", "groupName": "team"}"#)
    try world.ask(
      PutGroupPolicy.self, #"{"groupName": "team", "policyName": "own", "policyDocument": "\#(policy)"}"#)
    let arn = try world.ask(CreatePolicy.self, #"{"policyName": "mine", "policyDocument": "\#(policy)"}"#)
      .policy.arn
    try world.ask(CreatePolicyVersion.self, #"{"policyArn": "\#(arn)", "policyDocument": "\#(policy)"}"#)
    try world.ask(AttachUserPolicy.self, #"{"userName": "ann", "policyArn": "\#(arn)"}"#)
    try world.makeProfile("web")
    let all = try world.ask(GetAccountAuthorizationDetails.self, "{}")
    let ann = try #require(all.userDetailList.first { $0.userName == "ann" })
    #expect(ann.groupList == ["team"])
    #expect(ann.attachedManagedPolicies.map(\.policyArn) == [arn])
    #expect(all.groupDetailList.first?.groupPolicyList.map(\.policyName) == ["own"])
    #expect(
      all.roleDetailList.first { $0.roleName == "web" }?.instanceProfileList.map(\.instanceProfileName)
        == ["web"])
    let mine = try #require(all.policies.first { $0.arn == arn })
    #expect(mine.policyVersionList.map(\.versionId) == ["v2", "v1"])
    #expect(mine.attachmentCount == 1)
    #expect(all.policies.contains { $0.policyName == "AdministratorAccess" })
    let some = try world.ask(
      GetAccountAuthorizationDetails.self, #"{"filter": ["Role", "AWSManagedPolicy"]}"#)
    #expect(some.userDetailList.isEmpty && some.groupDetailList.isEmpty)
    #expect(some.policies.allSatisfy { $0.arn.hasPrefix("arn:aws:iam::aws:") })
    let first = try world.ask(GetAccountAuthorizationDetails.self, #"{"maxItems": 3}"#)
    #expect(first.isTruncated && first.userDetailList.count == 2 && first.groupDetailList.count == 1)
    let next = try world.ask(
      GetAccountAuthorizationDetails.self, #"{"marker": "\#(try #require(first.marker))"}"#)
    #expect(!next.isTruncated && next.userDetailList.isEmpty && next.roleDetailList.count == 1)
    #expect(
      try world.refusal(GetAccountAuthorizationDetails.self, #"{"maxItems": 0}"#)?.code == "ValidationError")
  }
}
