import Cloud
import Testing

/// What is said of texts that stand where an id should.
struct MalformedIDTests {
  @Test(arguments: [
    ("None", MalformedID.Flaw.nothing), ("vpc-081ec835f3EXAMPLE", .placeholder),
    ("vpc-xxxxxxxx", .placeholder), ("<your-vpc-id>", .placeholder), ("{vpc-id}", .placeholder),
    ("YOUR_VPC_ID", .placeholder), ("VPC_ID", .placeholder), ("web", .name), ("이름", .name),
    ("vpc-123", .digits), ("vpc-0123456789abcdefg", .digits), ("vpc-1,vpc-2", .several),
    ("vpc-0123456789abcdef0 vpc-0123456789abcdef1", .several),
  ])
  func `the flaw of a text is told apart`(text: String, flaw: MalformedID.Flaw) throws {
    #expect(MalformedID(text, prefix: "vpc-")?.flaw == flaw)
    var world = try TestWorld.make()
    let error = try world.refusal(DeleteVpc.self, #"{"vpcId": "\#(text)"}"#)
    #expect(error?.code == "InvalidVpcID.Malformed" && error?.malformedID?.flaw == flaw)
  }

  @Test(arguments: ["vpc-0123456789abcdef0", "vpc-1a2b3c4d", "subnet-1", ""])
  func `an id, and a text of another kind, have none`(text: String) {
    #expect(MalformedID(text, prefix: "vpc-") == nil)
  }

  @Test func `images, groups and tagged resources tell it too`() throws {
    var world = try TestWorld.make()
    let image = try world.refusal(RunInstances.self, #"{"imageId": "None", "instanceType": "t3.micro"}"#)
    #expect(image?.malformedID?.flaw == .nothing)
    let group = try world.refusal(DeleteSecurityGroup.self, #"{"groupId": "sg-1,sg-2"}"#)
    #expect(group?.malformedID?.flaw == .several)
    let tags = #"{"resources": ["i-1234567890EXAMPLE"], "tags": [{"key": "a"}]}"#
    #expect(try world.refusal(CreateTags.self, tags)?.malformedID?.flaw == .placeholder)
  }
}
