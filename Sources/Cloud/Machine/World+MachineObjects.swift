import EventKernel

/// What a machine's own `aws s3` does, with the role of the machine and over the ways of its network.
enum ObjectCommand: Equatable {
  case listBuckets
  case list(bucket: String, prefix: String)
  case show(bucket: String, key: String)
  /// An object into a file, or all below a prefix into a directory.
  case fetch(bucket: String, key: String, to: String, isTree: Bool)
  case store(file: String, bucket: String, key: String)

  /// Options of the client that change nothing here.
  private static let quiet: Set<String> = ["--quiet", "--no-progress", "--only-show-errors"]

  /// Reads the words after `aws`; `nil` for what the machine's client does not do.
  ///
  /// - Parameter copies: whether it is to copy between files and objects, too, as it does where nobody else can: at a boot.
  static func read(_ given: [String], copies: Bool = false) -> ObjectCommand? {
    var words = given.filter { !quiet.contains($0) }
    if let place = words.firstIndex(of: "--region"), place + 1 < words.count {
      words.removeSubrange(place...(place + 1))
    }
    guard words.first == "s3", words.count > 1 else { return nil }
    var rest = Array(words.dropFirst(2))
    let isTree = words[1] == "sync" || rest.contains("--recursive")
    if copies { rest.removeAll { $0 == "--recursive" } }
    switch words[1] {
    case "ls" where rest.isEmpty: return .listBuckets
    case "ls" where rest.count == 1:
      return place(rest[0]).map { .list(bucket: $0.bucket, prefix: $0.key) }
    case "cp" where rest.count == 2 && rest[1] == "-":
      return place(rest[0]).flatMap { $0.key.isEmpty ? nil : .show(bucket: $0.bucket, key: $0.key) }
    case "cp" where copies && rest.count == 2, "sync" where copies && rest.count == 2:
      if let from = place(rest[0]), isTree || !from.key.isEmpty {
        return .fetch(bucket: from.bucket, key: from.key, to: rest[1], isTree: isTree)
      }
      guard !isTree, let to = place(rest[1]) else { return nil }
      return .store(file: rest[0], bucket: to.bucket, key: to.key)
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
    case .list(let bucket, _), .show(let bucket, _), .fetch(let bucket, _, _, _), .store(_, let bucket, _):
      bucket
    }
  }
}

extension World {
  /// Does a command of the machine's own client (exit statuses as the AWS CLI documents them).
  mutating func objects(
    _ command: ObjectCommand, in shell: MachineShell, of instance: Instance
  ) -> MachineAnswer {
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
      switch command {
      case .fetch(let bucket, let key, let place, let isTree):
        return try fetch(bucket, key, to: place, isTree: isTree, in: shell, of: instance, context)
      case .store(let file, let bucket, let key):
        return try store(file, bucket, key, in: shell, of: instance, context)
      case .listBuckets, .list, .show:
        return said(try lines(of: command, context).joined(separator: "\n"))
      }
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
      return [try text(of: bucket, key, context)]
    case .fetch, .store: return []
    }
  }

  private mutating func text(of bucket: String, _ key: String, _ context: CallContext) throws(AWSError)
    -> String
  {
    let input = ObjectReadInput(bucket: bucket, key: key)
    let body = try perform(GetObject.self, input, context: context).body ?? ""
    return String(decoding: Base64.decode(body) ?? [], as: UTF8.self)
  }

  /// Copies objects into files; a directory keeps the names behind the prefix.
  private mutating func fetch(
    _ bucket: String, _ key: String, to place: String, isTree: Bool, in shell: MachineShell,
    of instance: Instance,
    _ context: CallContext
  ) throws(AWSError) -> MachineAnswer {
    var answer = MachineAnswer()
    var keys = [key]
    if isTree {
      let input = ListObjectsV2.Input(bucket: bucket, delimiter: nil, prefix: key)
      keys = (try perform(ListObjectsV2.self, input, context: context).contents ?? []).map(\.key)
    }
    for found in keys where !found.hasSuffix("/") {
      let name =
        isTree
        ? String(found.dropFirst(key.count).drop { $0 == "/" })
        : found.split(separator: "/").last.map(String.init) ?? found
      let text = try text(of: bucket, found, context)
      let path = shell.absolute(place)
      let isDirectory = isTree || place.hasSuffix("/") || place == "." || isDirectory(path, of: instance)
      let file = isDirectory ? (path.hasSuffix("/") ? path : path + "/") + name : path
      let written = write(text, to: file, appends: false, of: instance)
      guard written.status == 0 else {
        answer.error += "download failed: s3://\(bucket)/\(found) to \(file) \(written.error)"
        answer.status = 1
        continue
      }
      answer.output += "download: s3://\(bucket)/\(found) to \(file)\n"
    }
    return answer
  }

  /// Copies a file into an object; a place that ends in a slash takes the file's name.
  private mutating func store(
    _ file: String, _ bucket: String, _ key: String, in shell: MachineShell, of instance: Instance,
    _ context: CallContext
  ) throws(AWSError) -> MachineAnswer {
    let read = show(shell.absolute(file), of: instance)
    guard read.status == 0 else {
      return failed("The user-provided path \(file.printable) does not exist.", 255)
    }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let whole = key.isEmpty || key.hasSuffix("/") ? key + name : key
    let input = PutObject.Input(body: Base64.encode(Array(read.output.utf8)), bucket: bucket, key: whole)
    _ = try perform(PutObject.self, input, context: context)
    return MachineAnswer(output: "upload: \(file) to s3://\(bucket)/\(whole)\n")
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
    case .show, .fetch(_, _, _, isTree: false): "GetObject"
    case .fetch: "ListObjectsV2"
    case .store: "PutObject"
    }
  }
}
