import EventKernel

/// Jobs get on by themselves, on whatever machines there are.
///
/// A job runs below everything else on its vCPU: neither do requests wait for it, nor does it wait for them.
// Simplified: jobs-beside-requests
extension World {
  /// Gives all jobs of the workload anew: nothing of them is done, and their times are drawn from a seed.
  package mutating func giveJobs(drawing seed: UInt64) {
    for (id, worker) in lab.jobs.workers {
      if let wake = worker.wake { agenda.cancel(wake) }
      lab.jobs.workers[id] = nil
    }
    lab.jobs.queues = []
    giveMissingJobs(drawing: seed)
  }

  /// Gives the jobs of queues that are new in the workload or have changed in it; others go on.
  mutating func giveMissingJobs(drawing seed: UInt64) {
    let wanted = lab.workload.jobs ?? []
    guard wanted != lab.jobs.queues.map(\.queue) else { return }
    let before = lab.jobs.queues
    lab.jobs.queues = wanted.map { queue in
      before.first { $0.queue == queue } ?? JobProgress(queue, given: now, seed: seed)
    }
    for (id, worker) in lab.jobs.workers {
      guard let position = lab.jobs.position(of: worker.queue),
        before.contains(where: { $0.queue == lab.jobs.queues[position].queue })
      else {
        if let wake = worker.wake { agenda.cancel(wake) }
        lab.jobs.workers[id] = nil
        continue
      }
    }
    for progress in lab.jobs.queues where progress.given == now && progress.next == 0 {
      guard let deadline = progress.queue.deadline else { continue }
      agenda.add(.lab(.jobsAreDue(progress.queue.name, given: now)), at: now + deadline)
    }
    lab.jobs.isStale = true
    settleJobs()
  }

  /// Looks at the machines again where something may have changed about them; costs nothing without jobs.
  @inline(__always)
  package mutating func settleJobs() {
    guard !lab.jobs.queues.isEmpty else { return }
    guard
      lab.jobs.isStale || lab.jobs.seenInstances != revision.instances
        || lab.jobs.seenFaults != revision.faults
    else { return }
    reviewWorkers()
  }

  /// Takes jobs from machines that no longer work, and gives those that wait to machines that can. O(instances).
  private mutating func reviewWorkers() {
    lab.jobs.isStale = false
    lab.jobs.seenInstances = revision.instances
    lab.jobs.seenFaults = revision.faults
    for id in lab.jobs.workers.ids { reviewWorker(id) }
    for (id, instance) in ec2.instances {
      guard let name = instance.settings.jobQueue, instance.isServing, lab.jobs.workers[id] == nil,
        let position = lab.jobs.position(of: name)
      else { continue }
      let slots = catalog.instanceType(instance.type)?.vCPUs ?? 1
      lab.jobs.workers[id] = JobWorker(
        queue: name, slots: slots,
        arithmetic: JobArithmetic(
          interval: instance.settings.checkpointEvery, saving: lab.jobs.queues[position].queue.saving),
        since: now, speed: jobSpeed(of: instance))
      if !lab.jobs.queues[position].machines.contains(id) { lab.jobs.queues[position].machines.append(id) }
      let present = lab.jobs.workers.rows.filter { $0.queue == name }.reduce(0) { $0 + $1.slots }
      lab.jobs.queues[position].mostSlots = max(lab.jobs.queues[position].mostSlots, present)
    }
    for id in lab.jobs.workers.ids { fill(id) }
  }

  /// The share of full speed at which a machine's jobs run: its credits, and other programs that take its vCPUs.
  private func jobSpeed(of instance: Instance) -> Double {
    max(0.001, speed(of: instance) / max(1, stress(on: instance)))
  }

  private mutating func reviewWorker(_ id: InstanceID) {
    guard let worker = lab.jobs.workers[id] else { return }
    guard let instance = ec2.instances[id], instance.isServing, instance.settings.jobQueue == worker.queue,
      instance.settings.checkpointEvery == worker.arithmetic.interval
    else { return interruptJobs(of: id) }
    let speed = jobSpeed(of: instance)
    if speed != worker.speed {
      countWork(of: id)
      lab.jobs.workers.update(id) { $0.speed = speed }
      wake(id)
    }
    if instance.settings.savesOnNotice, instance.spotNotice != nil, !worker.isLeaving,
      worker.arithmetic.saving <= SpotTimings.notice
    {
      handJobsBack(of: id)
    }
  }

  // MARK: Work

  /// Counts what a machine has worked up to now.
  private mutating func countWork(of id: InstanceID) {
    guard let worker = lab.jobs.workers[id], now > worker.since else { return }
    let span = now - worker.since
    let gained = span * worker.speed
    let busy = worker.running.count
    lab.jobs.workers.update(id) {
      for index in $0.running.indices { $0.running[index].effort += gained }
      $0.worked += gained * busy
      $0.since = now
    }
    if gained < span, let position = lab.jobs.position(of: worker.queue) {
      lab.jobs.queues[position].slowed += (span - gained) * busy
    }
  }

  /// Gives a machine as many jobs as it has vCPUs without one.
  private mutating func fill(_ id: InstanceID) {
    guard let worker = lab.jobs.workers[id], !worker.isLeaving, worker.running.count < worker.slots,
      let position = lab.jobs.position(of: worker.queue), lab.jobs.queues[position].hasWaiting
    else { return }
    countWork(of: id)
    for _ in worker.running.count..<worker.slots {
      guard let job = lab.jobs.queues[position].take() else { break }
      lab.jobs.workers.update(id) {
        $0.running.append(JobWorker.Running(number: job.number, rest: job.rest))
      }
    }
    wake(id)
  }

  /// Puts the moment on the agenda at which the next job of a machine is done.
  private mutating func wake(_ id: InstanceID) {
    guard let worker = lab.jobs.workers[id] else { return }
    if let wake = worker.wake { agenda.cancel(wake) }
    let rests = worker.running.map { worker.arithmetic.effort(for: $0.rest) - $0.effort }
    var next: AgendaKey?
    if let rest = rests.min() {
      let span = max(1, (Double(rest.nanoseconds) / worker.speed).rounded(.up))
      next = agenda.add(.lab(.jobEnds(id)), at: worker.since + .seconds(span / 1e9))
    }
    lab.jobs.workers.update(id) { $0.wake = next }
  }

  /// The moment has come at which a job of a machine is done.
  mutating func jobEnds(on id: InstanceID) {
    countWork(of: id)
    guard let worker = lab.jobs.workers[id], let position = lab.jobs.position(of: worker.queue) else {
      return
    }
    lab.jobs.workers.update(id) { $0.wake = nil }
    let ended = worker.running.filter { worker.arithmetic.effort(for: $0.rest) <= $0.effort }
    for job in ended {
      lab.jobs.queues[position].done += 1
      let work = lab.jobs.queues[position].work(of: job.number)
      lab.jobs.queues[position].worked += work
      lab.jobs.queues[position].saving += worker.arithmetic.effort(for: job.rest) - job.rest
    }
    lab.jobs.workers.update(id) { row in
      row.running.removeAll { job in ended.contains { $0.number == job.number } }
    }
    let progress = lab.jobs.queues[position]
    if !ended.isEmpty, progress.done == progress.queue.count {
      lab.jobs.queues[position].finished = now
      note("jobs-done", progress.queue.name, "\(progress.queue.count)")
    }
    fill(id)
    if lab.jobs.workers[id]?.wake == nil { wake(id) }
  }

  // MARK: Interruptions

  /// A machine no longer works: its jobs wait again with what their last checkpoint holds, at once and elsewhere.
  // Simplified: jobs-return-at-once
  private mutating func interruptJobs(of id: InstanceID) {
    takeJobs(of: id, savingAll: false)
    lab.jobs.workers[id] = nil
  }

  /// A machine that was told that it goes saves its jobs and puts them back.
  private mutating func handJobsBack(of id: InstanceID) {
    takeJobs(of: id, savingAll: true)
    lab.jobs.workers.update(id) { $0.isLeaving = true }
  }

  private mutating func takeJobs(of id: InstanceID, savingAll: Bool) {
    countWork(of: id)
    guard let worker = lab.jobs.workers[id] else { return }
    if let wake = worker.wake { agenda.cancel(wake) }
    lab.jobs.workers.update(id) {
      $0.wake = nil
      $0.running = []
    }
    guard let position = lab.jobs.position(of: worker.queue), !worker.running.isEmpty else { return }
    var lost = Duration.zero
    for job in worker.running {
      var (saved, unsaved, saving) = worker.arithmetic.standing(after: job.effort)
      if savingAll {
        saved += unsaved
        unsaved = .zero
        saving += worker.arithmetic.saving
      }
      // Work that is done to the last nanosecond has still to be handed in.
      let rest = max(Duration(nanoseconds: 1), job.rest - saved)
      lab.jobs.queues[position].returned.append(JobProgress.Returned(number: job.number, rest: rest))
      lab.jobs.queues[position].interrupted += 1
      lab.jobs.queues[position].lost += unsaved
      lab.jobs.queues[position].saving += saving
      lost += unsaved
    }
    note(
      savingAll ? "jobs-handed-back" : "jobs-interrupted", "\(id)", "\(worker.running.count)",
      "\(lost.wholeSeconds)")
  }

  /// The share of its vCPUs that jobs have used on a machine in the minute that ends now, 0 to 1; counted anew then.
  mutating func takeJobUse(of id: InstanceID) -> Double {
    guard !lab.jobs.workers.isEmpty, lab.jobs.workers[id] != nil else { return 0 }
    countWork(of: id)
    guard let worker = lab.jobs.workers[id] else { return 0 }
    lab.jobs.workers.update(id) { $0.worked = .zero }
    return min(1, worker.worked.inSeconds / (60 * Double(worker.slots)))
  }
}
