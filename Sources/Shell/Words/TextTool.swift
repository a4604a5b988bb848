import Cloud
import CloudAPI
import EventKernel

/// The small programs of every Unix shell that lines of tutorials put into `$(…)`: what they print, from the world's clock and
/// the work folder alone, and what they change in that folder.
struct TextTool {
  /// What a program printed, and how it ended.
  struct Outcome: Equatable {
    var output = ""
    var errorOutput = ""
    var status: Int32 = 0

    static func failed(_ text: String, status: Int32 = 1) -> Outcome {
      Outcome(errorOutput: text + "\n", status: status)
    }
  }

  /// The names of the programs.
  static let names =
    ["date", "echo", "openssl", "printf", "seq", "uuidgen"] + TestLine.names + LookupLine.names
    + FolderLine.names + filters.sorted()
  /// Those that read text and write some of it, behind a pipe.
  static let filters = Set(["base64", "cat", "jq", "less", "more", "tee"] + TextFilter.names)

  /// The world's time.
  let now: Instant
  /// The work folder, whose files alone are read and written.
  let folder: WorkFolder
  /// What comes in by a pipe or a here-document.
  let input: [UInt8]?
  /// What chance is drawn from.
  let chance: Draws

  /// Runs a program; `nil` when it is none of these.
  func run(_ name: String, _ arguments: [String]) -> Outcome? {
    switch name {
    case "echo": Outcome(output: Self.echo(arguments))
    case "date": DateLine(arguments, now: now).map { Outcome(output: $0.text + "\n") } ?? Self.unknownDate
    case "cat", "less", "more": concatenated(arguments)
    case "base64": encoded(arguments)
    case "printf": PrintfLine(arguments).map { Outcome(output: $0.text) } ?? Self.unknownFormat
    case "jq": queried(arguments)
    case "openssl": random(arguments)
    case "[", "[[", "test": tested(name, arguments)
    case "seq": Self.counted(arguments)
    case "tee": copied(arguments)
    case "uuidgen": Outcome(output: uuid() + "\n")
    case _ where FolderLine.names.contains(name): FolderLine.run(name, arguments, in: folder)
    default: TextFilter.names.contains(name) ? filtered(name, arguments) : nil
    }
  }

  /// `tee FILE…`: what comes in goes on, and into files of the work folder.
  private func copied(_ arguments: [String]) -> Outcome {
    let appends = arguments.first == "-a" || arguments.first == "--append"
    let names = arguments.dropFirst(appends ? 1 : 0)
    guard let input, !names.contains(where: { $0.hasPrefix("-") }) else {
      return .failed("tee: known here: [-a] FILE, behind a pipe or with a here-document")
    }
    var outcome = Outcome(output: String(decoding: input, as: UTF8.self))
    for name in names where name != "/dev/null" {
      do throws(AWSFileError) {
        try folder.write(name, input, appends: appends)
      } catch {
        outcome.errorOutput += "tee: \(name): \(error.reason)\n"
        outcome.status = 1
      }
    }
    return outcome
  }

  private func tested(_ name: String, _ arguments: [String]) -> Outcome {
    let line = TestLine(name, arguments) { try? folder.read($0) }
    return Outcome(errorOutput: line.error.map { $0 + "\n" } ?? "", status: line.status)
  }

  /// `seq LAST`, `seq FIRST LAST`, `seq FIRST STEP LAST`: at most a thousand numbers.
  private static func counted(_ arguments: [String]) -> Outcome {
    let numbers = arguments.compactMap { Int($0) }
    guard numbers.count == arguments.count, (1...3).contains(numbers.count), let last = numbers.last else {
      return .failed("seq: known here: LAST, FIRST LAST, FIRST STEP LAST, in whole numbers")
    }
    let first = numbers.count == 1 ? 1 : numbers[0]
    let step = numbers.count == 3 ? numbers[1] : 1
    guard step != 0, abs(first) < 1_000_000_000, abs(last) < 1_000_000_000 else {
      return .failed("seq: a step other than 0 and numbers below 1000000000 are known here")
    }
    let values = Array(stride(from: first, through: last, by: step).prefix(1_001))
    guard values.count <= 1_000 else { return .failed("seq: at most 1000 numbers here") }
    return Outcome(output: values.map { "\($0)\n" }.joined())
  }

  private func filtered(_ name: String, _ arguments: [String]) -> Outcome {
    var arguments = arguments
    let editing = name == "sed" ? FileEditing(takenFrom: &arguments) : nil
    guard let filter = TextFilter(name, arguments) else {
      return .failed("\(name): \(Self.forms[name] ?? "this form is not known here")", status: 2)
    }
    if let editing { return editing.run(filter, in: folder) }
    var text = ""
    for file in filter.files.isEmpty ? ["-"] : filter.files {
      switch contents(of: file, by: name) {
      case .success(let bytes): text += String(decoding: bytes, as: UTF8.self)
      case .failure(let failure): return .failed(failure.text, status: name == "grep" ? 2 : 1)
      }
    }
    let outcome = filter.run(text)
    return Outcome(output: outcome.output, status: outcome.status)
  }

  /// What is known of each filter, for whoever asked for more.
  private static let forms = [
    "awk":
      "known here: [-F SIGN] '{print $1, $NF}' and '{s += $1} END {print s}', with NR==2 or /text/ in front",
    "cut": "known here: -d SIGN -f LIST, -c LIST",
    "fold": "known here: -w WIDTH",
    "grep": "known here: -c -E -F -i -n -o -q -v PATTERN, without groups",
    "head": "known here: -n LINES, -c BYTES",
    "sed": "known here: [-n] [-E] 's/old/new/g', 2p, 2,4d, /text/d; -i changes the file itself",
    "sort": "known here: -f -n -r -u, -k FIELD, -t SIGN",
    "tail": "known here: -n LINES, -n +LINE",
    "tr": "known here: SET SET, -d SET, -s SET, -c",
    "uniq": "known here: -c",
    "wc": "known here: -l -w -c",
  ]

  private func queried(_ arguments: [String]) -> Outcome {
    guard let line = JQLine(arguments) else {
      return .failed(
        "jq: known here: -r, -c, paths, [], [0], |, select(.a == \"b\"), map(…), length, keys, first, last, join(…), @tsv, "
          + ".a = \"b\", .a |= …, \"text \\(.a)\"; the rest `aws … --query` does", status: 3)
    }
    switch contents(of: line.file ?? "-", by: "jq") {
    case .success(let bytes): return line.run(on: bytes)
    case .failure(let failure): return .failed(failure.text, status: 2)
    }
  }

  /// `openssl rand -hex N`: N bytes of chance.
  private func random(_ arguments: [String]) -> Outcome {
    guard arguments.count == 3, arguments[0] == "rand", let count = Int(arguments[2]),
      (1...1_024).contains(count)
    else { return .failed("openssl: known here: rand -hex N, rand -base64 N") }
    let bytes = randomBytes(count)
    switch arguments[1] {
    case "-hex": return Outcome(output: Self.hex(bytes) + "\n")
    case "-base64": return Outcome(output: Base64.encode(bytes) + "\n")
    default: return .failed("openssl: known here: rand -hex N, rand -base64 N")
    }
  }

  private func randomBytes(_ count: Int) -> [UInt8] {
    (0..<count).map { index -> UInt8 in
      UInt8(truncatingIfNeeded: chance.bits(index / 8) >> UInt64(index % 8 * 8))
    }
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { byte -> String in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }

  /// A version 4 UUID.
  private func uuid() -> String {
    var bytes = randomBytes(16)
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let parts = [bytes[0..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10..<16]]
    return parts.map(Self.hex).joined(separator: "-")
  }

  private static let unknownDate = Outcome.failed(
    "date: only +FORMAT, -u, -I, -d 'N units ago', -d '+N units' and -v -NU are known here")

  private static let unknownFormat = Outcome.failed("printf: a format with %s, %d, %b and %% is known here")

  private static func echo(_ arguments: [String]) -> String {
    var words = arguments[...]
    var (isLine, readsEscapes) = (true, false)
    while let word = words.first, ["-n", "-e", "-ne", "-en"].contains(word) {
      if word.contains("n") { isLine = false }
      if word.contains("e") { readsEscapes = true }
      words.removeFirst()
    }
    let text = words.joined(separator: " ")
    return (readsEscapes ? PrintfLine.unescaped(text) : text) + (isLine ? "\n" : "")
  }

  private func concatenated(_ arguments: [String]) -> Outcome {
    var outcome = Outcome()
    for name in arguments.isEmpty ? ["-"] : arguments {
      switch contents(of: name, by: "cat") {
      case .success(let bytes): outcome.output += String(decoding: bytes, as: UTF8.self)
      case .failure(let failure):
        outcome.errorOutput += failure.text + "\n"
        outcome.status = 1
      }
    }
    return outcome
  }

  private func encoded(_ arguments: [String]) -> Outcome {
    var width = 76
    var name = "-"
    var words = arguments[...]
    var decodes = false
    while let word = words.popFirst() {
      switch word {
      case "-d", "-D", "--decode": decodes = true
      case "-w", "--wrap", "-b": width = words.popFirst().flatMap { Int($0) } ?? -1
      case "-i", "--input": name = words.popFirst() ?? ""
      case _ where word.hasPrefix("-w"): width = Int(word.dropFirst(2)) ?? -1
      case _ where word.hasPrefix("--wrap="): width = Int(word.dropFirst(7)) ?? -1
      case _ where word.hasPrefix("-"): return .failed("base64: invalid option -- '\(word)'")
      default: name = word
      }
    }
    guard width >= 0 else { return .failed("base64: invalid wrap size") }
    switch contents(of: name, by: "base64") {
    case .failure(let failure): return .failed(failure.text)
    case .success(let bytes) where decodes:
      let text = String(decoding: bytes.filter { !" \n\r\t".utf8.contains($0) }, as: UTF8.self)
      guard let decoded = Base64.decode(text) else { return .failed("base64: invalid input") }
      return Outcome(output: String(decoding: decoded, as: UTF8.self))
    case .success(let bytes):
      var rest = Base64.encode(bytes)[...]
      guard width > 0 else { return Outcome(output: String(rest)) }
      var lines: [Substring] = []
      while !rest.isEmpty {
        lines.append(rest.prefix(width))
        rest = rest.dropFirst(width)
      }
      return Outcome(output: lines.map { $0 + "\n" }.joined())
    }
  }

  private struct Failure: Error { let text: String }

  private func contents(of name: String, by program: String) -> Result<[UInt8], Failure> {
    if name == "-" { return .success(input ?? []) }
    if name == "/dev/urandom" { return .success(randomBytes(4_096)) }
    do throws(AWSFileError) {
      return .success(try folder.read(name))
    } catch {
      return .failure(Failure(text: "\(program): \(name): \(error.reason)"))
    }
  }
}
