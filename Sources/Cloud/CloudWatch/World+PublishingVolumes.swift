import EventKernel

extension World {
  /// Publishes what the volume did that an instance started from, by volume and, of Nitro machines, by instance.
  ///
  /// - Parameter at: the begin of the period of the instance's metrics; those of volumes have a minute (EBS User Guide,
  ///   CloudWatch metrics).
  // Simplified: volume-metrics
  mutating func publish(_ seen: DiskObservation, of instance: Instance, at: Instant, _ minute: Instant) {
    guard let volume = ec2.volumes[seen.volume] else { return }
    let region = instance.zone.region
    let waits = (seen.reads.time + seen.writes.time).inSeconds
    var values = [
      ("VolumeReadOps", Double(seen.reads.operations)), ("VolumeWriteOps", Double(seen.writes.operations)),
      ("VolumeReadBytes", Double(seen.readBytes)), ("VolumeWriteBytes", Double(seen.writtenBytes)),
      ("VolumeTotalReadTime", seen.reads.time.inSeconds),
      ("VolumeTotalWriteTime", seen.writes.time.inSeconds),
      // As many as wait on average (Little's law).
      ("VolumeQueueLength", waits / 60),
    ]
    let rate = volume.plan.operationRate
    if rate.bursts {
      let spent = spent(seen.missingCredits, after: volume.spentCredits, of: rate)
      if spent != volume.spentCredits { ec2.volumes.update(seen.volume) { $0.spentCredits = spent } }
      values.append(("BurstBalance", SpentCredits.balance(spent, at: now, of: rate)))
    }
    for (name, value) in values {
      put("AWS/EBS", name, ["VolumeId=\(seen.volume)"], region, minute, value)
    }
    guard catalog.instanceType(instance.type)?.isNitro ?? false else { return }
    let dimensions = ["InstanceId=\(instance.id)"]
    put("AWS/EC2", "EBSReadOps", dimensions, region, at, Double(seen.reads.operations))
    put("AWS/EC2", "EBSWriteOps", dimensions, region, at, Double(seen.writes.operations))
    put("AWS/EC2", "EBSReadBytes", dimensions, region, at, Double(seen.readBytes))
    put("AWS/EC2", "EBSWriteBytes", dimensions, region, at, Double(seen.writtenBytes))
  }

  /// What is spent of credits now: what traffic saw, or what has not come back since; `nil` when all are there.
  func spent(_ seen: Double, after before: SpentCredits?, of rate: MeteredRate) -> SpentCredits? {
    let missing = max(seen, before?.missing(at: now, of: rate) ?? 0)
    return missing > 0 ? SpentCredits(missing: missing, at: now) : nil
  }
}
