import Cloud
import EventKernel

extension S3Session {
  /// Calls for a listing page by page.
  mutating func eachPage(
    _ bucket: String, prefix: String, delimiter: String? = nil, on world: inout World,
    _ body: (ValueObject, inout S3Session) -> Void
  ) throws(Trouble) {
    var token: String?
    repeat {
      let answer = try make(
        "ListObjectsV2",
        [
          "Bucket": .string(bucket), "Prefix": .string(prefix), "Delimiter": delimiter.map { .string($0) },
          "MaxKeys": line.word("page-size").flatMap { Int64($0) }.map { .integer($0) },
          "ContinuationToken": token.map { .string($0) },
        ], on: &world)
      body(answer.object ?? ValueObject(), &self)
      token = answer.text("NextContinuationToken")
    } while token != nil
  }

  /// The objects below a prefix, by key.
  mutating func objects(
    in bucket: String, prefix: String, on world: inout World
  ) throws(Trouble) -> [ListedObject] {
    var objects: [ListedObject] = []
    try eachPage(bucket, prefix: prefix, on: &world) { page, _ in
      objects += (page["Contents"]?.elements ?? []).compactMap { ListedObject($0) }
    }
    return objects
  }

  /// The files below a folder of the work folder, by their names from there, in order of their bytes.
  func files(below folder: String) -> [String] {
    let names = runner.context.listFiles()
    let start = folder == "." || folder.isEmpty ? "" : folder.withSlash
    let below = names.map { $0.hasPrefix("./") ? String($0.dropFirst(2)) : $0 }
      .filter { $0.utf8.starts(with: start.utf8) && $0.utf8.count > start.utf8.count }
    return Set(below).map { String($0.dropFirst(start.count)) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether a path names a folder: the work folder itself, one with files in it, or a name that ends with a slash.
  func isFolder(_ path: String) -> Bool {
    path == "." || path == "./" || path.hasSuffix("/") || !files(below: path.plainPath).isEmpty
  }

  /// The bytes of a file, or the client's complaint.
  func read(_ path: String) throws(Trouble) -> [UInt8] {
    do throws(AWSFileError) {
      return try runner.context.readFile(path)
    } catch {
      throw error == .missing
        ? .client("The user-provided path \(path) does not exist.", status: 255)
        : .client(error.words(path: path), status: 255)
    }
  }
}

extension String {
  /// The path without `./` in front and a slash at its end.
  var plainPath: String {
    var path = self[...]
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    while path.hasSuffix("/") { path = path.dropLast() }
    return path.isEmpty ? "." : String(path)
  }

  /// The text with a slash at its end.
  var withSlash: String { isEmpty || hasSuffix("/") ? self : self + "/" }

  /// What stands behind the last slash.
  var baseName: String { split(separator: "/").last.map { String($0) } ?? self }
}
