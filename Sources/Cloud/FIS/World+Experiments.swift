import EventKernel

extension World {
  mutating func handle(_ event: FISEvent) {
    switch event {
    case .begins(let id): beginExperiment(id)
    case .acts(let id, let name): act(name, of: id)
    case .actionEnds(let id, let name): endAction(name, of: id)
    case .interrupts(let id, let name, let instance):
      guard fis.experiments[id]?.runs[name]?.status == .running else { return }
      if let request = ec2.instances[instance]?.spotRequest { giveNotice(request, byPrice: false) }
    case .settles(let id): settleExperiment(id)
    }
  }

  /// Takes the role on, looks for the targets, and starts the actions that wait for none.
  private mutating func beginExperiment(_ id: String) {
    guard let experiment = fis.experiments[id], experiment.status == .initiating else { return }
    do throws(FISExperiment.Failure) {
      try checkRole(of: experiment)
      if let alarm = try raisedAlarm(of: experiment) { return halt(id, by: alarm) }
      for (name, target) in experiment.template.targets {
        let arns = try resolve(target, named: name, of: experiment)
        guard !arns.isEmpty || experiment.template.skipsEmptyTargets else {
          throw FISExperiment.Failure(
            code: "InvalidTarget", location: name, reason: "Target resolution returned empty set.")
        }
        fis.experiments.update(id) { $0.resolved[name] = arns }
      }
    } catch {
      return endExperiment(id, .failed(error))
    }
    fis.experiments.update(id) {
      $0.status = .running
      $0.reason = "Experiment is running."
    }
    note("experiment-runs", id)
    startActions(of: id)
  }

  /// Throws unless the experiment's role is there and FIS may take it on.
  private func checkRole(of experiment: FISExperiment) throws(FISExperiment.Failure) {
    let arn = experiment.template.role
    let role = iam.visible(at: now).roles[IAMARN.name(in: arn).lowercased()]
    let request = AccessRequest(
      action: "sts:AssumeRole",
      target: AccessTarget(
        arn, policy: role?.arn == arn ? role?.trust : nil, policyMustAllow: true))
    guard role?.arn == arn, decision(on: request, by: .service("fis.amazonaws.com")) == .allowed else {
      throw FISExperiment.Failure(
        code: "AuthorizationFailure", location: nil, reason: "Unable to assume role \(arn).")
    }
  }

  /// The ARN of an alarm that stops the experiment and is raised.
  private func raisedAlarm(of experiment: FISExperiment) throws(FISExperiment.Failure) -> String? {
    for arn in experiment.template.stopConditions.compactMap(\.value) {
      guard let state = alarmState(arn: arn) else {
        throw FISExperiment.Failure(
          code: "ConfigurationFailure", location: "stopConditions",
          reason: "The CloudWatch alarm \(arn) could not be found.")
      }
      if state == .alarm { return arn }
    }
    return nil
  }

  /// The state of an alarm of either kind.
  func alarmState(arn: String) -> Alarm.State? {
    cloudWatch.alarms.rows.first { $0.arn == arn }?.state
      ?? cloudWatch.composites.rows.first { $0.arn == arn }?.state
  }

  /// Starts the actions whose predecessors are done; without any that waits or acts the experiment is completed.
  private mutating func startActions(of id: String) {
    var goesOn = true
    while goesOn {
      goesOn = false
      guard let experiment = fis.experiments[id], experiment.status == .running else { return }
      for (name, action) in experiment.template.actions
      where experiment.runs[name]?.status == .pending
        && (action.startAfter ?? []).allSatisfy({ experiment.runs[$0]?.status.isDone == true })
      {
        let isEmpty = action.kind?.target != nil && experiment.targets(of: action).isEmpty
        guard !isEmpty, !experiment.skipsActions else {
          set(
            name, of: id, .skipped,
            experiment.skipsActions
              ? "Action was skipped because the experiment is in skip-all mode."
              : "Action was skipped because its target resolved to an empty set.")
          goesOn = true
          continue
        }
        set(name, of: id, .initiating, "Action was initiated.")
        schedule(.fis(.acts(experiment: id, action: name)), in: FISTimings.actionInitiation)
      }
    }
    guard let experiment = fis.experiments[id], experiment.runs.allSatisfy({ $0.row.status.isDone }) else {
      return
    }
    finish(id, .completed, "Experiment completed.")
  }

  private mutating func set(
    _ name: String, of id: String, _ status: FISExperiment.ActionStatus, _ reason: String
  ) {
    let now = now
    fis.experiments.update(id) { experiment in
      experiment.runs.update(name) { run in
        run.status = status
        run.reason = reason
        if status == .initiating { run.start = now }
        if run.start != nil, [.completed, .stopped, .failed].contains(status) { run.end = now }
      }
    }
    guard [.completed, .stopped, .failed].contains(status) else { return }
    note("experiment-action-ends", id, name, status.rawValue)
    countMinutes(of: name, in: id)
  }

  /// Counts the time of an action, rounded to the nearest minute (AWS price page of FIS).
  private mutating func countMinutes(of name: String, in id: String) {
    guard let experiment = fis.experiments[id], let run = experiment.runs[name], let start = run.start,
      let end = run.end
    else { return }
    let minutes = ((end - start).wholeSeconds + 30) / 60
    fis.actionMinutes[experiment.region] = (fis.actionMinutes[experiment.region] ?? 0) + minutes
  }

  /// Has an action act, and puts its end on the agenda.
  private mutating func act(_ name: String, of id: String) {
    guard let experiment = fis.experiments[id], let action = experiment.template.actions[name],
      experiment.runs[name]?.status == .initiating, let kind = action.kind
    else { return }
    set(name, of: id, .running, "Action is running.")
    note("experiment-action-begins", id, name, kind.rawValue)
    do throws(AWSError) {
      var next = self
      try next.perform(kind, action, named: name, of: experiment)
      self = next
    } catch {
      return fail(name, of: id, error)
    }
    schedule(
      .fis(.actionEnds(experiment: id, action: name)), in: action.duration ?? FISTimings.action)
  }

  /// Ends an action whose time is over, once what it changed is put back.
  private mutating func endAction(_ name: String, of id: String) {
    guard let experiment = fis.experiments[id], experiment.status == .running,
      experiment.runs[name]?.status == .running
    else { return }
    do throws(AWSError) {
      guard try putBack(name, of: id, isStopped: false) else {
        schedule(.fis(.actionEnds(experiment: id, action: name)), in: FISTimings.settling)
        return
      }
    } catch {
      return fail(name, of: id, error)
    }
    set(name, of: id, .completed, "Action was completed.")
    startActions(of: id)
  }

  private mutating func fail(_ name: String, of id: String, _ error: AWSError) {
    set(name, of: id, .failed, error.message)
    let denials = ["UnauthorizedOperation", "AccessDenied"]
    let code = denials.contains(error.code) ? "AuthorizationFailure" : "ConfigurationFailure"
    endExperiment(
      id, .failed(FISExperiment.Failure(code: code, location: name, reason: error.message)))
  }

  /// Stops an experiment because an alarm of its stop conditions is raised.
  private mutating func halt(_ id: String, by arn: String) {
    note("experiment-halted", id, String(arn.split(separator: ":").last ?? ""))
    endExperiment(id, .stopped("Experiment halted by stop condition."))
  }

  /// Stops the experiments that an alarm is to stop.
  mutating func stopExperiments(onAlarm arn: String) {
    for id in fis.active {
      guard let experiment = fis.experiments[id], experiment.status == .running,
        experiment.template.stopConditions.contains(where: { $0.value == arn })
      else { continue }
      halt(id, by: arn)
    }
  }

  /// Ends an experiment early: what has not begun is cancelled, what acts is put back.
  mutating func endExperiment(_ id: String, _ ending: FISExperiment.Ending) {
    guard let experiment = fis.experiments[id], experiment.status.isActive, experiment.ending == nil else {
      return
    }
    fis.experiments.update(id) {
      $0.ending = ending
      $0.status = .stopping
      $0.reason = "Stopping Experiment."
    }
    for (name, run) in experiment.runs {
      switch run.status {
      case .pending, .initiating: set(name, of: id, .cancelled, "Action was cancelled.")
      case .running: set(name, of: id, .stopping, "Action is stopping.")
      case .completed, .cancelled, .stopping, .stopped, .failed, .skipped: break
      }
    }
    guard case .failed = ending, fis.experiments[id]?.runs.allSatisfy({ !$0.row.status.isActing }) == true
    else {
      _ = schedule(.fis(.settles(id)), in: FISTimings.settling)
      return
    }
    settleExperiment(id)
  }

  /// Puts back what the actions of a stopping experiment changed; what takes longer is looked at again.
  private mutating func settleExperiment(_ id: String) {
    guard let experiment = fis.experiments[id], experiment.status == .stopping,
      let ending = experiment.ending
    else { return }
    for (name, run) in experiment.runs where run.status == .stopping {
      do throws(AWSError) {
        guard try putBack(name, of: id, isStopped: true) else { continue }
        set(name, of: id, .stopped, "Action was stopped.")
      } catch {
        set(name, of: id, .failed, error.message)
      }
    }
    guard fis.experiments[id]?.runs.allSatisfy({ $0.row.status != .stopping }) == true else {
      schedule(.fis(.settles(id)), in: FISTimings.settling)
      return
    }
    switch ending {
    case .stopped(let reason): finish(id, .stopped, reason)
    case .failed(let failure):
      fis.experiments.update(id) { $0.failure = failure }
      finish(id, .failed, failure.reason)
    }
  }

  private mutating func finish(_ id: String, _ status: FISExperiment.Status, _ reason: String) {
    let now = now
    fis.active.removeAll { $0 == id }
    fis.experiments.update(id) {
      $0.status = status
      $0.reason = reason
      $0.end = now
    }
    note("experiment-ends", id, status.rawValue, reason)
  }
}
