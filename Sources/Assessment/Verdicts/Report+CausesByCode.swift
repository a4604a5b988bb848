import EventKernel
package import Traffic

extension Report {
  /// The causes with those of one code together: first the codes that the service is ill of without any fault, then the
  /// code that lost most requests; within a code the resource that lost most.
  ///
  /// Six overloaded servers are one reason, and lose more together than a seventh resource that lost more than each of
  /// them. What loses over 1 % of the requests in the minutes before the first fault is no doing of the fault: the rest
  /// often follows from it.
  package var causesByCode: [CauseCount] {
    var totals: [CauseCode: Int] = [:]
    for cause in causes { totals[cause.code, default: 0] += cause.lost }
    let chronic = chronicCodes
    func rank(_ cause: CauseCount) -> (Int, Int, String) {
      (chronic.contains(cause.code) ? 0 : 1, -totals[cause.code, default: 0], cause.code.rawValue)
    }
    return causes.sorted { left, right in
      let (a, b) = (rank(left), rank(right))
      if a != b { return a < b }
      return (-left.lost, left.resource) < (-right.lost, right.resource)
    }
  }

  /// The codes that lost over 1 % of the requests in the minutes before the first fault; none where no fault begins, or
  /// one begins in the first minute.
  private var chronicCodes: Set<CauseCode> {
    guard let first = faults.map(\.start).min() else { return [] }
    let quiet = minutes.prefix(Int(first.wholeSeconds / 60))
    let offered = quiet.reduce(0) { $0 + $1.offered }
    var lost: [CauseCode: Int] = [:]
    for minute in quiet {
      for (position, count) in minute.causes.enumerated() { lost[causes[position].code, default: 0] += count }
    }
    return Set(lost.filter { $0.value * 100 > offered }.keys)
  }
}
