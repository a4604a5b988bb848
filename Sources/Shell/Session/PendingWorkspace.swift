import Foundation
import Synchronization

/// A world that is made on a thread of its own, while the learner reads the first prompt.
final class PendingWorkspace: Sendable {
  /// Makes the world; it tells its share done, from 0 to 1, and ends with `nil` when the answer is `false`.
  typealias Making =
    @Sendable (_ tell: @escaping @Sendable (Double) -> Bool) -> Result<
      Workspace, CommandFailure
    >?

  private struct State {
    var share = 0.0
    var isBegun = false
    var isAbandoned = false
    var result: Result<Workspace, CommandFailure>?
  }

  private let state = Mutex(State())
  private let hasEnded = DispatchSemaphore(value: 0)

  /// As much as the process's first thread has.
  static let stackSize = 8 << 20

  private let make: Making

  /// A world that is not begun yet.
  init(_ make: @escaping Making) { self.make = make }

  /// Begins to make it; once.
  func begin() {
    let isBegun = state.withLock { state in
      defer { state.isBegun = true }
      return state.isBegun
    }
    guard !isBegun else { return }
    let thread = Thread { [self] in
      let result = make { [self] share in
        state.withLock {
          $0.share = share
          return !$0.isAbandoned
        }
      }
      state.withLock { $0.result = result }
      hasEnded.signal()
    }
    thread.stackSize = Self.stackSize
    thread.start()
  }

  /// The share that is done, from 0 to 1.
  var share: Double { state.withLock { $0.share } }

  /// Waits for the world up to some milliseconds; `nil` while it is being made.
  func result(within milliseconds: Int) -> Result<Workspace, CommandFailure>? {
    begin()
    guard hasEnded.wait(timeout: .now() + .milliseconds(milliseconds)) == .success else { return nil }
    // Whoever asks next need not wait.
    hasEnded.signal()
    return state.withLock { $0.result }
  }

  /// Stops the making and waits for the end of its thread: a process must not end under it.
  func abandon() {
    let isBegun = state.withLock { state in
      state.isAbandoned = true
      return state.isBegun
    }
    guard isBegun else { return }
    hasEnded.wait()
    hasEnded.signal()
  }
}
