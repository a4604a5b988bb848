/// The name on the command line of an API name: `DescribeDBInstances` becomes `describe-db-instances`.
///
/// The rules are those of botocore's `xform_name` (docs: api-names); a name that already has a hyphen stays.
package enum CommandLineName {
  /// The command-line form of an operation, member or waiter name.
  package static func of(_ name: String) -> String {
    var bytes = Array(name.utf8)
    if bytes.contains(hyphen) { return name }
    splitPluralAcronym(&bytes)
    bytes = splitBeforeCapitalisedWords(bytes)
    bytes = splitBeforeCapitals(bytes)
    return String(decoding: bytes.map(lower), as: UTF8.self)
  }

  private static let hyphen = UInt8(ascii: "-")

  /// `…ARNs` at the end becomes `…-arns`: two capitals or more and an `s`.
  private static func splitPluralAcronym(_ bytes: inout [UInt8]) {
    guard bytes.last == UInt8(ascii: "s") else { return }
    var start = bytes.count - 1
    while start > 0, isUpper(bytes[start - 1]) { start -= 1 }
    guard bytes.count - 1 - start >= 2 else { return }
    bytes = bytes[..<start] + [hyphen] + bytes[start...].map(lower)
  }

  /// Any character followed by a capital and small letters gets a hyphen between.
  private static func splitBeforeCapitalisedWords(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 8)
    var index = 0
    while index < bytes.count {
      result.append(bytes[index])
      guard index + 2 < bytes.count, isUpper(bytes[index + 1]), isLower(bytes[index + 2]) else {
        index += 1
        continue
      }
      result.append(hyphen)
      index += 1
      repeat {
        result.append(bytes[index])
        index += 1
      } while index < bytes.count && isLower(bytes[index])
    }
    return result
  }

  /// A small letter or digit followed by a capital gets a hyphen between.
  private static func splitBeforeCapitals(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + 8)
    var index = 0
    while index < bytes.count {
      result.append(bytes[index])
      if index + 1 < bytes.count, isLower(bytes[index]) || isDigit(bytes[index]), isUpper(bytes[index + 1]) {
        result.append(hyphen)
        result.append(bytes[index + 1])
        index += 1
      }
      index += 1
    }
    return result
  }

  private static func isUpper(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
  private static func isLower(_ byte: UInt8) -> Bool { byte >= 97 && byte <= 122 }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
  private static func lower(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte + 32 : byte }
}
