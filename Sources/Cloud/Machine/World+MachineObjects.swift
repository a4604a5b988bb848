import EventKernel

/// What a machine's own `aws s3` does, with the role of the machine and over the ways of its network.
enum ObjectCommand: Equatable {
  case listBuckets
  case list(bucket: String, prefix: String)
  case show(bucket: String, key: String)

  /// Reads the words after `aws`; `nil` for what the machine's client does not do.
  static func read(_ words: [String]) -> ObjectCommand? {
    guard words.first == "s3", words.count > 1 else { return nil }
    let rest = Array(words.dropFirst(2))
    switch words[1] {
    case "ls" where rest.isEmpty: return .listBuckets
    case "ls" where rest.count == 1:
      return place(rest[0]).map { .list(bucket: $0.bucket, prefix: $0.key) }
    case "cp" where rest.count == 2 && rest[1] == "-":
      return place(rest[0]).flatMap { $0.key.isEmpty ? nil : .show(bucket: $0.bucket, key: $0.key) }
    default: return nil
    }
  }

  private static func place(_ text: String) -> (bucket: String, key: String)? {
    guard let path = text.after("s3://") else { return nil }
    let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    return parts[0].isEmpty ? nil : (parts[0], parts.count > 1 ? parts[1] : "")
  }

  /// The bucket that it is about.
  var bucket: String? {
    switch self {
    case .listBuckets: nil
    case .list(let bucket, _), .show(let bucket, _): bucket
    }
  }
}

extension World {
  /// Does a command of the machine's own client (exit statuses as the AWS CLI documents them).
  mutating func objects(_ command: ObjectCommand, of instance: Instance) -> MachineAnswer {
    guard let role = role(of: instance) else {
      return failed(
        "Unable to locate credentials. You can configure credentials by running \"aws configure\".", 253)
    }
    let home = instance.zone.region
    let region = command.bucket.flatMap { s3.buckets[ObjectKey($0)]?.region } ?? home
    guard let origin = origin(of: instance, calling: "s3", in: region) else {
      let host = command.bucket.map { "\($0)." } ?? ""
      return failed(
        "Connect timeout on endpoint URL: \"https://\(host.printable)s3.\(region.rawValue).amazonaws.com/\"",
        255)
    }
    let context = CallContext(
      caller: .instance("\(instance.id)", role: role), region: region, origin: origin)
    do throws(AWSError) {
      return said(try lines(of: command, context).joined(separator: "\n"))
    } catch {
      return failed(
        "An error occurred (\(error.code)) when calling the \(command.operation) operation: \(error.message)",
        254)
    }
  }

  private mutating func lines(of command: ObjectCommand, _ context: CallContext) throws(AWSError) -> [String]
  {
    switch command {
    case .listBuckets:
      let input = ListBuckets.Input()
      return try perform(ListBuckets.self, input, context: context).buckets.map {
        "\(Self.moment($0.creationDate)) \($0.name)"
      }
    case .list(let bucket, let prefix):
      let input = ListObjectsV2.Input(bucket: bucket, delimiter: "/", prefix: prefix)
      let output = try perform(ListObjectsV2.self, input, context: context)
      let within = prefix.utf8.lastIndex(of: UInt8(ascii: "/")).map { prefix[...$0].count } ?? 0
      let folders = (output.commonPrefixes ?? []).map {
        String(repeating: " ", count: 27) + "PRE " + $0.prefix.dropFirst(within)
      }
      return folders
        + (output.contents ?? []).map { row in
          let size = "\(row.size)"
          let gap = String(repeating: " ", count: max(0, 10 - size.count))
          return "\(Self.moment(row.lastModified)) \(gap)\(size) \(row.key.dropFirst(within))"
        }
    case .show(let bucket, let key):
      let input = ObjectReadInput(bucket: bucket, key: key)
      let body = try perform(GetObject.self, input, context: context).body ?? ""
      return [String(decoding: Base64.decode(body) ?? [], as: UTF8.self)]
    }
  }

  /// A time of S3 as the client shows it: the day and the time of day.
  private static func moment(_ text: String) -> String {
    "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
  }
}

extension ObjectCommand {
  /// The operation that the client calls first.
  fileprivate var operation: String {
    switch self {
    case .listBuckets: "ListBuckets"
    case .list: "ListObjectsV2"
    case .show: "GetObject"
    }
  }
}
