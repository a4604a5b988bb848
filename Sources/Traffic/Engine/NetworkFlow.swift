/// Bytes and packets that went one way over a network interface.
struct NetworkFlow {
  /// What a packet carries: the Internet's 1,500 bytes without 40 of headers (EC2 User Guide, MTU).
  static let packet = 1_460

  var bytes: UInt64 = 0
  var packets: UInt64 = 0

  /// Nothing.
  init() {}

  /// Bytes in as few packets as they need.
  init(bytes: Int) {
    self.bytes = UInt64(max(0, bytes))
    packets = (self.bytes + UInt64(NetworkFlow.packet) - 1) / UInt64(NetworkFlow.packet)
  }

  @inline(__always)
  static func += (total: inout NetworkFlow, part: NetworkFlow) {
    total.bytes &+= part.bytes
    total.packets &+= part.packets
  }
}
