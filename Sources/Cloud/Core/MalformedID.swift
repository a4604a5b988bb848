/// A text that stands where an id should and is none; advice for people, no part of AWS's error.
package struct MalformedID: Sendable, Equatable {
  /// What is wrong with the text.
  package enum Flaw: String, Sendable, CaseIterable {
    /// It is `None`, which a query that finds nothing prints.
    case nothing
    /// Several ids stand in one word.
    case several
    /// It is an id of an example, such as `vpc-081ec835f3EXAMPLE`, or what stands for one: `<your-vpc-id>`, `VPC_ID`.
    case placeholder
    /// It begins as the id does, and goes on with something else than its digits.
    case digits
    /// It is no id at all, such as a name.
    case name
  }

  /// The text.
  package let given: String
  /// What such an id begins with, such as `vpc-`.
  package let prefix: String
  package let flaw: Flaw

  /// The flaw of a text; `nil` for ids, and for texts of which there is no more to say than that they are none.
  package init?(_ text: String, prefix: String) {
    let parts = text.split { $0 == " " || $0 == "," || $0.isNewline || $0 == "\t" }
    if text == "None" {
      flaw = .nothing
    } else if parts.count > 1, parts.allSatisfy({ $0.hasPrefix(prefix) }) {
      flaw = .several
    } else if Self.standsForID(text) {
      flaw = .placeholder
    } else if text.hasPrefix(prefix), !Self.isShaped(text, prefix) {
      let rest = text.dropFirst(prefix.count).lowercased()
      flaw = rest.contains("example") || rest.contains("xxx") ? .placeholder : .digits
    } else if !text.isEmpty, !Self.prefixes.contains(where: text.hasPrefix) {
      flaw = .name
    } else {
      return nil
    }
    given = text
    self.prefix = prefix
  }

  /// Whether a text is what examples write for an id: in brackets, `YOUR_AMI_ID`, `INSTANCE_ID`.
  private static func standsForID(_ text: String) -> Bool {
    let isBracketed = text.contains("<") && text.hasSuffix(">") || text.contains("{") && text.hasSuffix("}")
    return isBracketed || text.lowercased().hasPrefix("your") || text.hasSuffix("_ID")
  }

  /// What ids of the kinds that calls mix up begin with.
  private static let prefixes = [
    "acl-", "ami-", "cr-", "eigw-", "eipalloc-", "eipassoc-", "eni-", "i-", "igw-", "key-", "lt-", "nat-",
    "pcx-", "pg-", "pl-", "r-", "rtb-", "rtbassoc-", "sg-", "sgr-", "snap-", "subnet-", "vol-", "vpc-",
    "vpce-",
  ]

  /// Whether a text is a prefix with 17 hexadecimal digits, or 8 as older ids have.
  static func isShaped(_ text: String, _ prefix: String) -> Bool {
    let digits = text.utf8.dropFirst(prefix.utf8.count)
    return text.utf8.starts(with: prefix.utf8) && (digits.count == 8 || digits.count == 17)
      && digits.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }
}
