import CloudAPI

/// A line of `jq`: how it prints, its program, and the file that it reads.
struct JQLine {
  /// The file that it reads; what it is given where there is none.
  private(set) var file: String?
  private var isRaw = false
  private var isCompact = false
  private let program: JQProgram

  /// Reads a line; `nil` for one that uses more than is known.
  init?(_ words: [String]) {
    var text: String?
    for word in words {
      switch word {
      case "-r", "--raw-output": isRaw = true
      case "-c", "--compact-output": isCompact = true
      case "-rc", "-cr":
        isRaw = true
        isCompact = true
      case "-M", "-S": continue
      case _ where word.hasPrefix("-") && word.count > 1: return nil
      case _ where text == nil: text = word
      case _ where file == nil: file = word
      default: return nil
      }
    }
    do throws(JQProgram.Problem) {
      program = try JQProgram(text ?? ".")
    } catch {
      return nil
    }
  }

  /// What it prints of a document.
  func run(on bytes: [UInt8]) -> TextTool.Outcome {
    guard bytes.contains(where: { !" \n\t\r".utf8.contains($0) }) else { return TextTool.Outcome() }
    let value: Value
    do {
      value = try Value(json: bytes)
    } catch {
      return .failed("jq: parse error: the input is no JSON (`--output json` prints it)", status: 2)
    }
    do throws(JQProgram.Problem) {
      let lines = try program.run(on: value).map { result in
        if isRaw, case .string(let text) = result { return text }
        return isCompact ? result.json(.compact) : Self.indented(result)
      }
      return TextTool.Outcome(output: lines.map { $0 + "\n" }.joined())
    } catch {
      switch error {
      case .wrongType(let words): return .failed("jq: error (at <stdin>:0): \(words)", status: 5)
      case .unknown, .tooMuch: return .failed("jq: error: the program gives too many values", status: 5)
      }
    }
  }

  /// A value as `jq` prints it, two blanks a level.
  private static func indented(_ value: Value) -> String {
    let lines: [Substring] = value.json(.pretty).split(separator: "\n", omittingEmptySubsequences: false)
    let halved = lines.map { (line: Substring) -> String in
      let blanks = line.prefix { $0 == " " }.count
      return String(repeating: " ", count: blanks / 2) + String(line.dropFirst(blanks))
    }
    return halved.joined(separator: "\n")
  }
}
