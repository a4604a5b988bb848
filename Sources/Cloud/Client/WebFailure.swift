/// Why a web client gets no answer at all.
package enum WebFailure: Error, Sendable, Equatable {
  /// The name leads to no address.
  case unknownHost
  /// Nothing answers; what keeps it silent, where that is known.
  case timedOut(WebSilence)
  /// Somebody is there and does not listen on the port.
  case refused
  /// Both do not understand each other.
  case handshake(HandshakeFault)
}

/// What keeps a client from getting an answer.
package enum WebSilence: Sendable, Equatable {
  /// Nobody has the address.
  case nobody
  /// It is an address inside a VPC, to which the Internet has no way.
  case privateAddress(String)
  /// The machine does not run.
  case notRunning(String)
  /// No route leads from the subnet to an Internet gateway.
  case noRoute(SubnetID)
  /// A security group does not let the port through; `nil` when there is none.
  case group(SecurityGroupID?)
  /// A network ACL stops the connection or its answers.
  case networkACL(NetworkACLID)
  /// The machine that asks has no way out.
  case noWayOut
  /// The endpoint does not speak on this port.
  case closed
}
