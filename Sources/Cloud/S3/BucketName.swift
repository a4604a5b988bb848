/// The rules for names of buckets (facts: S3 9).
enum BucketName {
  private static let prefixes = ["xn--", "sthree-", "amzn-s3-demo-"]
  private static let suffixes = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an"]

  /// Names that other accounts of the partition have.
  // Simplified: s3-taken-names
  private static let taken = [
    "assets", "backup", "bucket", "data", "example", "images", "logs", "media", "photos", "static", "test",
    "website",
  ]

  /// Whether a bucket may have this name.
  static func isValid(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    guard (3...63).contains(bytes.count), let first = bytes.first, let last = bytes.last,
      isLetterOrDigit(first), isLetterOrDigit(last),
      bytes.allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
    else { return false }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty }) else { return false }
    guard IPv4Address(name) == nil else { return false }
    return !prefixes.contains { bytes.starts(with: $0.utf8) }
      && !suffixes.contains { bytes.reversed().starts(with: $0.utf8.reversed()) }
  }

  /// Whether another account has this name.
  static func isTaken(_ name: String) -> Bool { taken.contains { $0.utf8.elementsEqual(name.utf8) } }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
