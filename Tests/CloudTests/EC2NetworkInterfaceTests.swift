import Cloud
import Testing

/// Network interfaces: those of the account, and those that came with something else.
struct EC2NetworkInterfaceTests {
  @Test func `an interface is made, attached, detached and deleted`() throws {
    var (world, instance) = try EC2StorageTests.world()
    let made = try world.ask(
      CreateNetworkInterface.self, #"{"subnetId": "\#(instance.subnet)", "description": "second"}"#
    ).networkInterface
    #expect(made.status == "available")
    #expect(made.groups.count == 1)
    let id = made.networkInterfaceId
    let attach = #"{"networkInterfaceId": "\#(id)", "instanceId": "\#(instance.id)", "deviceIndex": 1}"#
    let attachment = try world.ask(AttachNetworkInterface.self, attach).attachmentId
    #expect(
      refusedCode { try world.ask(AttachNetworkInterface.self, attach) } == "InvalidNetworkInterface.InUse")
    let delete = #"{"networkInterfaceId": "\#(id)"}"#
    #expect(refusedCode { try world.ask(DeleteNetworkInterface.self, delete) } == "InvalidParameterValue")
    try world.ask(DetachNetworkInterface.self, #"{"attachmentId": "\#(attachment)"}"#)
    try world.ask(DeleteNetworkInterface.self, delete)
    #expect(
      refusedCode { try world.ask(DeleteNetworkInterface.self, delete) }
        == "InvalidNetworkInterfaceID.NotFound")
  }

  @Test func `the first interface of an instance is listed, cannot be taken off, and carries its groups`()
    throws
  {
    var (world, instance) = try EC2StorageTests.world()
    let rows = try world.ask(
      DescribeNetworkInterfaces.self,
      #"{"filters": [{"name": "attachment.instance-id", "values": ["\#(instance.id)"]}]}"#
    ).networkInterfaces
    let first = try #require(rows.first)
    #expect(rows.count == 1)
    #expect(first.privateIpAddress == "\(instance.privateAddress)")
    let attachment = try #require(first.attachment).attachmentId
    #expect(
      refusedCode { try world.ask(DetachNetworkInterface.self, #"{"attachmentId": "\#(attachment)"}"#) }
        == "OperationNotPermitted")
    let group = try world.ask(
      CreateSecurityGroup.self, #"{"groupName": "web", "description": "web", "vpcId": "\#(instance.vpc)"}"#
    ).groupId
    try world.ask(
      ModifyNetworkInterfaceAttribute.self,
      #"{"networkInterfaceId": "\#(first.networkInterfaceId)", "groups": ["\#(group)"]}"#)
    #expect(world.ec2.instances[instance.id]?.securityGroups.map { "\($0)" } == [group])
  }

  @Test func `an interface keeps its address, and its group and subnet from being deleted`() throws {
    var (world, instance) = try EC2StorageTests.world()
    let group = try world.ask(
      CreateSecurityGroup.self, #"{"groupName": "web", "description": "web", "vpcId": "\#(instance.vpc)"}"#
    ).groupId
    let subnet = try world.subnet("c")
    let make = #"{"subnetId": "\#(subnet)", "groups": ["\#(group)"], "privateIpAddress": "172.31.32.9"}"#
    try world.ask(CreateNetworkInterface.self, make)
    #expect(refusedCode { try world.ask(CreateNetworkInterface.self, make) } == "InvalidIPAddress.InUse")
    #expect(
      refusedCode { try world.ask(DeleteSecurityGroup.self, #"{"groupId": "\#(group)"}"#) }
        == "DependencyViolation")
    #expect(
      refusedCode { try world.ask(DeleteSubnet.self, #"{"subnetId": "\#(subnet)"}"#) }
        == "DependencyViolation")
  }
}
