import Cloud
import EventKernel

extension S3Session {
  /// `sync`: what is missing or different on the other side is carried there.
  ///
  /// The work folder's times belong to another clock than the world's, so files and objects of equal size are compared
  /// by their content.
  // Simplified: s3-sync-compares-content
  mutating func synchronise(on world: inout World) throws(Trouble) {
    let (source, destination) = try ends()
    if case .local(let path) = source, path.plainPath != ".", files(below: path.plainPath).isEmpty {
      // A file is taken for a folder that is not there.
      if (try? runner.context.readFile(path.plainPath)) != nil {
        return warn("Skipping file \(path)/. File does not exist.")
      }
      throw .client("The user-provided path \(path) does not exist.", status: 255)
    }
    let here: [SyncItem]
    let there: [SyncItem]
    do throws(Trouble) {
      here = try atSource { (session) throws(Trouble) in try session.items(of: source, on: &world) }
      there = try items(of: destination, on: &world)
    } catch {
      guard case .service = error else { throw error }
      return stop(error, prefix: "fatal error: ", status: 1)
    }
    var present: [String: SyncItem] = [:]
    for item in there { present[item.name] = item }
    for item in here where line.lets(item.name) {
      if let other = present[item.name],
        !differs(item, other, bothInS3: !source.isLocal && !destination.isLocal)
      {
        continue
      }
      try carry(
        S3Transfer(
          source: place(source, item.name), destination: place(destination, item.name), object: item.object),
        on: &world)
    }
    guard line.has("delete") else { return }
    let names = Set(here.filter { line.lets($0.name) }.map(\.name))
    for item in there where !names.contains(item.name) && line.lets(item.name) {
      try drop(place(destination, item.name), on: &world)
    }
  }

  private func differs(_ item: SyncItem, _ other: SyncItem, bothInS3: Bool) -> Bool {
    if item.size != other.size { return true }
    if line.has("size-only") { return false }
    if bothInS3 { return (other.object?.modified ?? "") < (item.object?.modified ?? "") }
    return item.etag != other.etag && !item.etag.contains("-") && !other.etag.contains("-")
  }

  private mutating func items(of place: S3Place, on world: inout World) throws(Trouble) -> [SyncItem] {
    switch place {
    case .local(let path):
      var items: [SyncItem] = []
      for name in files(below: path.plainPath) {
        let bytes = try read(path.plainPath == "." ? name : path.plainPath + "/" + name)
        items.append(
          SyncItem(name: name, size: bytes.count, etag: MD5.digest(of: bytes).hexadecimal, object: nil))
      }
      return items
    case .object(let bucket, let key):
      let root = key.withSlash
      return try objects(in: bucket, prefix: root, on: &world).compactMap { object in
        let name = String(object.key.dropFirst(root.count))
        guard !name.isEmpty, !name.hasSuffix("/") else { return nil }
        return SyncItem(name: name, size: object.size, etag: object.etag, object: object)
      }
    case .stream: return []
    }
  }

  private func place(_ root: S3Place, _ name: String) -> S3Place {
    switch root {
    case .object(let bucket, let key): .object(bucket: bucket, key: key.withSlash + name)
    case .local(let path): .local(path.plainPath == "." ? name : path.plainPath + "/" + name)
    case .stream: .stream
    }
  }

  private mutating func drop(_ place: S3Place, on world: inout World) throws(Trouble) {
    let text = "delete: \(place.text)"
    if line.has("dryrun") { return tell(text) }
    do throws(Trouble) {
      switch place {
      case .object(let bucket, let key):
        _ = try make("DeleteObject", ["Bucket": .string(bucket), "Key": .string(key)], on: &world)
      case .local(let path): try removeFile(path)
      case .stream: break
      }
      tell(text)
    } catch {
      fail("delete failed: \(place.text)", error)
    }
  }
}

/// A file or object of a side of `sync`.
private struct SyncItem {
  let name: String
  let size: Int
  let etag: String
  let object: ListedObject?
}

extension [UInt8] {
  /// The bytes as hexadecimal digits.
  fileprivate var hexadecimal: String {
    map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined()
  }
}
