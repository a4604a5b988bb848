import Foundation

/// The repository's files as text, for the house rules that a machine can check.
struct Repository {
  /// The repository's root: the nearest parent of this file with `labs` and `texts`.
  static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.path + "/Package.swift") {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }()

  /// One file: its path below the root, its text.
  struct File {
    let path: String
    let text: String
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  }

  /// The files below a folder with one of the endings, in the order of their paths.
  static func files(in folder: String, endings: [String]) throws -> [File] {
    var paths: [String] = []
    let walk = FileManager.default.enumerator(atPath: root + "/" + folder)
    while let name = walk?.nextObject() as? String {
      if endings.contains(where: { name.hasSuffix($0) }) { paths.append(folder + "/" + name) }
    }
    return try paths.sorted().map {
      File(path: $0, text: try String(contentsOfFile: root + "/" + $0, encoding: .utf8))
    }
  }

  /// The names in a folder, sorted.
  static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root + "/" + folder).sorted()
  }

  /// The text of one file.
  static func text(_ path: String) throws -> String {
    try String(contentsOfFile: root + "/" + path, encoding: .utf8)
  }

  /// The modules that a file imports.
  static func imports(of file: File) -> [String] {
    file.lines.compactMap { line in
      let words = line.split(separator: " ")
      guard let position = words.firstIndex(of: "import"), position <= 1, position + 1 < words.count,
        position == 0 || ["package", "public", "internal", "private"].contains(words[0])
      else { return nil }
      return String(words[position + 1])
    }
  }

  /// The ids of texts of a language, `namespace.key.key`.
  static func textIDs(_ language: String) throws -> Set<String> {
    var ids: Set<String> = []
    for file in try files(in: "texts/" + language, endings: [".yaml"]) {
      let namespace = file.path.split(separator: "/")[2].dropLast(5)
      var path: [(indent: Int, key: String)] = []
      for line in file.lines {
        let indent = line.prefix { $0 == " " }.count
        guard let colon = line.firstIndex(of: ":"), !line.dropFirst(indent).hasPrefix("#"),
          !line.dropFirst(indent).hasPrefix("- ")
        else { continue }
        let key = line[..<colon].dropFirst(indent).trimmingCharacters(in: ["\"", "'"])
        path.removeAll { $0.indent >= indent }
        path.append((indent, key))
        ids.insert(([String(namespace)] + path.map(\.key)).joined(separator: "."))
      }
    }
    return ids
  }
}
