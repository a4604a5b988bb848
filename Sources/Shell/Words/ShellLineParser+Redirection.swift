// Redirections and pipes: the few that a line may have.

extension ShellLineParser {
  /// The stream that a redirection which stands here sends elsewhere: `1`, `2`, or `&` for both; `nil` when none stands here.
  func redirected() -> Character? {
    let following = position + 1 < characters.count ? characters[position + 1] : " "
    if next == ">" { return "1" }
    return following == ">" ? next.flatMap { "12&".contains($0) ? $0 : nil } : nil
  }

  /// Whether a pipe stands here behind a program that prints and leads into one that reads text.
  func isPipeToFilter() -> Bool {
    guard next == "|", printsText, line.filters.last?.isEmpty != true else { return false }
    let name = characters[(position + 1)...].drop { " \t\n\\".contains($0) }.prefix {
      $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_")
    }
    return TextTool.filters.contains(String(name)) || name.elementsEqual("aws") && awsReadsInput()
  }

  /// Whether the `aws` line behind the pipe that stands here reads what comes in: `aws s3 cp - s3://…`, `file:///dev/stdin`.
  private func awsReadsInput() -> Bool {
    let behind = characters[(position + 1)...].prefix { !"|;&<>".contains($0) }
    return behind.split { " \t\n\\\"'".contains($0) }.contains {
      $0.elementsEqual("-") || String($0).hasSuffix("file://" + FileReading.standardInput)
    }
  }

  /// `<<< word`: what the command reads is the word.
  mutating func readHereString() throws(ShellLineError) {
    position += 1
    skipBlanks()
    let word = try readWord()
    guard !word.isEmpty, line.hereDocument == nil else { throw .refused("<<<") }
    line.hereDocument = word + [.text("\n")]
  }

  /// The programs that only print, whose output can go to a file or through a pipe.
  private static let printing: Set<String> = Set(["aws", "curl", "ssh"] + TextTool.names)

  /// Whether the line's command is one of them.
  private var printsText: Bool {
    guard case .text(let command)? = line.words.first?.first, line.words[0].count == 1 else { return false }
    return Self.printing.contains(command)
  }

  /// `> FILE`, `>> FILE`, `2>/dev/null`, `2>&1`; any other redirection is refused.
  mutating func readRedirection(of stream: Character) throws(ShellLineError) {
    let start = position
    position += next == ">" ? 1 : 2
    var appends = false
    if next == ">" {
      appends = true
      position += 1
    }
    let sign = String(characters[start..<position])
    guard printsText || stream == "1" && line.words == ExportCommand.scriptWords else { throw .refused(sign) }
    if stream == "2", next == "&", position + 1 < characters.count, characters[position + 1] == "1" {
      position += 2
      line.joinsErrors = true
      return
    }
    guard next != "&", next != "|" else { throw .refused(sign) }
    skipBlanks()
    let word = try readWord()
    guard !word.isEmpty else { throw .refused(sign) }
    if stream == "2" {
      guard word == [.text("/dev/null")] else { throw .refused(sign) }
      line.dropsErrors = true
      return
    }
    guard line.output == nil else { throw .refused(sign) }
    line.output = word
    line.appends = appends
    if stream == "&" { line.joinsErrors = true }
  }
}
