/// An IPv6 address.
package struct IPv6Address: Hashable, Comparable, Sendable {
  /// The first 64 bits, those of the network.
  package let high: UInt64
  /// The last 64 bits, those of the host.
  package let low: UInt64

  /// The address with these bits.
  package init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The address that a text such as `2001:db8::1` writes, or `nil` when it is none; `::` stands for groups of zeros.
  package init?(_ text: String) {
    guard text.utf8.count <= 39 else { return nil }
    let halves = text.split(separator: "::", omittingEmptySubsequences: false).map(String.init)
    guard halves.count <= 2 else { return nil }
    var read: [[UInt16]] = []
    for half in halves {
      guard let groups = Self.groups(half) else { return nil }
      read.append(groups)
    }
    let given = read.reduce(0) { $0 + $1.count }
    guard halves.count == 2 ? given < 8 : given == 8 else { return nil }
    let groups = halves.count == 2 ? read[0] + Array(repeating: 0, count: 8 - given) + read[1] : read[0]
    func number(_ part: ArraySlice<UInt16>) -> UInt64 { part.reduce(0) { $0 << 16 | UInt64($1) } }
    self.init(high: number(groups[..<4]), low: number(groups[4...]))
  }

  /// The groups of a text without `::`; none of an empty text, `nil` when a group is no hexadecimal number of 16 bits.
  private static func groups(_ text: String) -> [UInt16]? {
    guard !text.isEmpty else { return [] }
    var groups: [UInt16] = []
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
      let isHexadecimal = part.utf8.allSatisfy { $0 != 43 && $0 != 45 }
      guard (1...4).contains(part.utf8.count), isHexadecimal, let group = UInt16(part, radix: 16) else {
        return nil
      }
      groups.append(group)
    }
    return groups
  }

  /// The eight groups of 16 bits.
  package var groups: [UInt16] {
    [high, low].flatMap { half in
      stride(from: 48, through: 0, by: -16).map { UInt16(truncatingIfNeeded: half >> UInt64($0)) }
    }
  }

  package static func < (left: IPv6Address, right: IPv6Address) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension IPv6Address: CustomStringConvertible {
  /// The address as RFC 5952 writes it: lower case, the first longest run of two or more zero groups as `::`.
  package var description: String {
    let groups = groups
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
    return longest.isEmpty
      ? written(groups[...])
      : written(groups[..<longest.lowerBound]) + "::" + written(groups[longest.upperBound...])
  }
}
