import Texts
import Traffic

/// Why answers took longer than promised: what most of their time went to, and where.
struct SlowReasons {
  /// How many are told one by one.
  private static let mostTold = 3

  private let slow: [Report.SlowCount]
  private let answered: Int

  init(_ report: Report) {
    slow = report.slow
    answered = report.answered
  }

  /// How many answers were slow, then a sentence for each of the largest reasons; empty where none was.
  func sentences(_ names: ResourceNames, in session: Session) -> [String] {
    let count = slow.reduce(0) { $0 + $1.answers }
    guard count > 0 else { return [] }
    let sum = session.text(
      "slow.sum", ["slow": .integer(count), "share": .number(Double(count) / Double(max(1, answered)))])
    return [sum] + slow.prefix(Self.mostTold).map { sentence($0, names, in: session) }
  }

  private func sentence(
    _ reason: Report.SlowCount, _ names: ResourceNames, in session: Session
  ) -> String {
    let shares = LatencyParts.Part.allCases
      .map { (part: $0, share: reason.parts.share(of: $0)) }
      .filter { $0.share >= 0.01 }
      .sorted { $0.share > $1.share }
      .map {
        session.text(
          "slow.share",
          ["part": .string(session.text("slow.part.\($0.part.rawValue)")), "share": .number($0.share)])
      }
    return session.text(
      reason.resource.isEmpty ? "slow.reason" : "slow.reason-at",
      [
        "count": .integer(reason.answers), "resource": .string(names.shown(reason.resource)),
        "part": .string(session.text("slow.part.\(reason.part.rawValue)")),
        "shares": .string(shares.joined(separator: ", ")),
      ])
  }
}
