import Cloud
import CloudAPI
import Course
import EventKernel
import Foundation
import Shell
import Testing
import Traffic

/// Worlds with all of the physics in them, small enough for a debug build.
enum SmallWorlds {
  /// The repository's root.
  static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }()

  static let builder: Result<WorldBuilder, any Error> = Result {
    WorldBuilder(
      catalog: try DataRoot(path: root).catalog(), operations: try OperationCatalog(directory: root + "/api"))
  }

  /// The yardstick's world: name, load balancer over three zones, six servers, cache, Multi-AZ database.
  static func flagship() throws -> World { try flagshipWorkspace().world }

  private static func flagshipWorkspace() throws -> Workspace {
    let folder = LabFolder(root: root + "/bench", id: LabID("flagship"))
    let lab = try #require(folder.lab(DiagnosticCollector()))
    return try builder.get().workspace(
      lab.start, name: "flagship", version: "", script: folder.setup(DiagnosticCollector()))
  }

  /// A lab's start world, changed by one of its scripts.
  static func lab(_ name: String, script: String?) throws -> World {
    let folder = LabFolder(root: root, id: LabID(name))
    let lab = try #require(folder.lab(DiagnosticCollector()))
    var workspace = try builder.get().workspace(
      lab.start, name: name, version: "", script: folder.setup(DiagnosticCollector()))
    if let script {
      let text = try String(contentsOfFile: "\(root)/labs/\(name)/\(script)", encoding: .utf8)
      if let failure = ScriptRun(text: text).run(on: &workspace) { throw failure }
    }
    workspace.waitUntilSettled()
    return workspace.world
  }

  /// The yardstick's world with users of its own rate; fewer servers when asked.
  static func balanced(servers: Int = 6) throws -> World {
    var workspace = try flagshipWorkspace()
    let ids = workspace.world.ec2.instances.rows.map(\.id).prefix(max(0, 6 - servers))
    if !ids.isEmpty {
      _ = workspace.perform(aws: ["ec2", "terminate-instances", "--instance-ids"] + ids.map(\.description))
      workspace.advance(by: .minutes(5))
    }
    return workspace.world
  }

  /// A minute of users, ten a second unless told otherwise, with the fault in 2a after some twenty seconds.
  static func run(weather: UInt64, perSecond: Double = 10) -> ExperimentRun {
    let users = Workload(
      populations: [
        Population(
          name: "users", city: "seoul", host: "www.shop.example", rate: .constant(perSecond),
          timeout: .seconds(3), retries: 1)
      ],
      classes: [
        RequestClass(
          name: "page", cpu: .milliseconds(20), variation: .exponential, baseLatency: .milliseconds(10),
          reads: 2, writes: 1, queryCPU: .milliseconds(1), keys: 500, skew: 1)
      ])
    return ExperimentRun(
      experiment: Experiment(
        id: "small", duration: .minutes(1), workload: users,
        faults: [
          Experiment.PlannedFault(
            .zonePower(Zone(rawValue: "ap-northeast-2a")), earliest: .seconds(15),
            latest: .seconds(25), lasting: .seconds(20))
        ]),
      weather: WeatherSeed(weather))
  }
}

/// A scenario whose digest is committed: the same in debug and release, here and on any other machine.
struct NamedDigest: Sendable, CustomTestStringConvertible {
  let name: String
  let weather: UInt64
  let perSecond: Double
  let digest: String
  let world: @Sendable () throws -> World

  var testDescription: String { name }

  static let all: [NamedDigest] = [
    NamedDigest(
      name: "all parts", weather: 1, perSecond: 50,
      digest: "3490501b53602b37b38c9eb0549ecaeeda34233b7766306315801dfc0f438b7d"
    ) { try SmallWorlds.flagship() },
    NamedDigest(
      name: "two servers", weather: 2, perSecond: 80,
      digest: "fd410819161b4afa0a43c0b43841dc7c4a74bd4663d54621a7ac5227ad06b16a"
    ) {
      try SmallWorlds.balanced(servers: 2)
    },
    NamedDigest(
      name: "az-outage, start", weather: 3, perSecond: 60,
      digest: "1307287a05eb4f6802b6e6eb8a41dd4b9c72d0c2decb441cc2c68ae299ef1693"
    ) {
      try SmallWorlds.lab("az-outage", script: nil)
    },
    NamedDigest(
      name: "az-outage, three zones", weather: 4, perSecond: 88,
      digest: "ea55bd9240ba5d6703215822906f4813ab969a47d00a26a623d86cdf4be283a1"
    ) {
      try SmallWorlds.lab("az-outage", script: "solutions/three-zones.sky")
    },
    NamedDigest(
      name: "az-outage, Auto Scaling", weather: 5, perSecond: 88,
      digest: "e3e90e6cd03f6144a8e3521d4479ecc6eecb73449e6190b822ed50e60abfda6e"
    ) {
      try SmallWorlds.lab("az-outage", script: "solutions/auto-scaling-group.sky")
    },
  ]
}
