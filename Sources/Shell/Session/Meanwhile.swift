import Foundation
import Synchronization

/// A value that a thread of its own makes, while whoever asked for it does something else.
final class Meanwhile<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let hasEnded = DispatchSemaphore(value: 0)

  /// Begins to make it.
  init(_ make: @escaping @Sendable () -> Value) {
    let thread = Thread { [self] in
      let value = make()
      made.withLock { $0 = value }
      hasEnded.signal()
    }
    thread.stackSize = PendingWorkspace.stackSize
    thread.start()
  }

  /// The value; waits until it is there. A process must not end before it was asked for.
  var value: Value {
    hasEnded.wait()
    defer { hasEnded.signal() }
    guard let value = made.withLock({ $0 }) else {
      preconditionFailure("A thread ended without the value that it was to make.")
    }
    return value
  }
}
