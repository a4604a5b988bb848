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
      digest: "21f60cbab502e56ed56ee5c36957fc454f2ba49a5d87f9fac48fa018c0d180ca"
    ) { try SmallWorlds.flagship() },
    NamedDigest(
      name: "two servers", weather: 2, perSecond: 80,
      digest: "fa3d298edb2117bc4ab0a1b24de1d5d3a54907466adaff85e8232c3cee7aaf66"
    ) {
      try SmallWorlds.balanced(servers: 2)
    },
    NamedDigest(
      name: "az-outage, start", weather: 3, perSecond: 60,
      digest: "c9920d43f125bca57997754aee2b700c84a2a03456e6e08c254ec2e0f528b2e2"
    ) {
      try SmallWorlds.lab("az-outage", script: nil)
    },
    NamedDigest(
      name: "az-outage, three zones", weather: 4, perSecond: 88,
      digest: "aba46921f7641013a0b0807bdd2a6983df1ce9b2ad0650fa12785df372290a17"
    ) {
      try SmallWorlds.lab("az-outage", script: "solutions/three-zones.sky")
    },
    NamedDigest(
      name: "az-outage, Auto Scaling", weather: 5, perSecond: 88,
      digest: "459fd766290be282c404da26b833e787e15747fcc13dda5633b045f34c1b04e7"
    ) {
      try SmallWorlds.lab("az-outage", script: "solutions/auto-scaling-group.sky")
    },
  ]
}
