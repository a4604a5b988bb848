import EventKernel

/// Takes a command back on the instances that are not done with it.
///
/// What its script did on them stays done, as AWS does not warrant that a process ends either.
// Simplified: ssm-scripts-at-once
package enum CancelCommand: SSMOperation {
  package static let name = "CancelCommand"

  package struct Input: Decodable, Sendable {
    var commandId: String?
    var instanceIds: [String]?
  }

  package static func access(_ input: Input, in world: World, context: CallContext) -> [AccessRequest] {
    Access(defaultAction, world, context).on(.instance, input.instanceIds).requests
  }

  package static func perform(
    _ input: Input, on world: inout World, context: CallContext
  ) throws(AWSError) -> NoOutput {
    let command = try world.command(input.commandId, in: context.region)
    var ids = command.instances
    if let named = input.instanceIds {
      ids = []
      for text in named {
        guard let id = InstanceID(text), command.instances.contains(id) else {
          throw AWSError("InvalidInstanceId", "The command was not sent to the instance \(text).")
        }
        ids.append(id)
      }
    }
    let now = world.now
    let open = ids.filter { ["Pending", "InProgress"].contains(command.status(of: $0, at: now)) }
    world.ssm.commands.update(SSMState.key(context.region, command.id)) { $0.cancelled += open }
    return NoOutput()
  }
}
