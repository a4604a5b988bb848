import EventKernel

/// Why nobody is let into a machine.
package enum SecureShellFailure: Error, Sendable, Equatable {
  /// The name leads to no address.
  case unknownHost
  /// Nothing answers.
  case timedOut(Silence)
  /// The machine is up and takes no sessions yet.
  case refused
  /// The key is not among those that may log in.
  case denied

  /// Why nothing answers.
  package enum Silence: Sendable, Equatable {
    /// No machine of this world has the address.
    case nobody
    /// It is an address inside a VPC, to which the Internet has no way.
    case privateAddress(InstanceID)
    /// The machine is stopped, or on its way there or back.
    case notRunning(InstanceID, Instance.State)
    /// The machine has no power, or its system does not start.
    case dead(InstanceID)
    /// No route leads from its subnet to an Internet gateway.
    case noRoute(InstanceID, SubnetID)
    /// A security group or a network ACL lets port 22 through from elsewhere alone.
    case closedPort(InstanceID, from: IPv4Address)
  }
}

extension World {
  /// Runs a script over a session to a machine's public address or name, with a private key.
  ///
  /// - Parameters:
  ///   - user: who logs in; a system lets in its own user alone, such as `ec2-user`.
  ///   - privateKey: the text of the key's file, as `create-key-pair` showed it.
  ///   - client: what does `aws` lines there.
  package mutating func runOverSecureShell(
    _ lines: [String], host: String, user: String = "ec2-user", privateKey: String,
    client: MachineClient? = nil
  ) -> Result<MachineAnswer, SecureShellFailure> {
    letIn(to: host, user, privateKey, from: .outside(Account.learnerAddress)).map { id in
      let answer = runScript(lines, on: id, client: client)
      advance(to: now + answer.elapsed)
      return answer
    }
  }

  /// Runs an `ssh` line of the learner's own computer, through the machines that it jumps over.
  package mutating func runOverSecureShell(
    _ line: SecureShellLine, privateKey: String, client: MachineClient? = nil
  ) -> Result<MachineAnswer, SecureShellFailure> {
    var place = WebVisitor.outside(Account.learnerAddress)
    for door in line.jumps + [line.door] {
      switch letIn(to: door.host, door.user, privateKey, from: place) {
      case .success(let id): place = .machine(id)
      case .failure(let failure): return .failure(failure)
      }
    }
    guard case .machine(let id) = place else { return .failure(.unknownHost) }
    let answer = runScript(
      [line.command], on: id, client: client, agentKey: line.forwardsKey ? privateKey : nil)
    advance(to: now + answer.elapsed)
    return .success(answer)
  }

  /// `ssh` from inside a machine: with a key among its files, or the one that came along.
  mutating func openShell(
    _ line: SecureShellLine, in shell: MachineShell, of instance: Instance
  ) -> MachineAnswer {
    var key = shell.agentKey ?? ""
    if let file = line.keyFile {
      guard let text = contents(ofFile: file, at: shell.place) else {
        return failed(
          "Warning: Identity file \(file.printable) not accessible: No such file or directory.\n"
            + "\(line.user.printable)@\(line.host.printable): Permission denied (publickey,gssapi-keyex,gssapi-with-mic).",
          255)
      }
      key = text
    }
    var place = WebVisitor.machine(instance.id)
    for door in line.jumps + [line.door] {
      switch letIn(to: door.host, door.user, key, from: place) {
      case .success(let id): place = .machine(id)
      case .failure(let failure):
        var answer = failed(failure.words(to: door), 255)
        // What nobody answers costs the client's patience (TEACH: 10 s).
        if case .timedOut = failure { answer.elapsed = .seconds(10) }
        return answer
      }
    }
    guard case .machine(let id) = place else { return MachineAnswer() }
    return runScript(
      [line.command], on: id, client: shell.client, agentKey: line.forwardsKey ? key : nil)
  }

  /// The machine into which a user is let with a key.
  private func letIn(
    to host: String, _ user: String, _ privateKey: String, from visitor: WebVisitor
  ) -> Result<InstanceID, SecureShellFailure> {
    guard let (instance, isPublic) = machine(at: host, for: visitor) else {
      return .failure(nobody(at: host))
    }
    if let reason = silence(of: instance, isPublic: isPublic, to: visitor) {
      return .failure(.timedOut(reason))
    }
    if case .booting = instance.activity,
      now < instance.launchTime + InstanceTimings.pending + InstanceTimings.operatingSystem
    {
      return .failure(.refused)
    }
    let system = rootVolume(of: instance)?.contents.system
    let keys = user == system?.distribution.user ? system?.authorizedKeys ?? [] : []
    guard let blob = KeyPair.blob(ofPrivateKey: privateKey),
      keys.contains(where: { $0.split(separator: " ").dropFirst().first.map(String.init) == blob })
    else { return .failure(.denied) }
    return .success(instance.id)
  }

  /// The machine of a host name or address for a visitor, and whether it is called by its public address.
  func machine(at host: String, for visitor: WebVisitor) -> (instance: Instance, isPublic: Bool)? {
    if case .machine(let id) = visitor, let near = ec2.instances[id] {
      let inside = ec2.instances.rows.first { instance in
        guard instance.vpc == near.vpc, instance.state != .terminated else { return false }
        // A public name leads to the private address inside the VPC.
        return "\(instance.privateAddress)" == host || privateDNSName(of: instance) == host
          || privateDNSName(of: instance).split(separator: ".").first.map { $0 == host } ?? false
          || publicDNSName(of: instance) == host
      }
      if let inside { return (inside, false) }
    }
    return ec2.instances.rows.first { instance in
      guard let address = instance.publicAddress else { return false }
      return "\(address)" == host || publicDNSName(of: instance) == host || names(host, lead: address)
    }.map { ($0, true) }
  }

  /// Why a host is not that of a machine: a name without an address, or an address where nobody answers.
  private func nobody(at host: String) -> SecureShellFailure {
    guard let address = IPv4Address(host) else { return .unknownHost }
    let inside = ec2.instances.rows.first { $0.privateAddress == address && $0.state != .terminated }
    return .timedOut(inside.map { .privateAddress($0.id) } ?? .nobody)
  }

  /// What keeps a machine from answering an administrator; `nil` when nothing does.
  private func silence(
    of instance: Instance, isPublic: Bool, to visitor: WebVisitor
  ) -> SecureShellFailure.Silence? {
    guard instance.state == .running else { return .notRunning(instance.id, instance.state) }
    guard instance.hasPower, !instance.cannotBoot else { return .dead(instance.id) }
    if isPublic, !isReachableFromInternet(instance.subnet) { return .noRoute(instance.id, instance.subnet) }
    let found =
      isPublic ? publicSource(of: visitor, port: 22) : privateSource(of: visitor, in: instance.vpc)
    guard let source = found else { return .nobody }
    guard allows(from: source, to: instance, port: 22) else {
      switch source {
      case .address(let address), .groups(_, let address): return .closedPort(instance.id, from: address)
      }
    }
    return nil
  }

  private func names(_ host: String, lead address: IPv4Address) -> Bool {
    resolve(host: host, from: .region(Region(rawValue: "us-east-1"))).alternatives.first?.addresses.contains(
      address)
      ?? false
  }
}

extension SecureShellFailure {
  /// What the client says when it is not let in.
  package func words(to door: SecureShellLine.Door) -> String {
    let host = door.host.printable
    switch self {
    case .unknownHost: return "ssh: Could not resolve hostname \(host): Name or service not known"
    case .timedOut: return "ssh: connect to host \(host) port 22: Connection timed out"
    case .refused: return "ssh: connect to host \(host) port 22: Connection refused"
    case .denied:
      return "\(door.user.printable)@\(host): Permission denied (publickey,gssapi-keyex,gssapi-with-mic)."
    }
  }
}
