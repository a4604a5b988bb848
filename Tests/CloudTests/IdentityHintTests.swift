import Cloud
import EventKernel
import Testing

/// What a refusal tells people beside AWS's words: changes that are not seen yet, and what stands in the way.
struct IdentityHintTests {
  private static let trust =
    #"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"123456789012\"},\"Action\":\"sts:AssumeRole\"}]}"#

  @Test(arguments: [
    "service-role/AmazonEC2SpotFleetTaggingRole", "service-role/AutoScalingNotificationAccessRole",
    "service-role/AmazonRDSEnhancedMonitoringRole", "AmazonSSMManagedInstanceCore",
    "AmazonSSMManagedEC2InstanceDefaultPolicy", "CloudWatchAgentServerPolicy", "EC2InstanceConnect",
  ])
  func `the policies that introductions name are there`(policy: String) throws {
    var world = try TestWorld.make()
    try world.ask(CreateUser.self, #"{"userName": "reader"}"#)
    let attach = #"{"userName": "reader", "policyArn": "arn:aws:iam::aws:policy/\#(policy)"}"#
    #expect(try world.refusal(AttachUserPolicy.self, attach) == nil)
  }

  @Test func `each policy of AWS is one that this world reads`() throws {
    for policy in try TestWorld.catalog.get().awsPolicies {
      #expect(throws: Never.self, "\(policy.name)") {
        try PolicyDocument(json: policy.text, as: .identity)
      }
    }
  }

  private static func assume(_ role: String, on world: inout World) throws -> AWSError? {
    try world.refusal(
      AssumeRole.self,
      #"{"roleArn": "arn:aws:iam::123456789012:role/\#(role)", "roleSessionName": "me"}"#)
  }

  @Test func `a role that was made a moment ago is said to be on its way`() throws {
    var world = try TestWorld.make()
    world.wait(.minutes(1))
    try world.ask(
      CreateRole.self, #"{"roleName": "fresh", "assumeRolePolicyDocument": "\#(Self.trust)"}"#)
    world.wait(.seconds(2))
    let refusal = try Self.assume("fresh", on: &world)
    #expect(refusal?.code == "AccessDenied")
    #expect(refusal?.change == AWSError.RecentChange(age: .seconds(2), rest: .seconds(3)))
    world.wait(.seconds(4))
    #expect(try Self.assume("fresh", on: &world) == nil)
  }

  @Test func `a refusal that no change lifts is a plain one`() throws {
    var world = try TestWorld.make()
    world.wait(.minutes(1))
    try world.ask(
      CreateRole.self, #"{"roleName": "fresh", "assumeRolePolicyDocument": "\#(Self.trust)"}"#)
    let refusal = try Self.assume("other", on: &world)
    #expect(refusal?.code == "AccessDenied")
    #expect(refusal?.change == nil)
  }

  @Test func `what hangs on a user and a policy is listed`() throws {
    var world = try TestWorld.make()
    try world.ask(CreateUser.self, #"{"userName": "ann"}"#)
    try world.ask(CreateGroup.self, #"{"groupName": "team"}"#)
    try world.ask(AddUserToGroup.self, #"{"userName": "ann", "groupName": "team"}"#)
    try world.ask(CreateAccessKey.self, #"{"userName": "ann"}"#)
    let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    try world.ask(AttachUserPolicy.self, #"{"userName": "ann", "policyArn": "\#(arn)"}"#)
    let refusal = try world.refusal(DeleteUser.self, #"{"userName": "ann"}"#)
    #expect(refusal?.code == "DeleteConflict")
    let parts = refusal?.dependents ?? []
    #expect(parts.count == 3)
    #expect(parts.first == .identity(.attachedPolicy(.user("ann"), arn: arn)))
    #expect(parts.contains(.identity(.membership(user: "ann", group: "team"))))
  }
}
