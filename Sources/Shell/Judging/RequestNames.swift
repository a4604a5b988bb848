import Cloud
import Texts
import Traffic

extension FollowedRun {
  /// Who sends the requests of the run.
  private var populations: [Population] { (experiment.workload ?? world.lab.workload).populations }

  /// What a request is called: its number from 1, behind the number of its population where there are several.
  func name(of request: RequestReference) -> String {
    populations.count > 1 ? "\(request.population + 1).\(request.number + 1)" : "\(request.number + 1)"
  }

  /// The request of a name; `nil` for what is no name of one.
  func request(named text: String) -> RequestReference? {
    let words = text.drop { $0 == "#" }.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = words.compactMap { word in Int(word.filter { $0 != "," }) }
    guard numbers.count == words.count, numbers.allSatisfy({ $0 > 0 }) else { return nil }
    switch numbers.count {
    case 1 where populations.count == 1: return RequestReference(population: 0, number: numbers[0] - 1)
    case 2 where numbers[0] <= populations.count:
      return RequestReference(population: numbers[0] - 1, number: numbers[1] - 1)
    default: return nil
    }
  }

  /// The way of a request; empty when the run has none of that number, `nil` once Ctrl-C was typed.
  func trace(
    of request: RequestReference, progress: @escaping @Sendable (RunProgress) -> Bool
  ) throws(RunRefusal) -> [Report.Hop]? {
    let run = ExperimentRun(
      experiment: experiment, weather: report.weather, zone: report.zone, traced: request)
    return try run.report(on: world, progress: progress)?.trace
  }
}
