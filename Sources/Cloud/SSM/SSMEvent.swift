/// What Systems Manager does of itself when its time comes.
package enum SSMEvent: Sendable, Equatable {
  /// A parameter, by its key in the state, is deleted by its policy.
  case parameterExpires(String)
  /// A command, by its key in the state, is done and tells of it.
  case commandEnds(String)
}

extension World {
  /// Does what Systems Manager had on the agenda.
  mutating func handle(_ event: SSMEvent) {
    switch event {
    case .parameterExpires(let key):
      // A later version may have another policy, or none.
      guard let parameter = ssm.parameters[key], let expiration = parameter.expiration, expiration <= now
      else {
        return
      }
      forgetParameter(key)
      note("parameter-expired", parameter.name)
    case .commandEnds(let key):
      guard let command = ssm.commands[key] else { return }
      report(command)
    }
  }
}
