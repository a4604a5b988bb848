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
    let found = ec2.instances.rows.first { instance in
      guard let address = instance.publicAddress else { return false }
      return "\(address)" == host || publicDNSName(of: instance) == host || names(host, lead: address)
    }
    guard let instance = found else { return .failure(nobody(at: host)) }
    if let reason = silence(of: instance) { return .failure(.timedOut(reason)) }
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
    let answer = runScript(lines, on: instance.id, client: client)
    advance(to: now + answer.elapsed)
    return .success(answer)
  }

  /// Why a host is not that of a machine: a name without an address, or an address where nobody answers.
  private func nobody(at host: String) -> SecureShellFailure {
    guard let address = IPv4Address(host) else { return .unknownHost }
    let inside = ec2.instances.rows.first { $0.privateAddress == address && $0.state != .terminated }
    return .timedOut(inside.map { .privateAddress($0.id) } ?? .nobody)
  }

  /// What keeps a machine from answering an administrator; `nil` when nothing does.
  private func silence(of instance: Instance) -> SecureShellFailure.Silence? {
    guard instance.state == .running else { return .notRunning(instance.id, instance.state) }
    guard instance.hasPower, !instance.cannotBoot else { return .dead(instance.id) }
    guard isReachableFromInternet(instance.subnet) else { return .noRoute(instance.id, instance.subnet) }
    guard allows(from: .address(Account.learnerAddress), to: instance, port: 22) else {
      return .closedPort(instance.id, from: Account.learnerAddress)
    }
    return nil
  }

  private func names(_ host: String, lead address: IPv4Address) -> Bool {
    resolve(host: host, from: .region(Region(rawValue: "us-east-1"))).alternatives.first?.addresses.contains(
      address)
      ?? false
  }
}

extension KeyPair {
  /// The middle word of a public key's line, drawn from the fingerprint of its pair.
  static func blob(ofFingerprint fingerprint: String) -> String {
    Base64.encode("skydrill \(fingerprint)".utf8)
  }

  /// The same word for the private half, from its file; `nil` when the text is no key.
  static func blob(ofPrivateKey text: String) -> String? {
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    guard lines.first?.utf8.starts(with: "-----BEGIN".utf8) == true else { return nil }
    let body = lines.dropFirst().prefix { !$0.utf8.starts(with: "-----END".utf8) }.joined()
    guard let bytes = Base64.decode(body), !bytes.isEmpty else { return nil }
    return blob(ofFingerprint: fingerprint(of: bytes))
  }

  /// The fingerprint of key bytes: twenty octets in hexadecimal.
  static func fingerprint(of bytes: [UInt8]) -> String {
    let hexadecimal = Array("\(SHA256.digest(of: bytes))".utf8)
    return stride(from: 0, to: 40, by: 2).map { start in
      String(decoding: hexadecimal.dropFirst(start).prefix(2), as: UTF8.self)
    }.joined(separator: ":")
  }
}
