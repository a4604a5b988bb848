import Cloud
import EventKernel
import Testing

/// Root volumes that are exchanged under a running instance.
struct RootVolumeReplacementTests {
  private static func task(_ instance: Instance, _ more: String = "", in world: inout World) throws -> String
  {
    try world.ask(CreateReplaceRootVolumeTask.self, #"{"instanceId": "\#(instance.id)"\#(more)}"#)
      .replaceRootVolumeTask.replaceRootVolumeTaskId
  }

  private static func shape(_ id: String, in world: inout World) throws -> ReplaceRootVolumeTaskShape {
    let answer = try world.ask(
      DescribeReplaceRootVolumeTasks.self, #"{"replaceRootVolumeTaskIds": ["\#(id)"]}"#)
    return try #require(answer.replaceRootVolumeTasks.first)
  }

  @Test func `an instance starts again from a fresh volume, with its addresses, and the old one stays`()
    throws
  {
    var (world, instance) = try EC2StorageTests.world()
    let old = try #require(instance.rootVolume)
    let id = try Self.task(instance, in: &world)
    #expect(try Self.shape(id, in: &world).taskState == "pending")
    #expect(refusedCode { _ = try Self.task(instance, in: &world) } == "IncorrectState")
    world.wait(.seconds(10))
    #expect(try Self.shape(id, in: &world).taskState == "in-progress")
    world.wait(.seconds(11))
    #expect(try Self.shape(id, in: &world).taskState == "succeeded")
    let now = try #require(world.ec2.instances[instance.id])
    #expect(now.rootVolume != old && now.volumes.count == 1 && !now.isServing)
    #expect(now.privateAddress == instance.privateAddress && now.publicAddress == instance.publicAddress)
    #expect(world.ec2.volumes[old]?.state == .available)
    world.wait(.minutes(2))
    #expect(world.ec2.instances[instance.id]?.isServing == true)
    // A snapshot of the volume before is one of the instance's root volumes.
    let snapshot = try world.ask(CreateSnapshot.self, #"{"volumeId": "\#(old)"}"#).snapshotId
    world.wait(.minutes(5))
    _ = try Self.task(
      instance, #", "snapshotId": "\#(snapshot)", "deleteReplacedRootVolume": true"#, in: &world)
    world.wait(.seconds(21))
    #expect(now.rootVolume.flatMap { world.ec2.volumes[$0] } == nil)
    #expect(
      world.rootVolume(of: try #require(world.ec2.instances[instance.id]))?.snapshot == SnapshotID(snapshot))
  }

  @Test func `a stopped instance, a foreign snapshot and another architecture are refused`() throws {
    var (world, instance) = try EC2StorageTests.world()
    let volume = try world.ask(CreateVolume.self, #"{"availabilityZone": "ap-northeast-2a", "size": 8}"#)
      .volumeId
    world.wait(.seconds(6))
    let snapshot = try world.ask(CreateSnapshot.self, #"{"volumeId": "\#(volume)"}"#).snapshotId
    world.wait(.minutes(3))
    let foreign = #", "snapshotId": "\#(snapshot)""#
    #expect(refusedCode { _ = try Self.task(instance, foreign, in: &world) } == "InvalidParameterValue")
    let other = try #require(world.ec2.images.rows.first { $0.architecture == "arm64" })
    let image = #", "imageId": "\#(other.id)""#
    #expect(refusedCode { _ = try Self.task(instance, image, in: &world) } == "InvalidParameterValue")
    #expect(
      refusedCode { _ = try Self.shape("replacevol-1", in: &world) }
        == "InvalidReplaceRootVolumeTaskId.Malformed")
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    #expect(refusedCode { _ = try Self.task(instance, in: &world) } == "IncorrectInstanceState")
  }

  @Test func `a task fails when its instance stops before`() throws {
    var (world, instance) = try EC2StorageTests.world()
    let id = try Self.task(instance, in: &world)
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    world.wait(.minutes(1))
    #expect(try Self.shape(id, in: &world).taskState == "failed")
    #expect(world.ec2.instances[instance.id]?.rootVolume == instance.rootVolume)
  }
}
