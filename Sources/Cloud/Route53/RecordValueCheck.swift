/// Whether the values of a record have the form of its type, in the words with which Route 53 refuses others.
struct RecordValueCheck {
  let type: String

  /// Why the first bad value is not accepted; `nil` when all are.
  func fault(of values: [String]) -> String? {
    if type == "CNAME", values.count != 1 {
      return Self.sentence("CNAMERRDATATooManyRecords (CNAME record must have exactly one value)", nil)
    }
    for value in values {
      if let words = fault(of: value) { return Self.sentence(words, value) }
    }
    return nil
  }

  private static func sentence(_ words: String, _ value: String?) -> String {
    let place = value.map { " encountered with '\($0)'" } ?? ""
    return "Invalid Resource Record: 'FATAL problem: \(words)\(place)'"
  }

  /// The name of the fault and its explanation, as Route 53 gives them.
  private func fault(of value: String) -> String? {
    switch type {
    case "A":
      return IPv4Address(value) == nil
        ? "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)" : nil
    case "AAAA":
      return IPv6Address(value) == nil
        ? "AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)" : nil
    case "CNAME", "NS", "PTR": return Self.nameFault(value)
    case "MX":
      let fields = value.split(whereSeparator: \.isWhitespace).map(String.init)
      guard fields.count == 2 else { return "MXRRDATANotTwoFields (MX record doesn't have 2 fields)" }
      return Self.isNumber(fields[0], to: 65_535)
        ? Self.nameFault(fields[1]) : "MXRRDATAIllegalPriority (Priority is not a number from 0 to 65535)"
    case "SRV":
      let fields = value.split(whereSeparator: \.isWhitespace).map(String.init)
      guard fields.count == 4 else { return "SRVRRDATANotFourFields (SRV record doesn't have 4 fields)" }
      guard fields[..<3].allSatisfy({ Self.isNumber($0, to: 65_535) }) else {
        return "SRVRRDATAIllegalNumber (Priority, weight and port are not numbers from 0 to 65535)"
      }
      return Self.nameFault(fields[3])
    case "CAA": return Self.authorityFault(value)
    case "TXT", "SPF": return Self.textFault(value)
    default: return nil
    }
  }

  /// `0 issue "amazon.com"`: flags, a tag and a value in quotation marks (Route 53 Developer Guide, CAA records).
  private static func authorityFault(_ value: String) -> String? {
    let fields = value.split(maxSplits: 2, whereSeparator: \.isWhitespace).map(String.init)
    guard fields.count == 3 else { return "CAARRDATANotThreeFields (CAA record doesn't have 3 fields)" }
    guard isNumber(fields[0], to: 255) else {
      return "CAARRDATAIllegalFlags (Flags are not a number from 0 to 255)"
    }
    let isTag = fields[1].utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0 | 32) }
    guard isTag else { return "CAARRDATAIllegalTag (Tag has characters other than letters and digits)" }
    return textFault(fields[2])
  }

  /// Strings in quotation marks, each of at most 255 characters; a quotation mark within stands after a backslash.
  private static func textFault(_ value: String) -> String? {
    let bytes = Array(value.utf8)
    var place = 0
    var count = 0
    while true {
      while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
      if place == bytes.count, count > 0 { return nil }
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
        return "InvalidCharacterString (Value should be enclosed in quotation marks)"
      }
      place += 1
      var length = 0
      while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
        place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        length += 1
      }
      guard place < bytes.count else {
        return "InvalidCharacterString (Value should be enclosed in quotation marks)"
      }
      guard length <= 255 else { return "CharacterStringTooLong (Value is too long)" }
      place += 1
      count += 1
    }
  }

  private static func nameFault(_ name: String) -> String? {
    if name.contains(where: \.isWhitespace) { return "RRDATANotSingleField (Value contains spaces)" }
    // A single dot names the root: no host (RFC 2782, RFC 7505).
    if name == "." { return nil }
    return DNSName.canonical(name) == nil ? "DomainNameIllegal (Value is not a valid domain name)" : nil
  }

  private static func isNumber(_ text: String, to most: Int) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) } && Int(text).map { $0 <= most } == true
  }
}
