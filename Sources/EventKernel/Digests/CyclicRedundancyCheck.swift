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

  private static func check(_ bytes: [UInt8], table: [UInt64], ones: UInt64) -> UInt64 {
    var rest = ones
    for byte in bytes { rest = table[Int(UInt8(truncatingIfNeeded: rest) ^ byte)] ^ rest >> 8 }
    return rest ^ ones
  }

  private static let table32 = table(reflected: 0xedb8_8320)
  private static let table32c = table(reflected: 0x82f6_3b78)
  private static let table64 = table(reflected: 0x9a6c_9329_ac4b_c9b5)

  private static func table(reflected polynomial: UInt64) -> [UInt64] {
    (0..<256).map { byte in
      (0..<8).reduce(UInt64(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ polynomial : rest >> 1 }
    }
  }
}
