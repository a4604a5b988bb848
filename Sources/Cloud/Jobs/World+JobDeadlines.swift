import EventKernel

extension World {
  /// The deadline of a queue has come: what is not done is late, and one reason is named.
  mutating func jobsAreDue(_ name: String, given: Instant) {
    guard let position = lab.jobs.position(of: name), lab.jobs.queues[position].given == given,
      lab.jobs.queues[position].late == nil
    else { return }
    // What is done at the very moment is in time.
    for (id, worker) in lab.jobs.workers {
      guard worker.queue == name, let wake = worker.wake, wake.at <= now else { continue }
      agenda.cancel(wake)
      jobEnds(on: id)
    }
    let progress = lab.jobs.queues[position]
    lab.jobs.queues[position].late = progress.queue.count - progress.done
    guard progress.done < progress.queue.count else { return }
    lab.jobs.queues[position].delay = delay(of: progress)
    note("jobs-late", name, "\(progress.queue.count - progress.done)", "\(progress.queue.count)")
  }

  /// Why jobs are not done at their deadline: the first of the reasons that is enough by itself. O(jobs).
  private func delay(of progress: JobProgress) -> JobDelay {
    guard !progress.machines.isEmpty, let deadline = progress.queue.deadline else { return .noWorker }
    let works = (0..<progress.queue.count).map { progress.work(of: $0) }
    if let longest = works.max(), longest > deadline { return .jobTooLong }
    let all = works.reduce(.zero, +)
    let (unfinished, saving, slowed) = standing(of: progress, works)
    if progress.lost >= unfinished { return .workLost }
    if progress.lost + saving >= unfinished { return .savingTakesTime }
    if progress.lost + saving + slowed >= unfinished { return .slowWorkers }
    return deadline * progress.mostSlots >= all ? .workersAway : .tooFewWorkers
  }

  /// The work that is left of all jobs now, and the time of vCPUs that checkpoints and low speed have taken so far, jobs
  /// that are under way included.
  private func standing(
    of progress: JobProgress, _ works: [Duration]
  ) -> (rest: Duration, saving: Duration, slowed: Duration) {
    var rest = works[progress.next...].reduce(Duration.zero, +)
    var (saving, slowed) = (progress.saving, progress.slowed)
    rest = progress.returned.reduce(rest) { $0 + $1.rest }
    for worker in lab.jobs.workers.rows where worker.queue == progress.queue.name {
      let span = now - worker.since
      let more = span * worker.speed
      slowed += (span - more) * worker.running.count
      for job in worker.running {
        let standing = worker.arithmetic.standing(after: job.effort + more)
        rest += max(.zero, job.rest - standing.saved - standing.unsaved)
        saving += standing.saving
      }
    }
    return (rest, saving, slowed)
  }

  /// What the machines of a queue have cost since its jobs were given, whatever else they did, in dollars.
  ///
  /// All charges that name one of the machines: its hours, its software, its root volume.
  package func cost(of progress: JobProgress) -> Double {
    let machines = Set(progress.machines.map(\.description))
    var dollars = 0.0
    for span in billing.spans(until: now) where machines.contains(span.charge.item.resource) {
      let start = max(span.start, progress.given)
      if span.end > start { dollars += span.charge.dollars(over: span.end - start) }
    }
    return dollars
  }
}
