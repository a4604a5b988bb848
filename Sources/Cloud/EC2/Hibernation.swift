import EventKernel

/// Whether a launch lets a stop write the memory to disk, as calls say it.
package struct HibernationSpecification: Codable, Sendable, Equatable { package var configured: Bool? }

extension InstanceTimings {
  /// From a hibernation's call to `stopped`: an orderly stop, and a second for each GiB of memory (TEACH).
  static func hibernation(ofGiB memory: Double) -> Duration { stop + .seconds(Int(memory.rounded(.up))) }

  /// From `running` to an application that goes on where it was (TEACH).
  static let resume: Duration = .seconds(5)

  /// The memory that can be written to disk, below this in GiB (EC2 User Guide, prerequisites for hibernation).
  static let mostHibernatedGiB = 150.0
}

extension World {
  /// Throws unless a machine that is to hibernate can: its memory must fit on an encrypted root volume.
  func checkHibernation(
    _ asked: HibernationSpecification?, of type: String, root: BlockDevice?
  ) throws(AWSError) {
    guard asked?.configured == true, let memory = catalog.instanceType(type)?.memoryGiB, let root else {
      return
    }
    guard root.plan.isEncrypted else {
      throw .hibernation("For hibernation, the root device volume must be encrypted.")
    }
    guard memory < InstanceTimings.mostHibernatedGiB else {
      throw .hibernation("The instance type '\(type)' does not support hibernation.")
    }
    guard Double(root.plan.sizeGiB) >= memory else {
      throw .hibernation(
        "For hibernation, the root device volume must be large enough to store the \(gibibytes(memory)) GiB of memory."
      )
    }
  }

  /// Throws unless all of some running machines can hibernate now.
  func checkHibernation(of instances: [Instance]) throws(AWSError) {
    for instance in instances where instance.state == .running {
      guard instance.canHibernate else {
        throw .hibernation(
          "The instance can't be hibernated because it was not configured at launch for hibernation: \(instance.id)"
        )
      }
      if case .booting = instance.activity {
        throw .hibernation(
          "The instance is not ready to hibernate yet, retry in a few minutes: \(instance.id)")
      }
    }
  }

  /// Has a running machine write its memory to disk, from where its next start goes on.
  mutating func hibernateInstance(_ id: InstanceID) {
    guard let instance = ec2.instances[id], instance.state == .running else { return }
    ec2.instances.update(id) { $0.isHibernated = true }
    let memory = catalog.instanceType(instance.type)?.memoryGiB ?? 0
    stopInstance(id, in: InstanceTimings.hibernation(ofGiB: memory))
    ec2.instances.update(id) { $0.stateReason = "User initiated hibernate (\(now.awsReasonTime))" }
  }
}

extension AWSError {
  fileprivate static func hibernation(_ message: String) -> AWSError {
    AWSError("UnsupportedHibernationConfiguration", message)
  }
}
