import Cloud
import EventKernel
import Testing

/// Volumes and snapshots: their lives, AWS's limits, and what they cost.
struct EC2StorageTests {
  /// A world with an instance that runs in zone a.
  static func world(type: String = "t3.micro", extra: String = "", profile: String? = nil) throws -> (
    world: World, instance: Instance
  ) {
    var world = try TestWorld.make()
    if let profile { try world.makeProfile(profile) }
    let image = try world.ask(RegisterLabImage.self, #"{"name": "web", "memory": 0.5, "warmUp": 10}"#).imageId
    let shape = try world.ask(
      RunInstances.self,
      """
      {"imageId": "\(image)", "instanceType": "\(type)", "minCount": 1, "maxCount": 1,
       "subnetId": "\(try world.subnet("a"))"\(extra)}
      """)
    world.wait(.minutes(3))
    let launched = InstanceID(shape.instances[0].instanceId).flatMap { world.ec2.instances[$0] }
    return (world, try #require(launched))
  }

  private static func volume(
    _ members: String = #""size": 10, "volumeType": "gp3""#, zone: String = "a", in world: inout World
  ) throws -> String {
    let made = try world.ask(
      CreateVolume.self, #"{"availabilityZone": "ap-northeast-2\#(zone)", \#(members)}"#)
    return made.volumeId
  }

  private func cost(_ code: String, _ world: World) -> Int64 {
    world.monthlyCost(traffic: nil).items.filter { $0.code == code }.reduce(0) { $0 + $1.amount.microdollars }
  }

  @Test func `a volume is created, attached, detached and deleted step by step`() throws {
    var (world, instance) = try Self.world()
    let id = try Self.volume(in: &world)
    func shape() throws -> VolumeShape {
      let answer = try world.ask(DescribeVolumes.self, #"{"volumeIds": ["\#(id)"]}"#)
      return try #require(answer.volumes.first)
    }
    #expect(try shape().state == "creating")
    world.wait(.seconds(5))
    #expect(try shape().state == "available")
    let attach = #"{"volumeId": "\#(id)", "instanceId": "\#(instance.id)", "device": "/dev/sdf"}"#
    #expect(try world.ask(AttachVolume.self, attach).state == "attaching")
    #expect(refusedCode { try world.ask(DeleteVolume.self, #"{"volumeId": "\#(id)"}"#) } == "VolumeInUse")
    #expect(refusedCode { try world.ask(AttachVolume.self, attach) } == "VolumeInUse")
    world.wait(.seconds(5))
    #expect(try shape().attachments.first?.state == "attached")
    #expect(try shape().attachments.first?.deleteOnTermination == false)
    #expect(try world.ask(DetachVolume.self, #"{"volumeId": "\#(id)"}"#).state == "detaching")
    world.wait(.seconds(5))
    #expect(try shape().state == "available")
    try world.ask(DeleteVolume.self, #"{"volumeId": "\#(id)"}"#)
    world.wait(.seconds(5))
    #expect(refusedCode { _ = try shape() } == "InvalidVolume.NotFound")
  }

  @Test func `a volume attaches once it is available, and to one instance`() throws {
    var (world, instance) = try Self.world()
    let id = try Self.volume(in: &world)
    let attach = #"{"volumeId": "\#(id)", "instanceId": "\#(instance.id)", "device": "/dev/sdf"}"#
    let early = try world.refusal(AttachVolume.self, attach)
    #expect(early?.code == "IncorrectState" && early?.message == "\(id) is not 'available'.")
    world.wait(.seconds(5))
    try world.ask(AttachVolume.self, attach)
    let second = try world.refusal(AttachVolume.self, attach)
    #expect(second?.code == "VolumeInUse")
    #expect(second?.message == "\(id) is already attached to an instance")
  }

  @Test func `a ratio that is passed by a little is told as more than the limit`() throws {
    var world = try TestWorld.make()
    let refused = try world.refusal(
      CreateVolume.self,
      #"{"availabilityZone": "ap-northeast-2a", "size": 10, "volumeType": "gp3", "iops": 5001}"#)
    #expect(refused?.message.contains("ratio of 501 is too high; maximum is 500") == true)
  }

  @Test func `a volume attaches only in its own zone and at a free device`() throws {
    var (world, instance) = try Self.world()
    let there = try Self.volume(zone: "b", in: &world)
    let here = try Self.volume(in: &world)
    world.wait(.seconds(5))
    func attach(_ volume: String, _ device: String) -> String? {
      refusedCode {
        try world.ask(
          AttachVolume.self,
          #"{"volumeId": "\#(volume)", "instanceId": "\#(instance.id)", "device": "\#(device)"}"#)
      }
    }
    #expect(attach(there, "/dev/sdf") == "InvalidVolume.ZoneMismatch")
    #expect(attach(here, "/dev/xvda") == "InvalidParameterValue")
    #expect(attach(here, "C:") == "InvalidParameterValue")
    #expect(attach(here, "/dev/sdf") == nil)
  }

  @Test(
    arguments: [
      (#""size": 10"#, nil), (#""size": 0, "volumeType": "gp3""#, "InvalidParameterValue"),
      (#""size": 20000, "volumeType": "gp2""#, "InvalidParameterValue"),
      (#""size": 20000, "volumeType": "gp3""#, nil),
      (#""size": 100, "volumeType": "st1""#, "InvalidParameterValue"),
      (#""size": 125, "volumeType": "st1""#, nil),
      (#""size": 10, "volumeType": "io1""#, "InvalidParameterCombination"),
      (#""size": 10, "volumeType": "io1", "iops": 500"#, nil),
      (#""size": 10, "volumeType": "io1", "iops": 501"#, "InvalidParameterValue"),
      (#""size": 1, "volumeType": "gp3", "iops": 3000"#, nil),
      (#""size": 20, "volumeType": "gp3", "iops": 10000"#, nil),
      (#""size": 20, "volumeType": "gp3", "iops": 10001"#, "InvalidParameterValue"),
      (#""size": 20, "volumeType": "gp3", "throughput": 750"#, nil),
      (#""size": 20, "volumeType": "gp3", "throughput": 751"#, "InvalidParameterValue"),
      (#""size": 10, "volumeType": "gp2", "iops": 500"#, "InvalidParameterCombination"),
      (#""size": 10, "volumeType": "gp3", "iops": 2999"#, "InvalidParameterValue"),
      (#""size": 10, "volumeType": "gp3", "iops": 80000"#, "InvalidParameterValue"),
      (#""size": 31, "volumeType": "gp3", "iops": 16001"#, "InvalidParameterValue"),
      (#""size": 32, "volumeType": "gp3", "iops": 80000, "throughput": 2000"#, nil),
      (#""size": 20, "volumeType": "gp3", "throughput": 1001"#, "InvalidParameterValue"),
      (#""size": 20, "volumeType": "gp3", "iops": 3999, "throughput": 2000"#, "InvalidParameterValue"),
      (#""size": 20, "volumeType": "gp3", "iops": 4000, "throughput": 2000"#, nil),
      (#""size": 10, "volumeType": "gp3", "throughput": 2001"#, "InvalidParameterValue"),
      (#""size": 10, "volumeType": "io2", "iops": 4000, "throughput": 300"#, "InvalidParameterCombination"),
      (#""size": 10, "volumeType": "gp9""#, "UnknownVolumeType"),
      (#""volumeType": "gp3""#, "MissingParameter"),
      (#""snapshotId": "snap-0123456789abcdef0""#, "InvalidSnapshot.NotFound"),
    ] as [(String, String?)])
  func `each type has its sizes and rates`(members: String, expected: String?) throws {
    var world = try TestWorld.make()
    #expect(refusedCode { _ = try Self.volume(members, in: &world) } == expected)
  }

  @Test func `a volume only grows, one change after the other, four in a day`() throws {
    var (world, instance) = try Self.world()
    let root = try #require(instance.rootVolume)
    func modify(_ members: String) -> String? {
      refusedCode { try world.ask(ModifyVolume.self, #"{"volumeId": "\#(root)", \#(members)}"#) }
    }
    func state() throws -> VolumeModificationShape? {
      try world.ask(DescribeVolumesModifications.self, #"{"volumeIds": ["\#(root)"]}"#).volumesModifications
        .first
    }
    #expect(modify(#""size": 7"#) == "InvalidParameterValue")
    #expect(modify(#""size": 8"#) == "InvalidParameterValue")
    #expect(modify(#""volumeType": "st1", "size": 125"#) == "InvalidParameterValue")
    #expect(modify(#""size": 20"#) == nil)
    #expect(try state()?.modificationState == "modifying")
    #expect(modify(#""size": 30"#) == "IncorrectModificationState")
    world.wait(.seconds(20))
    #expect(try state()?.modificationState == "optimizing")
    #expect(world.ec2.volumes[root]?.plan.sizeGiB == 20)
    // 10 s and 60 s + 21 s a GiB after the call.
    world.wait(.seconds(60 + 21 * 20))
    #expect(try state()?.modificationState == "completed")
    #expect(try state()?.progress == 100)
    for size in [21, 22, 23] {
      #expect(modify(#""size": \#(size)"#) == nil)
      world.wait(.minutes(30))
    }
    #expect(modify(#""size": 24"#) == "VolumeModificationRateExceeded")
    world.wait(.hours(24))
    #expect(modify(#""size": 24"#) == nil)
  }

  @Test func `the root volume stays at a running instance and decides whether a stopped one can start`()
    throws
  {
    var (world, instance) = try Self.world()
    let root = try #require(instance.rootVolume)
    let detach = #"{"volumeId": "\#(root)"}"#
    #expect(refusedCode { try world.ask(DetachVolume.self, detach) } == "OperationNotPermitted")
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    world.wait(.minutes(1))
    try world.ask(DetachVolume.self, detach)
    world.wait(.seconds(5))
    let start = #"{"instanceIds": ["\#(instance.id)"]}"#
    #expect(refusedCode { try world.ask(StartInstances.self, start) } == "InvalidParameterValue")
    // An empty disk in its place: the machine runs and finds nothing to boot.
    let empty = try Self.volume(in: &world)
    world.wait(.seconds(5))
    try world.ask(
      AttachVolume.self, #"{"volumeId": "\#(empty)", "instanceId": "\#(instance.id)", "device": "/dev/xvda"}"#
    )
    try world.ask(StartInstances.self, start)
    world.wait(.minutes(3))
    #expect(world.ec2.instances[instance.id]?.activity == .appFailed(.noSystem))
  }

  @Test(arguments: [true, false])
  func `termination deletes the disks that are meant to go`(deletes: Bool) throws {
    let mapping =
      #", "blockDeviceMappings": [{"deviceName": "/dev/sdb", "ebs": {"volumeSize": 5, "deleteOnTermination": \#(deletes)}}]"#
    var (world, instance) = try Self.world(extra: mapping)
    #expect(instance.volumes.count == 2)
    try world.ask(TerminateInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    world.wait(.minutes(1))
    #expect(world.ec2.volumes.count == (deletes ? 0 : 1))
    #expect(world.ec2.volumes.rows.allSatisfy { $0.state == .available && $0.plan.type == .gp2 })
  }

  @Test func `a launch may enlarge and enrich its disks, but not shrink them`() throws {
    let bigger =
      #", "blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"volumeSize": 50, "volumeType": "gp3", "iops": 4000, "throughput": 225}}]"#
    let (world, instance) = try Self.world(extra: bigger)
    #expect(world.rootVolume(of: instance)?.plan.sizeGiB == 50)
    // 50 × 0.0912, 1,000 × 0.005 and 100 × 0.04.
    #expect(cost("root-volume", world) == 4_560_000)
    #expect(cost("volume-iops", world) == 5_000_000)
    #expect(cost("volume-throughput", world) == 4_000_000)
    let smaller = #", "blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"volumeSize": 4}}]"#
    #expect(refusedCode { _ = try Self.world(extra: smaller) } == "InvalidBlockDeviceMapping")
  }

  @Test func `snapshots take their time, store what is new and hand it on when one is deleted`() throws {
    var (world, instance) = try Self.world()
    let root = try #require(instance.rootVolume)
    // The first snapshot of a lab's image stores what changed since the image; the image is the account's own.
    let first = try world.ask(CreateSnapshot.self, #"{"volumeId": "\#(root)", "description": "one"}"#)
      .snapshotId
    #expect(try snapshot(first, in: &world).state == "pending")
    world.wait(.minutes(2))
    #expect(try snapshot(first, in: &world).progress == "100%")
    world.wait(.hours(48))
    let second = try world.ask(CreateSnapshot.self, #"{"volumeId": "\#(root)"}"#).snapshotId
    let stored = try #require(SnapshotID(second).flatMap { world.ec2.snapshots[$0]?.storedMiB })
    // 21 MiB an hour for two days.
    #expect((1_000...1_016).contains(stored))
    let before = cost("snapshot", world)
    try world.ask(DeleteSnapshot.self, #"{"snapshotId": "\#(first)"}"#)
    #expect(cost("snapshot", world) == before)
    try world.ask(DeleteSnapshot.self, #"{"snapshotId": "\#(second)"}"#)
    #expect(cost("snapshot", world) == 0)
  }

  private func snapshot(_ id: String, in world: inout World) throws -> SnapshotShape {
    let answer = try world.ask(DescribeSnapshots.self, #"{"snapshotIds": ["\#(id)"]}"#)
    return try #require(answer.snapshots.first)
  }

  @Test func `a copy in another Region is a full one with an id of its own`() throws {
    var (world, instance) = try Self.world()
    let root = try #require(instance.rootVolume)
    let source = try world.ask(CreateSnapshot.self, #"{"volumeId": "\#(root)"}"#).snapshotId
    let tokyo = "ap-northeast-1"
    let copy = #"{"sourceRegion": "ap-northeast-2", "sourceSnapshotId": "\#(source)"}"#
    #expect(refusedCode { try world.ask(CopySnapshot.self, copy, in: tokyo) } == "IncorrectState")
    world.wait(.minutes(3))
    let made = try world.ask(CopySnapshot.self, copy, in: tokyo).snapshotId
    #expect(made != source)
    let row = try #require(SnapshotID(made).flatMap { world.ec2.snapshots[$0] })
    #expect(row.storedMiB == 2_048)
    #expect(row.region.rawValue == tokyo)
  }

  @Test func `encryption by default reaches new volumes, and what is encrypted is not shared`() throws {
    var world = try TestWorld.make()
    let open = try Self.volume(in: &world)
    try world.ask(EnableEbsEncryptionByDefault.self, "{}")
    let closed = try Self.volume(in: &world)
    world.wait(.seconds(5))
    let shapes = try world.ask(DescribeVolumes.self, "{}").volumes
    #expect(shapes.filter(\.encrypted).map(\.volumeId) == [closed])
    for (volume, expected) in [(open, nil), (closed, "InvalidParameter")] as [(String, String?)] {
      let snapshot = try world.ask(CreateSnapshot.self, #"{"volumeId": "\#(volume)"}"#).snapshotId
      let share = """
        {"snapshotId": "\(snapshot)", "attribute": "createVolumePermission", "operationType": "add",
         "userIds": ["210987654321"]}
        """
      #expect(refusedCode { try world.ask(ModifySnapshotAttribute.self, share) } == expected)
    }
  }

  @Test func `the same client token makes one volume`() throws {
    var world = try TestWorld.make()
    let first = try Self.volume(#""size": 10, "clientToken": "t1""#, in: &world)
    #expect(try Self.volume(#""size": 10, "clientToken": "t1""#, in: &world) == first)
    #expect(
      refusedCode { _ = try Self.volume(#""size": 11, "clientToken": "t1""#, in: &world) }
        == "IdempotentParameterMismatch")
    #expect(world.ec2.volumes.count == 1)
  }

  @Test func `a zone without power makes no volume`() throws {
    var world = try TestWorld.make()
    world.inject(.zonePower(Zone(rawValue: "ap-northeast-2a")), at: world.now, lasting: .minutes(10))
    world.wait(.seconds(1))
    #expect(refusedCode { _ = try Self.volume(in: &world) } == "InsufficientVolumeCapacity")
  }
}
