import Cloud
import CloudAPI
import EventKernel
import Shell

/// What a line of the examples came to.
enum ExampleOutcome: Sendable, Equatable {
  /// An answer.
  case answer
  /// AWS's error about the state of the account.
  case error(code: String, message: String)
  /// An option or a value that this world refuses by name.
  case refused(String)
  /// An operation that this world does not have.
  case notModelled(String)
  /// The line could not be read; what was said of it.
  case unread(String)

  /// What a run of a line came to.
  init(_ run: ExampleRun) {
    let (words, outcome) = (run.words, run.outcome)
    switch outcome.refusal {
    case .service(let name): self = .notModelled(name)
    case .operation(let service, let name): self = .notModelled("\(service) \(name)")
    case .member(let service, let operation, let name): self = .refused("\(service) \(operation) \(name)")
    case .option(let name): self = .refused(name)
    case let other?: self = .notModelled("\(words.prefix(2).joined(separator: " ")) \(other)")
    case nil:
      if let error = outcome.error {
        self = .error(code: error.code, message: error.message)
      } else if outcome.status == 0 || outcome.status == 1 && outcome.errorOutput.isEmpty {
        // `s3 ls` of a prefix that nothing has says nothing and has status 1.
        self = .answer
      } else if outcome.errorOutput.contains("Waiter ") {
        // A waiter that gives up speaks of the state that it found.
        self = .error(code: "Waiter", message: outcome.errorOutput)
      } else {
        self = .unread(outcome.errorOutput)
      }
    }
  }

  /// The kind as the committed list has it; `nil` where nothing is left to do.
  var listed: String? {
    switch self {
    case .answer, .error: nil
    case .refused(let name): "refused \(name)"
    case .notModelled(let name): "not modelled \(name)"
    case .unread: nil
    }
  }
}
