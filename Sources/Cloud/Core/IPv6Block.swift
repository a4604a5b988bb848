/// A range of IPv6 addresses in CIDR notation.
///
/// Users and administrators come by IPv4, so that a rule for such a range lets nobody through; it is kept and shown as AWS
/// keeps it.
// Simplified: ipv6
package struct IPv6Block: Hashable, Sendable {
  /// The first address, its host bits zero.
  package let base: IPv6Address
  /// How many leading bits are fixed, 0 to 128.
  package let prefixLength: Int

  /// Every address.
  package static let everything = IPv6Block(base: IPv6Address(high: 0, low: 0), prefixLength: 0)

  /// The block that a text such as `2001:db8::/32` names; `nil` when it is not one. Host bits are cleared.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
      let length = Int(parts[1]), length <= 128, let base = IPv6Address(String(parts[0]))
    else { return nil }
    self.init(base: base, prefixLength: length)
  }

  /// The block of a prefix length that holds an address.
  package init(base: IPv6Address, prefixLength: Int) {
    precondition((0...128).contains(prefixLength), "A prefix length lies between 0 and 128.")
    /// The leading bits of a half that are fixed when this many bits of it are.
    func mask(_ bits: Int) -> UInt64 { bits <= 0 ? 0 : bits >= 64 ? .max : ~(UInt64.max >> UInt64(bits)) }
    self.prefixLength = prefixLength
    self.base = IPv6Address(
      high: base.high & mask(prefixLength), low: base.low & mask(prefixLength - 64))
  }

  /// Whether an address lies in the block.
  package func contains(_ address: IPv6Address) -> Bool {
    IPv6Block(base: address, prefixLength: prefixLength).base == base
  }

  /// Whether every address of another block lies in this one.
  package func contains(_ other: IPv6Block) -> Bool {
    other.prefixLength >= prefixLength && contains(other.base)
  }

  /// Whether the blocks share an address.
  package func overlaps(_ other: IPv6Block) -> Bool { contains(other) || other.contains(self) }
}

extension IPv6Block: CustomStringConvertible {
  /// The block with its base as RFC 5952 writes it.
  package var description: String { "\(base)/\(prefixLength)" }
}
