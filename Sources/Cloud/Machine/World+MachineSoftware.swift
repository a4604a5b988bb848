import EventKernel

/// What is installed on a machine and runs there.
extension World {
  /// How long `dnf install` takes for each call, and `dnf update` (TEACH): a fresh image holds what its release has, so that
  /// an update finds little, and both are over before the status checks pass, as most scripts are in AWS.
  static let installation: Duration = .seconds(20)
  static let update: Duration = .seconds(10)

  /// Packages beside the web servers that change what the machine knows, by the command that they bring.
  private static let clients = [
    "mysql": ["mariadb105", "mariadb1011", "mysql", "mariadb", "default-mysql-client"],
    "psql": ["postgresql15", "postgresql16", "postgresql"],
    "redis-cli": ["redis6", "redis"], "valkey-cli": ["valkey"], "stress": ["stress", "stress-ng"],
    "nc": ["nc", "nmap-ncat", "netcat"],
  ]

  /// Whether a machine has a command that a package brings.
  func has(_ program: String, on instance: Instance) -> Bool {
    let name = ["mariadb": "mysql", "stress-ng": "stress", "redis6-cli": "redis-cli"][program] ?? program
    let installed = rootVolume(of: instance)?.contents.system?.packages ?? []
    return Self.clients[name]?.contains { wanted in installed.contains { $0.hasPrefix(wanted) } } ?? true
  }

  /// Installs packages; those of Ubuntu start their servers at once and at every boot.
  mutating func install(_ packages: [String], by manager: PackageManager, on instance: Instance)
    -> MachineAnswer
  {
    if let refusal = refusal(of: manager, on: instance) { return refusal }
    guard let root = instance.rootVolume else { return MachineAnswer() }
    guard reachesInternet(from: instance, port: 443) else { return noRepository(of: instance, by: manager) }
    let names = packages.map { String(manager.name(of: $0).prefix(64)) }
    ec2.volumes.update(root) { volume in
      for name in names where volume.contents.system?.packages.contains(name) == false {
        guard (volume.contents.system?.packages.count ?? 0) < 100 else { break }
        volume.contents.system?.packages.append(name)
      }
    }
    if isUbuntu(instance) {
      for unit in names where Self.serversOfUbuntu.contains(unit) {
        _ = service(.enableNow, unit, of: instance)
      }
    }
    return MachineAnswer(
      output: manager.report(on: packages.map(\.printable)), elapsed: Self.installation)
  }

  func updatePackages(by manager: PackageManager, on instance: Instance) -> MachineAnswer {
    if let refusal = refusal(of: manager, on: instance) { return refusal }
    guard reachesInternet(from: instance, port: 443) else { return noRepository(of: instance, by: manager) }
    let words = isUbuntu(instance) ? "All packages are up to date.\n" : "Nothing to do.\nComplete!\n"
    return MachineAnswer(output: words, elapsed: Self.update)
  }

  /// What the shell says of a package manager that the machine's system does not have.
  private func refusal(of manager: PackageManager, on instance: Instance) -> MachineAnswer? {
    let system = rootVolume(of: instance)?.contents.system?.distribution ?? .amazonLinux2023
    let own = PackageManager.all(of: system)
    guard !own.contains(manager) else { return nil }
    let names = own.map(\.rawValue).joined(separator: " and ")
    return failed(
      "bash: \(manager.rawValue): command not found (\(system.name) \(system.version) has \(names))", 127)
  }

  private func noRepository(of instance: Instance, by manager: PackageManager) -> MachineAnswer {
    MachineAnswer(
      error: manager.silence(in: instance.zone.region.rawValue), status: 1, elapsed: Self.installation)
  }

  private static let serversOfUbuntu = ["apache2", "nginx"]

  /// Whether a machine's system is Ubuntu, whose packages and units have names of their own.
  func isUbuntu(_ instance: Instance) -> Bool {
    rootVolume(of: instance)?.contents.system?.distribution.name == "Ubuntu"
  }

  // MARK: Services

  mutating func service(_ act: MachineCommand.ServiceAct, _ unit: String, of instance: Instance)
    -> MachineAnswer
  {
    let system = rootVolume(of: instance)?.contents.system
    if unit == "app", system?.app != nil, system?.webServer == nil { return application(act, of: instance) }
    let isUbuntu = isUbuntu(instance)
    // Apache is `apache2` on Ubuntu and `httpd` on Amazon Linux.
    let name = isUbuntu && unit == "apache2" ? "httpd" : isUbuntu && unit == "httpd" ? "" : unit
    guard let program = WebServer.Program(rawValue: name), program != .python3,
      system?.packages.contains(where: { $0 == unit || $0.hasPrefix("\(unit)-") }) == true
    else {
      let other = isUbuntu ? ("httpd", "Ubuntu", "apache2") : ("apache2", "Amazon Linux", "httpd")
      let hint = unit == other.0 ? " (Apache's unit on \(other.1) is \(other.2))" : ""
      return act == .status || act == .isActive
        ? MachineAnswer(
          output: act == .isActive ? "inactive\n" : "",
          error: "Unit \(unit.printable).service could not be found.\n", status: 4)
        : failed(
          "Failed to \(act.verb) \(unit.printable).service: Unit \(unit.printable).service not found.\(hint)",
          5)
    }
    let present = system?.webServer.flatMap { $0.program == program ? $0 : nil }
    let server = present ?? (isUbuntu ? WebServer(ofUbuntu: program) : WebServer(program))
    let runs = present != nil && isUp(instance)
    switch act {
    case .start: return start(server, on: instance)
    case .restart:
      if runs { stopServer(of: instance) }
      return start(server, on: instance)
    case .stop:
      if runs { stopServer(of: instance) }
      return MachineAnswer()
    case .enable, .enableNow, .disable:
      if act == .enableNow {
        let answer = start(server, on: instance)
        if answer.status != 0 { return answer }
      }
      var changed = server
      changed.isEnabled = act != .disable
      return install(changed, on: instance)
    case .status:
      let state = runs ? "active (running)" : "inactive (dead)"
      let enabled = server.isEnabled ? "enabled" : "disabled"
      return MachineAnswer(
        output:
          "● \(unit).service\n     Loaded: loaded (\(unit).service; \(enabled))\n     Active: \(state)\n",
        status: runs ? 0 : 3)
    case .isActive: return MachineAnswer(output: runs ? "active\n" : "inactive\n", status: runs ? 0 : 3)
    }
  }

  /// Starts, stops and tells of the application that an image brought.
  private mutating func application(_ act: MachineCommand.ServiceAct, of instance: Instance) -> MachineAnswer
  {
    switch act {
    case .start, .restart:
      // The machine goes on; the application warms up again.
      ec2.instances.update(instance.id) { $0.isFrozen = false }
      boot(instance.id, from: .application)
      note("application-restarts", "\(instance.id)")
    case .stop: stopServer(of: instance)
    case .status: return said(instance.isServing ? "active (running)" : "inactive (dead)")
    case .isActive:
      return MachineAnswer(
        output: instance.isServing ? "active\n" : "inactive\n", status: instance.isServing ? 0 : 3)
    case .enable, .enableNow, .disable:
      return failed("The application starts at every boot; that cannot be changed here.")
    }
    return MachineAnswer()
  }

  private func isUp(_ instance: Instance) -> Bool { instance.isServing || instance.isFrozen }

  /// Makes a server the application of the machine's disk; it runs as soon as it is started.
  private mutating func install(_ server: WebServer, on instance: Instance) -> MachineAnswer {
    guard let root = instance.rootVolume else { return MachineAnswer() }
    if let other = ec2.volumes[root]?.contents.system?.webServer, other.program != server.program,
      isUp(instance)
    {
      return failed(
        "Job for \(server.program.rawValue).service failed: port \(other.port) is taken by \(other.program.rawValue)."
      )
    }
    if ec2.volumes[root]?.contents.system?.app != nil, ec2.volumes[root]?.contents.system?.webServer == nil {
      return failed(
        "Job for \(server.program.rawValue).service failed: the application of the image stands in its place."
      )
    }
    ec2.volumes.update(root) {
      $0.contents.system?.webServer = server
      $0.contents.system?.app = server.app
    }
    return MachineAnswer()
  }

  private mutating func start(_ server: WebServer, on instance: Instance) -> MachineAnswer {
    let answer = install(server, on: instance)
    guard answer.status == 0 else { return answer }
    let wasUp = isUp(instance)
    ec2.instances.update(instance.id) { if !$0.isFrozen { $0.activity = .serving } }
    revision.instances += 1
    if !wasUp { note("application-serving", "\(instance.id)") }
    return MachineAnswer()
  }

  private mutating func stopServer(of instance: Instance) {
    ec2.instances.update(instance.id) { $0.activity = .appFailed(.stoppedByHand) }
    revision.instances += 1
    note("application-stopped", "\(instance.id)")
  }

  /// `python3 -m http.server`: serves a directory until the machine stops.
  mutating func serveFiles(in directory: String, port: Int, on instance: Instance, stays: Bool)
    -> MachineAnswer
  {
    guard stays else {
      return failed(
        "python3: the server would end with the session: `nohup python3 -m http.server \(port) &` leaves it running"
      )
    }
    guard !isUp(instance) else { return failed("OSError: [Errno 98] Address already in use") }
    return start(WebServer(.python3, port: port, directory: directory), on: instance)
  }

  // MARK: Load

  /// Keeps all processors of a machine busy for a while.
  mutating func loadCPU(of instance: Instance, for span: Duration, isInBackground: Bool) -> MachineAnswer {
    guard has("stress", on: instance) else { return failed("bash: stress: command not found", 127) }
    let until = now + span
    ec2.instances.update(instance.id) { $0.loadedUntil = until }
    return MachineAnswer(
      output: "stress: info: dispatching hogs: cpu, until \(until.iso8601.prefix(19))Z\n")
  }

  /// Whether somebody keeps the processors of a machine busy.
  func isLoaded(_ instance: Instance) -> Bool { instance.loadedUntil.map { now <= $0 } ?? false }
}

extension MachineCommand.ServiceAct {
  fileprivate var verb: String {
    switch self {
    case .start: "start"
    case .stop: "stop"
    case .restart: "restart"
    case .enable, .enableNow: "enable unit"
    case .disable: "disable unit"
    case .status, .isActive: "get status of"
    }
  }
}
