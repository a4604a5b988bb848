import Assessment
import Cloud
import CloudAPI
import Course
import EventKernel
import Foundation
import Shell
import Testing
import Traffic

/// The trees that authors query are those that the values really have.
@Suite struct QueryTreeTests {
  @Test(arguments: [
    ("bench/", "flagship", "start"), ("", "az-outage", "auto-scaling-group"),
    ("", "az-outage", "dns-health-checks"),
  ])
  func `reports, bills and worlds have the shape that authors are held to`(
    place: String, lab: String, design: String
  ) throws {
    let folder = LabFolder(root: RepositoryLabs.root + "/" + place, id: LabID(lab))
    let designs = try LabDesigns(of: folder, builder: RepositoryLabs.builder())
    let world = try #require(try designs.world(named: design))
    #expect(QueryTree.world.fits(world.value))
    let experiment = Experiment(
      id: "short", duration: .minutes(1),
      faults: [
        Experiment.PlannedFault(
          .zonePower(Zone(rawValue: "ap-northeast-2a")), earliest: .seconds(20),
          latest: .seconds(20), lasting: .seconds(20))
      ])
    let report = try #require(
      try ExperimentRun(experiment: experiment, weather: WeatherSeed(1)).report(on: world))
    #expect(report.lost > 0)
    #expect(QueryTree.report.fits(report.value))
    #expect(QueryTree.bill.fits(world.monthlyCost(traffic: nil).value))
  }

  @Test(arguments: [
    ("faults[0].lost", nil), ("faults[0].lots", "lots"), ("falts[0].lost", "falts"), ("latency.p95.x", "x"),
    ("max(faults[].lost)", nil), ("max(faults[].lots)", "lots"), ("causes[?code=='x'].lost | [0]", nil),
    ("causes[?cod=='x'].lost | [0]", "cod"), ("{a: lost, b: offered}.a", nil), ("{a: lost}.c", "c"),
    ("sum(targets[*].utilisation[])", nil), ("sum(targets[*].utilization[])", "utilization"),
    ("sort_by(faults, &start)[0].lost", nil), ("lost > `5` && !recovered", "recovered"),
  ])
  func `a name that leads nowhere is found`(expression: String, name: String?) throws {
    let path = try JMESPath(expression)
    do throws(UnknownMember) {
      try path.check(against: QueryTree.report)
      #expect(name == nil)
    } catch {
      #expect(error.name == name)
    }
  }

  @Test(arguments: [QueryTree.report, QueryTree.bill, QueryTree.world, QueryTree.verdict])
  func `every member stands in what authors read`(tree: ValueShape) throws {
    let page = try String(contentsOfFile: RepositoryLabs.root + "/docs/lab-format.md", encoding: .utf8)
    let words = Set(page.split { !$0.isLetter && !$0.isNumber }.map(String.init))
    #expect(Self.members(of: tree).filter { !words.contains($0) } == [])
  }

  private static func members(of shape: ValueShape) -> [String] {
    switch shape {
    case .scalar: []
    case .list(let element): members(of: element)
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { [$0.key] + Self.members(of: $0.value) }
    }
  }
}
