import Cloud
import EventKernel
import Testing

/// The first network interface as launches and templates describe it.
struct LaunchInterfaceTests {
  private static func launch(_ interface: String, in world: World) throws -> String {
    let image = try #require(world.ec2.images.rows.first { $0.architecture == "x86_64" }).id
    return """
      {"imageId": "\(image)", "instanceType": "t3.micro",
       "networkInterfaces": [{"deviceIndex": 0, "subnetId": "\(try world.subnet("a"))", \(interface)}]}
      """
  }

  @Test func `an interface goes with its machine, and says so`() throws {
    var world = try TestWorld.make()
    let shape = try world.ask(
      RunInstances.self, try Self.launch(#""deleteOnTermination": true"#, in: world))
    #expect(shape.instances[0].networkInterfaces[0].attachment?.deleteOnTermination == true)
    let stays = try world.ask(
      RunInstances.self, try Self.launch(#""deleteOnTermination": false"#, in: world))
    #expect(stays.instances[0].networkInterfaces[0].attachment?.deleteOnTermination == false)
  }

  @Test func `a public and a chosen private address go together`() throws {
    var world = try TestWorld.make()
    let addresses =
      #""associatePublicIpAddress": true, "privateIpAddresses": [{"primary": true, "privateIpAddress": "172.31.0.78"}]"#
    let shape = try world.ask(RunInstances.self, try Self.launch(addresses, in: world))
    #expect(shape.instances[0].privateIpAddress == "172.31.0.78")
    #expect(shape.instances[0].publicIpAddress != nil)
    let twice = try world.refusal(RunInstances.self, try Self.launch(addresses, in: world))
    #expect(twice?.code == "InvalidIPAddress.InUse")
    let outside = addresses.replacing("172.31.0.78", with: "10.0.0.1")
    #expect(
      try world.refusal(RunInstances.self, try Self.launch(outside, in: world))?.code
        == "InvalidParameterValue")
    let second = #""privateIpAddresses": [{"primary": true, "privateIpAddress": "172.31.0.9"}, {}]"#
    #expect(
      try world.refusal(RunInstances.self, try Self.launch(second, in: world))?.code
        == AWSError.notModelledCode)
  }

  @Test func `a template keeps what it says of its interface`() throws {
    var world = try TestWorld.make()
    let data = #"{"networkInterfaces": [{"deviceIndex": 0, "deleteOnTermination": true}]}"#
    try world.ask(
      CreateLaunchTemplate.self, #"{"launchTemplateName": "web", "launchTemplateData": \#(data)}"#)
    let versions = try world.ask(
      DescribeLaunchTemplateVersions.self, #"{"launchTemplateName": "web"}"#)
    let shown = versions.launchTemplateVersions.first?.launchTemplateData.networkInterfaces
    #expect(shown?.first?.deleteOnTermination == true)
    let address = #"{"networkInterfaces": [{"deviceIndex": 0, "privateIpAddress": "172.31.0.9"}]}"#
    let refused = try world.refusal(
      CreateLaunchTemplate.self, #"{"launchTemplateName": "fix", "launchTemplateData": \#(address)}"#)
    #expect(refused?.code == AWSError.notModelledCode)
  }
}
