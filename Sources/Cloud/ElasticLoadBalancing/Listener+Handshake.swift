/// Why a client and a listener do not understand each other.
package enum HandshakeFault: Sendable, Equatable {
  /// One of them speaks HTTPS and the other does not.
  case otherProtocol
  /// No certificate of the listener is valid for the name.
  case noCertificate
}

extension Listener {
  /// Whether it ends encrypted connections, for which it has certificates.
  package var isEncrypted: Bool { Self.isEncrypted(protocolName) }

  static func isEncrypted(_ protocolName: String) -> Bool { ["HTTPS", "TLS"].contains(protocolName) }
}

extension World {
  /// Why a client that speaks a scheme to a host cannot speak to a listener; `nil` when it can.
  ///
  /// A TCP listener passes on whatever comes. By SNI the client names the host, and the listener looks for a
  /// certificate that fits among all of its own.
  // Simplified: tls-without-cost
  package func handshakeFault(with listener: Listener, scheme: String, host: String) -> HandshakeFault? {
    guard listener.protocolName != "TCP" else { return nil }
    guard listener.isEncrypted == (scheme == "https") else { return .otherProtocol }
    guard listener.isEncrypted else { return nil }
    let fits = listener.allCertificates.contains { arn in
      acm.certificates[arn].map { $0.status == .issued && $0.covers(host) } ?? false
    }
    return fits ? nil : .noCertificate
  }
}
