import CloudAPI
import EventKernel

/// `cp`, `ls`, `mkdir`, `mv`, `pwd` and `rm`: what the programs of these names do, with the work folder alone.
struct FolderLine {
  /// The names of the programs.
  static let names = ["cp", "ls", "mkdir", "mv", "pwd", "rm"]

  private let program: String
  private var options: Set<Character> = []
  private var operands: [String] = []

  /// The letters of the options that are known, with their long names, and how the program is called.
  private static let known: [String: (letters: String, long: [String: Character], forms: String)] = [
    "cp": ("f", ["--force": "f"], "FILE FILE or FOLDER"),
    "ls": ("laA1", ["--all": "a", "--almost-all": "A"], "[-l] [-a] [FOLDER or FILE]"),
    "mkdir": ("p", ["--parents": "p"], "[-p] FOLDER"),
    "mv": ("f", ["--force": "f"], "FILE FILE or FOLDER"), "pwd": ("LP", [:], "no words"),
    "rm": ("frR", ["--force": "f", "--recursive": "r"], "[-f] [-r] FILE"),
  ]

  /// Reads the words and does what they say.
  static func run(_ program: String, _ arguments: [String], in folder: WorkFolder) -> TextTool.Outcome {
    guard let line = FolderLine(program, arguments) else {
      return .failed(
        "\(program): known here: \(known[program]?.forms ?? "")", status: program == "ls" ? 2 : 1)
    }
    guard let path = folder.path else { return .failed("\(program): there is no work folder here") }
    switch program {
    case "cp", "mv": return line.copy(folder)
    case "ls": return line.list(folder)
    case "mkdir": return line.make(folder)
    case "rm": return line.remove(folder)
    default: return TextTool.Outcome(output: path + "\n")
    }
  }

  private init?(_ program: String, _ arguments: [String]) {
    guard let known = Self.known[program] else { return nil }
    self.program = program
    var words = arguments[...]
    while let word = words.popFirst() {
      if word == "--" {
        operands += words
        break
      } else if let letter = known.long[word] {
        options.insert(letter)
      } else if word.hasPrefix("-"), word.count > 1 {
        guard word.dropFirst().allSatisfy(known.letters.contains) else { return nil }
        options.formUnion(word.dropFirst())
      } else {
        operands.append(word)
      }
    }
    if program == "pwd", !operands.isEmpty { return nil }
    if program == "cp" || program == "mv", operands.count != 2 { return nil }
  }

  /// Why a name is not to be had, with what this shell does otherwise than others.
  private static func reason(_ error: AWSFileError, _ name: String) -> String {
    switch error {
    case .forbidden: error.reason + " (only the work folder is open to this shell)"
    case .missing where isPattern(name):
      error.reason + " (`*` and `?` stand for themselves here)"
    case .missing, .unreadable: error.reason
    }
  }

  /// Whether a name would fit several files in other shells.
  private static func isPattern(_ name: String) -> Bool { name.contains("*") || name.contains("?") }

  // MARK: ls

  private func list(_ folder: WorkFolder) -> TextTool.Outcome {
    var outcome = TextTool.Outcome()
    var files: [WorkFolder.Entry] = []
    var blocks: [String] = []
    for name in operands.isEmpty ? ["."] : operands {
      do throws(AWSFileError) {
        let found = try folder.entry(name)
        guard found.isFolder else {
          files.append(found)
          continue
        }
        let lines = shown(try contents(of: name, found, folder), isFolder: true)
        blocks.append((operands.count > 1 ? "\(name):\n" : "") + lines)
      } catch {
        outcome.errorOutput += "ls: cannot access '\(name)': \(Self.reason(error, name))\n"
        outcome.status = 2
      }
    }
    if !files.isEmpty { blocks.insert(shown(files, isFolder: false), at: 0) }
    outcome.output = blocks.joined(separator: "\n")
    return outcome
  }

  /// What lies in a folder, without the names that begin with a dot unless they are asked for.
  private func contents(
    of name: String, _ itself: WorkFolder.Entry, _ folder: WorkFolder
  ) throws(AWSFileError) -> [WorkFolder.Entry] {
    let all = try folder.entries(of: name)
    if options.contains("a") {
      return [".", ".."].map { dots -> WorkFolder.Entry in
        var entry = itself
        entry.name = dots
        return entry
      } + all
    }
    return options.contains("A") ? all : all.filter { !$0.name.hasPrefix(".") }
  }

  private func shown(_ entries: [WorkFolder.Entry], isFolder: Bool) -> String {
    guard options.contains("l") else { return entries.map { $0.name + "\n" }.joined() }
    let width = entries.map { "\($0.size)".count }.max() ?? 0
    let lines = entries.map { entry -> String in
      let size = String(repeating: " ", count: width - "\(entry.size)".count) + "\(entry.size)"
      let rights = entry.isFolder ? "drwxr-xr-x 2" : "-rw-r--r-- 1"
      let date = DateLine(["+%b %e %H:%M"], now: Instant(unixSeconds: entry.changed))?.text ?? ""
      return "\(rights) learner learner \(size) \(date) \(entry.name)\n"
    }
    // The blocks of a disk are 4 KiB, counted in KiB.
    let blocks = entries.reduce(0) { $0 + ($1.size + 4_095) / 4_096 * 4 }
    return (isFolder ? "total \(blocks)\n" : "") + lines.joined()
  }

  // MARK: cp, mv

  private func copy(_ folder: WorkFolder) -> TextTool.Outcome {
    let source = operands[0]
    var target = operands[1]
    do throws(AWSFileError) {
      guard try !folder.entry(source).isFolder else {
        return .failed("\(program): '\(source)' is a folder; files are known here")
      }
      if target.hasSuffix("/") || isFolder(target, folder) {
        let name = source.split(separator: "/").last.map(String.init) ?? source
        target += (target.hasSuffix("/") ? "" : "/") + name
      }
      guard Self.plain(target) != Self.plain(source) else {
        return .failed("\(program): '\(source)' and '\(target)' are the same file")
      }
    } catch {
      return .failed("\(program): cannot stat '\(source)': \(Self.reason(error, source))")
    }
    do throws(AWSFileError) {
      let bytes = try folder.read(source)
      // On a disk that does not tell letters apart by case, the new name may be the old file's.
      let isAlike = Self.plain(target).lowercased() == Self.plain(source).lowercased()
      if program == "mv", isAlike { try folder.remove(source) }
      try folder.write(target, bytes)
      if program == "mv", !isAlike { try folder.remove(source) }
      return TextTool.Outcome()
    } catch {
      return .failed("\(program): cannot create '\(target)': \(Self.reason(error, target))")
    }
  }

  /// A path without what leads nowhere, such as `./`.
  private static func plain(_ name: String) -> String {
    name.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  private func isFolder(_ name: String, _ folder: WorkFolder) -> Bool {
    do throws(AWSFileError) {
      return try folder.entry(name).isFolder
    } catch {
      return false
    }
  }

  // MARK: mkdir

  private func make(_ folder: WorkFolder) -> TextTool.Outcome {
    guard !operands.isEmpty else { return .failed("mkdir: missing operand") }
    var outcome = TextTool.Outcome()
    for name in operands {
      guard let reason = obstacle(to: name, folder) else { continue }
      outcome.errorOutput += "mkdir: cannot create directory '\(name)': \(reason)\n"
      outcome.status = 1
    }
    return outcome
  }

  /// Makes a folder; gives why it could not be made.
  private func obstacle(to name: String, _ folder: WorkFolder) -> String? {
    guard WorkFolder.isInside(name) else { return Self.reason(.forbidden, name) }
    var path = ""
    let parts = name.split(separator: "/")
    for (index, part) in parts.enumerated() {
      path += (path.isEmpty ? "" : "/") + part
      do throws(AWSFileError) {
        let isFolder = try folder.entry(path).isFolder
        let isLast = index + 1 == parts.count
        if !isFolder { return isLast ? "File exists" : "Not a directory" }
        if isLast { return options.contains("p") ? nil : "File exists" }
      } catch {
        guard error == .missing else { return Self.reason(error, name) }
        guard options.contains("p") || index + 1 == parts.count else { return error.reason }
        break
      }
    }
    do throws(AWSFileError) {
      try folder.makeFolder(name)
      return nil
    } catch {
      return Self.reason(error, name)
    }
  }

  // MARK: rm

  private func remove(_ folder: WorkFolder) -> TextTool.Outcome {
    guard !operands.isEmpty || options.contains("f") else { return .failed("rm: missing operand") }
    var outcome = TextTool.Outcome()
    for name in operands {
      guard let failure = failure(toRemove: name, folder) else { continue }
      outcome.errorOutput += "rm: \(failure)\n"
      outcome.status = 1
    }
    return outcome
  }

  /// Deletes a file or folder; gives why it could not be deleted.
  private func failure(toRemove name: String, _ folder: WorkFolder) -> String? {
    let last = name.split(separator: "/").last
    guard last != ".", last != ".." else {
      return "refusing to remove '.' or '..' directory: skipping '\(name)'"
    }
    do throws(AWSFileError) {
      guard try folder.entry(name).isFolder else {
        try folder.remove(name)
        return nil
      }
      guard options.contains("r") || options.contains("R") else {
        return "cannot remove '\(name)': Is a directory"
      }
      try folder.removeFolder(name)
      return nil
    } catch {
      // Whoever means many files is told that none of them is gone.
      if error == .missing, options.contains("f"), !Self.isPattern(name) { return nil }
      return "cannot remove '\(name)': \(Self.reason(error, name))"
    }
  }
}
