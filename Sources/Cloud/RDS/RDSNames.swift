/// Names that AWS makes of accounts, Regions and random bits.
enum AWSName {
  /// The part of endpoint names that stands for the account in a Region: `c` and eleven signs.
  static func accountHash(_ region: Region) -> String {
    "c" + letters(11, hash("rds:\(Account.id):\(region.rawValue)"), 0, lowercase: true)
  }

  /// Signs `A` to `Z` and `2` to `7`, five bits each, of two words of bits; at most 26 signs.
  static func letters(_ count: Int, _ high: UInt64, _ low: UInt64, lowercase: Bool = false) -> String {
    let alphabet = Array(
      (lowercase ? "abcdefghijklmnopqrstuvwxyz234567" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567").utf8)
    var text: [UInt8] = []
    for index in 0..<min(count, 26) {
      let word = index < 13 ? high : low
      // The thirteenth sign of a word has four bits left.
      text.append(alphabet[Int(word >> UInt64(5 * (index % 13)) & 31)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// FNV-1a of a text's bytes.
  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// The hosted zones of AWS's own names, as the API shows them for endpoints.
enum AWSZoneID {
  /// The zone of a Region's RDS endpoints.
  // Simplified: aws-zone-ids
  static func rds(_ region: Region) -> String {
    "Z" + AWSName.letters(13, AWSName.hash("rds-zone:\(region.rawValue)"), 0)
  }
}

extension RDSState {
  /// The Region that an ARN names; `nil` when the text is none.
  static func region(ofARN arn: String) -> Region? {
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count > 4 ? Region(rawValue: String(parts[3])) : nil
  }

  /// The option group of a database: always the default one of its version.
  static func optionGroup(_ database: DBInstance) -> String {
    let major = DatabaseEngine.named(database.engine)?.major(of: database.engineVersion) ?? ""
    return "default:\(database.engine)-\(major.split(separator: ".").joined(separator: "-"))"
  }

  /// The ARN of a resource of RDS.
  static func arn(_ kind: String, _ name: String, _ region: Region) -> String {
    "arn:aws:rds:\(region.rawValue):\(Account.id):\(kind):\(name)"
  }
}
