/// A Region by its code, such as `ap-northeast-2`.
package struct Region: RawRepresentable, Hashable, Comparable, Sendable, Codable {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }
  package static func < (left: Region, right: Region) -> Bool {
    left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
  }
}

/// An Availability Zone by its name in the account, such as `ap-northeast-2a`.
///
/// The zone id (`apne2-az1`), which is the same for every account, is the catalog's to tell.
package struct Zone: RawRepresentable, Hashable, Comparable, Sendable, Codable {
  package let rawValue: String
  package init(rawValue: String) { self.rawValue = rawValue }

  /// The Region that the zone lies in: its name without the letter.
  package var region: Region { Region(rawValue: String(rawValue.dropLast())) }

  package static func < (left: Zone, right: Zone) -> Bool {
    left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
  }
}

/// A range of IPv4 addresses in CIDR notation.
package struct CIDRBlock: Hashable, Sendable {
  /// The first address, host bits zero.
  package let base: UInt32
  /// How many leading bits are fixed, 0 to 32.
  package let prefixLength: Int

  /// The block that a text such as `10.0.0.0/16` names; `nil` when it is not one. Host bits are cleared.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPv4Address(String(parts[0])),
      let length = Int(parts[1]), (0...32).contains(length), parts[1].utf8.count <= 2
    else { return nil }
    self.init(base: address.bits, prefixLength: length)
  }

  /// The block of a prefix length that holds an address.
  package init(base: UInt32, prefixLength: Int) {
    precondition((0...32).contains(prefixLength), "A prefix length lies between 0 and 32.")
    self.prefixLength = prefixLength
    self.base = prefixLength == 0 ? 0 : base & ~(UInt32.max >> UInt32(prefixLength))
  }

  /// How many addresses the block has.
  package var size: UInt64 { 1 << UInt64(32 - prefixLength) }

  /// Whether an address lies in the block.
  package func contains(_ address: IPv4Address) -> Bool {
    CIDRBlock(base: address.bits, prefixLength: prefixLength).base == base
  }

  /// Whether every address of another block lies in this one.
  package func contains(_ other: CIDRBlock) -> Bool {
    other.prefixLength >= prefixLength && contains(IPv4Address(bits: other.base))
  }

  /// Whether the blocks share an address.
  package func overlaps(_ other: CIDRBlock) -> Bool { contains(other) || other.contains(self) }
}

extension CIDRBlock: CustomStringConvertible {
  package var description: String { "\(IPv4Address(bits: base))/\(prefixLength)" }
}

/// An IPv4 address.
package struct IPv4Address: Hashable, Comparable, Sendable {
  /// The address as a number, most significant octet first.
  package let bits: UInt32

  /// The address with these bits.
  package init(bits: UInt32) { self.bits = bits }

  /// The address in dotted decimal, or `nil` when the text is none.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bits: UInt32 = 0
    for part in parts {
      guard let octet = UInt8(part), part.utf8.count <= 3 else { return nil }
      bits = bits << 8 | UInt32(octet)
    }
    self.bits = bits
  }

  package static func < (left: IPv4Address, right: IPv4Address) -> Bool { left.bits < right.bits }
}

extension IPv4Address: CustomStringConvertible {
  package var description: String { octets(joinedBy: UInt8(ascii: ".")) }

  /// The four octets in decimal with a byte of ASCII between them. Written at once: an
  /// answer has many addresses.
  func octets(joinedBy separator: UInt8) -> String {
    String(unsafeUninitializedCapacity: 15) { buffer in
      var place = 0
      for shift in stride(from: 24, through: 0, by: -8) {
        let octet = UInt8(truncatingIfNeeded: bits >> UInt32(shift))
        if octet >= 100 {
          buffer[place] = UInt8(ascii: "0") + octet / 100
          place += 1
        }
        if octet >= 10 {
          buffer[place] = UInt8(ascii: "0") + octet / 10 % 10
          place += 1
        }
        buffer[place] = UInt8(ascii: "0") + octet % 10
        place += 1
        if shift > 0 {
          buffer[place] = separator
          place += 1
        }
      }
      return place
    }
  }
}
