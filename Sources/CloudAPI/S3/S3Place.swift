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
    let bucket = rest.prefix { $0 != "/" }
    guard !bucket.isEmpty else { return nil }
    self = .object(bucket: String(bucket), key: String(rest.dropFirst(bucket.count + 1)))
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
