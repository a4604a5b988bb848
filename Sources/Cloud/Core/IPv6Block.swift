/// A range of IPv6 addresses in CIDR notation.
///
/// Nothing in the world has an IPv6 address, so that a rule for such a range lets nobody through; it is kept and shown
/// as AWS keeps it.
// Simplified: ipv6
package struct IPv6Block: Hashable, Sendable {
  /// The first address as its eight groups of 16 bits, host bits zero.
  package let groups: [UInt16]
  /// How many leading bits are fixed, 0 to 128.
  package let prefixLength: Int

  /// The block that a text such as `2001:db8::/32` names; `nil` when it is not one. Host bits are cleared.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count <= 3, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
      let length = Int(parts[1]), length <= 128, let groups = Self.groups(String(parts[0]))
    else { return nil }
    prefixLength = length
    self.groups = groups.enumerated().map { index, group in
      let fixed = min(16, max(0, length - 16 * index))
      return fixed == 0 ? 0 : group & ~UInt16(truncatingIfNeeded: 0xFFFF >> fixed)
    }
  }

  /// The groups of an address, `::` filled with zeros.
  private static func groups(_ text: String) -> [UInt16]? {
    guard text.utf8.count <= 39 else { return nil }
    let halves = text.split(separator: "::", omittingEmptySubsequences: false).map(String.init)
    guard halves.count <= 2 else { return nil }
    var read: [[UInt16]] = []
    for half in halves {
      guard !half.isEmpty else {
        read.append([])
        continue
      }
      var groups: [UInt16] = []
      for part in half.split(separator: ":", omittingEmptySubsequences: false) {
        let isHexadecimal = part.utf8.allSatisfy { $0 != 43 && $0 != 45 }
        guard (1...4).contains(part.utf8.count), isHexadecimal, let group = UInt16(part, radix: 16) else {
          return nil
        }
        groups.append(group)
      }
      read.append(groups)
    }
    let given = read.reduce(0) { $0 + $1.count }
    guard halves.count == 2 else { return given == 8 ? read[0] : nil }
    guard given < 8 else { return nil }
    return read[0] + Array(repeating: 0, count: 8 - given) + read[1]
  }
}

extension IPv6Block: CustomStringConvertible {
  /// The block as RFC 5952 writes it: lower case, the first longest run of two or more zero groups as `::`.
  package var description: String {
    var longest = 0..<0
    var start = 0
    while start < groups.count {
      let run = groups[start...].prefix { $0 == 0 }
      if run.count > max(1, longest.count) { longest = start..<(start + run.count) }
      start += max(1, run.count)
    }
    func written(_ part: ArraySlice<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    let address =
      longest.isEmpty
      ? written(groups[...])
      : written(groups[..<longest.lowerBound]) + "::" + written(groups[longest.upperBound...])
    return "\(address)/\(prefixLength)"
  }
}
