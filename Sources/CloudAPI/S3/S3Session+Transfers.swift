import Cloud
import EventKernel

/// One file or object on its way.
struct S3Transfer {
  let source: S3Place
  let destination: S3Place
  /// What is known of an object that is the source.
  var object: ListedObject?

  /// What the client calls it.
  var verb: String {
    switch (source.isLocal, destination.isLocal) {
    case (true, false): "upload"
    case (false, true): "download"
    default: "copy"
    }
  }
}

extension S3Session {
  /// `cp` and `mv`.
  mutating func transfer(on world: inout World) throws(Trouble) {
    let (source, destination) = try ends()
    // The client reads the words of the whole line before it looks at any object.
    _ = try metadata()
    if line.command == .mv, isOntoItself(source, destination) {
      throw .client("Cannot mv a file onto itself: \(source.text) - \(destination.text)", status: 252)
    }
    var transfers: [S3Transfer]
    if line.has("recursive") {
      transfers = try planned(from: source, to: destination, on: &world)
    } else {
      transfers = [try single(from: source, to: destination, on: &world)].compactMap { $0 }
    }
    for transfer in transfers { try carry(transfer, on: &world) }
  }

  /// Whether a key would go where it is: to itself, or into the folder that it lies in.
  private func isOntoItself(_ source: S3Place, _ destination: S3Place) -> Bool {
    guard case .object(let bucket, let key) = source, case .object(bucket, let place) = destination else {
      return false
    }
    return key == place
      || !key.isEmpty && (place.isEmpty || place.hasSuffix("/")) && key == place + key.baseName
  }

  /// `rm`.
  mutating func remove(on world: inout World) throws(Trouble) {
    let (bucket, key) = try address()
    guard line.has("recursive") else {
      if !key.isEmpty, line.lets(key.baseName) { try delete(bucket, key, on: &world) }
      return
    }
    let objects: [ListedObject]
    do throws(Trouble) {
      objects = try self.objects(in: bucket, prefix: key, on: &world)
    } catch {
      return stop(error, prefix: "fatal error: ", status: 1)
    }
    let root = key.folderPart
    for object in objects where line.lets(String(object.key.dropFirst(root.count))) {
      try delete(bucket, object.key, on: &world)
    }
  }

  private mutating func delete(_ bucket: String, _ key: String, on world: inout World) throws(Trouble) {
    let text = "delete: s3://\(bucket)/\(key)"
    if line.has("dryrun") { return tell(text) }
    do throws(Trouble) {
      _ = try make("DeleteObject", ["Bucket": .string(bucket), "Key": .string(key)], on: &world)
      tell(text)
    } catch {
      fail("delete failed: s3://\(bucket)/\(key)", error)
    }
  }

  /// The two ends of the line; one at least is in S3.
  mutating func ends() throws(Trouble) -> (source: S3Place, destination: S3Place) {
    guard line.paths.count == 2, let source = S3Place(line.paths[0]),
      let destination = S3Place(line.paths[1]),
      !(source.isLocal && destination.isLocal)
    else {
      outcome.advice = schemeAdvice
      throw usage("Invalid argument type")
    }
    let streams = source == .stream || destination == .stream
    guard !streams || (line.command == .cp && !line.has("recursive")) else {
      throw .client("Streaming currently is only compatible with non-recursive cp commands", status: 252)
    }
    return (source, destination)
  }

  /// The one transfer of a line without `--recursive`.
  private mutating func single(
    from source: S3Place, to destination: S3Place, on world: inout World
  ) throws(Trouble) -> S3Transfer? {
    switch (source, destination) {
    case (.object(let bucket, let key), _):
      guard !key.isEmpty else {
        outcome.advice = .bucketIsNoObject
        throw .client(
          "fatal error: Parameter validation failed:\nInvalid length for parameter Key, value: 0, valid min length: 1",
          status: 1)
      }
      guard line.lets(key.baseName) else { return nil }
      let object: ListedObject?
      do throws(Trouble) {
        let head = try atSource { (session) throws(Trouble) in
          try session.make("HeadObject", ["Bucket": .string(bucket), "Key": .string(key)], on: &world)
        }
        object = ListedObject(head: head, key: key)
      } catch {
        if case .service(let refusal, let operation) = error, refusal.code == "404" {
          stop(
            .service(AWSError("404", "Key \"\(key)\" does not exist"), operation: operation),
            prefix: "fatal error: ", status: 1)
        } else {
          stop(error, prefix: "fatal error: ", status: 1)
        }
        return nil
      }
      return S3Transfer(source: source, destination: target(destination, key.baseName), object: object)
    case (.local(let path), .object):
      guard !isFolder(path) || path.plainPath != "." && runner.context.listFiles().contains(path.plainPath)
      else {
        throw .client(
          "upload failed: \(source.text) to \(destination.text) [Errno 21] Is a directory: '\(path)'",
          status: 1)
      }
      _ = try read(path)
      return line.lets(path.baseName)
        ? S3Transfer(
          source: .local(path.plainPath), destination: target(destination, path.baseName)) : nil
    case (.stream, .object(_, let key)):
      guard !key.isEmpty, !key.hasSuffix("/") else { throw usage("Invalid argument type") }
      return S3Transfer(source: source, destination: destination)
    case (.local, _), (.stream, _): throw usage("Invalid argument type")
    }
  }

  /// Where a file or object of a name comes to lie: in the folder that the destination is, else at the destination.
  private func target(_ destination: S3Place, _ name: String) -> S3Place {
    switch destination {
    case .object(let bucket, let key):
      key.isEmpty || key.hasSuffix("/") ? .object(bucket: bucket, key: key + name) : destination
    case .local(let path):
      isFolder(path)
        ? .local(path.plainPath == "." ? name : path.plainPath + "/" + name) : .local(path.plainPath)
    case .stream: .stream
    }
  }

  /// The transfers of a line with `--recursive`, in the order of their names.
  mutating func planned(
    from source: S3Place, to destination: S3Place, on world: inout World
  ) throws(Trouble) -> [S3Transfer] {
    switch source {
    case .local(let path):
      let names = files(below: path.plainPath)
      guard !names.isEmpty || path.plainPath == "." else {
        throw .client("The user-provided path \(path) does not exist.", status: 255)
      }
      return names.filter { line.lets($0) }.map { name in
        let file = path.plainPath == "." ? name : path.plainPath + "/" + name
        return S3Transfer(source: .local(file), destination: below(destination, name))
      }
    case .object(let bucket, let key):
      let objects: [ListedObject]
      do throws(Trouble) {
        objects = try atSource { (session) throws(Trouble) in
          try session.objects(in: bucket, prefix: key.withSlash, on: &world)
        }
      } catch {
        stop(error, prefix: "fatal error: ", status: 1)
        return []
      }
      let root = key.withSlash
      return objects.compactMap { object in
        let name = String(object.key.dropFirst(root.count))
        // Names that end with a slash are how consoles show folders.
        guard !name.isEmpty, line.lets(name), !(destination.isLocal && name.hasSuffix("/")) else {
          return nil
        }
        return S3Transfer(
          source: .object(bucket: bucket, key: object.key), destination: below(destination, name),
          object: object)
      }
    case .stream: return []
    }
  }

  private func below(_ destination: S3Place, _ name: String) -> S3Place {
    switch destination {
    case .object(let bucket, let key): .object(bucket: bucket, key: key.withSlash + name)
    case .local(let path): .local(path.plainPath == "." ? name : path.plainPath + "/" + name)
    case .stream: .stream
    }
  }

  /// Carries one transfer out and tells of it.
  mutating func carry(_ transfer: S3Transfer, on world: inout World) throws(Trouble) {
    let verb = line.command == .mv ? "move" : transfer.verb
    let ends = "\(transfer.source.text) to \(transfer.destination.text)"
    if let object = transfer.object, object.isArchived {
      return warn(
        "Skipping file \(transfer.source.text). Object is of storage class \(object.storageClass). Unable to perform"
          + " \(transfer.verb) operations on \(object.storageClass) objects. You must restore the object to be able to"
          + " perform the operation. See aws s3 \(transfer.verb) help for additional parameter options to ignore or"
          + " force these transfers.")
    }
    if line.has("dryrun") { return tell("\(verb): \(ends)") }
    do throws(Trouble) {
      switch (transfer.source, transfer.destination) {
      case (.object, .object): try copy(transfer, on: &world)
      case (_, .object): try upload(transfer, on: &world)
      default: try download(transfer, on: &world)
      }
      if line.command == .mv { try removeSource(of: transfer, on: &world) }
    } catch {
      return fail("\(verb) failed: \(ends)", error)
    }
    if transfer.source != .stream, transfer.destination != .stream { tell("\(verb): \(ends)") }
  }

  private mutating func removeSource(of transfer: S3Transfer, on world: inout World) throws(Trouble) {
    switch transfer.source {
    case .object(let bucket, let key):
      _ = try atSource { (session) throws(Trouble) in
        try session.make("DeleteObject", ["Bucket": .string(bucket), "Key": .string(key)], on: &world)
      }
    case .local(let path): try removeFile(path)
    case .stream: return
    }
  }

  /// Deletes a file of the work folder.
  func removeFile(_ path: String) throws(Trouble) {
    do throws(AWSFileError) {
      try runner.context.removeFile(path)
    } catch {
      throw .client(error.words(path: path), status: 1)
    }
  }
}

extension ListedObject {
  /// The object of an answer to HeadObject.
  init?(head: Value, key: String) {
    guard case .integer(let size)? = head.object?["ContentLength"] else { return nil }
    self.key = key
    self.size = Int(size)
    etag = head.text("ETag")?.split(separator: "\"").joined() ?? ""
    modified = head.text("LastModified") ?? ""
    storageClass = head.text("StorageClass") ?? "STANDARD"
    isRestored = head.text("Restore")?.hasPrefix("ongoing-request=\"false\"") ?? false
  }

  /// Whether it must be restored before it can be read.
  var isArchived: Bool { ["GLACIER", "DEEP_ARCHIVE"].contains(storageClass) && !isRestored }
}

extension String {
  /// The text up to and with its last slash.
  var folderPart: String {
    guard let slash = lastIndex(of: "/") else { return "" }
    return String(self[...slash])
  }
}
