/// One end of a transfer: a place in S3, a path of the work folder, or the standard streams.
enum S3Place: Equatable {
  case object(bucket: String, key: String)
  case local(String)
  case stream

  /// The place that a word names; `nil` for an address without a bucket.
  init?(_ word: String) {
    guard word.utf8.starts(with: "s3://".utf8) else {
      self = word == "-" ? .stream : .local(word)
      return
    }
    let rest = word.dropFirst(5)
    let bucket = Self.accessPoint(in: rest) ?? rest.prefix { $0 != "/" }
    guard !bucket.isEmpty else { return nil }
    self = .object(bucket: String(bucket), key: String(rest.dropFirst(bucket.count + 1)))
  }

  /// The address that a word was meant as whose `s3://` is mistyped, such as `s3:/bucket`; `nil` for any other word.
  static func address(meantBy word: String) -> String? {
    let letters = word.lowercased()
    guard !word.hasPrefix("s3://"), letters.hasPrefix("s3:") || letters.hasPrefix("s3//") else { return nil }
    let rest = word.dropFirst(2).drop { $0 == ":" || $0 == "/" }
    return rest.isEmpty ? nil : "s3://\(rest)"
  }

  /// The address of a word without any scheme; `nil` where it does not begin as a bucket's name does.
  static func address(of word: String) -> String? {
    let bucket = word.prefix { $0 != "/" }
    guard bucket.first?.isLetter == true || bucket.first?.isNumber == true,
      BucketNameCheck.fault(of: String(bucket)) == nil
    else { return nil }
    return "s3://\(word)"
  }

  /// The ARN of an access point with which an address begins, up to its name; `nil` for any other address.
  private static func accessPoint(in text: Substring) -> Substring? {
    guard text.hasPrefix("arn:"), let point = text.firstRange(of: "accesspoint"),
      let sign = text[point.upperBound...].first, sign == "/" || sign == ":"
    else { return nil }
    let name = text[text.index(after: point.upperBound)...].prefix { $0 != "/" }
    return text[..<name.endIndex]
  }

  var isLocal: Bool {
    switch self {
    case .local, .stream: true
    case .object: false
    }
  }

  /// The place as messages name it.
  var text: String {
    switch self {
    case .object(let bucket, let key): "s3://\(bucket)/\(key)"
    case .local(let path): path.contains("/") || path == "." ? path : "./\(path)"
    case .stream: "-"
    }
  }
}
