import Assessment
import EventKernel
import Texts
import Traffic

extension BenchTool {
  /// How many losses the yardstick goes through: the flagship's own, and again from the first.
  private static let surveyedLosses = 25

  /// Loses 25 things in turn in the flagship's world, five minutes and 150,000 requests each, two at a time.
  static func survey(_ runs: Int, in session: Session) throws(CommandFailure) -> Item {
    let row = try flagshipRow(in: session)
    let world = try row.scenario(root: session.data.path, builder: session.builder).world
    let survey = Survey(of: world, weather: WeatherSeed(1))
    guard !survey.losses.isEmpty else { throw CommandFailure("survey.nothing", status: 1) }
    let losses = (0..<surveyedLosses).map { survey.losses[$0 % survey.losses.count] }
    let experiments = [survey.run(losing: [])] + losses.map { survey.run(losing: [$0]) }
    var requests = 0
    var times: [Double] = []
    for _ in 0..<runs {
      var result: Result<[Int]?, RunRefusal> = .success(nil)
      times.append(
        seconds {
          do throws(RunRefusal) {
            result = .success(
              try ParallelRuns.results(of: experiments.map { (run: $0, world: world) }, threads: 2) {
                $0.offered
              })
          } catch {
            result = .failure(error)
          }
        })
      switch result {
      case .success(let offered?): requests = offered.reduce(0, +)
      case .success(nil): throw CommandFailure("check.stopped", status: 130)
      case .failure(let refusal): throw CommandFailure(refusal)
      }
    }
    return item("survey, \(surveyedLosses) losses", "s", times, requests: requests)
      .held(against: .atMost(2.5, aim: 1))
  }
}
