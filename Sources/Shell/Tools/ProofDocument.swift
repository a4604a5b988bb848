import Assessment
import Course
import EventKernel
import Terminal
import Texts

/// A proof for people: one verdict for each design, as soon as it is known.
enum ProofDocument {
  /// What the weathers said of one design.
  static func line(_ proof: DesignProof, in session: Session) -> Document {
    var details = Document()
    for flaw in proof.flaws { details.paragraph(sentence(flaw, in: session)) }
    let note = proof.checks.compactMap { outcome -> String? in
      guard let spread = outcome.spread else { return nil }
      return session.text(
        "prove.spread",
        [
          "check": .string(outcome.check.id), "least": .number(spread.least), "most": .number(spread.most),
          "held": .integer(outcome.held),
        ])
    }
    var document = Document()
    document.verdict(
      Document.Verdict(
        proof.isFit ? .pass : .fail,
        title: [Document.Span](
          markup: session.text("prove.kind.\(proof.expectation.kind)", ["name": .string(proof.name)])),
        note: [Document.Span](markup: note.joined(separator: " · ")), details: details.blocks))
    return document
  }

  /// Whether the lab is fit.
  static func end(_ result: ProofResult, in session: Session) -> Document {
    var document = Document()
    let values: [String: TextValue] = [
      "lab": .string(result.lab), "designs": .integer(result.designs.count),
      "weathers": .integer(result.weathers), "unfit": .integer(result.designs.count { !$0.fit }),
    ]
    document.paragraph(
      session.text(result.fit ? "prove.fit" : "prove.unfit", values), style: result.fit ? .good : .bad)
    return document
  }

  private static func sentence(_ flaw: ProofFlaw, in session: Session) -> String {
    var values: [String: TextValue] = [
      "check": .string(flaw.kind.check ?? ""), "weather": .integer(flaw.weather ?? 0),
      "weathers": .integer(flaw.weathers),
    ]
    switch flaw.kind {
    case .startScores(let points): values["points"] = .integer(points)
    case .checkFails, .checkHolds: break
    case .otherCause(_, let code, let resource):
      values["cause"] = .string(code ?? "")
      values["resource"] = .string(resource)
    case .thinMargin(_, let deviations):
      values["deviations"] = .number(deviations)
      values["least"] = .number(LabProof.leastMargin)
    }
    return session.text("prove.flaw.\(flaw.kind.code)", values)
  }
}
