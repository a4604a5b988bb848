import Cloud

extension S3Session {
  /// The settings that the line gives to what it writes.
  private func settings(guessing name: String?) -> [(key: String, value: Value)] {
    var settings: [(key: String, value: Value)] = []
    func add(_ member: String, _ option: String) {
      if let word = line.word(option) { settings.append((member, .string(word))) }
    }
    add("ACL", "acl")
    add("StorageClass", "storage-class")
    add("ServerSideEncryption", "sse")
    add("SSEKMSKeyId", "sse-kms-key-id")
    add("WebsiteRedirectLocation", "website-redirect")
    add("CacheControl", "cache-control")
    add("ContentDisposition", "content-disposition")
    add("ContentEncoding", "content-encoding")
    add("ContentLanguage", "content-language")
    add("Expires", "expires")
    add("ChecksumAlgorithm", "checksum-algorithm")
    if line.word("content-type") != nil {
      add("ContentType", "content-type")
    } else if let name, !line.has("no-guess-mime-type"), let type = MediaTypes.type(of: name) {
      settings.append(("ContentType", .string(type)))
    }
    return settings
  }

  /// `--metadata` as a map: `a=1,b=2` or JSON.
  func metadata() throws(Trouble) -> Value? {
    guard let word = line.word("metadata") else { return nil }
    if word.hasPrefix("{") {
      do throws(ValueJSONError) {
        return try Value(json: word)
      } catch {
        throw .client("Error parsing parameter '--metadata': Invalid JSON: \(error.message)", status: 252)
      }
    }
    var map = ValueObject()
    for pair in word.split(separator: ",") {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else {
        throw .client(
          "Error parsing parameter '--metadata': Expected: '=', received: 'EOF' for input:\n\(word)",
          status: 252)
      }
      map[String(parts[0])] = .string(String(parts[1]))
    }
    return .object(map)
  }

  /// `--grants` as members of a call: `read=uri=…` is `GrantRead`.
  private func grants() throws(Trouble) -> [(key: String, value: Value)] {
    var members: [(key: String, value: Value)] = []
    for word in line.grants {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw .client("grants should be of the form permission=principal", status: 1)
      }
      let member: String
      switch parts[0] {
      case "read": member = "GrantRead"
      case "full": member = "GrantFullControl"
      case "readacl": member = "GrantReadACP"
      case "writeacl": member = "GrantWriteACP"
      default: throw .client("permission must be one of: read|readacl|writeacl|full", status: 1)
      }
      members.append((member, .string(String(parts[1]))))
    }
    return members
  }

  /// Whether the client sends a stream in parts: when it is told to expect as much as its threshold, 8 MiB (AWS CLI S3
  /// configuration, `multipart_threshold`).
  private func goesInParts(_ transfer: S3Transfer) -> Bool {
    transfer.source == .stream && (line.word("expected-size").flatMap { Int($0) } ?? 0) >= 8 * 1_048_576
  }

  /// Sends content in one part of a multipart upload.
  private mutating func send(
    _ bytes: [UInt8], inPartsTo bucket: String, _ key: String, _ members: [(key: String, value: Value)],
    on world: inout World
  ) throws(Trouble) {
    let begun = try write("CreateMultipartUpload", bucket: bucket, key: key, members, on: &world)
    let place: [(key: String, value: Value)] = [
      ("Bucket", .string(bucket)), ("Key", .string(key)), ("UploadId", begun.object?["UploadId"] ?? .null),
    ]
    let sent = try make(
      "UploadPart",
      members: ValueObject(place + [("PartNumber", .integer(1)), ("Body", .string(Base64.encode(bytes)))]),
      on: &world)
    let part = ValueObject([
      (key: "PartNumber", value: .integer(1)), (key: "ETag", value: sent.object?["ETag"] ?? .null),
    ])
    let parts = ValueObject([(key: "Parts", value: .array([.object(part)]))])
    _ = try make(
      "CompleteMultipartUpload", members: ValueObject(place + [("MultipartUpload", .object(parts))]),
      on: &world)
  }

  @discardableResult
  private mutating func write(
    _ operation: String, bucket: String, key: String, _ members: [(key: String, value: Value)],
    on world: inout World
  ) throws(Trouble) -> Value {
    var object = ValueObject([(key: "Bucket", value: .string(bucket)), (key: "Key", value: .string(key))])
    for (key, value) in members + (try grants()) { object[key] = value }
    if let metadata = try metadata() { object["Metadata"] = metadata }
    if line.has("no-overwrite") { object["IfNoneMatch"] = .string("*") }
    return try make(operation, members: object, on: &world)
  }

  mutating func upload(_ transfer: S3Transfer, on world: inout World) throws(Trouble) {
    guard case .object(let bucket, let key) = transfer.destination else { return }
    var name: String?
    let bytes: [UInt8]
    switch transfer.source {
    case .local(let path):
      name = path
      bytes = try read(path)
    case .stream, .object: bytes = try read("/dev/stdin")
    }
    guard !goesInParts(transfer) else {
      return try send(bytes, inPartsTo: bucket, key, settings(guessing: name), on: &world)
    }
    try write(
      "PutObject", bucket: bucket, key: key,
      settings(guessing: name) + [("Body", .string(Base64.encode(bytes)))], on: &world)
  }

  mutating func copy(_ transfer: S3Transfer, on world: inout World) throws(Trouble) {
    guard case .object(let from, let source) = transfer.source,
      case .object(let bucket, let key) = transfer.destination
    else { return }
    var members = settings(guessing: nil)
    members.append(("CopySource", .string(PercentCoding.encode("\(from)/\(source)"))))
    // What the line says of the content is only taken in the place of the source's.
    let replaces = ["content-type", "cache-control", "content-encoding", "metadata", "expires"].contains {
      line.word($0) != nil
    }
    if let directive = line.word("metadata-directive") ?? (replaces ? "REPLACE" : nil) {
      members.append(("MetadataDirective", .string(directive)))
    }
    try write("CopyObject", bucket: bucket, key: key, members, on: &world)
  }

  /// Whether a file is there; it is read, so that a journal carries it.
  private func isThere(_ path: String) -> Bool {
    do throws(Trouble) {
      _ = try read(path)
      return true
    } catch {
      return false
    }
  }

  mutating func download(_ transfer: S3Transfer, on world: inout World) throws(Trouble) {
    guard case .object(let bucket, let key) = transfer.source else { return }
    if case .local(let path) = transfer.destination, line.has("no-overwrite"), isThere(path) { return }
    let answer = try make("GetObject", ["Bucket": .string(bucket), "Key": .string(key)], on: &world)
    guard let text = answer.text("Body"), let bytes = Base64.decode(text) else {
      throw .refused(.outputFile)
    }
    switch transfer.destination {
    case .local(let path):
      do throws(AWSFileError) {
        try runner.context.writeFile(path, bytes)
      } catch {
        throw .client(error.words(path: path), status: 1)
      }
    case .stream, .object: outcome.output += String(decoding: bytes, as: UTF8.self)
    }
  }
}
