import Cloud
import EventKernel
import Testing

/// Images: made with and without a reboot, copied, shared and given up.
struct EC2ImageTests {
  private static func image(_ members: String, of instance: Instance, in world: inout World) throws -> String
  {
    try world.ask(CreateImage.self, #"{"instanceId": "\#(instance.id)", "name": \#(members)}"#).imageId
  }

  private static func shape(_ id: String, in world: inout World, region: String = "ap-northeast-2") throws
    -> ImageShape
  {
    let answer = try world.ask(DescribeImages.self, #"{"imageIds": ["\#(id)"]}"#, in: region)
    return try #require(answer.images.first)
  }

  @Test func `an image reboots its instance unless it is told not to`() throws {
    var (world, instance) = try EC2StorageTests.world()
    _ = try Self.image(#""quiet", "noReboot": true"#, of: instance, in: &world)
    #expect(world.ec2.instances[instance.id]?.isServing == true)
    let id = try Self.image(#""whole""#, of: instance, in: &world)
    #expect(world.ec2.instances[instance.id]?.isServing == false)
    #expect(try Self.shape(id, in: &world).state == "pending")
    // The reboot of 60 s, then 120 s and a second for each of 2 GiB.
    world.wait(.seconds(181))
    #expect(try Self.shape(id, in: &world).state == "pending")
    world.wait(.seconds(2))
    #expect(try Self.shape(id, in: &world).state == "available")
    #expect(world.ec2.instances[instance.id]?.isServing == true)
  }

  @Test func `the application, its settings and its keys go with the image`() throws {
    let settings = #", "userData": "Q0FDSEVfVFRMPTMwMA==""#
    var (world, instance) = try EC2StorageTests.world(extra: settings)
    let id = try Self.image(#""gold""#, of: instance, in: &world)
    let launch = """
      {"imageId": "\(id)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1,
       "subnetId": "\(try world.subnet("b"))"}
      """
    #expect(refusedCode { try world.ask(RunInstances.self, launch) } == "InvalidAMIID.Unavailable")
    world.wait(.minutes(4))
    let made = try world.ask(RunInstances.self, launch)
    world.wait(.minutes(2))
    let copy = try #require(InstanceID(made.instances[0].instanceId).flatMap { world.ec2.instances[$0] })
    #expect(copy.isServing)
    // CACHE_TTL=300 of the first machine's user data.
    #expect(copy.settings.cacheLifetime == .seconds(300))
  }

  @Test func `about one in three images without a reboot of a machine that writes is torn`() throws {
    var (world, instance) = try EC2StorageTests.world()
    var torn = 0
    for number in 1...60 {
      let id = try Self.image(#""n\#(number)xx", "noReboot": true"#, of: instance, in: &world)
      let root = try #require(ImageID(id).flatMap { world.ec2.images[$0]?.devices.first?.snapshot })
      if world.ec2.snapshots[root]?.contents.isConsistent == false { torn += 1 }
    }
    #expect((10...32).contains(torn))
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    world.wait(.minutes(1))
    let id = try Self.image(#""stopped""#, of: instance, in: &world)
    let root = try #require(ImageID(id).flatMap { world.ec2.images[$0]?.devices.first?.snapshot })
    #expect(world.ec2.snapshots[root]?.contents.isConsistent == true)
  }

  @Test func `a torn image gives machines that do not boot, and their status check says so`() throws {
    var (world, instance) = try EC2StorageTests.world()
    var torn: String?
    for number in 1...40 where torn == nil {
      let id = try Self.image(#""n\#(number)xx", "noReboot": true"#, of: instance, in: &world)
      let root = ImageID(id).flatMap { world.ec2.images[$0]?.devices.first?.snapshot }
      if root.flatMap({ world.ec2.snapshots[$0]?.contents.isConsistent }) == false { torn = id }
    }
    world.wait(.minutes(4))
    let image = try #require(torn)
    let made = try world.ask(
      RunInstances.self,
      #"{"imageId": "\#(image)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1}"#)
    world.wait(.minutes(3))
    let id = made.instances[0].instanceId
    let status = try world.ask(DescribeInstanceStatus.self, #"{"instanceIds": ["\#(id)"]}"#)
    #expect(status.instanceStatuses.first?.instanceStatus.status == "impaired")
    #expect(status.instanceStatuses.first?.systemStatus.status == "ok")
  }

  @Test func `a copy has an id of its own, no permissions, and tags only when asked`() throws {
    var (world, instance) = try EC2StorageTests.world()
    let id = try Self.image(
      #""gold", "tagSpecifications": [{"resourceType": "image", "tags": [{"key": "v", "value": "1"}]}]"#,
      of: instance, in: &world)
    world.wait(.minutes(4))
    try world.ask(
      ModifyImageAttribute.self,
      #"{"imageId": "\#(id)", "launchPermission": {"add": [{"userId": "210987654321"}]}}"#)
    let tokyo = "ap-northeast-1"
    let source = #""sourceImageId": "\#(id)", "sourceRegion": "ap-northeast-2""#
    #expect(
      refusedCode { try world.ask(CopyImage.self, #"{\#(source)}"#, in: tokyo) } == "MissingParameter")
    let plain = try world.ask(CopyImage.self, #"{"name": "far", \#(source)}"#, in: tokyo).imageId
    let tagged = try world.ask(
      CopyImage.self, #"{"name": "far2", "copyImageTags": true, \#(source)}"#, in: tokyo
    ).imageId
    #expect(plain != id)
    #expect(try Self.shape(plain, in: &world, region: tokyo).state == "pending")
    #expect(
      refusedCode { try world.ask(DescribeImages.self, #"{"imageIds": ["\#(id)"]}"#, in: tokyo) }
        == "InvalidAMIID.NotFound")
    world.wait(.minutes(5))
    #expect(try Self.shape(plain, in: &world, region: tokyo).state == "available")
    #expect(try Self.shape(plain, in: &world, region: tokyo).tags == nil)
    #expect(try Self.shape(tagged, in: &world, region: tokyo).tags?.first?.key == "v")
    #expect(ImageID(plain).flatMap { world.ec2.images[$0]?.launchPermissions } == [])
  }

  @Test func `deregistering leaves the snapshots, which cost until they are deleted`() throws {
    var (world, instance) = try EC2StorageTests.world()
    let id = try Self.image(#""gold""#, of: instance, in: &world)
    world.wait(.minutes(4))
    let snapshot = try #require(ImageID(id).flatMap { world.ec2.images[$0]?.devices.first?.snapshot })
    let delete = #"{"snapshotId": "\#(snapshot)"}"#
    #expect(refusedCode { try world.ask(DeleteSnapshot.self, delete) } == "InvalidSnapshot.InUse")
    #expect(
      refusedCode { _ = try Self.image(#""gold""#, of: instance, in: &world) } == "InvalidAMIName.Duplicate")
    try world.ask(DeregisterImage.self, #"{"imageId": "\#(id)"}"#)
    #expect(world.ec2.snapshots[snapshot] != nil)
    #expect(refusedCode { _ = try Self.shape(id, in: &world) } == "InvalidAMIID.NotFound")
    try world.ask(DeleteSnapshot.self, delete)
    #expect(world.ec2.snapshots[snapshot] == nil)
    // The machine that runs from it is unaffected.
    #expect(world.ec2.instances[instance.id]?.isServing == true)
  }

  @Test func `an image with encrypted disks or product codes is not made public`() throws {
    var (world, instance) = try EC2StorageTests.world(
      extra: #", "blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"encrypted": true}}]"#)
    let id = try Self.image(#""gold""#, of: instance, in: &world)
    world.wait(.minutes(4))
    let share = #"{"imageId": "\#(id)", "launchPermission": {"add": [{"group": "all"}]}}"#
    #expect(refusedCode { try world.ask(ModifyImageAttribute.self, share) } == "InvalidParameter")
  }

  @Test func `a disabled image launches nothing until it is enabled`() throws {
    var (world, instance) = try EC2StorageTests.world()
    let id = try Self.image(#""gold""#, of: instance, in: &world)
    world.wait(.minutes(4))
    let launch = #"{"imageId": "\#(id)", "instanceType": "t3.micro", "minCount": 1, "maxCount": 1}"#
    try world.ask(DisableImage.self, #"{"imageId": "\#(id)"}"#)
    #expect(refusedCode { try world.ask(RunInstances.self, launch) } == "InvalidAMIID.Unavailable")
    try world.ask(EnableImage.self, #"{"imageId": "\#(id)"}"#)
    #expect(refusedCode { try world.ask(RunInstances.self, launch) } == nil)
  }
}
