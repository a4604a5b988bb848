import EventKernel
import Texts
import Traffic

/// Why requests were lost: one reason a cause code, in the order of `Report.causesByCode`, so that the numbers told
/// add up to all that was lost.
struct LossReasons {
  /// A cause code with all the resources that decided by it.
  private struct Reason {
    /// The resource that lost most.
    let worst: Report.CauseCount
    let lost: Int
    /// When the first such request began, since the run began.
    let first: EventKernel.Duration
    /// How many resources decided.
    let resources: Int
  }

  /// How many are told one by one; one more is told too where it would stand alone for the rest.
  private static let mostTold = 3

  private let reasons: [Reason]

  /// The reasons of a run's causes in their order; those that lost no request in the end are none.
  init(_ causes: [Report.CauseCount]) {
    let losing = causes.filter { $0.lost > 0 }
    var codes: [CauseCode] = []
    for cause in losing where !codes.contains(cause.code) { codes.append(cause.code) }
    reasons = codes.compactMap { code in
      let same = losing.filter { $0.code == code }
      guard let worst = same.max(by: { $0.lost < $1.lost }) else { return nil }
      return Reason(
        worst: worst, lost: same.reduce(0) { $0 + $1.lost }, first: same.map(\.first).min() ?? .zero,
        resources: same.count)
    }
  }

  /// One sentence a reason, and one for all that are left.
  ///
  /// - Parameter begun: what stands on the clock when the run begins.
  func sentences(
    since begun: EventKernel.Duration = .zero, _ names: ResourceNames, in session: Session
  ) -> [String] {
    let told = reasons.count == Self.mostTold + 1 ? reasons.count : Self.mostTold
    var sentences = reasons.prefix(told).map { sentence($0, since: begun, names, in: session) }
    let rest = reasons.dropFirst(told)
    if !rest.isEmpty {
      sentences.append(
        session.text(
          "loss.others",
          ["count": .integer(rest.count), "lost": .integer(rest.reduce(0) { $0 + $1.lost })]))
    }
    return sentences
  }

  private func sentence(
    _ reason: Reason, since begun: EventKernel.Duration, _ names: ResourceNames, in session: Session
  ) -> String {
    let sentence = session.text(
      "loss.reason",
      [
        "at": .string((begun + reason.first).clock), "lost": .integer(reason.lost),
        "text": .string(session.text(of: reason.worst, names)),
      ])
    guard reason.resources > 1 else { return sentence }
    return sentence + " " + session.text("loss.more", ["count": .integer(reason.resources - 1)])
  }
}

extension Session {
  /// What a cause says, with the resource as the learner calls it.
  ///
  /// - Parameter part: `text` for what happened, `remedy` for what would have prevented it.
  func text(of cause: Report.CauseCount, part: String = "text", _ names: ResourceNames) -> String {
    text("causes.\(cause.code.rawValue).\(part)", ["resource": .string(names.shown(cause.resource))])
  }
}
