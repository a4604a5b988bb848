/// A checksum by division of polynomials: detects what a line garbles, no safeguard against forgery.
package enum CyclicRedundancyCheck {
  /// CRC-32 as in ISO 3309, the polynomial reflected.
  package static func crc32(of bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: check(bytes, table: table32, ones: 0xffff_ffff))
  }

  /// CRC-32C (Castagnoli), the polynomial reflected.
  package static func crc32c(of bytes: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: check(bytes, table: table32c, ones: 0xffff_ffff))
  }

  /// CRC-64 as NVM Express has it, by which clients of S3 check what they send.
  package static func crc64NVMe(of bytes: [UInt8]) -> UInt64 {
    check(bytes, table: table64, ones: .max)
  }

  /// The CRC-64 of two stretches of bytes, one behind the other, from those of each. O(log count).
  ///
  /// - Parameter count: how many bytes the second stretch has.
  package static func crc64NVMe(_ first: UInt64, followedBy second: UInt64, count: Int) -> UInt64 {
    // Each byte behind the first stretch multiplies its polynomial by x to the 8th; the highest bit is x to the 0th.
    var power: UInt64 = 1 << 63
    var square: UInt64 = 1 << 55
    var rest = count
    while rest > 0 {
      if rest & 1 == 1 { power = product64(power, square) }
      square = product64(square, square)
      rest >>= 1
    }
    return product64(power, first) ^ second
  }

  /// The product of two polynomials by the one of CRC-64.
  private static func product64(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var (product, shifted): (UInt64, UInt64) = (0, right)
    for place in (0..<64).reversed() {
      if left >> UInt64(place) & 1 == 1 { product ^= shifted }
      shifted = shifted & 1 == 1 ? shifted >> 1 ^ polynomial64 : shifted >> 1
    }
    return product
  }

  private static func check(_ bytes: [UInt8], table: [UInt64], ones: UInt64) -> UInt64 {
    var rest = ones
    for byte in bytes { rest = table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)] ^ rest >> 8 }
    return rest ^ ones
  }

  private static let table32 = table(reflected: 0xedb8_8320)
  private static let table32c = table(reflected: 0x82f6_3b78)
  private static let polynomial64: UInt64 = 0x9a6c_9329_ac4b_c9b5
  private static let table64 = table(reflected: polynomial64)

  private static func table(reflected polynomial: UInt64) -> [UInt64] {
    (0..<256).map { byte in
      (0..<8).reduce(UInt64(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ polynomial : rest >> 1 }
    }
  }
}
