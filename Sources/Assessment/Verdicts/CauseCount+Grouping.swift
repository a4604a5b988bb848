package import Traffic

extension [Report.CauseCount] {
  /// The causes with those of one code together, the code that lost most requests first, within it the resource.
  ///
  /// Six overloaded servers are one reason, and lose more together than a seventh resource that lost more than each of them.
  package var groupedByCode: [Report.CauseCount] {
    var totals: [CauseCode: Int] = [:]
    for cause in self { totals[cause.code, default: 0] += cause.lost }
    func rank(_ cause: Report.CauseCount) -> (Int, Int, String, String) {
      (-totals[cause.code, default: 0], -cause.lost, cause.code.rawValue, cause.resource)
    }
    return sorted { left, right in
      let (a, b) = (rank(left), rank(right))
      if a.0 != b.0 { return a.0 < b.0 }
      if a.2 != b.2 { return a.2 < b.2 }
      return (a.1, a.3) < (b.1, b.3)
    }
  }
}
