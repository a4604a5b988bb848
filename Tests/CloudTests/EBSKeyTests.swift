import Cloud
import EventKernel
import Testing

/// Keys that volumes and copies are encrypted with: a key that does not exist lets them fail later.
struct EBSKeyTests {
  private static let absent = #""encrypted": true, "kmsKeyId": "alias/mine""#

  @Test(
    arguments: [
      (#""encrypted": true, "kmsKeyId": "alias/aws/ebs""#, "available"), (Self.absent, "error"),
      (#""encrypted": true, "kmsKeyId": "0ea3fef3-80a7-4778-9d8c-1c0c6eb3b1c8""#, "error"),
    ])
  func `a volume comes into being only with a key that exists`(key: String, state: String) throws {
    var world = try TestWorld.make()
    let made = try world.ask(
      CreateVolume.self, #"{"availabilityZone": "ap-northeast-2a", "size": 10, \#(key)}"#)
    #expect(made.state == "creating")
    #expect(made.kmsKeyId?.hasPrefix("arn:aws:kms:ap-northeast-2:\(Account.id):") == true)
    world.wait(.seconds(6))
    let id = try #require(VolumeID(made.volumeId))
    #expect(world.ec2.volumes[id]?.state.rawValue == state)
    #expect(world.monthlyCost(traffic: nil).items.isEmpty == (state == "error"))
    try world.ask(DeleteVolume.self, #"{"volumeId": "\#(id)"}"#)
    world.wait(.seconds(5))
    #expect(world.ec2.volumes[id] == nil)
  }

  @Test func `a key needs encryption`() throws {
    var world = try TestWorld.make()
    let call = #"{"availabilityZone": "ap-northeast-2a", "size": 10, "kmsKeyId": "alias/aws/ebs"}"#
    #expect(refusedCode { try world.ask(CreateVolume.self, call) } == "InvalidParameterDependency")
  }

  @Test func `a copy with a key that does not exist fails, of a snapshot and of an image`() throws {
    var (world, _) = try EC2StorageTests.world()
    let image = try #require(world.ec2.images.rows.first { $0.owner == Account.id })
    let snapshot = try #require(image.devices.first?.snapshot)
    let source = #""sourceRegion": "ap-northeast-2""#
    let copy = try world.ask(
      CopySnapshot.self, #"{\#(source), "sourceSnapshotId": "\#(snapshot)", \#(Self.absent)}"#)
    let made = try world.ask(
      CopyImage.self, #"{\#(source), "sourceImageId": "\#(image.id)", "name": "copy", \#(Self.absent)}"#)
    world.wait(.minutes(5))
    let shown = try world.ask(DescribeSnapshots.self, #"{"snapshotIds": ["\#(copy.snapshotId)"]}"#).snapshots[
      0]
    #expect(shown.state == "error")
    #expect(shown.stateMessage == "Given key ID is not accessible")
    let failed = try world.ask(DescribeImages.self, #"{"imageIds": ["\#(made.imageId)"]}"#).images[0]
    #expect(failed.state == "failed" && failed.stateReason != nil)
    let launch = #"{"imageId": "\#(made.imageId)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1}"#
    #expect(refusedCode { try world.ask(RunInstances.self, launch) } == "InvalidAMIID.Unavailable")
    let volume = #"{"availabilityZone": "ap-northeast-2a", "snapshotId": "\#(copy.snapshotId)"}"#
    #expect(refusedCode { try world.ask(CreateVolume.self, volume) } == "IncorrectState")
  }

  @Test func `a launch whose disk has no key is terminated`() throws {
    let disk = #", "blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {\#(Self.absent)}}]"#
    var (world, instance) = try EC2StorageTests.world(extra: disk)
    #expect(world.ec2.instances[instance.id]?.state == .terminated)
    let shown = try world.ask(DescribeInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    #expect(shown.reservations[0].instances[0].stateReason?.code == "Client.InternalError")
  }
}
