import CloudAPI
import EventKernel

/// The small programs of every Unix shell that lines of tutorials put into `$(…)`: what they print, from the world's clock and
/// the work folder alone.
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
  static let names = ["base64", "cat", "date", "echo", "printf"]

  /// The world's time.
  let now: Instant
  /// Reads a file of the work folder.
  let read: (String) throws(AWSFileError) -> [UInt8]
  /// What comes in by a here-document.
  let input: [UInt8]?

  /// Runs a program; `nil` when it is none of these.
  func run(_ name: String, _ arguments: [String]) -> Outcome? {
    switch name {
    case "echo": Outcome(output: Self.echo(arguments))
    case "date": DateLine(arguments, now: now).map { Outcome(output: $0.text + "\n") } ?? Self.unknownDate
    case "cat": concatenated(arguments)
    case "base64": encoded(arguments)
    case "printf": PrintfLine(arguments).map { Outcome(output: $0.text) } ?? Self.unknownFormat
    default: nil
    }
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
    while let word = words.popFirst() {
      switch word {
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
    do throws(AWSFileError) {
      return .success(try read(name))
    } catch {
      let words =
        switch error {
        case .missing: "No such file or directory"
        case .forbidden: "Permission denied"
        default: "Input/output error"
        }
      return .failure(Failure(text: "\(program): \(name): \(words)"))
    }
  }
}
