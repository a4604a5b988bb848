import Cloud
import EventKernel
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
    let describe = #"{"networkInterfaceIds": ["\#(first.networkInterfaceId)"]}"#
    try world.ask(
      ModifyNetworkInterfaceAttribute.self,
      #"{"networkInterfaceId": "\#(first.networkInterfaceId)", "description": {"value": "front"}}"#)
    #expect(
      try world.ask(DescribeNetworkInterfaces.self, describe).networkInterfaces.map(\.description) == [
        "front"
      ])
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

  @Test func `an Elastic IP waits for an instance that is named by its id`() throws {
    var world = try TestWorld.make()
    let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 0.5, "warmUp": 10}"#).imageId
    let id = try world.ask(
      RunInstances.self,
      #"{"imageId": "\#(image)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1}"#
    ).instances[0].instanceId
    let allocation = try world.ask(AllocateAddress.self, "{}").allocationId
    let associate = #"{"allocationId": "\#(allocation)", "instanceId": "\#(id)"}"#
    let refused = try world.refusal(AssociateAddress.self, associate)
    #expect(refused?.code == "InvalidInstanceID")
    #expect(
      refused?.message == "The pending instance '\(id)' is not in a valid state for this operation.")
    world.wait(.seconds(20))
    #expect(try world.refusal(AssociateAddress.self, associate) == nil)
  }

  @Test func `an Elastic IP is put on an instance by its interface`() throws {
    var world = try TestWorld.make()
    let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 0.5, "warmUp": 10}"#).imageId
    let made = try world.ask(
      RunInstances.self,
      #"{"imageId": "\#(image)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1}"#
    ).instances[0]
    let interface = try #require(made.networkInterfaces.first?.networkInterfaceId)
    let allocation = try world.ask(AllocateAddress.self, "{}").allocationId
    func associate(_ more: String) throws -> String? {
      refusedCode {
        try world.ask(AssociateAddress.self, #"{"allocationId": "\#(allocation)", \#(more)}"#)
      }
    }
    #expect(
      try associate(#""networkInterfaceId": "eni-0123456789abcdef0""#) == "InvalidNetworkInterfaceID.NotFound"
    )
    #expect(
      try associate(#""networkInterfaceId": "\#(interface)", "instanceId": "\#(made.instanceId)""#)
        == "InvalidParameterCombination")
    #expect(
      try associate(#""networkInterfaceId": "\#(interface)", "privateIpAddress": "192.0.2.1""#)
        == "InvalidParameterValue")
    #expect(
      try associate(
        #""networkInterfaceId": "\#(interface)", "privateIpAddress": "\#(try #require(made.privateIpAddress))""#
      ) == nil)
    let shown = try world.ask(DescribeAddresses.self, "{}").addresses[0]
    #expect(shown.instanceId == made.instanceId && shown.networkInterfaceId == interface)
  }
}
