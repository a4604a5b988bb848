import Cloud
import CloudAPI
import Course
import EventKernel
import Foundation
import Testing
import Traffic

@Suite struct LabTests {
  @Test func `a lab is read as it is written`() throws {
    let content = try ContentFixture()
    let loaded = Lab.load(root: content.root.path, id: LabID("az-outage"))
    try content.remove()
    #expect(loaded.diagnostics == [])
    let lab = try #require(loaded.lab)
    #expect(lab.header.title.en == "A zone fails")
    #expect(lab.start.region == Region(rawValue: "ap-northeast-2"))
    #expect(lab.start.worldSeed == WorldSeed(20_260_105))
    let image = try #require(lab.start.images.first)
    #expect(image.variable == "IMAGE_SHOP_WEB")
    #expect(image.app.warmUp == .seconds(60))
    #expect(image.app.healthPath == "/health")
    #expect(lab.start.workload.populations.map(\.rate) == [.constant(88)])
    #expect(lab.start.workload.classes.map(\.variation) == [.exponential])
    let experiment = try #require(lab.start.experiment("outage"))
    #expect(experiment.movesThroughZones)
    #expect(
      experiment.experiment.faults == [
        Experiment.PlannedFault(
          Fault(.zonePower), earliest: .minutes(8), latest: .minutes(12), lasting: .minutes(15))
      ])
    #expect(lab.mainCheck.id == "survives")
    #expect(lab.mainCheck.forEachZone)
    #expect(lab.mainCheck.grading == Check.Grading(full: 450, zero: 20_000))
    #expect(lab.checks.map(\.scope) == [.experiment("outage"), .cost])
    #expect(lab.medals.map(\.bound) == [.atMost(450)])
    let measured = try lab.mainCheck.measure.path.search(["faults": [["lost": .integer(7)]]])
    #expect(measured == .integer(7))
  }

  @Test func `a class says what its requests ask of volumes, within bounds`() throws {
    func load(_ keys: String) throws -> (lab: Lab?, codes: [DiagnosticCode]) {
      let content = try ContentFixture()
      try content.replace("labs/az-outage/lab.yaml", "base: 40ms}", "base: 40ms, \(keys)}")
      let loaded = Lab.load(root: content.root.path, id: LabID("az-outage"))
      try content.remove()
      return (loaded.lab, loaded.diagnostics.map(\.code))
    }
    let read = try load("queryOperations: 40, diskReads: 3, diskWrites: 1, diskBytes: 4096")
    let kind = try #require(read.lab?.start.workload.classes.first)
    #expect(
      kind.queryOperations == 40 && kind.diskReads == 3 && kind.diskWrites == 1 && kind.diskBytes == 4_096)
    let plain = try #require(try load("reads: 1").lab?.start.workload.classes.first)
    #expect(plain.queryOperations == nil && plain.diskReads == nil && plain.diskBytes == nil)
    for keys in ["queryOperations: 0", "diskReads: 10001", "diskWrites: -1", "diskBytes: 16777217"] {
      #expect(try load(keys).codes.contains(.yamlOutOfRange), "\(keys)")
    }
  }

  @Test func `a fault can come again, strike a share, and leave out what is usual`() throws {
    let content = try ContentFixture()
    try content.replace(
      "labs/az-outage/lab.yaml", "lasting: 15m}",
      "lasting: 15m}, {kind: host-failure, instances: [web], share: 0.3, at: 2m, lasting: 1m, every: 5m, times: 3}, "
        + "{kind: lossy-zone, zone: each, at: 1m, lasting: 2m}, {kind: dns-outage, at: 3m, lasting: 1m}")
    let loaded = Lab.load(root: content.root.path, id: LabID("az-outage"))
    try content.remove()
    #expect(loaded.diagnostics == [])
    let lab = try #require(loaded.lab)
    let faults = try #require(lab.start.experiment("outage")).experiment.faults.dropFirst()
    #expect(
      Array(faults) == [
        Experiment.PlannedFault(
          Fault(.hostFailure, names: ["web"], share: 0.3), earliest: .minutes(2), latest: .minutes(2),
          lasting: .minutes(1), times: 3, every: .minutes(5)),
        Experiment.PlannedFault(
          Fault(.lossyZone, share: 0.15), earliest: .minutes(1), latest: .minutes(1), lasting: .minutes(2)),
        Experiment.PlannedFault(
          Fault(.dnsOutage, region: Region(rawValue: "ap-northeast-2")), earliest: .minutes(3),
          latest: .minutes(3), lasting: .minutes(1)),
      ])
  }

  @Test(arguments: [
    ("times: 2", DiagnosticCode.yamlMissingKey), ("every: 1s, times: 0", .yamlOutOfRange),
    ("every: 20m, times: 3", .labFaultWindow),
  ])
  func `a fault that comes again has to say when, and within the experiment`(
    keys: String, code: DiagnosticCode
  ) throws {
    let content = try ContentFixture()
    try content.replace("labs/az-outage/lab.yaml", "lasting: 15m}", "lasting: 15m, \(keys)}")
    let loaded = Lab.load(root: content.root.path, id: LabID("az-outage"))
    try content.remove()
    #expect(loaded.lab == nil)
    #expect(loaded.diagnostics.first?.code == code)
  }

  @Test(arguments: [
    ("kind: database-failure, database: shop-db", Fault.databaseFailure("shop-db")),
    ("kind: cache-node-failure, node: shop-001", .cacheNodeFailure("shop-001")),
    (
      "kind: balancer-node-failure, balancer: front, zone: ap-northeast-2a",
      .balancerNodeFailure("front", in: Zone(rawValue: "ap-northeast-2a"))
    ), ("kind: region-loss, region: ap-northeast-2", .regionLoss(Region(rawValue: "ap-northeast-2"))),
  ])
  func `the failure of one thing is read with what it strikes`(keys: String, fault: Fault) throws {
    let content = try ContentFixture()
    try content.replace(
      "labs/az-outage/lab.yaml", "lasting: 15m}]}", "lasting: 15m}, {\(keys), at: 26m, lasting: 2m}]}")
    let loaded = Lab.load(root: content.root.path, id: LabID("az-outage"))
    try content.remove()
    #expect(loaded.diagnostics == [])
    let read = try #require(loaded.lab?.start.experiment("outage")?.experiment.faults.last)
    #expect(
      read
        == Experiment.PlannedFault(
          fault, earliest: .minutes(26), latest: .minutes(26), lasting: .minutes(2)))
  }

  @Test(arguments: [
    (Check.Bound.atMost(3), 3.0, true), (.atMost(3), 3.1, false), (.atLeast(3), 3, true),
    (.atLeast(3), 2.9, false), (.expect(true, because: ""), 1, false),
  ])
  func `a bound includes its limit`(bound: Check.Bound, value: Double, holds: Bool) {
    #expect(bound.holds(value) == holds)
  }

  @Test(arguments: [
    ("title: {ko: 영역 장애, en: A zone fails}", "title: {ko: 다른 제목, en: Another title}", true),
    ("minutes: 15", "minutes: 20 # a comment", true),
    ("kind: design", "kind:   design", true),
    ("rate: 88", "rate: 89", false),
    ("full: 450", "full: 449", false),
    ("warmUp: 60s", "warmUp: 61s", false),
  ])
  func `the version follows behaviour and not prose`(old: String, new: String, isSame: Bool) throws {
    let content = try ContentFixture()
    let before = try #require(Lab.load(root: content.root.path, id: LabID("az-outage")).lab).version
    try content.replace("labs/az-outage/lab.yaml", old, new)
    let after = try #require(Lab.load(root: content.root.path, id: LabID("az-outage")).lab).version
    try content.remove()
    #expect((before == after) == isSame)
  }

  @Test(arguments: [
    ("setup.sky", false), ("brief.ko.md", true), ("hints.en.md", true), ("solutions/three-zones.sky", true),
  ])
  func `scripts that build the world change the version`(file: String, isSame: Bool) throws {
    let content = try ContentFixture()
    let before = try #require(Lab.load(root: content.root.path, id: LabID("az-outage")).lab).version
    let path = "labs/az-outage/" + file
    try content.write(path, content.text(path) + "\nmore\n")
    let after = try #require(Lab.load(root: content.root.path, id: LabID("az-outage")).lab).version
    try content.remove()
    #expect((before == after) == isSame)
  }

  @Test func `the next hint is the first that fits the verdict and was not given`() throws {
    let content = try ContentFixture()
    let folder = LabFolder(root: content.root.path, id: LabID("az-outage"))
    let collector = DiagnosticCollector()
    let hints = try #require(folder.hints(.en, collector))
    try content.remove()
    #expect(collector.diagnostics == [])
    let oneZone: Value = ["world": ["zones": ["a"]]]
    let twoZones: Value = ["world": ["zones": ["a", "b"]]]
    #expect(Hint.next(of: hints, verdict: oneZone, given: [])?.number == 1)
    #expect(Hint.next(of: hints, verdict: oneZone, given: [1])?.number == 2)
    #expect(Hint.next(of: hints, verdict: twoZones, given: [])?.number == 2)
    #expect(Hint.next(of: hints, verdict: twoZones, given: [2]) == nil)
    #expect(Hint.next(of: hints, verdict: .null, given: [])?.number == 2)
  }

  @Test func `solutions carry what they do and wrong ones what they fail on`() throws {
    let content = try ContentFixture()
    let folder = LabFolder(root: content.root.path, id: LabID("az-outage"))
    let collector = DiagnosticCollector()
    let solutions = folder.solutions(collector)
    let wrong = folder.wrongSolutions(collector)
    let runbook = folder.runbook(collector)
    try content.remove()
    #expect(solutions.map(\.about) == [BilingualText(ko: "영역 셋", en: "Three zones")])
    #expect(wrong.map(\.script.name) == ["dear", "few-1", "few-2", "few-3", "few-4"])
    #expect(wrong.first?.check == "budget")
    #expect(wrong.first?.reason == .measure)
    #expect(wrong.last?.reason == .cause(.instanceOverloaded, resource: ResourcePattern("*")))
    #expect(wrong.last?.why.en == "Too few.")
    #expect(runbook == nil)
    #expect(collector.diagnostics == [])
  }

  @Test func `a list of labs reads the header although the rest is broken`() throws {
    let content = try ContentFixture()
    try content.replace("labs/az-outage/lab.yaml", "checks:", "checks: nothing\nchecks:")
    let collector = DiagnosticCollector()
    let library = CourseLibrary(root: content.root.path)
    #expect(library.labs(collector).map(\.id) == [LabID("az-outage")])
    #expect(collector.diagnostics == [])
    #expect(library.lab(LabID("az-outage"))?.lab(collector) == nil)
    #expect(collector.diagnostics.map(\.code) == [.yamlDuplicateKey])
    #expect(library.lab(LabID("../../etc")) == nil)
    try content.remove()
  }
}
