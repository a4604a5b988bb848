import EventKernel
package import Traffic

extension Report {
  /// The causes with those of one code together: first the codes that the service is ill of without any fault, then the
  /// code that lost most requests; within a code the resource that lost most.
  ///
  /// Six overloaded servers are one reason, and lose more together than a seventh resource that lost more than each of
  /// them. What makes attempts fail before the first fault, and more of them than 1 % of all requests, is no doing of the
  /// fault: the rest often follows from it.
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

  /// The codes by which attempts failed before the first fault, over 1 % as many in the whole run as there were requests;
  /// none where no fault begins.
  private var chronicCodes: Set<CauseCode> {
    guard let first = faults.map(\.start).min() else { return [] }
    var attempts: [CauseCode: Int] = [:]
    for cause in causes { attempts[cause.code, default: 0] += cause.attempts }
    // A request that is under way when the fault begins failed by the fault.
    let quiet = max(.zero, first - .minutes(1))
    let early = Set(causes.filter { $0.first < quiet }.map(\.code))
    return early.filter { attempts[$0, default: 0] * 100 > offered }
  }
}
