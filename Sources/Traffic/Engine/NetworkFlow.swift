/// Bytes and packets that went one way over a network interface.
struct NetworkFlow {
  var bytes: UInt64 = 0
  var packets: UInt64 = 0

  /// Nothing.
  init() {}

  /// Bytes in as few packets as the Internet's 1,500 bytes allow, 40 of which are headers (EC2 User Guide, MTU).
  init(bytes: Int) {
    self.bytes = UInt64(max(0, bytes))
    packets = (self.bytes + 1_459) / 1_460
  }

  @inline(__always)
  static func += (total: inout NetworkFlow, part: NetworkFlow) {
    total.bytes &+= part.bytes
    total.packets &+= part.packets
  }
}
