import Assessment
import Course
import EventKernel
import Traffic

/// A proof as scripts read it.
struct ProofResult: Encodable {
  /// What one check said over all weathers.
  struct Item: Encodable {
    let id: String
    let held: Int
    let least: Double?
    let mean: Double?
    let most: Double?
    let deviation: Double?
    /// `null` for values that do not vary, and for booleans.
    let margin: Double?
    let causes: [Cause]
  }

  /// A first cause and under how many weathers it was that.
  struct Cause: Encodable {
    let code: String
    let resource: String
    let weathers: Int
  }

  /// What does not fit.
  struct Flaw: Encodable {
    let code: String
    let check: String?
    let weather: Int?
    let weathers: Int
  }

  /// One design.
  struct Design: Encodable {
    let name: String
    let kind: String
    let fit: Bool
    let checks: [Item]
    let flaws: [Flaw]
    let digest: String
  }

  let lab: String
  let version: String
  let engine: Int
  let seed: UInt64
  let weathers: Int
  let fit: Bool
  let designs: [Design]

  init(_ proof: LabProof, _ designs: [DesignProof]) {
    lab = proof.lab.id.rawValue
    version = proof.lab.version.description
    engine = Report.engine
    seed = proof.seed.rawValue
    weathers = proof.weathers
    fit = designs.allSatisfy(\.isFit)
    self.designs = designs.map(Self.design)
  }

  private static func design(_ proof: DesignProof) -> Design {
    Design(
      name: proof.name, kind: proof.expectation.kind, fit: proof.isFit,
      checks: proof.checks.map { outcome in
        Item(
          id: outcome.check.id, held: outcome.held, least: outcome.spread?.least, mean: outcome.spread?.mean,
          most: outcome.spread?.most, deviation: outcome.spread?.deviation,
          margin: outcome.margin.flatMap { $0.isFinite ? $0 : nil },
          causes: outcome.causes.map { Cause(code: $0.code, resource: $0.resource, weathers: $0.weathers) })
      },
      flaws: proof.flaws.map {
        Flaw(code: $0.kind.code, check: $0.kind.check, weather: $0.weather, weathers: $0.weathers)
      }, digest: proof.digest.hex)
  }
}
