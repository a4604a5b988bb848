import EventKernel

extension World {
  /// What the actions of experiments took so far, by the minute (AWS price page of FIS).
  func addExperiments(to bill: inout CostBreakdown) {
    for (region, minutes) in fis.actionMinutes {
      add(
        &bill, "FIS", "action-minutes", region.rawValue, "fis.action_minute", region, units: Double(minutes))
    }
  }
}
