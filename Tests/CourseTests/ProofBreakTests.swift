import Assessment
import Course
import EventKernel
import Foundation
import Shell
import Testing

/// The prover is proven: whatever an author gets wrong about a lab is found, and named.
@Suite struct ProofBreakTests {
  /// Something broken in the fixture, and the flaw that must be found at the design.
  struct Break: CustomTestStringConvertible, Sendable {
    let design: String
    let flaw: String
    let file: String
    let old: String
    let new: String

    var testDescription: String { "\(flaw) of \(design)" }
  }

  @Test func `a fit lab has no flaw`() throws {
    let fixture = try ProofFixture()
    defer { fixture.remove() }
    #expect(try fixture.flaws(weathers: 3) == [:])
  }

  @Test(arguments: [
    Break(
      design: "start", flaw: "start-scores", file: "lab.yaml", old: "zero: 600", new: "zero: 100000"),
    Break(
      design: "two-zones", flaw: "check-fails", file: "lab.yaml", old: "atMost: 500", new: "atMost: 300"),
    Break(
      design: "one-bigger", flaw: "check-holds", file: "wrong/one-bigger.sky",
      old: "--subnet-id $SUBNET_A", new: "--subnet-id $SUBNET_B"),
    Break(
      design: "one-bigger", flaw: "other-cause", file: "wrong/one-bigger.sky", old: "instance-down",
      new: "instance-overloaded"),
    Break(
      design: "one-bigger", flaw: "other-cause", file: "wrong/one-bigger.sky", old: "$WEB_1|$BIG",
      new: "i-none"),
    Break(
      design: "dear", flaw: "check-fails", file: "wrong/dear.sky", old: "--subnet-id $SUBNET_B",
      new: "--subnet-id $SUBNET_A"),
    Break(
      design: "dear", flaw: "no-cause", file: "wrong/dear.sky", old: "budget measure",
      new: "budget instance-down *"),
  ])
  func `what an author gets wrong is found`(_ change: Break) throws {
    let fixture = try ProofFixture()
    defer { fixture.remove() }
    try fixture.replace(change.file, change.old, change.new)
    #expect(try fixture.flaws(weathers: 1)[change.design]?.contains(change.flaw) == true)
  }

  @Test func `a bound just beyond the worst weather is too thin`() throws {
    let fixture = try ProofFixture()
    defer { fixture.remove() }
    let proof = try #require(try fixture.proofs(weathers: 5).first { $0.name == "two-zones" })
    let spread = try #require(proof.checks.first?.spread)
    try fixture.replace("lab.yaml", "atMost: 500", "atMost: \(spread.most)")
    #expect(try fixture.flaws(weathers: 5)["two-zones"] == ["thin-margin"])
  }

  @Test func `a script that fails and a variable that is not set are told with their file`() throws {
    let fixture = try ProofFixture()
    defer { fixture.remove() }
    try fixture.replace("wrong/dear.sky", "m5.large", "m5.huge")
    #expect { try fixture.flaws(weathers: 1) } throws: {
      ($0 as? CommandFailure)?.id == "lab.commands-failed"
    }
    try fixture.replace("wrong/dear.sky", "m5.huge", "m5.large")
    try fixture.replace("wrong/one-bigger.sky", "$WEB_1|$BIG", "$WEB_9")
    #expect { try fixture.flaws(weathers: 1) } throws: {
      ($0 as? CommandFailure)?.id == "prove.unknown-variable"
    }
  }

  @Test(arguments: [
    ("i-*", "i-1", true), ("i-*", "x", false), ("a|b", "b", true), ("a|b", "c", false), ("*", "", true),
    ("web/*2a", "web/ap-northeast-2a", true), ("web/*2a", "web/ap-northeast-2b", false), ("**a*", "ba", true),
  ])
  func `a pattern fits the resources it names`(pattern: String, resource: String, fits: Bool) {
    #expect(ResourcePattern(pattern).fits(resource) == fits)
  }

  @Test func `a spread has the mean and the deviation of its sample`() {
    #expect(Spread([1]).deviation == 0)
    #expect(Spread([1, 3]).mean == 2)
    #expect(Spread([1, 3]).deviation == 2.0.squareRoot())
    #expect(Spread([5, 5]).margin(to: 4) == .infinity)
    #expect(Spread([5, 5]).margin(to: 5) == 0)
    #expect(Spread([1, 3]).margin(to: 2) == 0)
  }
}
