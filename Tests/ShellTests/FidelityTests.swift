import Foundation
import Shell
import Testing
import Texts

/// What AWS's documents, arithmetic and theory say comes out of the simulation, within the bound that each claim states.
@Suite struct FidelityTests {
  @Test(arguments: FidelityClaim.all.map(\.id))
  func `a claim is measured within its bound`(id: String) throws {
    let claim = try #require(FidelityClaim.all.first { $0.id == id })
    let builder = try TestSession().session.builder
    let number = try #require(try FidelityBench(builder: builder, progress: { _, _ in true }).measure(claim))
    #expect(claim.holds(number), "\(id): \(number), off by \(claim.deviation(of: number))")
  }

  @Test func `claims have names of their own, sources with dates, and bounds that say something`() {
    #expect(Set(FidelityClaim.all.map(\.id)).count == FidelityClaim.all.count)
    for claim in FidelityClaim.all {
      #expect(!claim.source.isEmpty)
      #expect((claim.basis == .theory) == claim.date.isEmpty, "\(claim.id)")
      #expect(claim.bound <= 0.05, "\(claim.id)")
      switch claim.truth {
      case .near(let value, let share):
        #expect(share > 0 && !claim.holds(value * 1.06) && !claim.holds(value * 0.94) && claim.holds(value))
      case .between(let range):
        #expect(!claim.holds(range.upperBound * 1.01) && !claim.holds(range.lowerBound * 0.99))
        #expect(claim.holds(range.lowerBound) && claim.deviation(of: range.upperBound) == 0)
      }
    }
  }

  @Test(arguments: Language.allCases)
  func `the table names claim, source, numbers and what is left out`(language: Language) throws {
    let test = try TestSession(language)
    let (text, status) = try test.run("fidelity rds")
    #expect(status == 0 && !text.contains("⟦"))
    #expect(
      text.contains("90") && text.contains(language == .ko ? "60~120초" : "60–120 s")
        && text.contains("2023-06"))
    #expect(text.contains(test.session.text("fidelity.omitted")) && text.contains("`rds-failover`"))
    #expect(text.contains("TEACH") && !text.contains("Concepts.MultiAZSingleStandby"))
    // One claim is told with its whole source.
    let one = try test.run("fidelity rds-failover")
    #expect(one.status == 0 && one.text.contains("RDS: Concepts.MultiAZSingleStandby"), "\(one.text)")
    #expect(one.text.contains(test.session.text("fidelity.detail.read")) && !one.text.contains("⟦"))
    let none = try test.run("fidelity zzz")
    #expect(none.status == 1 && none.text.contains("`zzz`"))
    // The learner's own world is not touched, and none is needed.
    #expect(test.session.workspace == nil)
  }

  @Test func `scripts get the numbers`() throws {
    let test = try TestSession(json: true)
    let answer = try test.run("fidelity month")
    #expect(try JSONSchema.ofOutput().flaws(of: answer.text, as: "fidelity") == [])
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [[String: Any]])
    let row = try #require(rows.first { $0["id"] as? String == "month" })
    #expect(row["simulated"] as? Double == 730 && row["holds"] as? Bool == true)
    #expect(row["basis"] as? String == "teaching")
  }
}
