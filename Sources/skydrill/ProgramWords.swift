/// The words behind the program's name, made ready for the parser.
enum ProgramWords {
  private static let withValue = ["--lang", "--output", "--data"]

  /// `--help` in front of every command is the shell's `help`. What follows `aws` is the line's own, also where the
  /// program has an option of the same name, so the parser must not look at it: a `--` hides it.
  static func prepared(_ words: [String]) -> [String] {
    var index = 0
    while index < words.count {
      let word = words[index]
      // The parser's own scripts know neither words of commands nor the world.
      if word == "--generate-completion-script" {
        return words[..<index] + ["completions"] + words[(index + 1)...]
      }
      if word == "--help" || word == "-h" {
        return words[..<index] + ["help"] + words[(index + 1)...]
      }
      if word == "aws" { return words[...index] + ["--"] + words[(index + 1)...] }
      guard word.hasPrefix("-") else { return words }
      index += withValue.contains(word) ? 2 : 1
    }
    return words
  }
}
