import Assessment
import Cloud
import CloudAPI
import Course
import EventKernel
import Traffic

/// Looks whether the tasks of a lesson hold in its world.
struct LessonTasks {
  let session: Session

  /// Whether a task holds now; an experiment runs on copies of the world, with its fault in each zone in turn.
  func holds(_ task: LessonTask) throws(CommandFailure) -> Bool {
    let workspace = try session.openWorkspace()
    let world = workspace.world
    switch task.scope {
    case .cost: return Self.holds(task.holds, world.monthlyCost(traffic: nil).value)
    case .world: return Self.holds(task.holds, world.value)
    case .experiment(let name):
      guard let lesson = session.openLesson?.lesson,
        let experiment = try session.startWorld(of: lesson).experiment(name)
      else { return false }
      let zones: [Zone?] =
        experiment.movesThroughZones ? world.catalog.zones(in: workspace.region).map(\.zone) : [nil]
      let runs = zones.map {
        ExperimentRun(experiment: experiment.experiment, weather: WeatherSeed(world.seed.rawValue), zone: $0)
      }
      do throws(RunRefusal) {
        guard let reports = try ParallelRuns.reports(of: runs, on: world) else { return false }
        return reports.allSatisfy { Self.holds(task.holds, $0.value) }
      } catch {
        throw CommandFailure(error)
      }
    }
  }

  private static func holds(_ query: Query, _ document: Value) -> Bool {
    do {
      return try query.path.search(document) == .bool(true)
    } catch {
      return false
    }
  }
}
