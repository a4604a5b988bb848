import EventKernel

extension World {
  /// Takes an Elastic IP off its instance, which gets an automatic address if it is meant to have one and runs.
  mutating func disassociate(_ id: AllocationID) {
    guard let address = ec2.addresses[id], let instance = address.instance else { return }
    ec2.addresses.update(id) {
      $0.association = nil
      $0.instance = nil
    }
    guard let row = ec2.instances[instance] else { return }
    let isUp = row.state == .running || row.state == .pending
    let automatic = row.wantsPublicAddress && isUp ? drawPublicAddress(in: row.zone.region) : nil
    ec2.instances.update(instance) { $0.publicAddress = automatic }
    revision.instances += 1
    revision.dns += 1
  }
}
