import Cloud
import EventKernel

extension AWSRunner {
  func wait(
    _ waiter: Waiter, _ parsed: AWSCall, on world: inout World, as call: CallContext
  ) -> AWSOutcome {
    if let failure = noEndpoint(parsed, in: world, as: call) { return failure }
    var outcome = AWSOutcome()
    let begun = world.now
    do {
      var state = try WaiterState(waiter)
      while true {
        switch try state.observe(try poll(parsed, on: &world, as: circumstances(parsed, call))) {
        case .success:
          outcome.waited = world.now - begun
          return outcome
        case .retry(let seconds):
          world.advance(to: world.now + .seconds(seconds))
        case .failure(let message):
          outcome = clientFailure(message, status: 255)
          outcome.waited = world.now - begun
          return outcome
        }
      }
    } catch let failure as AWSFailure {
      return self.outcome(of: failure, parsed, in: world, as: call)
    } catch {
      return clientFailure("\(error)", status: 255)
    }
  }

  private func poll(
    _ parsed: AWSCall, on world: inout World, as call: CallContext
  ) throws -> WaiterPoll {
    do {
      return .answer(try pages(of: parsed, on: &world, as: call).merged)
    } catch AWSFailure.service(let error) {
      return .error(
        code: error.code, message: error.message,
        status: Int(error.code) ?? (error.code.contains("NotFound") ? 404 : 400))
    }
  }
}
