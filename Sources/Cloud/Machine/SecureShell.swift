import EventKernel

/// Why nobody is let into a machine.
package enum SecureShellFailure: Error, Sendable, Equatable {
  /// Nobody has this address or name.
  case unknownHost
  /// Nothing answers: a group, a list, a route or a dead machine stands in the way.
  case timedOut
  /// The machine is up and takes no sessions yet.
  case refused
  /// The key is not among those that may log in.
  case denied
}

extension World {
  /// Where administrators sit: 203.0.113.7, one of the addresses that documentation is given.
  private static let administrator = IPv4Address(bits: 203 << 24 | 113 << 8 | 7)

  /// Runs a script over a session to a machine's public address or name, as `ec2-user` with a private key.
  ///
  /// - Parameter privateKey: the text of the key's file, as `create-key-pair` showed it.
  package mutating func runOverSecureShell(
    _ lines: [String], host: String, privateKey: String
  ) -> Result<MachineAnswer, SecureShellFailure> {
    let found = ec2.instances.rows.first { instance in
      guard let address = instance.publicAddress else { return false }
      return "\(address)" == host || publicDNSName(of: instance) == host || names(host, lead: address)
    }
    guard let instance = found else { return .failure(.unknownHost) }
    guard instance.state == .running, instance.hasPower, !instance.cannotBoot,
      isReachableFromInternet(instance.subnet),
      allows(from: .address(Self.administrator), to: instance, port: 22)
    else { return .failure(.timedOut) }
    if case .booting = instance.activity,
      now < instance.launchTime + InstanceTimings.pending + InstanceTimings.operatingSystem
    {
      return .failure(.refused)
    }
    let keys = rootVolume(of: instance)?.contents.system?.authorizedKeys ?? []
    guard let blob = KeyPair.blob(ofPrivateKey: privateKey),
      keys.contains(where: { $0.split(separator: " ").dropFirst().first.map(String.init) == blob })
    else { return .failure(.denied) }
    return .success(runScript(lines, on: instance.id))
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
