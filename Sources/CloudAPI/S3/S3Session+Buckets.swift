import Cloud
import EventKernel

extension S3Session {
  /// The bucket and key of the line's address, or the client's refusal of another word.
  ///
  /// - Parameter needsScheme: whether `s3://` has to stand in front.
  mutating func address(needsScheme: Bool = true) throws(Trouble) -> (bucket: String, key: String) {
    let scheme = "s3://"
    guard let word = line.paths.first,
      case .object(let bucket, let key)? = S3Place(
        needsScheme || word.hasPrefix(scheme) ? word : scheme + word)
    else {
      outcome.advice = schemeAdvice
      throw usage("Invalid argument type")
    }
    return (bucket, key)
  }

  /// What to say of a line none of whose paths begins with `s3://`: the address that is one for certain.
  var schemeAdvice: AWSOutcome.Advice {
    if let mistake = schemeMistake { return .line(mistake) }
    // Of two paths one is in S3: the other than the file that is there.
    let files = Set(runner.context.listFiles())
    let others = line.paths.filter { !files.contains($0) && !$0.hasPrefix(".") && $0 != "-" }
    if others.count == 1, let address = S3Place.address(of: others[0]) {
      return .line(.scheme(given: others[0], address: address))
    }
    return .bucketWithoutScheme
  }

  /// The first path of the line whose `s3://` is mistyped.
  var schemeMistake: LineMistake? {
    line.paths.lazy.compactMap { path in
      S3Place.address(meantBy: path).map { LineMistake.scheme(given: path, address: $0) }
    }.first
  }

  /// The client's refusal of a line's words.
  func usage(_ message: String) -> Trouble {
    .client("usage: aws s3 \(line.command.rawValue) \(line.command.usage)\nError: \(message)", status: 252)
  }

  mutating func makeBucket(on world: inout World) throws(Trouble) {
    let (bucket, _) = try address()
    let region = call.region.rawValue
    var configuration = ValueObject()
    if region != "us-east-1" { configuration["LocationConstraint"] = .string(region) }
    if !line.tags.isEmpty {
      configuration["Tags"] = .array(
        line.tags.map { tag in
          .object(
            ValueObject([(key: "Key", value: .string(tag.key)), (key: "Value", value: .string(tag.value))]))
        })
    }
    do throws(Trouble) {
      _ = try make(
        "CreateBucket",
        [
          "Bucket": .string(bucket),
          "CreateBucketConfiguration": configuration.members.isEmpty ? nil : .object(configuration),
        ], on: &world)
      tell("make_bucket: \(bucket)")
    } catch {
      stop(error, prefix: "make_bucket failed: s3://\(bucket) ", status: 1)
    }
  }

  mutating func removeBucket(on world: inout World) throws(Trouble) {
    let (bucket, key) = try address()
    guard key.isEmpty else {
      throw .client("Please specify a valid bucket name only. E.g. s3://\(bucket)", status: 252)
    }
    if line.has("force") {
      do throws(Trouble) {
        for object in try objects(in: bucket, prefix: "", on: &world) {
          _ = try make("DeleteObject", ["Bucket": .string(bucket), "Key": .string(object.key)], on: &world)
          tell("delete: s3://\(bucket)/\(object.key)")
        }
      } catch {
        stop(error, prefix: "fatal error: ", status: 1)
        outcome.errorOutput +=
          "\nremove_bucket failed: Unable to delete all objects in the bucket, bucket will not be deleted.\n"
        outcome.status = 255
        return
      }
    }
    do throws(Trouble) {
      _ = try make("DeleteBucket", ["Bucket": .string(bucket)], on: &world)
      tell("remove_bucket: \(bucket)")
    } catch {
      stop(error, prefix: "remove_bucket failed: s3://\(bucket) ", status: 1)
    }
  }

  mutating func setWebsite(on world: inout World) throws(Trouble) {
    let (bucket, _) = try address(needsScheme: false)
    func page(_ member: String, _ word: String?) -> Value? {
      word.map { .object(ValueObject([(key: member, value: .string($0))])) }
    }
    var website = ValueObject()
    website["IndexDocument"] = page("Suffix", line.word("index-document"))
    website["ErrorDocument"] = page("Key", line.word("error-document"))
    _ = try make(
      "PutBucketWebsite", ["Bucket": .string(bucket), "WebsiteConfiguration": .object(website)], on: &world)
  }

  /// Prints an address with a signature; no call is made, so nothing is checked.
  // Simplified: s3-presign
  mutating func presign(on world: World) throws(Trouble) {
    let (bucket, key) = try address(needsScheme: false)
    guard !key.isEmpty else {
      throw .client(
        "Parameter validation failed:\nInvalid length for parameter Key, value: 0, valid min length: 1",
        status: 252)
    }
    // How long an address may hold is S3's to say, when it is used.
    let seconds = line.word("expires-in").flatMap { Int($0) } ?? 3_600
    let region = world.s3.buckets[ObjectKey(bucket)]?.region ?? call.region
    let stamp = world.now.iso8601.split(separator: "+")[0].filter { $0 != "-" && $0 != ":" } + "Z"
    let scope = "\(stamp.prefix(8))%2F\(region.rawValue)%2Fs3%2Faws4_request"
    let address = "https://\(bucket).s3.\(region.rawValue).amazonaws.com/\(PercentCoding.encode(key))"
    let query =
      "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F\(scope)&X-Amz-Date=\(stamp)"
      + "&X-Amz-Expires=\(seconds)&X-Amz-SignedHeaders=host"
    let signature = world.signature(of: "\(address)?\(query)", by: call.caller.arn)
    outcome.output = "\(address)?\(query)&X-Amz-Signature=\(signature)\n"
  }

  /// Lists buckets, or the keys below an address.
  mutating func list(on world: inout World) throws(Trouble) {
    guard let word = line.paths.first, word != "s3://" else { return try listBuckets(on: &world) }
    // `ls` takes an address without its scheme too.
    guard
      case .object(let bucket, let key)? = S3Place(
        word.utf8.starts(with: "s3://".utf8) ? word : "s3://\(word)")
    else { throw usage("Invalid argument type") }
    let isDeep = line.has("recursive")
    var (count, size, isEmpty) = (0, 0, true)
    try eachPage(bucket, prefix: key, delimiter: isDeep ? nil : "/", on: &world) { page, session in
      for prefix in page["CommonPrefixes"]?.elements ?? [] {
        guard let name = prefix.text("Prefix") else { continue }
        isEmpty = false
        session.outcome.output +=
          "\(String(repeating: " ", count: 27))PRE \(name.afterLastSlash(endingWithSlash: true))\n"
      }
      for row in page["Contents"]?.elements ?? [] {
        guard let object = ListedObject(row) else { continue }
        isEmpty = false
        count += 1
        size += object.size
        let name = isDeep ? object.key : object.key.afterLastSlash(endingWithSlash: false)
        session.outcome.output += "\(object.moment) \(session.padded(object.size)) \(name)\n"
      }
    }
    if line.has("summarize") {
      let total = line.has("human-readable") ? ByteText.human(size) : String(size)
      outcome.output += "\nTotal Objects: \(count)\n   Total Size: \(total)\n"
    }
    if isEmpty, !key.isEmpty { outcome.status = 1 }
  }

  private mutating func listBuckets(on world: inout World) throws(Trouble) {
    let answer = try make(
      "ListBuckets",
      [
        "Prefix": line.word("bucket-name-prefix").map { .string($0) },
        "BucketRegion": line.word("bucket-region").map { .string($0) },
      ], on: &world)
    for row in answer.object?["Buckets"]?.elements ?? [] {
      guard let name = row.text("Name"), let made = row.text("CreationDate") else { continue }
      outcome.output += "\(ListedObject.moment(made)) \(name)\n"
    }
  }

  private func padded(_ size: Int) -> String {
    let text = line.has("human-readable") ? ByteText.human(size) : String(size)
    return String(repeating: " ", count: max(0, 10 - text.count)) + text
  }
}

/// One object of a listing.
struct ListedObject {
  let key: String
  let size: Int
  let etag: String
  let modified: String
  let storageClass: String
  /// Whether a restore made a copy that can be read.
  var isRestored = false

  init?(_ row: Value) {
    guard let key = row.text("Key"), case .integer(let size)? = row.object?["Size"] else { return nil }
    self.key = key
    self.size = Int(size)
    etag = row.text("ETag")?.split(separator: "\"").joined() ?? ""
    modified = row.text("LastModified") ?? ""
    storageClass = row.text("StorageClass") ?? "STANDARD"
  }

  /// When it was written, as `ls` prints it, in UTC.
  var moment: String { Self.moment(modified) }

  static func moment(_ text: String) -> String {
    String(text.prefix(19).map { $0 == "T" ? " " : $0 })
  }
}

/// Sizes as people read them.
enum ByteText {
  /// The size as `12 Bytes`, `1.5 KiB`.
  static func human(_ bytes: Int) -> String {
    if bytes == 1 { return "1 Byte" }
    guard bytes >= 1_024 else { return "\(bytes) Bytes" }
    var value = Double(bytes) / 1_024
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    var unit = 0
    while value.rounded() >= 1_024, unit < units.count - 1 {
      value /= 1_024
      unit += 1
    }
    let tenths = Int((value * 10).rounded(.toNearestOrEven))
    return "\(tenths / 10).\(tenths % 10) \(units[unit])"
  }
}

extension Value {
  /// The text of a member, or `nil`.
  func text(_ member: String) -> String? {
    guard case .string(let text)? = object?[member] else { return nil }
    return text
  }
}

extension String {
  /// What stands behind the last slash; the slash at the very end is passed over where it belongs to the name.
  fileprivate func afterLastSlash(endingWithSlash: Bool) -> String {
    let end = endingWithSlash ? dropLast() : self[...]
    guard let slash = end.lastIndex(of: "/") else { return self }
    return String(self[index(after: slash)...])
  }
}
