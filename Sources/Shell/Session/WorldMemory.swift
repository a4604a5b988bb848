import Course
import EventKernel
import Synchronization

/// Worlds in which labs and lessons begin, kept from the first time on that one was made: a world is a value, and the same
/// content gives the same one.
///
/// The program makes few of them and keeps none; tests begin the same lab hundreds of times.
package final class WorldMemory: Sendable {
  /// All that a world is made from.
  struct Origin: Equatable, Sendable {
    let name: String
    let version: String
    let seed: WorldSeed
    let script: LabScript?
    let start: StartWorld
  }

  private let kept = Mutex<[(origin: Origin, workspace: Workspace)]>([])

  /// A memory of nothing.
  package init() {}

  /// The workspace that was made before from the same; `nil` without one.
  func workspace(from origin: Origin) -> Workspace? {
    kept.withLock { kept in kept.first { $0.origin == origin }?.workspace }
  }

  /// Keeps what was made.
  func keep(_ workspace: Workspace, from origin: Origin) {
    kept.withLock { $0.append((origin, workspace)) }
  }
}
