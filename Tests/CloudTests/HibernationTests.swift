import Cloud
import EventKernel
import Testing

/// Machines whose memory is written to disk.
struct HibernationTests {
  private static let disk =
    #""blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"encrypted": true, "volumeSize": 20}}]"#
  private static let configured = #", "hibernationOptions": {"configured": true}"#

  @Test func `a hibernated machine goes on where it was, and costs until its memory is on disk`() throws {
    var (world, instance) = try EC2StorageTests.world(
      type: "m5.large", extra: Self.configured + ", " + Self.disk)
    let shown = try world.ask(DescribeInstances.self, #"{"instanceIds": ["\#(instance.id)"]}"#)
    #expect(shown.reservations[0].instances[0].hibernationOptions.configured)
    let ids = #"{"instanceIds": ["\#(instance.id)"]}"#
    try world.ask(StopInstances.self, #"{"instanceIds": ["\#(instance.id)"], "hibernate": true}"#)
    world.wait(.seconds(31))
    #expect(world.ec2.instances[instance.id]?.state == .stopping)
    #expect(world.monthlyCost(traffic: nil).items.contains { $0.code == "instance" })
    world.wait(.seconds(10))
    #expect(world.ec2.instances[instance.id]?.state == .stopped)
    #expect(!world.monthlyCost(traffic: nil).items.contains { $0.code == "instance" })
    let stopped = try world.ask(DescribeInstances.self, ids).reservations[0].instances[0]
    #expect(stopped.stateReason?.code == "Client.UserInitiatedHibernate")
    let resize = #"{"instanceId": "\#(instance.id)", "instanceType": {"value": "m5.xlarge"}}"#
    #expect(refusedCode { try world.ask(ModifyInstanceAttribute.self, resize) } == "UnsupportedOperation")
    try world.ask(StartInstances.self, ids)
    // The system takes 25 s to boot and the application 10 s to warm up; neither has to.
    world.wait(.seconds(20))
    #expect(world.ec2.instances[instance.id]?.isServing == true)
  }

  @Test func `a machine that was not configured, or has just started, does not hibernate`() throws {
    var (world, instance) = try EC2StorageTests.world(type: "m5.large")
    let stop = #"{"instanceIds": ["\#(instance.id)"], "hibernate": true}"#
    #expect(refusedCode { try world.ask(StopInstances.self, stop) } == "UnsupportedHibernationConfiguration")
    #expect(world.ec2.instances[instance.id]?.state == .running)
  }

  @Test(
    arguments: [
      (Self.configured, "UnsupportedHibernationConfiguration"), (Self.configured + ", " + Self.disk, nil),
    ] as [(String, String?)])
  func `hibernation needs an encrypted root volume`(extra: String, code: String?) {
    #expect(refusedCode { _ = try EC2StorageTests.world(type: "m5.large", extra: extra) } == code)
  }

  @Test func `hibernation needs room for the memory`() {
    let small = Self.disk.replacing("20", with: "10")
    let code = refusedCode {
      _ = try EC2StorageTests.world(type: "m5.xlarge", extra: Self.configured + ", " + small)
    }
    #expect(code == "UnsupportedHibernationConfiguration")
  }
}
