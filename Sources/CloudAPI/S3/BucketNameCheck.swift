import Cloud

/// What the client asks of the name of a bucket before any call (botocore: `validate_bucket_name`).
enum BucketNameCheck {
  private static let names = #"^[a-zA-Z0-9.\-_]{1,255}$"#
  private static let resources =
    #"^arn:(aws).*:(s3|s3-object-lambda):[a-z\-0-9]*:[0-9]{12}:accesspoint[/:][a-zA-Z0-9\-.]{1,63}$|"#
    + #"^arn:(aws).*:s3-outposts:[a-z\-0-9]+:[0-9]{12}:outpost[/:][a-zA-Z0-9\-]{1,63}[/:]accesspoint[/:]"#
    + #"[a-zA-Z0-9\-]{1,63}$"#

  /// What is wrong with a name, in the client's words; `nil` for one that is sent.
  static func fault(of name: String) -> String? {
    let isName = (1...255).contains(name.utf8.count) && name.utf8.allSatisfy { isLetter($0) || $0 == dot }
    guard !isName, !isAccessPoint(name) else { return nil }
    return
      "Invalid bucket name \"\(name)\": Bucket name must match the regex \"\(names)\" or be an ARN matching the regex "
      + "\"\(resources)\""
  }

  /// What was meant by a name that no bucket can have.
  static func mistake(in name: String) -> LineMistake {
    let bare = String(name.dropFirst("s3://".count).prefix { $0 != "/" })
    return name.hasPrefix("s3://") && fault(of: bare) == nil ? .bareBucket(name: bare) : .bucketName(name)
  }

  private static let dot = UInt8(ascii: ".")

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// Whether a name is the ARN of an access point.
  private static func isAccessPoint(_ name: String) -> Bool {
    let parts = name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6, parts[0] == "arn", parts[1].hasPrefix("aws"),
      ["s3", "s3-object-lambda", "s3-outposts"].contains(parts[2]), parts[4].count == 12,
      parts[4].allSatisfy(\.isNumber)
    else { return false }
    return parts[5...].joined(separator: "/").split(separator: "/").dropLast().contains("accesspoint")
  }
}
